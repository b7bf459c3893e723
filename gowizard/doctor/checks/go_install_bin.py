"""Programs that `go install` built and no shell finds (entry 14)."""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from gowizard.doctor.callers import first_go, is_program
from gowizard.doctor.check import Check
from gowizard.doctor.model import Evidence, Finding, Phase, Remedy, Severity
from gowizard.doctor.path_lines import PathLine, known_variables, path_lines
from gowizard.doctor.scene import Scene
from gowizard.doctor.starting import Mode
from gowizard.doctor.startup_texts import files_read
from gowizard.environment.words import shown
from gowizard.locales import _

_MODES = (Mode.INTERACTIVE, Mode.LOGIN_INTERACTIVE)
_MOST = 500  # files that are looked at


def look(scene: Scene) -> Iterator[Finding]:
    """GOBIN, or bin in the first folder of GOPATH, where it holds programs."""
    windows = scene.host.windows is not None
    go = scene.go.binary if scene.go is not None else None if windows else _meant(scene)
    if go is None:
        return  # what leads shells to Go leads them there too
    value, origin = scene.setting("GOBIN")
    if not value:
        value, origin = scene.setting("GOPATH")
        first = value.split(";" if windows else ":")[0]
        value = f"{first if Path(first).is_absolute() else scene.home / 'go'}/bin"  # Go takes no other kind
    folder = Path(value)
    programs = _programs(folder) if folder.is_absolute() else []
    views = [scene.view(mode) for mode in _MODES]
    blind = [view for view in views if view.known and not _holds(view.path, folder)]
    if not programs or not blind or folder.resolve() == go.parent.resolve() or (
        not windows and _is_named(scene, folder)
    ):
        return
    names = _(", ").join(programs[:4]) + (" …" if len(programs) > 4 else "")
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
            Evidence(where="PATH", what=(";" if windows else ":").join(blind[0].path)),
        ),
        explanation=_("Go puts programs there, and leaves it to you to add the folder to PATH."),
        origin=(origin,),
        remedy=Remedy(
            title=_("Put {place} into PATH").format(place=shown(folder, scene.home)),
            phase=Phase.SHELLS,
            shells=True,
            go_bin=go.parent if scene.go is None else None,
            alternative="" if windows else f"export PATH=\"$PATH:{folder}\"",
        ),
        links=("https://go.dev/doc/install",),
    )


def _lines(scene: Scene) -> list[PathLine]:
    """The lines for PATH in files that the user's shell reads."""
    shell = scene.shell
    read = set() if shell is None else {path for mode in _MODES for path in files_read(scene, shell, mode)}
    return [line for line in path_lines(scene) if line.path in read]


def _meant(scene: Scene) -> Path | None:
    """The go that a line of the user's would lead to, were it not for a fault that another check finds."""
    known = known_variables(scene)
    return next((go for line in _lines(scene) if (go := first_go(line.folders(known)))), None)


def _is_named(scene: Scene, folder: Path) -> bool:
    """Whether a line means to put it into PATH, so that the fault is that line's."""
    known = known_variables(scene)
    return any(str(folder) in line.folders(known) for line in _lines(scene))


def _programs(folder: Path) -> list[str]:
    try:
        with os.scandir(folder) as entries:
            return sorted(entry.name for entry in islice(entries, _MOST) if is_program(Path(entry.path)))
    except OSError:
        return []


def _holds(path: tuple[str, ...], folder: Path) -> bool:
    real = os.path.realpath(folder)
    return any(os.path.realpath(item) == real for item in path if Path(item).is_absolute())


CHECKS = (Check("go-install-bin", (14,), look),)
