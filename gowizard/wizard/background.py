"""Slow work on threads that nobody waits for.

Textual's own thread workers run on asyncio's executor, which is joined when the app ends: quitting would
wait for a server. These threads are daemons with a Cancel each.
"""

from __future__ import annotations

import contextlib
import contextvars
import threading
from collections.abc import Callable
from typing import Any

from textual.message import Message

from gowizard.cancellation import Cancel, Cancelled
from gowizard.errors import GowizardError
from gowizard.locales import _
from gowizard.log import logger
from gowizard.wizard.messages import EventsArrived, JobEnded

Post = Callable[[Message], None]
_PAUSE = 0.05  # seconds between two batches
_BATCH = 500  # events in one batch
_FULL = 4000  # events that may wait; then the worker waits, and through its pipe the program that prints


class Feed:
    """Carries events from a worker to the screen in batches: no flood of lines stalls the event loop."""

    def __init__(self, job: str, post: Post, cancel: Cancel) -> None:
        self._job, self._post, self._cancel = job, post, cancel
        self._waiting: list[Any] = []
        self._told = False
        self._lock = threading.Lock()

    def emit(self, event: object) -> None:
        """Called on the worker's thread."""
        while len(self._waiting) >= _FULL and not self._cancel.requested:
            with contextlib.suppress(Cancelled):
                self._cancel.wait(_PAUSE)
        with self._lock:
            self._waiting.append(event)
            tell, self._told = not self._told, True
        if tell:
            self._post(EventsArrived(self._job, self))

    def take(self) -> list[Any]:
        """The next batch, at most 500 events; call `rearm` after a pause of 50 ms."""
        with self._lock:
            batch, self._waiting = self._waiting[:_BATCH], self._waiting[_BATCH:]
        return batch

    def drain(self) -> list[Any]:
        """All that waits: for the end of a job."""
        with self._lock:
            batch, self._waiting = self._waiting, []
        return batch

    def rearm(self) -> None:
        """Tell the screen again as soon as there is something."""
        with self._lock:
            self._told = bool(self._waiting)
        if self._told:
            self._post(EventsArrived(self._job, self))

    @property
    def pause(self) -> float:
        """Seconds between two batches."""
        return _PAUSE


class Background:
    """One job per name; starting it again stops the one before."""

    def __init__(self, post: Post) -> None:
        self._post = post
        self._jobs: dict[str, tuple[Cancel, threading.Thread]] = {}

    def start(self, name: str, work: Callable[[Post, Cancel], None]) -> None:
        """Run `work(post, cancel)` on a thread; what it posts is dropped once it was told to stop.

        A JobEnded always follows, unless another job of that name took its place.
        """
        self.stop(name)
        cancel = Cancel()
        # The copied context carries Textual's active app, without which post_message finds no loop.
        run = contextvars.copy_context().run
        thread = threading.Thread(
            target=run, args=(self._guard, name, work, cancel), name=f"wizard-{name}", daemon=True
        )
        self._jobs[name] = (cancel, thread)
        thread.start()

    def stop(self, name: str) -> None:
        """Ask a job to stop; returns at once."""
        if name in self._jobs:
            self._jobs[name][0].set()

    def stop_all(self) -> None:
        """Ask every job to stop."""
        for name in self._jobs:
            self.stop(name)

    def running(self, name: str) -> bool:
        """Whether a job of that name is at work and not told to stop."""
        job = self._jobs.get(name)
        return job is not None and job[1].is_alive() and not job[0].requested

    def join(self, seconds: float) -> None:
        """Wait for all jobs together at most so long."""
        for _cancel, thread in self._jobs.values():
            thread.join(seconds / max(1, len(self._jobs)))

    def _guard(self, name: str, work: Callable[[Post, Cancel], None], cancel: Cancel) -> None:
        def post(message: Message) -> None:
            if not cancel.requested:
                self._tell(message)

        ended = JobEnded(name)
        try:
            work(post, cancel)
        except Cancelled:
            ended = JobEnded(name, stopped=True)
        except GowizardError as error:
            logger.warning("%s: %s", name, error)
            ended = JobEnded(name, error=error)
        except Exception as error:
            logger.exception("%s failed", name)
            ended = JobEnded(name, error=surprise(error))
        if self._jobs.get(name, (None, None))[0] is cancel:
            self._tell(ended)

    def _tell(self, message: Message) -> None:
        try:
            self._post(message)
        except RuntimeError:  # the loop has gone: the screen was left
            logger.debug("nobody listens to %r any more", message)


def surprise(error: BaseException) -> GowizardError:
    """An error nobody foresaw, in the three parts that can be shown: no traceback, no values."""
    return GowizardError(
        _("Something inside gowizard went wrong"),
        f"{type(error).__name__}: {str(error)[:200]}",
        _("The details are in the log. Nothing is left half done: start again, or run `gowizard history`."),
    )
