"""File systems that are full, out of inodes or read-only. They need root and a kernel that lets it mount."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


def _mount(*words: str) -> None:
    if os.name != "posix" or os.getuid() != 0:
        pytest.skip("only root can mount")
    done = subprocess.run(["mount", *words], capture_output=True, text=True)
    if done.returncode and os.environ.get("GOWIZARD_TEST_STRICT"):
        pytest.fail(f"mount: {done.stderr}")
    if done.returncode:
        pytest.skip(f"this machine does not let root mount: {done.stderr.strip()}")


def _unmount(place: Path) -> None:
    subprocess.run(["umount", "-l", place], check=True)


@contextmanager
def small(place: Path, *, size: str = "64m", inodes: int = 0) -> Iterator[Path]:
    """A file system in memory at `place`, of so many bytes and, unless 0, so many inodes."""
    place.mkdir(parents=True, exist_ok=True)
    _mount("-t", "tmpfs", "-o", f"size={size},nr_inodes={inodes},mode=0755", "tmpfs", str(place))
    try:
        yield place
    finally:
        _unmount(place)


@contextmanager
def read_only(place: Path) -> Iterator[Path]:
    """The folder's own content, read-only."""
    _mount("--bind", str(place), str(place))
    try:
        _mount("-o", "remount,bind,ro", str(place))
        yield place
    finally:
        _unmount(place)


def free_bytes(place: Path) -> int:
    """What an ordinary user may still write, in bytes."""
    found = os.statvfs(place)
    return found.f_bavail * found.f_frsize


def fill(place: Path, leave: int) -> Path:
    """Fill the file system up to `leave` bytes; the file that does it."""
    filler = place / "filler"
    with filler.open("wb") as stream:
        stream.write(bytes(max(0, free_bytes(place) - leave)))
    return filler
