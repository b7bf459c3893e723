"""Asks a program one question behind a fence: what it is told, where it stands, how long it may take."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from gowizard.dataclass import dataclass
from gowizard.run.child import CannotStart, Child
from gowizard.run.empty_terminal import EmptyTerminal, not_led
from gowizard.run.strays import end_strays, marked
from gowizard.run.streaming import pump
from gowizard.run.text import safe_text

_MOST = 1 << 20  # bytes of output that are kept
_FLOOD = 16 << 20  # bytes after which a program is ended that does nothing but print


class _TooMuch(Exception):
    """The program prints without end."""


@dataclass(frozen=True)
class Completed:
    """How a probe ended. `status` is None where the program could not be started, was ended, or ran out of time."""

    status: int | None
    output: str
    timed_out: bool = False
    raw: bytes = b""  # the output as it came


def probe(
    argv: Sequence[str | Path],
    *,
    environment: Mapping[str, str] | None = None,
    seconds: float = 5.0,
    cwd: Path | None = None,
    fence: bool = True,
    strays: bool | None = None,
    terminal: EmptyTerminal | None = None,
) -> Completed:
    """Run a program briefly and return what it said, made safe for a terminal.

    It stands in an empty folder of its own (a go.mod above it could make `go version` fetch a toolchain), has
    no standard input but this `terminal`, GOTOOLCHAIN=local (not with `fence` off), and is ended with all it
    started after `seconds`, or 16 MiB of output. With `strays` (by default where there is a fence) what it left
    in sessions of its own is ended too; a startup file's daemons are the user's and stay. Never raises: where it
    cannot be started, the output says why.
    """
    told = {**(os.environ if environment is None else environment), **({"GOTOOLCHAIN": "local"} if fence else {})}
    hunted = fence if strays is None else strays
    mark = marked() if hunted else {}
    told |= mark
    kept: list[bytes] = []
    flooded = False
    room = _MOST

    def deliver(line: bytes) -> None:
        nonlocal room
        if room > 0:
            kept.append(line[:room])
        room -= len(line) + 1
        if room < _MOST - _FLOOD:
            raise _TooMuch

    with tempfile.TemporaryDirectory(prefix="gowizard-", ignore_cleanup_errors=True) as empty:
        try:
            if terminal is None:
                child = Child(argv, environment=told, cwd=cwd or Path(empty))
            else:
                child = Child(not_led(argv), environment=told, cwd=cwd or Path(empty), stdin=terminal.inner)
        except CannotStart as error:
            return Completed(None, error.cause)
        try:
            status = pump(child, seconds=seconds, deliver=deliver, cancel=None, may_flush=lambda pending: False)
        except _TooMuch:
            status, flooded = None, True
        finally:
            if mark:
                end_strays(mark)
    raw = b"\n".join(kept)
    return Completed(status, safe_text(raw), timed_out=status is None and not flooded, raw=raw)
