"""Show what changes would do: a diff, an old and a new value, or one sentence."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from gowizard.changes.difference import difference, safe
from gowizard.changes.model import (
    Change,
    Effect,
    MakeFolder,
    Move,
    PlaceTree,
    RegistryValue,
    RemoveFile,
    Seen,
    SetLink,
    SetMode,
    SetRegistryValue,
    WriteFile,
)
from gowizard.changes.perform import NEW_FILE_MODE
from gowizard.dataclass import dataclass
from gowizard.host.path_items import items
from gowizard.host.registry import type_name
from gowizard.locales import _, ngettext


@dataclass(frozen=True, kw_only=True)
class Preview:
    """What one effect does, safe to show in a terminal. `path` has `~` for the home folder."""

    path: str
    kind: Literal["diff", "value", "sentence"]
    lines: tuple[str, ...]


def preview(change: Change, home: Path) -> tuple[Preview, ...]:
    """What each effect of a change does, in order; a mode set with a file's bytes is a piece of its own."""
    return tuple(piece for effect in change.effects for piece in _pieces(effect, home))


def short(path: Path | str, home: Path) -> str:
    """The path with `~` for the home folder, made safe to show."""
    text = str(path)
    if text == str(home) or text.startswith(str(home).rstrip("/\\") + ("\\" if "\\" in str(home) else "/")):
        text = "~" + text[len(str(home)) :]
    return safe(text.encode("utf-8", "surrogateescape"))


def _pieces(effect: Effect, home: Path) -> tuple[Preview, ...]:
    match effect:
        case WriteFile(path=path, content=content, old=old):
            lines = difference(short(path, home), old, content)
            if not lines:
                text = _("Make the empty file {path}") if old is None else _("The content of {path} stays")
                lines = (text.format(path=short(path, home)),)
            return (_diff(path, home, lines), *_mode_piece(effect, home))
        case RemoveFile(path=path, old=old) if old is not None:
            return (_diff(path, home, difference(short(path, home), old, None) or (_removal(path, home),)),)
        case RemoveFile(path=path):
            return (_sentence(path, home, _removal(path, home)),)
        case MakeFolder(path=path):
            return (_sentence(path, home, _("Make the folder {path}").format(path=short(path, home))),)
        case SetLink(path=path, target=target, before=before):
            return (_value(short(path, home), _old_link(before, home), short(target, home)),)
        case SetMode(path=path, mode=mode, before=before):
            return (_value(short(path, home), _octal(before.mode), _octal(mode)),)
        case Move(source=source, destination=destination, reason=reason):
            text = _("Move {source} to {destination}").format(
                source=short(source, home), destination=short(destination, home)
            )
            if reason:
                text = _("{label}: {detail}").format(label=text, detail=reason)
            return (_sentence(destination, home, text),)
        case PlaceTree(destination=destination):
            return (_sentence(destination, home, _tree_sentence(effect, home)),)
        case SetRegistryValue(key=key, name=name, value=value, before=before_value):
            return _registry_pieces(f"HKEY_CURRENT_USER\\{key}\\{name}", before_value, value)


def size_text(size: int) -> str:
    """A size for people: "245 MB"."""
    number = float(size)
    for unit in ("B", "kB", "MB"):
        if number < 1000:
            return f"{number:.0f} {unit}"
        number /= 1000
    return f"{number:.1f} GB"


def _diff(path: Path, home: Path, lines: tuple[str, ...]) -> Preview:
    diff = bool(lines) and lines[0].startswith("--- ")
    return Preview(path=short(path, home), kind="diff" if diff else "sentence", lines=lines)


def _sentence(path: Path, home: Path, text: str) -> Preview:
    return Preview(path=short(path, home), kind="sentence", lines=(text,))


def _value(path: str, old: str, new: str) -> Preview:
    return Preview(path=path, kind="value", lines=(f"{path}: {old} → {new}",))


def _removal(path: Path, home: Path) -> str:
    return _("Remove {path}").format(path=short(path, home))


def _mode_piece(effect: WriteFile, home: Path) -> tuple[Preview, ...]:
    if effect.mode is None or effect.mode in {effect.before.mode, NEW_FILE_MODE}:
        return ()
    return (_value(short(effect.path, home), _octal(effect.before.mode), _octal(effect.mode)),)


def _octal(mode: int | None) -> str:
    return _("(none)") if mode is None else f"{mode:04o}"


def _old_link(before: Seen, home: Path) -> str:
    return short(before.target, home) if before.kind == "link" else _("(none)")


def _registry_pieces(name: str, old: RegistryValue, new: RegistryValue) -> tuple[Preview, ...]:
    """A list of folders item by item, anything else whole; the type where it becomes another."""
    before, after = _items(old), _items(new)
    pieces = []
    if max(len(before or ()), len(after or ())) > 1:
        lines = difference(name, _rows(before), _rows(after))
        pieces += [Preview(path=name, kind="diff", lines=lines)] if lines else []
    elif old.data != new.data:
        pieces.append(_value(name, _data(old), _data(new)))
    if old.kind is not None and new.kind not in (None, old.kind):
        pieces.append(_value(name, type_name(old.kind), type_name(new.kind or 0)))
    return tuple(pieces)


def _items(value: RegistryValue) -> list[str] | None:
    return items(value.data) if isinstance(value.data, str) else None


def _rows(folders: list[str] | None) -> bytes | None:
    if folders is None:
        return None
    return "".join(item.replace("\n", "\\n") + "\n" for item in folders).encode("utf-8", "surrogatepass")


def _data(value: RegistryValue) -> str:
    match value.data:
        case None:
            return _("(none)")
        case bytes() as data:
            return data.hex(" ")
        case list() as items:
            return safe("; ".join(items).encode("utf-8", "surrogatepass"))
        case data:
            return safe(str(data).encode("utf-8", "surrogatepass"))


def _tree_sentence(effect: PlaceTree, home: Path) -> str:
    place = short(effect.destination, home)
    facts: list[str] = []
    if effect.files:
        facts.append(
            ngettext("{count} file", "{count} files", effect.files).format(count=f"{effect.files:,}")
        )
    if effect.size:
        facts.append(size_text(effect.size))
    if not facts:
        return _("Put the unpacked tree into {path}").format(path=place)
    return _("Put the unpacked tree ({facts}) into {path}").format(facts=_(", ").join(facts), path=place)
