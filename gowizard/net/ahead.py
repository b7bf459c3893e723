"""A request that is begun before its answer is wanted: its first bytes travel while something else is worked out."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import httpx


class Ahead:
    """One GET on a thread of its own. What goes wrong is not told: whoever wants the answer asks anew then."""

    def __init__(self, url: str, ask: Callable[[], httpx.Response]) -> None:
        self.url = url
        self._ask = ask
        self._lock = threading.Lock()
        self._done = threading.Event()
        self._answer: httpx.Response | None = None
        self._dropped = False
        threading.Thread(target=self._run, name="gowizard-ahead", daemon=True).start()

    def _run(self) -> None:
        try:
            answer = self._ask()
        except Exception:
            answer = None
        with self._lock:
            if answer is not None and self._dropped:
                answer.close()
            else:
                self._answer = answer
        self._done.set()

    def take(self, check: Callable[[], None]) -> httpx.Response | None:
        """The answer once it began to arrive, None where none came. `check` may raise meanwhile."""
        while not self._done.wait(0.05):
            check()
        return self._answer

    def drop(self) -> None:
        """Nobody wants it any more: its connection is closed, at once or when it is made."""
        with self._lock:
            self._dropped = True
            answer, self._answer = self._answer, None
        if answer is not None:
            answer.close()
