"""Work in a thread of its own, handed over through a bounded queue."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Generator, Iterator
from typing import TypeVar

from gowizard.cancellation import Cancel

T = TypeVar("T")
_LOOK = 0.1  # seconds: how late a Cancel is seen


class _End:
    def __init__(self, error: BaseException | None) -> None:
        self.error = error


def pumped(make: Callable[[Cancel], Iterator[T]], cancel: Cancel, depth: int = 16) -> Generator[T, None, None]:
    """What `make` yields, made up to `depth` items ahead in a thread.

    `make` gets a Cancel that is set as soon as this generator ends for any reason. A thread that does not
    notice within a moment is left behind; it holds nothing that anybody else uses. Raises what `make` raises,
    and Cancelled.
    """
    stop = Cancel()
    items: queue.Queue[T | _End] = queue.Queue(depth)

    def put(item: T | _End) -> None:
        while not stop.requested:
            try:
                return items.put(item, timeout=_LOOK)
            except queue.Full:
                continue

    def run() -> None:
        error: BaseException | None = None
        try:
            for item in make(stop):
                put(item)
                if stop.requested:
                    return
        except BaseException as problem:
            error = problem
        put(_End(error))

    thread = threading.Thread(target=run, name="gowizard-fetch", daemon=True)
    thread.start()
    try:
        while True:
            cancel.check()
            try:
                item = items.get(timeout=_LOOK)
            except queue.Empty:
                continue
            if isinstance(item, _End):
                if item.error is not None:
                    raise item.error
                return
            yield item
    finally:
        stop.set()
        thread.join(2 * _LOOK)
