"""One gowizard changes an account at a time."""

from __future__ import annotations

import errno
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from gowizard.changes.failures import Busy, Shared
from gowizard.folders import make_private, open_to_others
from gowizard.locales import _

_PAUSE = 0.05  # seconds between two tries
_LOOK = 0.2  # seconds; `is_held` of another process takes the lock for a moment
_FAR = 1 << 30  # Windows locks bytes and keeps others from reading them: one far behind the text is taken


@contextmanager
def held(
    state: Path, title: str, *, wait: float = 0, on_wait: Callable[[str], None] | None = None
) -> Iterator[None]:
    """Hold the lock of a state folder, which is made where it is missing.

    Waits up to `wait` seconds, telling `on_wait` once who holds it, then raises Busy. The lock dies with the
    process; programs started meanwhile do not inherit it.
    """
    make_private(state)
    _refuse_shared(state)
    handle = os.open(state / "lock", os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o600)
    try:
        until = time.monotonic() + max(wait, _LOOK)
        while not _take(handle):
            pid, holder = _holder(handle)
            if time.monotonic() >= until:
                raise Busy(pid, holder)
            if on_wait is not None and wait:
                on_wait(holder)
                on_wait = None
            time.sleep(_PAUSE)
        try:
            os.ftruncate(handle, 0)
            os.lseek(handle, 0, os.SEEK_SET)
            os.write(handle, f"{os.getpid()}\n{title}\n".encode(errors="replace"))
            yield
        finally:
            os.ftruncate(handle, 0)
            _give(handle)
    finally:
        os.close(handle)


def _refuse_shared(state: Path) -> None:
    """Raise Shared where others could write the journal that undo and recovery obey."""
    for folder in (state, state / "journal"):
        if folder.exists() and open_to_others(folder):
            raise Shared(folder)


def is_held(state: Path) -> bool:
    """Whether some gowizard, this process included, holds the lock now."""
    try:
        handle = os.open(state / "lock", os.O_RDWR | getattr(os, "O_CLOEXEC", 0))
    except OSError:
        return False
    try:
        if not _take(handle):
            return True
        _give(handle)
        return False
    finally:
        os.close(handle)


def _holder(handle: int) -> tuple[int, str]:
    os.lseek(handle, 0, os.SEEK_SET)
    pid, _newline, title = os.read(handle, 4096).decode(errors="replace").partition("\n")
    if not pid.isdigit():
        return 0, _("another process")
    return int(pid), _("process {pid}: {title}").format(pid=pid, title=title.strip())


def _take(handle: int) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            os.lseek(handle, _FAR, os.SEEK_SET)
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
            os.lseek(handle, 0, os.SEEK_SET)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    except OSError as error:
        if os.name != "nt" or error.errno not in {0, errno.EDEADLK}:  # what C libraries say besides EACCES
            raise
        return False
    return True


def _give(handle: int) -> None:
    if sys.platform == "win32":
        import msvcrt

        os.lseek(handle, _FAR, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_UNLCK, 1)
    else:
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_UN)
