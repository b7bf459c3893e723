"""Which shell does a startup file put in the place of the user's own (`exec fish`), and with which variables?

bash and zsh are asked themselves: they read their files once more under a DEBUG trap that writes down each `exec` and
what would be handed on at that moment. The last is the one that it does not come back from (bash 5.2, zsh 5.9).
"""

from __future__ import annotations

import contextlib
import re
import shlex
import tempfile
from collections.abc import Mapping
from pathlib import Path

from gowizard import run
from gowizard.dataclass import dataclass, replace
from gowizard.doctor import tracing, views
from gowizard.doctor.starting import Mode
from gowizard.doctor.views import View
from gowizard.host.facts import Host, Shell
from gowizard.host.files import read_head
from gowizard.host.shells import shell_name

_SECONDS = 5.0
_DEEP = 2  # shells that follow each other
_MOST = 1 << 20  # bytes of variables
# A shell that goes on reading from the terminal; with a command or a script it would not.
_EXEC = re.compile(
    r"(?:\A|[;&|({]|\bthen|\belse|\bdo)\s*exec\s+(?P<first>-l\s+)?(?P<word>[\w./+-]+)(?P<rest>(?:\s+-[-\w]+)*)\s*;?\s*\Z"
)
_WINDOWS = {  # what puts windows into a terminal: the variable that it sets in each, and how it starts the shell there
    "tmux": ("TMUX", Mode.LOGIN_INTERACTIVE),
    "screen": ("STY", Mode.INTERACTIVE),
    "zellij": ("ZELLIJ", Mode.INTERACTIVE),
}
_EXEC_WINDOWS = re.compile(r"(?:\A|[;&|({]|\bthen|\belse|\bdo)\s*exec\s+(?:\S*/)?(?P<program>tmux|screen|zellij)\b")
_WRITES = "printf %s \"$SAID\" >{line}; /usr/bin/env -0 >{held}"
_TRAPS = {
    "bash": "set -T\ntrap 'case \"$BASH_COMMAND\" in \"exec \"*) SAID=$BASH_COMMAND; {writes} ;; esac' DEBUG\n",
    "zsh": "TRAPDEBUG() {{ case \"$ZSH_DEBUG_CMD\" in *\"exec \"*) SAID=$ZSH_DEBUG_CMD; {writes} ;; esac }}\n",
}


@dataclass(frozen=True)
class Successor:
    """What took the shell's place. `shell` is None where that is no shell that is here: tmux, or `exec` of a script."""

    command: str
    shell: Shell | None
    mode: Mode
    variables: Mapping[str, str]


def followed(
    host: Host, shell: Shell, mode: Mode, given: Mapping[str, str], view: View, deep: int = _DEEP
) -> View:
    """The view of the shell that took this one's place; the same where there is none, or that one is not known either.

    `given` is what the first one was given besides the bare environment.
    """
    if view.known or view.timed_out or not deep:
        return view
    found = successor(host, shell, mode, given)
    if found is None or found.shell is None:
        return replace(view, handed_to=found.command if found else "")
    next_view = views.look_through(host, found.shell, found.mode, given=found.variables)
    last = followed(host, found.shell, found.mode, found.variables, next_view, deep - 1)
    if not last.known:
        return replace(view, handed_to=last.handed_to or found.command)
    seconds = view.seconds + last.seconds
    return replace(last, mode=mode, seconds=seconds, handed_to=found.command, through=last.through or found.shell)


def successor(host: Host, shell: Shell, mode: Mode, given: Mapping[str, str]) -> Successor | None:
    """What a startup file of this shell puts in its place; None where nothing does, or it cannot be told."""
    if shell.name not in _TRAPS or mode not in {Mode.INTERACTIVE, Mode.LOGIN_INTERACTIVE}:
        return None
    with tempfile.TemporaryDirectory(prefix="gowizard-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        line, held, rc = folder / "line", folder / "held", folder / "rc"
        writes = _WRITES.format(line=shlex.quote(str(line)), held=shlex.quote(str(held)))
        text = _TRAPS[shell.name].format(writes=writes) + tracing.reading(shell, mode)
        rc.write_text(text, encoding="utf-8", errors="surrogateescape")
        words: list[str | Path] = [shell.path, "--rcfile", rc, "-ic", ":"]
        if shell.name == "zsh":
            words = [shell.path, "-f", "-ic", f". {shlex.quote(str(rc))}"]
        environment = {**views.bare_environment(host, shell), **given}
        with contextlib.suppress(OSError), run.EmptyTerminal() as terminal:
            run.probe(words, environment=environment, seconds=_SECONDS, cwd=folder, fence=False, terminal=terminal)
        command, content = read_head(line).decode("utf-8", "replace").strip(), read_head(held, _MOST)
    if not command or not content:
        return None
    variables = {key: value for key, value in views.parsed(content).items() if key != "SAID"}
    match = _EXEC.search(command)
    if inside := _EXEC_WINDOWS.search(command):
        key, next_mode = _WINDOWS[inside["program"]]
        return Successor(run.safe_text(command), shell, next_mode, {**variables, key: f"{folder},1,0"})
    if match is None:
        return Successor(run.safe_text(command), None, mode, variables)
    login = bool(match["first"]) or bool({"-l", "--login", "-il", "-li"} & set(match["rest"].split()))
    next_mode = Mode.LOGIN_INTERACTIVE if login else Mode.INTERACTIVE
    return Successor(match[0].strip(), host.shell_named(shell_name(match["word"])), next_mode, variables)
