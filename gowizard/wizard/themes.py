"""Themes are small TOML files: gowizard's own, and the user's in config/themes, read again when they change."""

from __future__ import annotations

import tomllib
from contextlib import suppress
from dataclasses import fields
from pathlib import Path
from typing import Any

from textual.color import Color, ColorParseError
from textual.theme import BUILTIN_THEMES, Theme

from gowizard.dataclass import dataclass
from gowizard.locales import _
from gowizard.run import safe_text

# What the stylesheet asks for beyond Textual's own variables; a theme may set them under [variables].
_OWN = {
    "accent-ink",
    "on-accent",
    "step-done",
    "step-current",
    "step-coming",
    "diff-add",
    "diff-remove",
    "quiet",
    "line",
    "good",
    "bad",
    "mild",
}
_SHARES = {"luminosity_spread", "text_alpha"}
_NOT_COLOURS = {"name", "dark", "ansi", "variables", *_SHARES}
_NOT_MADE = ("ansi-background", "ansi-foreground", "foreground-disabled", "surface-active")  # by Textual's ANSI themes
_LARGEST = 65_536  # bytes; ours have 500


@dataclass(frozen=True)
class Loaded:
    """Themes that can be used, and one line about each file that cannot."""

    themes: tuple[Theme, ...]
    problems: tuple[str, ...]


def own_folder() -> Path:
    """`gowizard/themes` in a wheel, the top-level `themes` in a checkout."""
    package = Path(__file__).parent.parent
    packed = package / "themes"
    return packed if packed.is_dir() else package.parent / "themes"


def load(folders: tuple[Path, ...]) -> Loaded:
    """Every `*.toml` in those folders; the last one of a name wins."""
    themes: dict[str, Theme] = {}
    problems = []
    for path in _files(folders):
        try:
            theme = read(path)
        except (OSError, ValueError, TypeError, RecursionError) as error:
            told = error.strerror if isinstance(error, OSError) and error.strerror else error
            problems.append(safe_text(f"{path}: {told}"))
        else:
            themes[theme.name] = theme
    return Loaded(tuple(themes.values()), tuple(problems))


def names(folders: tuple[Path, ...]) -> tuple[tuple[str, ...], frozenset[str]]:
    """The themes of those folders, and every name that may be asked for: Textual's and broken files' too."""
    found = {theme.name for theme in load(folders).themes}
    return tuple(sorted(found)), frozenset({*found, *BUILTIN_THEMES, *(path.stem for path in _files(folders))})


def stamp(folders: tuple[Path, ...]) -> tuple[object, ...]:
    """Differs when a theme file came, went or was written: names, times, sizes and inodes, no content."""
    found: list[object] = []
    for path in _files(folders):
        try:
            seen = path.stat()
        except OSError as error:
            found.append((path, error.errno))
        else:
            found.append((path, seen.st_mtime_ns, seen.st_size, seen.st_ino))
    return tuple(found)


def _files(folders: tuple[Path, ...]) -> list[Path]:
    files: list[Path] = []
    for folder in folders:
        with suppress(OSError):
            files += sorted(folder.glob("*.toml"))
    return files


def read(path: Path) -> Theme:
    """One theme. Raises ValueError for an unknown key or colour, on which Textual would crash much later."""
    if not path.is_file():  # a pipe would never answer
        raise ValueError(_("is not a file"))
    if path.stat().st_size > _LARGEST:
        raise ValueError(_("is too large for a theme"))
    values: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    values.setdefault("name", path.stem)
    unknown = set(values) - {field.name for field in fields(Theme)}
    if unknown:
        raise ValueError(_("unknown key {key}").format(key=_(", ").join(sorted(unknown))))
    if "primary" not in values:
        raise ValueError(_("“primary” is missing"))
    name = values["name"]
    if not isinstance(name, str) or not name.isprintable() or not name.strip() or "," in name:
        raise ValueError(_("“name” must be a text"))
    for key in {"dark", "ansi"} & set(values):
        if not isinstance(values[key], bool):
            raise ValueError(_("“{key}” must be true or false").format(key=key))
    for key in _SHARES & set(values):
        if not isinstance(values[key], int | float):
            raise ValueError(_("“{key}” must be a number").format(key=key))
    variables = values.get("variables", {})
    if not isinstance(variables, dict):
        raise ValueError(_("“variables” must be a table"))
    colours = {key: value for key, value in values.items() if key not in _NOT_COLOURS}
    colours |= {key: value for key, value in variables.items() if key in _OWN or _looks_like_colour(value)}
    for key, value in colours.items():
        try:
            Color.parse(value)
        except (ColorParseError, TypeError, AttributeError):
            raise ValueError(_("{key}: “{value}” is not a colour").format(key=key, value=value)) from None
    for key, value in variables.items():
        if not isinstance(value, str):
            raise ValueError(_("{key} must be a text").format(key=key))
    theme = Theme(**values)
    if path.parent != own_folder():
        own_variables(theme)  # works out every colour: what Textual cannot mix fails here and not on the screen
    return theme


def _looks_like_colour(value: object) -> bool:
    return isinstance(value, str) and value.startswith(("#", "rgb", "hsl"))


def own_variables(theme: Theme) -> dict[str, str]:
    """Our own colours worked out from a theme's base colours: plain hex, because Rich text uses them too."""
    if theme.ansi:  # words keep the terminal's own ink: none of the 16 colours can be read on white and on black
        return dict.fromkeys((*sorted(_OWN), *_NOT_MADE), "ansi_default") | {"on-accent": "ansi_black"}
    base = theme.to_color_system().generate()
    colours = {key: Color.parse(base[key]) for key in ("background", "foreground", "primary", "success", "error")}
    ground, ink = colours["background"], colours["foreground"]
    mixed = {
        "accent-ink": colours["primary"],
        "on-accent": ground,
        "step-done": colours["success"],
        "step-current": colours["primary"],
        "step-coming": ground.blend(ink, 0.62),
        "quiet": ground.blend(ink, 0.74),
        "line": ground.blend(ink, 0.2),
        "diff-add": colours["success"],
        "diff-remove": colours["error"],
        "good": colours["success"],
        "bad": colours["error"],
        "mild": ground.blend(colours["primary"], 0.3),
    }
    return {key: colour.hex for key, colour in mixed.items()}
