"""Themes are small TOML files: gowizard's own, and the user's in config/themes."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from textual.color import Color, ColorParseError
from textual.theme import Theme

from gowizard.locales import _

# What the stylesheet asks for beyond Textual's own variables; a theme may set them under [variables].
_OWN = {
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
    for folder in folders:
        for path in sorted(folder.glob("*.toml")):
            try:
                theme = read(path)
            except (OSError, ValueError, TypeError) as error:
                problems.append(f"{path}: {error}")
            else:
                themes[theme.name] = theme
    return Loaded(tuple(themes.values()), tuple(problems))


def read(path: Path) -> Theme:
    """One theme. Raises ValueError for an unknown key or colour, on which Textual would crash much later."""
    with path.open("rb") as file:
        values: dict[str, Any] = tomllib.load(file)
    values.setdefault("name", path.stem)
    unknown = set(values) - {field.name for field in fields(Theme)}
    if unknown:
        raise ValueError(_("unknown key {key}").format(key=", ".join(sorted(unknown))))
    if "primary" not in values:
        raise ValueError(_("“primary” is missing"))
    if not isinstance(values["name"], str):
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
    return Theme(**values)


def _looks_like_colour(value: object) -> bool:
    return isinstance(value, str) and value.startswith(("#", "rgb", "hsl"))


def own_variables(theme: Theme) -> dict[str, str]:
    """Our own colours worked out from a theme's base colours: plain hex, because Rich text uses them too."""
    if theme.ansi:
        return dict.fromkeys(sorted(_OWN), "ansi_default")
    base = theme.to_color_system().generate()
    colours = {key: Color.parse(base[key]) for key in ("background", "foreground", "primary", "success", "error")}
    ground, ink = colours["background"], colours["foreground"]
    mixed = {
        "step-done": colours["success"],
        "step-current": colours["primary"],
        "step-coming": ground.blend(ink, 0.5),
        "quiet": ground.blend(ink, 0.66),
        "line": ground.blend(ink, 0.2),
        "diff-add": colours["success"],
        "diff-remove": colours["error"],
        "good": colours["success"],
        "bad": colours["error"],
        "mild": ground.blend(colours["primary"], 0.3),
    }
    return {key: colour.hex for key, colour in mixed.items()}
