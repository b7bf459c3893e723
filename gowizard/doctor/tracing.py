"""Which lines of startup files do bash, zsh and fish really carry out? Asked of the shell itself, with its trace.

bash as root does not take PS4 from the environment, so that there an own rcfile switches the trace on (measured
with 5.2). The user's own code runs: no input, a time limit, an empty folder.
"""

from __future__ import annotations

import re
import shlex
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from gowizard import run
from gowizard.doctor import views
from gowizard.doctor.views import Mode
from gowizard.host.facts import Host, Shell, When

SECONDS = 3.0
_LINE = re.compile(rb"\+@([^\n]*?):(\d+)@ (.*)")
_MOST = 1 << 22  # bytes of a trace that are looked at


@dataclass(frozen=True)
class Step:
    """One command that a shell carried out while it read its startup files."""

    path: Path | None  # None in fish, which tells commands but not where they stand
    line: int  # counted from 1
    command: str


def traced(
    host: Host, shell: Shell, mode: Mode, given: Mapping[str, str], *, seconds: float = SECONDS
) -> tuple[Step, ...]:
    """What the shell carried out in this mode, as far as it came in time; empty where it cannot be asked.

    `given` is added to the bare environment of a login.
    """
    environment = {**views.bare_environment(host, shell), **given}
    if shell.name == "zsh":
        told = {**environment, "PS4": "+@%x:%I@ "}
        options = "-lixc" if mode is Mode.LOGIN_INTERACTIVE else "-ixc"
        done = run.probe([shell.path, options, ":"], environment=told, seconds=seconds, fence=False)
        return _steps(done.raw)
    if shell.name not in {"bash", "fish"}:
        return ()
    with tempfile.TemporaryDirectory(prefix="gowizard-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        if shell.name == "fish":
            option = f"--profile-startup={folder / 'trace'}"
            run.probe([shell.path, option, "-ic", "exit"], environment=environment, seconds=seconds, fence=False)
            return _fish_steps(folder / "trace")
        (folder / "rc").write_text(_bash_rc(shell, mode, folder / "trace"), encoding="utf-8", errors="surrogateescape")
        run.probe(
            [shell.path, "--rcfile", folder / "rc", "-ic", ":"], environment=environment, seconds=seconds, fence=False
        )
        try:
            return _steps((folder / "trace").read_bytes()[:_MOST])
        except OSError:
            return ()


def _bash_rc(shell: Shell, mode: Mode, trace: Path) -> str:
    wanted = When.LOGIN if mode is Mode.LOGIN_INTERACTIVE else When.INTERACTIVE
    mine = [file.path for file in shell.startup_files if wanted in file.when and file.exists and not file.shadowed_by]
    files = [Path("/etc/profile"), *mine] if wanted is When.LOGIN else mine
    reads = "".join(f"[ -r {word} ] && . {word}\n" for word in (shlex.quote(str(path)) for path in files))
    begin = f"exec 9>{shlex.quote(str(trace))}; BASH_XTRACEFD=9; PS4='+@${{BASH_SOURCE}}:${{LINENO}}@ '; set -x\n"
    return begin + reads


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
