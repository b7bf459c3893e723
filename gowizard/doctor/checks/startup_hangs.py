"""A terminal window whose shell never comes to its prompt (entry 5): a startup file waits, or is a pipe or a device."""

from __future__ import annotations

import os
import shlex
import stat
from collections.abc import Iterator
from pathlib import Path

from gowizard.changes import Move
from gowizard.doctor.check import UNIX, Check
from gowizard.doctor.go_folders import aside
from gowizard.doctor.model import Evidence, Finding, Likelihood, Origin, Phase, Remedy, Severity
from gowizard.doctor.scene import Scene
from gowizard.doctor.startup_texts import files_read
from gowizard.doctor.views import SECONDS, Mode
from gowizard.environment.words import shown
from gowizard.host.facts import Shell, When
from gowizard.locales import _


def look(scene: Scene) -> Iterator[Finding]:
    """Whether a window's shell came to an end, and which of its own files keeps it."""
    shell = scene.shell
    if shell is None or not scene.view(Mode.INTERACTIVE).timed_out:
        return
    odd = [path for path in _own(shell) if _is_endless(path)]
    login = () if scene.view(Mode.LOGIN_INTERACTIVE).timed_out else files_read(scene, shell, Mode.LOGIN_INTERACTIVE)
    read = [path for path in files_read(scene, shell, Mode.INTERACTIVE) if path.is_relative_to(scene.home)]
    only = [path for path in read if path not in login]
    guess = next(iter(only or read), None)
    path = odd[0] if odd else guess
    place = shown(path, scene.home) if path else shell.name
    yield Finding(
        id="startup-hangs",
        about=str(path or ""),
        entry=(5,),
        severity=Severity.BLOCKS,
        likelihood=Likelihood.CERTAIN if odd or len(only) == 1 else Likelihood.LIKELY,
        title=_("{shell} hangs in a new terminal: {file} does not come to an end").format(shell=shell.name, file=place),
        affects=_("A new terminal window shows no prompt."),
        evidence=(
            Evidence(
                where=str(path or shell.path),
                what=_("a pipe or a device, not a file")
                if odd
                else _("no answer after {seconds:.0f} seconds").format(seconds=SECONDS),
            ),
        ),
        explanation=_("The shell reads its startup files to their end before it shows the prompt."),
        origin=(Origin(kind="startup-file", path=path),) if path else (),
        remedy=_aside(scene, odd[0]) if odd else _by_hand(path),
    )


def _own(shell: Shell) -> list[Path]:
    wanted = {When.ALWAYS, When.INTERACTIVE}
    return [file.path for file in shell.startup_files if file.when & wanted]


def _is_endless(path: Path) -> bool:
    """Neither a file nor a folder. /dev/null, to which people link such files, ends at once."""
    try:
        mode = path.stat().st_mode
        return not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)) and path.resolve() != Path("/dev/null")
    except (OSError, RuntimeError):
        return False


def _aside(scene: Scene, path: Path) -> Remedy:
    there = aside(path, "old")
    title = _("Move {path} aside to {name}").format(path=shown(path, scene.home), name=there.name)
    if not os.access(path.parent, os.W_OK | os.X_OK):
        reason = _("Its folder {path} cannot be written.").format(path=path.parent)
        return Remedy(title=title, commands=(f"mv {shlex.quote(str(path))} {shlex.quote(str(there))}",), reason=reason)
    return Remedy(title=title, phase=Phase.ENCODING, effects=(Move(source=path, destination=there),))


def _by_hand(path: Path | None) -> Remedy:
    name = shlex.quote(str(path)) if path else ""
    return Remedy(
        title=_("Find out what your startup files wait for"),
        commands=(f'"${{EDITOR:-vi}}" {name}' if path else "$SHELL -ixc exit",),
        reason=_("What was meant there only a person can tell."),
    )


CHECKS = (Check("startup-hangs", (5,), look, systems=UNIX, seconds=8.0),)
