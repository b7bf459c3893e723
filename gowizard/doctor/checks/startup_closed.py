"""A startup file that the shell would read and cannot: another account's, a folder, a link to nothing (entry 2)."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from gowizard import changes
from gowizard.changes import Move
from gowizard.changes.model import Effect
from gowizard.doctor import commands
from gowizard.doctor.best import best_go, bin_folder
from gowizard.doctor.callers import first_go
from gowizard.doctor.check import UNIX, WHOLE_TREES, Check
from gowizard.doctor.checks.startup_hangs import modes
from gowizard.doctor.go_folders import aside
from gowizard.doctor.model import Evidence, Finding, Phase, Remedy, Severity
from gowizard.doctor.scene import Scene
from gowizard.doctor.starting import Mode
from gowizard.environment.words import shown
from gowizard.host.facts import Shell, When
from gowizard.host.files import exists, is_folder
from gowizard.host.links import is_link
from gowizard.locales import _


def look(scene: Scene) -> Iterator[Finding]:
    """The first such file of a way of starting the shell in which Go is not found."""
    shell = scene.shell
    for mode in modes(scene) if shell is not None else ():
        view = scene.view(mode)
        if shell is None or not view.known or first_go(view.path) is not None:
            continue
        if (found := closed_file(scene, shell, mode)) is not None:
            yield _finding(scene, shell, mode, *found)
            return


def closed_file(scene: Scene, shell: Shell, mode: Mode) -> tuple[Path, str] | None:
    """The first file of the user's that the shell would read in this mode and cannot, and what it is instead."""
    mine = (path for path in _own(shell, mode) if path.is_relative_to(scene.home))
    return next(((path, seen) for path in mine if (seen := _obstacle(scene, path))), None)


def _own(shell: Shell, mode: Mode) -> list[Path]:
    wanted = {When.ALWAYS, When.INTERACTIVE if mode is Mode.INTERACTIVE else When.LOGIN}
    return [file.path for file in shell.startup_files if file.when & wanted and not file.shadowed_by]


def _obstacle(scene: Scene, path: Path) -> str:
    if is_link(path) and not exists(path):
        return _("a link that leads nowhere")
    if is_folder(path):
        return _("a folder")
    if exists(path) and not scene.machine.allowed(path, os.R_OK):
        facts = path.stat()
        return f"{stat.filemode(facts.st_mode)}, uid {facts.st_uid}"
    return ""


def _finding(scene: Scene, shell: Shell, mode: Mode, path: Path, seen: str) -> Finding:
    window = mode is modes(scene)[0]
    return Finding(
        id="startup-closed",
        about=str(path),
        entry=(2,),
        severity=Severity.BLOCKS if window else Severity.HURTS,
        title=_("{shell} cannot read {file}").format(shell=shell.name, file=shown(path, scene.home)),
        affects=_("Nothing of it takes effect, and what leads to Go cannot be written there."),
        evidence=(Evidence(where=str(path), what=seen),),
        explanation=_("What was copied as root is closed to you; a link into a folder that was moved leads nowhere."),
        remedy=_remedy(scene, path),
    )


def _remedy(scene: Scene, path: Path) -> Remedy:
    """It is opened or moved away, and what leads to Go is written."""
    place, owner = shown(path, scene.home), scene.machine.owner_of(path)
    best = best_go(scene)
    odd = not exists(path) or is_folder(path)
    if not odd and owner != scene.host.user.uid:
        return Remedy(
            title=_("Make {path} yours").format(path=place),
            commands=(commands.take_over(scene, path),),
            reason=_("Only the administrator can give files to another account. gowizard never runs sudo itself."),
        )
    effect: Effect
    title = _("Let yourself read {path}").format(path=place)
    if odd:
        there = aside(path, "old")
        effect, title = Move(source=path, destination=there), _("Move {path} aside to {name}").format(
            path=place, name=there.name)  # fmt: skip
    else:
        effect = changes.set_mode(path, stat.S_IMODE(path.stat().st_mode) | 0o600)
    return Remedy(
        title=title, phase=Phase.ENCODING, effects=(effect,), shells=best is not None and odd,
        go_bin=bin_folder(scene, best) if best is not None and odd else None,
    )  # fmt: skip


CHECKS = (Check("startup-closed", (2,), look, systems=UNIX, seconds=WHOLE_TREES),)
