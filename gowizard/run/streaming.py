"""Runs a program and hands over each line as it appears."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from gowizard.cancellation import Cancel
from gowizard.errors import GowizardError
from gowizard.locales import _
from gowizard.run.child import Child
from gowizard.run.lines import LineSplitter
from gowizard.run.text import safe_text

_TICK = 0.05  # seconds: how late a cancel or a time limit may be seen
_OVERDUE = 0.15  # seconds an incomplete line may wait for its end
_AFTERGLOW = 0.5  # seconds that are waited for more output once the program itself has ended


class TimedOut(GowizardError):
    """The program was still running at its time limit and was ended. `lines` are the last it printed."""

    def __init__(self, program: str, seconds: float, lines: Sequence[str] = ()) -> None:
        super().__init__(
            _("{program} did not finish within {seconds:g} seconds").format(program=program, seconds=seconds),
            "\n".join(lines),
        )
        self.seconds = seconds
        self.lines = tuple(lines)


def stream(
    argv: Sequence[str | Path],
    *,
    environment: Mapping[str, str],
    cwd: Path,
    seconds: float,
    on_line: Callable[[str], None],
    cancel: Cancel | None = None,
    keep_lines: int = 0,
    run_as: int | None = None,
    whole_lines: bool = False,
) -> int:
    """Run a program to its end and return its exit status (128 + N where signal N ended it).

    `on_line` gets every line, of both outputs, made safe for a terminal, within 0.3 s of its being printed.
    `environment` is the whole of it. After `seconds` the program and all it started are ended and TimedOut
    is raised, which holds the last `keep_lines` lines; on a cancel likewise Cancelled. Raises CannotStart.
    `run_as` is the uid to run as, for a caller that is root. With `whole_lines` a line without its end waits for it,
    for a caller that has to understand what is printed: on a busy machine the end may be late.
    """
    last: deque[str] = deque(maxlen=keep_lines)

    def deliver(line: bytes) -> None:
        text = safe_text(line)
        last.append(text)
        on_line(text)

    child = Child(argv, environment=environment, cwd=cwd, run_as=run_as)
    status = pump(
        child, seconds=seconds, deliver=deliver, cancel=cancel, may_flush=lambda pending: not whole_lines
    )
    if status is None:
        raise TimedOut(Path(argv[0]).name, seconds, tuple(last))
    return status


def pump(
    child: Child,
    *,
    seconds: float,
    deliver: Callable[[bytes], None],
    cancel: Cancel | None,
    may_flush: Callable[[bytes], bool] = lambda pending: True,
) -> int | None:
    """Hand the child's lines to `deliver` until it ends; return its status, or None at the time limit.

    `may_flush` says whether an incomplete line may be delivered as it stands. However this ends, also by an
    exception from `deliver`, nothing of the child's group is left running.
    """
    splitter = LineSplitter()
    deadline = time.monotonic() + seconds
    last_output = time.monotonic()
    ended = 0.0  # when the program was first seen to have ended
    gently = True
    try:
        while True:
            if cancel is not None:
                cancel.check()
            now = time.monotonic()
            if now >= deadline:
                for line in splitter.finish():  # say a question that nobody answered
                    deliver(line)
                return None
            chunk = child.read(min(_TICK, deadline - now))
            if chunk:
                last_output = time.monotonic()
                for line in splitter.feed(chunk):
                    deliver(line)
            elif chunk == b"" and child.exited:
                break
            elif chunk == b"":  # it closed its outputs and goes on working
                time.sleep(_TICK)
            elif child.exited and not ended:
                ended = time.monotonic()  # its last words may still be on their way to us
            elif ended and time.monotonic() - max(ended, last_output) > _AFTERGLOW:
                break
            elif time.monotonic() - last_output > _OVERDUE and may_flush(splitter.pending):
                for line in splitter.overdue():
                    deliver(line)
        gently = False
        for line in splitter.finish():
            deliver(line)
    finally:
        status = child.stop(gently=gently)
    return status
