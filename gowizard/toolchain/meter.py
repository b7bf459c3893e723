"""How fast it goes, and how long it will take."""

from __future__ import annotations

import time
from collections import deque

from gowizard.toolchain.events import Received

_WINDOW = 5.0  # seconds that the speed is taken over
_PAUSE = 0.1  # seconds between two events


class Meter:
    """Turns a count of bytes into Received events, at most ten a second."""

    def __init__(self, total: int) -> None:
        self.total: int | None = total or None
        self._said = 0.0
        self._seen: deque[tuple[float, int]] = deque()

    def start(self, done: int) -> None:
        """A connection begins; what is here already counts towards no speed."""
        self._seen.clear()
        self._seen.append((time.monotonic(), done))

    def at(self, done: int, *, last: bool = False) -> Received | None:
        """The event to send now, or None because one was sent a moment ago."""
        now = time.monotonic()
        if now - self._said < _PAUSE and not last:
            return None
        self._said = now
        while len(self._seen) > 1 and now - self._seen[0][0] > _WINDOW:
            self._seen.popleft()
        since, before = self._seen[0] if self._seen else (now, done)
        speed = (done - before) / (now - since) if now > since else 0.0
        self._seen.append((now, done))
        left = (self.total - done) / speed if self.total is not None and speed > 0 else None
        return Received(done, self.total, speed, left)
