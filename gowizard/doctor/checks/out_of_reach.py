"""Folders that settings name and this account may not enter: Go's own tree (60), places for modules (19)."""

from __future__ import annotations

import os
import re
import shlex
import stat
from collections.abc import Iterator
from pathlib import Path

from gowizard import changes
from gowizard.doctor.check import UNIX, Check
from gowizard.doctor.commands import sudo
from gowizard.doctor.go_folders import gopath, mine, nearest
from gowizard.doctor.mending import with_value, without_lines
from gowizard.doctor.model import Evidence, Finding, Origin, Phase, Remedy, Severity
from gowizard.doctor.scene import Scene
from gowizard.doctor.stored import evidence
from gowizard.environment.words import shown
from gowizard.locales import _

_GO = re.compile(r"(?:^|/)\.?go(?:lang)?[\d.-]*(?:/|$)")
_KEYS = ("GOPATH", "GOMODCACHE", "GOBIN")


def look(scene: Scene) -> Iterator[Finding]:
    """Folders of Go's in PATH that are closed, where no Go is found."""
    if scene.go is not None or scene.host.user.is_root:
        return
    for item in scene.path:
        closed = _closed(Path(item)) if item.startswith("/") and _GO.search(item) else None
        if closed is not None:
            yield _tree(scene, item, closed)
            return


def _closed(path: Path) -> Path | None:
    """The outermost folder on the way that may not be entered."""
    for place in reversed((path, *path.parents)):
        if not os.path.lexists(place):
            return None
        if place.is_dir() and not os.access(place, os.X_OK):
            return place
    return None


def _tree(scene: Scene, item: str, closed: Path) -> Finding:
    facts = closed.stat()
    own = facts.st_uid == scene.host.user.uid
    place = shown(closed, scene.home)
    title = _("Let yourself enter {path}").format(path=place)
    remedy = Remedy(
        title=title,
        commands=(f"{sudo(scene)}chmod -R a+rX {shlex.quote(str(closed))}",),
        reason=_("It belongs to another account."),
    )
    if own:
        effect = changes.set_mode(closed, stat.S_IMODE(facts.st_mode) | 0o700)
        remedy = Remedy(title=title, phase=Phase.ENCODING, effects=(effect,))
    return Finding(
        id="go-closed",
        entry=(60, 19),
        severity=Severity.BLOCKS,
        title=_("PATH leads to {folder}, and you may not enter {path}").format(
            folder=shown(Path(item), scene.home), path=place),
        affects=_("Every shell says “go: command not found”, or “permission denied”."),
        evidence=(Evidence(where=place, what=f"{stat.filemode(facts.st_mode)}, uid {facts.st_uid}"),),
        explanation=_("Usually it was unpacked or copied as root, without the rights for others."),
        remedy=remedy,
        links=("https://go.dev/doc/install",),
    )  # fmt: skip


def look_at_settings(scene: Scene) -> Iterator[Finding]:
    """GOPATH, GOMODCACHE and GOBIN outside of the home, set by the user, that cannot be entered or made."""
    if scene.host.user.is_root:
        return
    for key in _KEYS:
        value, origin = scene.setting(key)
        path = Path(value.split(":")[0])
        if origin.kind not in {"startup-file", "go-env"} or not path.is_absolute() or path.is_relative_to(scene.home):
            continue
        there = os.path.lexists(path)
        if mine(scene, path) or (there and key != "GOBIN"):
            continue
        title = _("{key} names a folder that you can neither enter nor make: {path}")
        if there:
            title = _("{key} names a folder into which you may not write: {path}")
        origins = scene.origins(key) if origin.kind == "startup-file" else (origin,)
        facts = nearest(path).stat()
        yield Finding(
            id="folder-out-of-reach",
            about=key,
            entry=(19,),
            severity=Severity.HURTS,
            title=title.format(key=key, path=path),
            affects=_("`go install` fails: permission denied.")
            if key == "GOBIN"
            else _("`go get`, `go install` and downloads of modules fail: permission denied."),
            evidence=(
                *(evidence(key, value, one) for one in origins),
                Evidence(where=str(nearest(path)), what=f"{stat.filemode(facts.st_mode)}, uid {facts.st_uid}"),
            ),
            explanation=_("Without this setting Go keeps its things in ~/go, which is yours."),
            origin=tuple(origins),
            remedy=_elsewhere(scene, key, origins),
            links=("https://go.dev/ref/mod#module-cache",),
        )


def _elsewhere(scene: Scene, key: str, origins: tuple[Origin, ...]) -> Remedy:
    """GOBIN gets the folder that it stands for: PATH may be made of it, where nothing would mean the current folder."""
    above = gopath(scene)
    if key == "GOBIN" and above is not None and mine(scene, above.path):
        return with_value(scene, key, str(above.path / "bin"), origins)
    return without_lines(scene, key, origins)


CHECKS = (
    Check("go-closed", (19, 60), look, systems=UNIX),
    Check("folder-out-of-reach", (19,), look_at_settings, systems=UNIX),
)
