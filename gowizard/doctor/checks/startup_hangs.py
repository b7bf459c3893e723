"""A shell that never comes to its prompt, or takes too long (entry 5): a file waits, never ends, or is a pipe."""

from __future__ import annotations

import os
import re
import shlex
import stat
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from gowizard.changes import Move
from gowizard.doctor.check import UNIX, Check
from gowizard.doctor.go_folders import aside
from gowizard.doctor.line_edits import line_remedy, switched_off
from gowizard.doctor.model import Evidence, Finding, Likelihood, Origin, Phase, Remedy, Severity
from gowizard.doctor.origins import steps
from gowizard.doctor.scene import Scene
from gowizard.doctor.starting import Mode
from gowizard.doctor.startup_texts import files_read, source_loop
from gowizard.doctor.tracing import Step
from gowizard.doctor.views import SECONDS
from gowizard.doctor.waiting import Waiting, waiting
from gowizard.environment.words import shown
from gowizard.host.facts import Shell, When
from gowizard.host.files import read_head
from gowizard.locales import _

_BUSY = 500  # commands in the time of a trace: the shell works
_EXPLAINS = 8.0  # seconds that a command says it sleeps


def look(scene: Scene) -> Iterator[Finding]:
    """Whether the shell comes to an end in a window and at a login, and which of its files keeps it."""
    shell = scene.shell
    if shell is None:
        return
    for mode in modes(scene):
        if scene.view(mode).timed_out:
            odd = [path for path in _own(shell, mode) if _is_endless(path)]
            if not odd and (circle := round_and_round(scene, shell, mode)) is not None:
                yield circle
                return
            if not odd and _only_slow(steps(scene, mode)):
                continue
            yield _stuck(scene, shell, mode, odd)
            return
    for mode in modes(scene):
        if not scene.view(mode).timed_out and (found := waiting(scene, shell, mode)) is not None:
            yield _waits(scene, shell, mode, found)
            return


def modes(scene: Scene) -> tuple[Mode, Mode]:
    """A new window's way first: on macOS that is a login."""
    order = (Mode.INTERACTIVE, Mode.LOGIN_INTERACTIVE)
    return order if scene.host.system.os != "darwin" else order[::-1]


def _affects(scene: Scene, mode: Mode) -> str:
    if mode is modes(scene)[0]:
        return _("A new terminal window shows no prompt.")
    return _("A login, ssh and tmux show no prompt, and editors do not see your PATH.")


def _waits(scene: Scene, shell: Shell, mode: Mode, found: Waiting) -> Finding:
    place = shown(found.path, scene.home) if found.path else shell.name
    return Finding(
        id="startup-hangs",
        about=str(found.path or ""),
        entry=(5,),
        severity=Severity.BLOCKS,
        likelihood=Likelihood.CERTAIN if found.sure else Likelihood.LIKELY,
        title=_("{shell} waits in a new terminal: {file} wants a line to be typed, and asks nothing").format(
            shell=shell.name, file=place
        ),
        affects=_affects(scene, mode),
        evidence=(
            Evidence(
                where=f"{found.path}:{found.line}" if found.path else f"{shell.name} {mode.value}",
                what=found.text or _("It goes on once something is typed."),
            ),
        ),
        explanation=_("The shell reads its startup files to their end before it shows the prompt."),
        origin=_origin(found.path, found.line, found.text),
        remedy=_by_hand(found.path, found.line),
    )


def round_and_round(scene: Scene, shell: Shell, mode: Mode) -> Finding | None:
    """Two files that read each other, or one that reads itself."""
    found = source_loop(scene, files_read(scene, shell, mode))
    if found is None:
        return None
    text, number, source = found
    line = text.content.decode("utf-8", "surrogateescape").split("\n")[number - 1]
    place, other = shown(text.path, scene.home), shown(source, scene.home)
    title = _("Switch line {number} of {file} off").format(number=number, file=place)
    return Finding(
        id="startup-hangs",
        about=str(text.path),
        entry=(5, 3),
        severity=Severity.BLOCKS,
        title=_("{file} reads {other}, which leads back to it: they go round for ever").format(file=place, other=other),
        affects=_affects(scene, mode),
        evidence=(Evidence(where=f"{text.path}:{number}", what=line.strip()),),
        explanation=_("The shell reads its startup files to their end before it shows the prompt."),
        origin=_origin(text.path, number, line.strip()),
        remedy=line_remedy(scene, text, {line: switched_off(line)}, title),
    )


def _stuck(scene: Scene, shell: Shell, mode: Mode, odd: list[Path]) -> Finding:
    other = next(one for one in modes(scene) if one is not mode)
    last = None if odd else _last_own(scene, steps(scene, mode))
    elsewhere = () if scene.view(other).timed_out else files_read(scene, shell, other)
    read = [path for path in files_read(scene, shell, mode) if path.is_relative_to(scene.home)]
    only = [path for path in read if path not in elsewhere]
    path = odd[0] if odd else last.path if last else next(iter(only or read), None)
    line, text = (last.line, _written(last)) if last else (0, "")
    place = shown(path, scene.home) if path else shell.name
    silence = _("no answer after {seconds:.0f} seconds").format(seconds=SECONDS)
    where = str(path or shell.path)
    seen = Evidence(where=where, what=_("a pipe or a device, not a file") if odd else silence)
    if text:
        seen = Evidence(where=f"{where}:{line}", what=f"{text} ({silence})")
    return Finding(
        id="startup-hangs",
        about=str(path or ""),
        entry=(5,),
        severity=Severity.BLOCKS,
        likelihood=Likelihood.CERTAIN if odd or (len(only) == 1 and path in only) else Likelihood.LIKELY,
        title=_("{shell} hangs in a new terminal: {file} does not come to an end").format(shell=shell.name, file=place),
        affects=_affects(scene, mode),
        evidence=(seen,),
        explanation=_("The shell reads its startup files to their end before it shows the prompt."),
        origin=_origin(path, line, text),
        remedy=_aside(scene, odd[0]) if odd else _by_hand(path, line),
    )


