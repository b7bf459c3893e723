"""A request that is begun before its answer is wanted: its first bytes travel while something else is worked out."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING

from gowizard.cancellation import Cancel

if TYPE_CHECKING:
    import httpx

_MOST = 1 << 21  # bytes kept: what a fast line brings in a tenth of a second


class Ahead:
    """One GET on a thread of its own. Where it goes wrong before the body, whoever wants the answer asks anew.

    `told` watches over the waits of a request, see `client._told`.
    """

    def __init__(
        self, url: str, ask: Callable[[], httpx.Response], told: Callable[[Cancel], AbstractContextManager[None]]
    ) -> None:
        self.url = url
        self._ask, self._told = ask, told
        self._lock = threading.Lock()
        self._done = threading.Event()
        self._wanted, self._dropped = threading.Event(), Cancel()
        self._answer: httpx.Response | None = None
        self._kept: deque[bytes] = deque()
        self._rest: Iterator[bytes] = iter(())
        self._failure: Exception | None = None
        threading.Thread(target=self._run, name="gowizard-ahead", daemon=True).start()

    def _run(self) -> None:
        answer = None
        try:
            with self._told(self._dropped):
                answer = self._ask()
                self._read(answer)
        except Exception as error:
            self._failure = error
        with self._lock:
            if answer is not None and self._dropped.requested:
                answer.close()
            else:
                self._answer = answer
        self._done.set()

    def _read(self, answer: httpx.Response) -> None:
        """Take what arrives out of the system's small buffer, until somebody else does."""
        self._rest, size = answer.iter_raw(), 0
        while size < _MOST and not self._wanted.is_set():
            if (piece := next(self._rest, None)) is None:
                return
            self._kept.append(piece)
            size += len(piece)

    def take(self, check: Callable[[], None]) -> tuple[httpx.Response, Iterator[bytes]] | None:
        """The answer once it began to arrive, and its whole body; None where none came. `check` may raise meanwhile."""
        self._wanted.set()
        while not self._done.wait(0.05):
            check()
        return None if self._answer is None else (self._answer, self._body())

    def _body(self) -> Iterator[bytes]:
        while self._kept:
            yield self._kept.popleft()
        if self._failure is not None:
            raise self._failure
        yield from self._rest

    def drop(self) -> None:
        """Nobody wants it any more: its connection is closed, at once or when it is made."""
        with self._lock:
            self._dropped.set()
            answer, self._answer = self._answer, None
        if answer is not None:
            answer.close()
