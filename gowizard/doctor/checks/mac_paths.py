"""macOS: path_helper, which moves PATH about at a login (entry 73), and what the installer left for it (entry 74)."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from pathlib import Path

from gowizard.doctor.callers import first_go
from gowizard.doctor.check import Check
from gowizard.doctor.model import Evidence, Finding, Origin, Phase, Remedy, Severity
from gowizard.doctor.path_lines import known_variables, path_lines
from gowizard.doctor.scene import Scene
from gowizard.doctor.startup_texts import read_startup
from gowizard.doctor.views import Mode
from gowizard.environment.words import shown
from gowizard.locales import _

_MAC = frozenset({"darwin"})


def look_order(scene: Scene) -> Iterator[Finding]:
    """A line of .zshenv that puts Go first, and a login that finds another one."""
    if scene.shell is None or scene.shell.name != "zsh":
        return
    known = known_variables(scene)
    login = first_go(scene.view(Mode.LOGIN_INTERACTIVE).path)
    for line in path_lines(scene):
        meant = first_go(line.folders(known)) if line.path.name == ".zshenv" else None
        if meant is not None and login is not None and meant.resolve() != login.resolve():
            yield Finding(
                id="path-helper",
                entry=(73,),
                severity=Severity.HURTS,
                title=_("At a login {other} comes before the Go of .zshenv").format(other=shown(login, scene.home)),
                affects=_("Terminals start another Go than scripts do."),
                evidence=(Evidence(where=f"{line.path}:{line.number}", what=line.line.strip()),),
                explanation=_("/etc/zprofile runs path_helper, which puts /etc/paths before all that .zshenv added."),
                origin=(
                    Origin(kind="startup-file", path=line.path, line=line.number, text=line.line.strip()),
                    Origin(kind="system-file", path=scene.machine.system("/etc/zprofile")),
                ),
                remedy=Remedy(
                    title=_("Lead your shells to {place}").format(place=shown(meant.parent, scene.home)),
                    phase=Phase.SHELLS,
                    shells=True,
                    go_bin=meant.parent,
                ),
            )
            return


def look_left_over(scene: Scene) -> Iterator[Finding]:
    """Files below /etc/paths.d that name a Go which is gone, or one that hides another."""
    for path in sorted(scene.machine.system("/etc/paths.d").glob("*")):
        for number, line in enumerate(read_startup(path).decode("utf-8", "replace").splitlines(), 1):
            folder = line.strip()
            if folder.startswith("/") and Path(folder).name == "bin" and "go" in Path(folder).parent.name:
                gone = not scene.machine.system(folder).is_dir()
                if gone:
                    yield _left_over(scene, path, number, folder)


def _left_over(scene: Scene, path: Path, number: int, folder: str) -> Finding:
    named = scene.machine.logical(path)
    return Finding(
        id="paths-d-stale",
        about=str(named),
        entry=(74,),
        severity=Severity.ADVICE,
        title=_("{file} still names a Go that is gone: {folder}").format(file=named, folder=folder),
        affects=_("Nothing, until something else is put there."),
        evidence=(Evidence(where=f"{named}:{number}", what=folder),),
        explanation=_("Go's installer wrote it; removing Go leaves it behind."),
        origin=(Origin(kind="system-file", path=path, line=number, text=folder),),
        remedy=Remedy(
            title=_("Move {file} away").format(file=named),
            commands=(
                f"sudo mv {shlex.quote(str(named))} ~/{named.name}.paths.d",
                "sudo pkgutil --forget org.golang.go",
            ),
            reason=_("The file belongs to the system."),
        ),
    )


CHECKS = (
    Check("path-helper", (73,), look_order, systems=_MAC),
    Check("paths-d-stale", (74,), look_left_over, systems=_MAC),
)
