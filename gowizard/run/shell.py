"""Runs a command in a fresh shell, exactly as a new terminal window of the user's would."""

from __future__ import annotations

import json
import os
import re
import secrets
import sys
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from gowizard.cancellation import Cancel
from gowizard.errors import GowizardError
from gowizard.locales import _
from gowizard.run.child import Child
from gowizard.run.single_file import for_helper
from gowizard.run.speaking import KEPT_STATUS, started, wrapped
from gowizard.run.streaming import TimedOut, pump
from gowizard.run.text import safe_text

PATIENCE = 2.0  # seconds a silent startup file may wait for an answer before it is given an end of file
_KEPT = 40  # lines of what the startup files printed


class ShellSilent(GowizardError):
    """The shell never came to the command: what it would have answered is unknown, not wrong.

    A startup file started another program (`exec fish`), ended the shell, or waited until the time limit
    (`timed_out`). `lines` are the last that were printed, made safe.
    """

    def __init__(self, shell: str, lines: Sequence[str], *, timed_out: bool, seconds: float) -> None:
        if timed_out:
            cause = _("A startup file was still busy or waiting for an answer after {seconds:g} seconds.")
        else:
            cause = _("A startup file ended the shell, or put another program in its place.")
        super().__init__(
            _("A fresh {shell} did not get as far as running a command").format(shell=shell),
            "\n".join([cause.format(seconds=seconds), *lines]),
        )
        self.lines = tuple(lines)
        self.timed_out = timed_out


def in_shell(
    shell_path: Path,
    shell_name: str,
    *,
    login: bool,
    command: str,
    environment: Mapping[str, str],
    cwd: Path,
    seconds: float,
    on_line: Callable[[str], None],
    cancel: Cancel | None = None,
    run_as: int | None = None,
    on_noise: Callable[[str], None] | None = None,
    patience: float = PATIENCE,
    whole_lines: bool = False,
) -> int:
    """Run `command` in `cwd` in a new interactive shell on a terminal of its own; return its exit status.

    The shell reads its own startup files (`login`: as a login shell); nothing is typed into it. `environment`
    is the whole of what it starts with. `on_line` gets the command's lines as they appear, `on_noise` those
    that startup files print before and after it, both made safe. Raises ShellSilent where the command was
    never reached, TimedOut where it took too long, Cancelled; nothing of the session is left in any case.
    `run_as` is the uid to run as, for a caller that is root; `whole_lines` is as for `stream`.
    """
    token = f"gowizard-{secrets.token_hex(8)}"
    relay = _Relay(token, on_line, on_noise or (lambda line: None), whole_lines=whole_lines)
    program, argv = started(shell_path, shell_name, login, wrapped(shell_name, command, cwd, token))
    request = {
        "modules": [str(Path(entry).absolute()) for entry in sys.path],
        "program": program,
        "argv": argv,
        "environment": dict(environment),
        "cwd": os.fspath(cwd),
        "run_as": None if run_as is None or run_as == os.geteuid() else run_as,
        "marker": f"{token}-begin",
        "patience": patience,
    }
    child = Child(
        _helper(),
        environment=for_helper(),
        cwd=Path(cwd.anchor),
        request=json.dumps(request).encode() + b"\n",
    )
    status = pump(child, seconds=seconds, deliver=relay.line, cancel=cancel, may_flush=relay.may_flush)
    if not relay.begun:
        raise ShellSilent(shell_name, tuple(relay.noise), timed_out=status is None, seconds=seconds)
    if relay.status is not None:
        return relay.status
    if status is None:
        raise TimedOut(command, seconds)
    return status


def _helper() -> list[str]:
    if getattr(sys, "frozen", False):
        return [sys.executable, "--gowizard-pty-child"]
    return [sys.executable, "-I", "-S", str(Path(__file__).with_name("pty_child.py"))]


class _Relay:
    """Tells the command's own lines from what startup files print around them."""

    def __init__(
        self, token: str, on_line: Callable[[str], None], on_noise: Callable[[str], None], *, whole_lines: bool
    ) -> None:
        self._begin = f"{token}-begin".encode()
        self._end = re.compile(re.escape(f"{token}-end".encode()) + rb" (\d+)\s*$")
        self._token = token.encode()
        self._on_line, self._on_noise, self._whole_lines = on_line, on_noise, whole_lines
        self._blank = 0  # empty lines kept back: the last one before the end marker is ours
        self.noise: deque[str] = deque(maxlen=_KEPT)
        self.begun = False
        self.status: int | None = None

    def may_flush(self, pending: bytes) -> bool:
        return not (self._whole_lines or self._token.startswith(pending) or pending.startswith(self._token))

    def line(self, raw: bytes) -> None:
        if raw.strip() == self._begin:
            self.begun, self._blank = True, 0
        elif end := self._end.match(raw):
            self._give_blank(self._blank - 1)
            self.status = int(end[1])
        elif self._token in raw or KEPT_STATUS.encode() in raw:
            return  # a shell that traces what it does (set -x) shows our own words too
        elif not raw.strip():
            self._blank += 1
        elif self.begun and self.status is None:
            self._give_blank(self._blank)
            self._on_line(safe_text(raw))
        else:
            text = safe_text(raw)
            self.noise.append(text)
            self._on_noise(text)

    def _give_blank(self, count: int) -> None:
        for _blank in range(count):
            self._on_line("")
        self._blank = 0
