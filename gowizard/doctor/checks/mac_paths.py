"""macOS: path_helper, which moves PATH about at a login (entry 73), and what the installer left for it (entry 74)."""

from __future__ import annotations

import os
import shlex
from collections.abc import Callable, Iterator
from pathlib import Path

from gowizard.doctor.callers import first_go
from gowizard.doctor.check import Check
from gowizard.doctor.model import Evidence, FileEdit, Finding, Origin, Phase, Remedy, Severity
from gowizard.doctor.path_lines import known_variables, path_lines
from gowizard.doctor.scene import Scene
from gowizard.doctor.starting import Mode
from gowizard.doctor.startup_texts import read_startup
from gowizard.environment.access import obstacle
from gowizard.environment.words import shown
from gowizard.host.files import globbed, is_folder
from gowizard.host.receipts import GO_PACKAGE, go_receipt
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
    """Files below /etc/paths.d that name a Go which is gone."""
    for path, number, folder in _named_folders(scene):
        if not is_folder(scene.machine.system(folder)):
            yield _left_over(scene, path, number, folder)


def named_in_paths_d(scene: Scene, folder: Path) -> Origin | None:
    """The line by which path_helper puts a folder into PATH; None on other systems, and where no line does."""
    if scene.host.system.os != "darwin":
        return None
    for path, number, named in _named_folders(scene):
        if scene.machine.system(named) == folder:
            return Origin(kind="system-file", path=path, line=number, text=named)
    return None


def out_of_the_way(scene: Scene, path: Path) -> str:
    """The command that takes a file out of /etc/paths.d and keeps it."""
    named = scene.machine.logical(path)
    return f"sudo mv {shlex.quote(str(named))} ~/{shlex.quote(f'{named.name}.paths.d')}"


def _named_folders(scene: Scene) -> Iterator[tuple[Path, int, str]]:
    """What looks like a Go's bin folder in the files of /etc/paths.d: file, line and folder."""
    for path in globbed(scene.machine.system("/etc/paths.d"), "*"):
        for number, line in enumerate(read_startup(path).decode("utf-8", "surrogateescape").splitlines(), 1):
            folder = line.strip()
            if folder.startswith("/") and Path(folder).name == "bin" and "go" in Path(folder).parent.name:
                yield path, number, folder


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
        remedy=_removed(scene, path, folder),
    )


def _removed(scene: Scene, path: Path, folder: str) -> Remedy:
    """The line taken out where this user may, else the commands; a receipt is for its owner to forget."""
    named = scene.machine.logical(path)
    receipt = go_receipt(scene.machine)
    forget = (f"sudo pkgutil --forget {GO_PACKAGE}",) if receipt is not None else ()
    if not obstacle(path, scene.host):
        return Remedy(
            title=_("Take {folder} out of {file}").format(folder=folder, file=named),
            edits=(FileEdit(path, _without(os.fsencode(folder))),),
            commands=forget,
            reason=_("macOS keeps a receipt of the package, which only its own program takes away.") if forget else "",
        )
    return Remedy(
        title=_("Move {file} away").format(file=named),
        commands=(out_of_the_way(scene, path), *forget),
        reason=_("The file belongs to the system."),
    )


def _without(folder: bytes) -> Callable[[bytes | None], bytes | None]:
    """The file without that line; gone where nothing is left in it."""

    def edit(content: bytes | None) -> bytes | None:
        lines = (content or b"").splitlines(keepends=True)
        return b"".join(line for line in lines if line.strip() != folder) or None

    return edit


CHECKS = (
    Check("path-helper", (73,), look_order, systems=_MAC),
    Check("paths-d-stale", (74,), look_left_over, systems=_MAC),
)
