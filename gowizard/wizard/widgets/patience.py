"""What takes long says so before anybody thinks that it hangs."""

from __future__ import annotations

import time

LONG = 10.0  # seconds of the same


class Patience:
    """Since when the same thing is at work."""

    def __init__(self) -> None:
        self._what = ""
        self._since = 0.0

    def tried_by(self, what: str) -> bool:
        """Whether `what`, a name of what is at work now, has been so for long; "" is nothing."""
        if what != self._what:
            self._what, self._since = what, time.monotonic()
        return bool(what) and time.monotonic() - self._since >= LONG
