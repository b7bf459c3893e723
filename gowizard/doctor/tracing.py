"""Which lines of startup files do bash, zsh and fish really carry out? Asked of the shell itself, with its trace.

bash as root does not take PS4 from the environment, so that there an own rcfile switches the trace on (measured
with 5.2). The user's own code runs: no input, or a terminal at which nobody types, a time limit, an empty folder.
"""

from __future__ import annotations

import re
import shlex
import tempfile
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path

from gowizard import run
from gowizard.dataclass import dataclass
from gowizard.doctor import views
from gowizard.doctor.starting import Mode
from gowizard.host.facts import Host, Shell, When
from gowizard.host.files import read_head

SECONDS = 3.0
_LINE = re.compile(rb"\+@([^\n]*?):(\d+)@ (.*)")
_MOST = 1 << 22  # bytes of a trace that are looked at


@dataclass(frozen=True)
class Step:
    """One command that a shell carried out while it read its startup files."""

    path: Path | None  # None in fish, which tells commands but not where they stand
    line: int  # counted from 1
    command: str


@dataclass(frozen=True)
class Trace:
    """How far the shell came. `said` is what else it printed, its last line last."""

    steps: tuple[Step, ...] = ()
    timed_out: bool = False
    said: str = ""


def traced(
    host: Host, shell: Shell, mode: Mode, given: Mapping[str, str], *, seconds: float = SECONDS, silent: bool = False
) -> Trace:
    """What the shell carried out in this mode, as far as it came in time; nothing where it cannot be asked.

    `given` is added to the bare environment of a login. With `silent` the shell sits at a terminal at which nobody
    types, so that it stops where something waits for that.
    """
    environment = {**views.bare_environment(host, shell), **given}
    if shell.name not in {"bash", "zsh", "fish"}:
        return Trace()
    with tempfile.TemporaryDirectory(prefix="gowizard-", ignore_cleanup_errors=True) as name, ExitStack() as stack:
        folder = Path(name)
        words: list[str | Path] = [shell.path, f"--profile-startup={folder / 'trace'}", "-ic", "exit"]
        if shell.name == "zsh":
            environment |= {"PS4": "+@%x:%I@ "}
            words = [shell.path, "-lixc" if mode is Mode.LOGIN_INTERACTIVE else "-ixc", ":"]
        elif shell.name == "bash":
            words = [shell.path, "--rcfile", folder / "rc", "-ic", ":"]
            rc = _bash_rc(shell, mode, folder / "trace")
            (folder / "rc").write_text(rc, encoding="utf-8", errors="surrogateescape")
        terminal = stack.enter_context(run.EmptyTerminal(silent=True)) if silent else None
        done = run.probe(words, environment=environment, seconds=seconds, fence=False, terminal=terminal)
        if shell.name == "fish":
            return Trace(_fish_steps(folder / "trace"), done.timed_out, done.output)
        raw = done.raw if shell.name == "zsh" else read_head(folder / "trace", _MOST)
        question = run.safe_text(terminal.shown) if terminal is not None else ""
    said = done.output
    if shell.name == "zsh":  # its trace stands among the rest
        said = "" if said.split("\n")[-1].startswith("+@") else said
        said = question or said
    return Trace(_steps(raw), done.timed_out, said)


def reading(shell: Shell, mode: Mode) -> str:
    """Words of sh that read what bash or zsh reads by itself in this mode, as far as it is there."""
    wanted = {When.LOGIN if mode is Mode.LOGIN_INTERACTIVE else When.INTERACTIVE}
    files = [Path("/etc/profile")] if shell.name == "bash" and When.LOGIN in wanted else []
    if shell.name == "zsh":
        wanted |= {When.ALWAYS, When.INTERACTIVE}
    mine = [file.path for file in shell.startup_files if wanted & file.when and file.exists and not file.shadowed_by]
    return "".join(f"[ -r {word} ] && . {word}\n" for word in (shlex.quote(str(path)) for path in (*files, *mine)))


def _bash_rc(shell: Shell, mode: Mode, trace: Path) -> str:
    begin = f"exec 9>{shlex.quote(str(trace))}; BASH_XTRACEFD=9; PS4='+@${{BASH_SOURCE}}:${{LINENO}}@ '; set -x\n"
    return begin + reading(shell, mode)


def _fish_steps(trace: Path) -> tuple[Step, ...]:
    """Lines are TIME, SUM, then `-> COMMAND` with a dash for each level (measured with fish 3.6)."""
    try:
        raw = trace.read_bytes()[:_MOST]
    except OSError:
        return ()
    found = (re.match(rb"\d+\t\d+\t-*> (.*)", line) for line in raw.split(b"\n"))
    return tuple(Step(None, 0, match[1].decode("utf-8", "surrogateescape")) for match in found if match)


def _steps(raw: bytes) -> tuple[Step, ...]:
    found = []
    for line in raw.split(b"\n"):
        if match := _LINE.search(line):
            path, number, command = (part.decode("utf-8", "surrogateescape") for part in match.groups())
            if path.startswith("/") and not ("/gowizard-" in path and path.endswith("/rc")):
                found.append(Step(Path(path), int(number), command))
    return tuple(found)
