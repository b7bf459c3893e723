"""Remedies that several checks share: values taken out of, or put right in, startup files and the `go env` file."""

from __future__ import annotations

import datetime
import shlex
from collections.abc import Callable, Iterable
from pathlib import Path

from gowizard.dataclass import dataclass, field
from gowizard.doctor.commands import open_file, quoted, sudo, unset_variable
from gowizard.doctor.model import FileEdit, Origin, Phase, RegistryEdit, Remedy
from gowizard.doctor.registry_values import removed, replaced
from gowizard.doctor.rewriting import with_new_value
from gowizard.doctor.scene import Scene
from gowizard.doctor.session_lines import DIRENV
from gowizard.environment.access import obstacle
from gowizard.environment.goenv import edited
from gowizard.environment.lines import Found, lines_setting, without_variable
from gowizard.environment.windows import EDITOR
from gowizard.environment.words import shown
from gowizard.host.files import read_head
from gowizard.host.registry import MACHINE_ENVIRONMENT
from gowizard.locales import _
from gowizard.redact import redacted

Edit = Callable[[bytes | None], bytes | None]


def without_lines(scene: Scene, key: str, origins: Iterable[Origin], **more: object) -> Remedy:
    """Comment out every line that sets the variable, take it out of the `go env` file; the rest is for a person.

    What no file sets (`session`), what root owns, and what is part of a longer statement becomes commands. Further
    fields of the remedy (`preselected`, `alternative`, `risk`) go into `more`.
    """
    return _remedy(scene, key, origins, None, more)


def with_value(scene: Scene, key: str, value: str, origins: Iterable[Origin], **more: object) -> Remedy:
    """Give the variable another value wherever it is set; a line in a shell that we cannot write is commented out."""
    return _remedy(scene, key, origins, value, more)


def comment_out(key: str) -> Edit:
    """The edit that comments out every whole statement setting a variable."""
    date = datetime.date.today().isoformat()
    return lambda content: None if content is None else without_variable(content, key, date)


def drop_setting(*keys: str) -> Edit:
    """The edit that takes keys out of a `go env` file."""
    return lambda content: None if content is None else edited(content, dict.fromkeys(keys))


def put_setting(key: str, value: str) -> Edit:
    """The edit that sets a key in a `go env` file."""
    return lambda content: edited(content or b"", {key: value})


@dataclass
class _Parts:
    """What the places come to: edits for us, commands and reasons for a person."""

    edits: list[FileEdit] = field(default_factory=list)
    values: list[RegistryEdit] = field(default_factory=list)
    places: list[str] = field(default_factory=list)
    commands: list[str] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)


def _remedy(scene: Scene, key: str, origins: Iterable[Origin], value: str | None, more: dict[str, object]) -> Remedy:
    parts = _Parts()
    held = [origin for origin in origins if origin.kind != "default"]
    names = {origin.kind: origin.place for origin in held}
    for path, kind in dict.fromkeys((origin.path, origin.kind) for origin in held):
        if kind in {"registry", "machine-registry"}:
            _in_registry(key, kind, names[kind], value, parts)
        elif path is None and DIRENV in names:
            continue  # direnv takes it away by itself once its file does not say so any more
        elif path is None:
            _unset(scene, key, kind, parts, known=len(names) > 1)
        elif kind in {"go-env", "go.env"}:
            _in_settings(scene, key, path, kind, value, parts)
        elif kind == DIRENV:
            _in_project(scene, path, [origin.line for origin in held if origin.path == path], parts)
        else:
            _in_startup(scene, key, path, kind, value, parts)
    if not (parts.edits or parts.values or parts.commands):  # it comes out of what a program prints, say
        parts.commands = [open_file(scene, one.path, one.line) for one in held if one.path is not None]
        parts.reasons = [_("The line is part of a longer statement.")] if parts.commands else []
    return Remedy(
        title=_title(scene, key, value, parts.places),
        phase=Phase.LINES,
        edits=tuple(parts.edits),
        values=tuple(parts.values),
        commands=tuple(dict.fromkeys(parts.commands)),
        reason=" ".join(dict.fromkeys(parts.reasons)),
        **more,  # type: ignore[arg-type]
    )


