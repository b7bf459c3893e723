"""Remedies that several checks share: lines taken out of startup files and of the `go env` file."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from pathlib import Path

from gowizard.doctor.model import FileEdit, Origin, Phase, Remedy
from gowizard.doctor.scene import Scene
from gowizard.environment.access import obstacle
from gowizard.environment.goenv import edited
from gowizard.environment.lines import lines_setting, without_variable
from gowizard.environment.words import shown
from gowizard.locales import _

Edit = Callable[[bytes | None], bytes | None]


def without_lines(scene: Scene, key: str, origins: Iterable[Origin], **more: object) -> Remedy:
    """Comment out every line that sets the variable, take it out of the `go env` file; the rest is for a person.

    What no file sets (`session`), what root owns, and what is part of a longer statement becomes commands. Further
    fields of the remedy (`preselected`, `alternative`, `risk`) go into `more`.
    """
    edits, commands, reasons = [], [], []
    places = []
    for path, kind in dict.fromkeys((origin.path, origin.kind) for origin in origins):
        if path is None:
            commands.append(f"unset {key}")
            reasons.append(_("No startup file sets it; it holds in this session only."))
        elif kind == "default":
            continue
        elif why := _hindrance(scene, key, path, kind):
            numbers = [origin.line for origin in origins if origin.path == path]
            place = shown(path, scene.home)
            commands.append(f"# {place}:{','.join(map(str, numbers))}: {key}")
            reasons.append(why)
        else:
            edits.append(FileEdit(path, drop_setting(key) if kind == "go-env" else comment_out(key)))
            places.append(shown(path, scene.home))
    title = (
        _("Take {key} out of {places}").format(key=key, places=", ".join(places))
        if places
        else _("Take {key} away").format(key=key)
    )
    return Remedy(
        title=title,
        phase=Phase.LINES,
        edits=tuple(edits),
        commands=tuple(dict.fromkeys(commands)),
        reason=" ".join(dict.fromkeys(reasons)),
        **more,  # type: ignore[arg-type]
    )


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


def _hindrance(scene: Scene, key: str, path: Path, kind: str) -> str:
    """Why we do not edit the file, "" where we do."""
    if kind == "system-file" and not scene.host.user.is_root:
        return _("The file belongs to the system.")
    if why := obstacle(path, scene.host):
        return why
    if kind in {"go-env", "go.env"}:
        return "" if kind == "go-env" else _("The file is part of a Go tree.")
    found = lines_setting(path.read_bytes(), key)
    return "" if all(line.simple for line in found) else _("The line is part of a longer statement.")
