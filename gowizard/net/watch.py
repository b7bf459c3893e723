"""What a request looks at while it waits: has somebody asked to stop, is the time up?"""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable
from contextvars import ContextVar
from typing import TypeVar

from gowizard.cancellation import Cancel

SLICE = 0.1  # seconds of one wait: how late a Cancel can be seen
T = TypeVar("T")


class OutOfTime(Exception):
    """The request as a whole took too long."""


class Watch:
    """Limits of one request. `total` is in seconds, counted from now."""

    def __init__(self, cancel: Cancel | None = None, total: float = math.inf) -> None:
        self._cancel = cancel
        self._end = time.monotonic() + total
        self.phase = ""  # what is waited for: "dns", "connect", "tls", "answer"

    def check(self) -> None:
        """Raise Cancelled or OutOfTime."""
        if self._cancel is not None:
            self._cancel.check()
        if time.monotonic() >= self._end:
            raise OutOfTime


watch: ContextVar[Watch] = ContextVar("watch", default=Watch())  # noqa: B039 - it holds no state of its own


def aside(work: Callable[[], T], seconds: float) -> T:
    """The result of `work`, which cannot be interrupted and so runs in a thread that may be left behind.

    Raises what `work` raises, TimeoutError after `seconds`, or what the current watch raises.
    """
    done = threading.Event()
    result: list[T] = []
    failure: list[BaseException] = []

    def run() -> None:
        try:
            result.append(work())
        except BaseException as error:
            failure.append(error)
        finally:
            done.set()

    threading.Thread(target=run, daemon=True).start()
    end = time.monotonic() + seconds
    while not done.wait(SLICE):
        watch.get().check()
        if time.monotonic() >= end:
            raise TimeoutError
    if failure:
        raise failure[0]
    return result[0]
