"""Reading files that may be anything: a fifo, a device, ten gigabytes. Nothing here blocks or raises."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

SMALL = 64 * 1024  # no text file that is read here is larger
_CALMLY = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0) | getattr(os, "O_BINARY", 0)


@contextmanager
def open_regular(path: Path) -> Iterator[BinaryIO | None]:
    """The file opened for reading, or None where it is absent, unreadable or no regular file.

    Looked at before opening, because opening a device may act; opened without blocking and looked at again,
    because a fifo may have taken its place.
    """
    handle: BinaryIO | None = None
    try:
        if stat.S_ISREG(path.stat().st_mode):
            handle = os.fdopen(os.open(path, _CALMLY), "rb")
            if not stat.S_ISREG(os.fstat(handle.fileno()).st_mode):
                handle.close()
                handle = None
    except (OSError, ValueError):
        handle = None
    try:
        yield handle
    finally:
        if handle is not None:
            handle.close()


def end_of(path: Path) -> tuple[int, bytes] | None:
    """The size and the last byte (none of an empty file) of what was a regular file a moment ago, else None.

    For thousands of files, whose folder has told that they are regular: it asks the system as little as it can.
    """
    try:
        handle = os.open(path, _CALMLY)
    except (OSError, ValueError):
        return None
    try:
        facts = os.fstat(handle)
        if not stat.S_ISREG(facts.st_mode):
            return None
        os.lseek(handle, max(facts.st_size - 1, 0), os.SEEK_SET)
        return facts.st_size, os.read(handle, 1)
    except OSError:
        return None
    finally:
        os.close(handle)


def read_head(path: Path, limit: int = SMALL) -> bytes:
    """At most `limit` bytes from the start of a regular file; empty where there is none."""
    with open_regular(path) as handle:
        if handle is None:
            return b""
        try:
            return handle.read(limit)
        except OSError:
            return b""


def read_proc(path: Path, limit: int = SMALL) -> str:
    """The text of a small system file; bytes that are no UTF-8 are replaced."""
    return read_head(path, limit).decode("utf-8", "replace")


def entries(folder: Path, limit: int = 500) -> tuple[str, ...]:
    """The names in a folder, sorted, at most `limit` of them; none where it cannot be read."""
    try:
        return tuple(sorted(os.listdir(folder))[:limit])  # noqa: PTH208 - names are wanted
    except (OSError, ValueError):
        return ()


def is_file(path: Path) -> bool:
    """Whether a regular file lies there; pathlib's own raises for a folder that may not be entered."""
    return os.path.isfile(path)  # noqa: PTH113


def is_folder(path: Path) -> bool:
    """As `is_file`, for a folder."""
    return os.path.isdir(path)  # noqa: PTH112


def exists(path: Path) -> bool:
    """Whether anything lies there that links lead to, as far as that can be seen."""
    return os.path.exists(path)  # noqa: PTH110


def globbed(folder: Path, pattern: str) -> tuple[Path, ...]:
    """What matches, sorted; nothing where the folder may not be entered."""
    try:
        return tuple(sorted(folder.glob(pattern)))
    except OSError:
        return ()
