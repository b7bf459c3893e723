"""One object that a front end sets and that long work looks at, so that leaving never waits for a thread."""

from __future__ import annotations

import threading


class Cancelled(Exception):
    """The user asked to stop; whoever catches it has cleaned up after itself."""


class Cancel:
    """Set from any thread; looked at between two pieces of work."""

    def __init__(self) -> None:
        self._event = threading.Event()

    def set(self) -> None:
        """Ask the work to stop soon."""
        self._event.set()

    @property
    def requested(self) -> bool:
        """Whether somebody asked to stop."""
        return self._event.is_set()

    def check(self) -> None:
        """Raise Cancelled when somebody asked to stop."""
        if self._event.is_set():
            raise Cancelled

    def wait(self, seconds: float) -> None:
        """Sleep `seconds`, or raise Cancelled as soon as somebody asks to stop."""
        if self._event.wait(seconds):
            raise Cancelled
