"""Programs that `go install` built and no shell finds (entry 14)."""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from gowizard.doctor.callers import first_go, is_program
from gowizard.doctor.check import UNIX, Check
from gowizard.doctor.model import Evidence, Finding, Phase, Remedy, Severity
from gowizard.doctor.scene import Scene
from gowizard.doctor.views import Mode
from gowizard.environment.words import shown
from gowizard.locales import _

_MOST = 500  # files that are looked at


def look(scene: Scene) -> Iterator[Finding]:
    """GOBIN, or bin in the first folder of GOPATH, where it holds programs."""
    if scene.go is None:
        return  # what leads shells to Go leads them there too
    value, origin = scene.setting("GOBIN")
    if not value:
        value, origin = scene.setting("GOPATH")
        value = f"{value.split(os.pathsep)[0]}/bin"
    folder = Path(value)
    programs = _programs(folder) if value.startswith("/") else []
    views = [scene.view(mode) for mode in (Mode.INTERACTIVE, Mode.LOGIN_INTERACTIVE)]
    blind = [view for view in views if view.known and first_go(view.path) and not _holds(view.path, folder)]
    if not programs or not blind or folder.resolve() == scene.go.binary.parent.resolve():
        return
    names = ", ".join(programs[:4]) + (" …" if len(programs) > 4 else "")
    yield Finding(
        id="go-install-bin",
        entry=(14,),
        severity=Severity.HURTS,
        title=_("What `go install` builds is not found: {place} is not in PATH").format(
            place=shown(folder, scene.home)
        ),
        affects=_("“command not found” for {names}.").format(names=names),
        evidence=(
            Evidence(where=shown(folder, scene.home), what=names),
            Evidence(where="PATH", what=":".join(blind[0].path)),
        ),
        explanation=_("Go puts programs there, and leaves it to you to add the folder to PATH."),
        origin=(origin,),
        remedy=Remedy(
            title=_("Put {place} into PATH").format(place=shown(folder, scene.home)),
            phase=Phase.SHELLS,
            shells=True,
            alternative=f"export PATH=\"$PATH:{folder}\"",
        ),
        links=("https://go.dev/doc/install",),
    )


def _programs(folder: Path) -> list[str]:
    try:
        with os.scandir(folder) as entries:
            return sorted(entry.name for entry in islice(entries, _MOST) if is_program(Path(entry.path)))
    except OSError:
        return []


def _holds(path: tuple[str, ...], folder: Path) -> bool:
    real = os.path.realpath(folder)
    return any(os.path.realpath(item) == real for item in path if item.startswith("/"))


CHECKS = (Check("go-install-bin", (14,), look, systems=UNIX),)