def _title(scene: Scene, key: str, value: str | None, places: list[str]) -> str:
    where = _(", ").join(places)
    if value is not None and places:
        told = redacted(value).replace(f"{scene.home}/", "$HOME/")  # a ~ may be just what was wrong
        return _("Set {key} to {value} in {places}").format(key=key, value=told, places=where)
    if places:
        return _("Take {key} out of {places}").format(key=key, places=where)
    return _("Take {key} away").format(key=key)


def _in_registry(key: str, kind: str, name: str, value: str | None, parts: _Parts) -> None:
    if kind == "registry":
        parts.values.append(removed(key) if value is None else replaced(key, value))
        parts.places.append(name)
        return
    parts.commands.append(f'reg delete "HKLM\\{MACHINE_ENVIRONMENT}" /v {key}' if value is None else EDITOR)
    parts.reasons.append(_("It is every user's: only an administrator can change it."))


def _in_project(scene: Scene, path: Path, lines: list[int], parts: _Parts) -> None:
    parts.commands += [open_file(scene, path, line) for line in lines]
    parts.commands.append(f"direnv allow {quoted(scene, path.parent)}")
    parts.reasons.append(_("direnv sets it in this folder, from a file of the project's."))


def _unset(scene: Scene, key: str, kind: str, parts: _Parts, *, known: bool) -> None:
    if scene.host.windows is not None:
        parts.commands.append(unset_variable(scene, key))
        parts.reasons.append(_("The registry does not hold it; it holds in this session only."))
        return
    if kind == "fish-universal":
        parts.commands.append(f"set -Ue {key}")
        parts.reasons.append(_("fish keeps it from one session to the next; only fish itself may write that file."))
        return
    parts.commands.append(unset_variable(scene, key))
    if scene.host.system.container and scene.given.get(key):
        parts.reasons.append(_("The container's image sets it, or the command that starts the container."))
    elif known:
        parts.reasons.append(_("This session holds it until you take it away."))
    elif scene.variable(key):
        parts.reasons.append(_("Which startup file sets it could not be found out."))
    else:
        parts.reasons.append(_("No startup file sets it; it holds in this session only."))


def _in_settings(scene: Scene, key: str, path: Path, kind: str, value: str | None, parts: _Parts) -> None:
    why = _("The file is part of a Go tree.") if kind == "go.env" else obstacle(path, scene.host)
    if why:
        in_place = f"{sudo(scene)}sed -i.bak '/^{key}=/d' {shlex.quote(str(path))}"
        parts.commands.append(in_place if scene.host.windows is None else open_file(scene, path))
        parts.reasons.append(why)
        return
    parts.edits.append(FileEdit(path, drop_setting(key) if value is None else put_setting(key, value)))
    parts.places.append(shown(path, scene.home))


def _in_startup(scene: Scene, key: str, path: Path, kind: str, value: str | None, parts: _Parts) -> None:
    lines = lines_setting(_content(path), key)
    why = obstacle(path, scene.host)
    if why:
        parts.commands += [_commented(scene, path, line) for line in lines]
        parts.reasons.append(why)
        return
    if any(line.simple for line in lines):
        # $HOME stays what it is in /etc/environment, and means somebody else in what all users read
        home = Path("/") if kind == "system-file" else scene.home
        edit = comment_out(key) if value is None else with_new_value(key, value, home, comment_out(key))
        parts.edits.append(FileEdit(path, edit))
        parts.places.append(shown(path, scene.home))
    if longer := [line for line in lines if not line.simple and not _for_one_command(line, key)]:
        parts.commands += [open_file(scene, path, line.number) for line in longer]
        parts.reasons.append(_("The line is part of a longer statement."))


def _for_one_command(line: Found, key: str) -> bool:
    """Whether the line is an alias, or gives the value to one command alone: nothing else ever sees it."""
    text = line.text.strip()
    alone = text.startswith(key.encode() + b"=") and b";" not in text and not text.endswith(b"\\")
    return text.startswith((b"alias ", b"abbr ")) or alone


def _commented(scene: Scene, path: Path, line: Found) -> str:
    return f"{sudo(scene)}sed -i.bak '{line.number}s/^/# /' {shlex.quote(str(path))}"


def _content(path: Path) -> bytes:
    return read_head(path, 1 << 20)
