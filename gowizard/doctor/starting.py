"""Starts the user's shell once, in one of its modes, at a terminal at which nobody sits where the shell bears that."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Mapping
from enum import Enum
from pathlib import Path

from gowizard import run
from gowizard.dataclass import dataclass
from gowizard.errors import GowizardError
from gowizard.host.facts import Shell

_POSIX = frozenset({"bash", "zsh", "sh", "dash", "ksh", "mksh", "yash", "fish"})  # take their options as sh does


class Mode(Enum):
    """A way to start a shell. The value is its options for shells that take them as sh does."""

    LOGIN_INTERACTIVE = "-lic"  # tmux, ssh, macOS' Terminal, what an editor asks
    INTERACTIVE = "-ic"  # a terminal window on Linux
    LOGIN = "-lc"
    COMMAND = "-c"  # scripts, ssh HOST COMMAND


@dataclass(frozen=True)
class Started:
    """How it ended. `asked` says that something read from the terminal; whether it would have waited is not known."""

    said: str
    timed_out: bool = False
    asked: bool = False


def has_terminal(shell: Shell, mode: Mode) -> bool:
    """Whether the shell is given a terminal as its input. fish ends where it cannot lead the terminal it reads from."""
    interactive = mode in {Mode.INTERACTIVE, Mode.LOGIN_INTERACTIVE}
    return interactive and shell.name in _POSIX - {"fish"} and hasattr(os, "openpty")


def start(
    shell: Shell,
    mode: Mode,
    command: str,
    *,
    environment: Mapping[str, str],
    cwd: Path,
    seconds: float,
    silent: bool = False,
) -> Started:
    """Have the shell carry out a command once it has read its files. Never raises.

    Who reads from its terminal is told that there is no more, or with `silent` nothing, so that it waits as it
    would at a real one. `environment` is the whole of what the shell is given.
    """
    if has_terminal(shell, mode):
        # Where no terminal can be had (no /dev/pts in a container) the shell does without.
        with contextlib.suppress(OSError), run.EmptyTerminal(silent=silent) as terminal:
            done = run.probe(
                [shell.path, mode.value, command], environment=environment, seconds=seconds, cwd=cwd, fence=False,
                terminal=terminal,
            )  # fmt: skip
            return Started(done.output, done.timed_out, terminal.asked)
    if not silent and (shell.name in _POSIX or mode in {Mode.LOGIN, Mode.COMMAND}):
        options = mode.value if shell.name in _POSIX else "-c"
        done = run.probe([shell.path, options, command], environment=environment, seconds=seconds, cwd=cwd, fence=False)
        return Started(done.output, done.timed_out)
    return _on_its_own(shell, mode, command, environment=environment, cwd=cwd, seconds=seconds, silent=silent)


def _on_its_own(
    shell: Shell, mode: Mode, command: str, *, environment: Mapping[str, str], cwd: Path, seconds: float, silent: bool
) -> Started:
    lines: list[str] = []
    try:
        run.in_shell(
            shell.path,
            shell.name,
            login=mode is Mode.LOGIN_INTERACTIVE,
            command=command,
            environment=environment,
            cwd=cwd,
            seconds=seconds,
            on_line=lines.append,
            on_noise=lines.append,
            patience=2 * seconds if silent else run.PATIENCE,
        )
    except GowizardError as error:
        said = lines if silent else [*lines, str(error)]
        return Started("\n".join(said), isinstance(error, run.ShellSilent) and error.timed_out)
    return Started("\n".join(lines))
