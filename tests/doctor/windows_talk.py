"""Tells the ward inside a Windows which case to treat next, and hears its row or why there is none."""

from __future__ import annotations

import json
import queue
import threading
import time
from collections import deque
from contextlib import suppress
from types import TracebackType
from typing import IO

from tests.doctor.treating import Row
from tests.doctor.windows_cases import CASES
from tests.support import wine

_ENTRIES = {case.name: case.entry for case in CASES}


class Talk:
    """A running `tests.doctor.windows_ward`. After a row that it did not give itself it gives none any more."""

    def __init__(self, windows: wine.Windows) -> None:
        self._windows = windows
        self._said: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        self._noise: deque[str] = deque(maxlen=40)
        self._ward = windows.talking_python("-m", "tests.doctor.windows_ward")
        self._listeners = [threading.Thread(target=heard, daemon=True) for heard in (self._hear, self._hear_noise)]
        for listener in self._listeners:
            listener.start()

    def row(self, name: str, seconds: float) -> Row:
        """The row of a case, a bad one where none came within so many seconds."""
        begin = time.monotonic()
        why = self._tell(name)
        try:
            while not why:
                line = self._said.get(timeout=max(begin + seconds - time.monotonic(), 0.01))
                if line is None:
                    why = f"the ward ended: {self._last_words()}"
                elif line.startswith("{"):
                    return Row(**json.loads(line))
        except queue.Empty:
            why = f"no row within {seconds:.0f} s"
        told = round(time.monotonic() - begin, 1)
        return Row(_ENTRIES.get(name, 0), name, found="no", why=why[-3000:], seconds=told)

    def _tell(self, name: str) -> str:
        ear = _open(self._ward.stdin)
        try:
            ear.write(f"{name}\n")
            ear.flush()
        except OSError as error:
            return f"the ward does not listen: {error} {self._last_words()}"
        return ""

    def _last_words(self) -> str:
        """What it complained of; the two pipes are read side by side, and this one may end a moment later."""
        self._listeners[1].join(10)
        return "".join(self._noise)

    def _hear(self) -> None:
        for line in _open(self._ward.stdout):
            self._said.put(line)
        self._said.put(None)

    def _hear_noise(self) -> None:
        self._noise.extend(_open(self._ward.stderr))

    def __enter__(self) -> Talk:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.end()

    def end(self) -> None:
        """End the ward and its Windows, also in the middle of a case."""
        self._windows.stop()
        self._ward.kill()
        for listener in self._listeners:
            listener.join(10)
        with suppress(OSError), self._ward:
            pass  # closes its pipes


def _open(stream: IO[str] | None) -> IO[str]:
    assert stream is not None
    return stream