def _only_slow(done: Sequence[Step]) -> bool:
    """Whether the shell works on, or said how long it sleeps; a loop is neither."""
    if not done:
        return False
    sleeps = re.match(r"(?:command +)?(?:/\S*/)?sleep +(\d+(?:\.\d+)?)([smh]?)\s*\Z", done[-1].command)
    if sleeps and float(sleeps[1]) * {"m": 60, "h": 3600}.get(sleeps[2], 1) >= _EXPLAINS:
        return True
    most = Counter((step.path, step.line) for step in done).most_common(1)[0][1]
    return len(done) > _BUSY and most < len(done) / 3


def _last_own(scene: Scene, done: Sequence[Step]) -> Step | None:
    return next((step for step in reversed(done) if step.path and step.path.is_relative_to(scene.home)), None)


def _written(step: Step) -> str:
    """The line as it stands in the file; the trace shows what the shell made of it."""
    lines = read_head(step.path, 1 << 20).split(b"\n") if step.path is not None else []
    found = lines[step.line - 1].decode("utf-8", "surrogateescape").strip() if 0 < step.line <= len(lines) else ""
    return found or step.command


def _own(shell: Shell, mode: Mode) -> list[Path]:
    wanted = {When.ALWAYS, When.INTERACTIVE if mode is Mode.INTERACTIVE else When.LOGIN}
    return [file.path for file in shell.startup_files if file.when & wanted and not file.shadowed_by]


def _is_endless(path: Path) -> bool:
    """Neither a file nor a folder. /dev/null, to which people link such files, ends at once."""
    try:
        mode = path.stat().st_mode
        return not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)) and path.resolve() != Path("/dev/null")
    except (OSError, RuntimeError):
        return False


def _origin(path: Path | None, line: int, text: str) -> tuple[Origin, ...]:
    return (Origin(kind="startup-file", path=path, line=line, text=text),) if path else ()


def _aside(scene: Scene, path: Path) -> Remedy:
    there = aside(path, "old")
    title = _("Move {path} aside to {name}").format(path=shown(path, scene.home), name=there.name)
    if not os.access(path.parent, os.W_OK | os.X_OK):
        reason = _("Its folder {path} cannot be written.").format(path=path.parent)
        return Remedy(title=title, commands=(f"mv {shlex.quote(str(path))} {shlex.quote(str(there))}",), reason=reason)
    return Remedy(title=title, phase=Phase.ENCODING, effects=(Move(source=path, destination=there),))


def _by_hand(path: Path | None, line: int) -> Remedy:
    place = f"{f'+{line} ' if line else ''}{shlex.quote(str(path))}"
    return Remedy(
        title=_("Find out what your startup files wait for"),
        commands=(f'"${{EDITOR:-vi}}" {place}' if path else "$SHELL -ixc exit",),
        reason=_("What was meant there only a person can tell."),
    )


def look_slow(scene: Scene) -> Iterator[Finding]:
    """The time that the shell takes as an editor starts it, unless it never comes to an end."""
    view = scene.view(Mode.LOGIN_INTERACTIVE)
    if not view.timed_out and view.seconds < SECONDS:
        return
    done = steps(scene, Mode.LOGIN_INTERACTIVE) if view.timed_out else ()
    if view.timed_out and not _only_slow(done):
        return
    last = _last_own(scene, done)
    where = f"{last.path}:{last.line}" if last else "-lic"
    said = last.command if last else _("{seconds:.0f} s").format(seconds=view.seconds)
    command = f'"${{EDITOR:-vi}}" +{last.line} {shlex.quote(str(last.path))}' if last else "time $SHELL -lic exit"
    yield Finding(
        id="startup-slow",
        entry=(5,),
        severity=Severity.HURTS,
        title=_("Your shell takes longer than {seconds:.0f} seconds to start").format(seconds=SECONDS),
        affects=_("Editors give up on it and do not see your PATH: “Failed to find the go binary”."),
        evidence=(Evidence(where=where, what=said),),
        explanation=_("VS Code and others start a login shell once to learn the variables, and wait ten seconds."),
        origin=_origin(last.path, last.line, last.command) if last else (),
        remedy=Remedy(
            title=_("Find out what takes so long in your startup files"),
            commands=(command,),
            reason=_("What was meant there only a person can tell."),
        ),
    )


CHECKS = (
    Check("startup-hangs", (5,), look, systems=UNIX, seconds=12.0),
    Check("startup-slow", (5,), look_slow, systems=UNIX, seconds=8.0),
)
