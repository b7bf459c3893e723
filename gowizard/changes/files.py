"""The few ways in which anything on disk is changed: each ends in one rename, so a kill leaves old or new."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from gowizard.changes.patience import replace
from gowizard.errors import GowizardError
from gowizard.host.links import is_link

if TYPE_CHECKING:
    from gowizard.changes.records import There

_WINDOWS = os.name == "nt"


def hidden_name(path: Path, run_id: str, number: int, what: str = "new") -> Path:
    """A name beside `path` that recovery can find again: it carries the run and the effect."""
    return path.parent / f".gowizard-{run_id}-{number}.{what}"


def sync_folder(folder: Path) -> None:
    """Make renames in a folder durable, where the system can (Windows cannot open folders)."""
    if sys.platform == "win32":
        return
    with suppress(OSError):  # some network file systems refuse
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def missing_folders(path: Path) -> tuple[Path, ...]:
    """The parents of `path` that do not exist, outermost first."""
    found: list[Path] = []
    for folder in path.parents:
        if os.path.lexists(folder):
            break
        found.append(folder)
    return tuple(reversed(found))


def make_folders(folders: Iterable[Path]) -> None:
    """Make folders, outermost first; one that is there already is fine."""
    for folder in folders:
        folder.mkdir(mode=0o755, exist_ok=True)


def remove_link(path: Path) -> None:
    """Remove a file or a link, or on Windows a junction; nothing there is fine."""
    try:
        path.unlink()
    except FileNotFoundError:
        return
    except PermissionError:
        if os.name != "nt":
            raise
        if is_link(path):
            path.rmdir()
        else:
            with _let_go(path):
                path.unlink()


@contextmanager
def _let_go(path: Path) -> Iterator[None]:
    """A file without its read-only mark, with which Windows neither removes nor replaces it; a failure puts it back."""
    mode = None
    if _WINDOWS:
        with suppress(OSError):
            found = stat.S_IMODE(path.stat().st_mode)
            if not found & stat.S_IWRITE:
                path.chmod(0o600)
                mode = found
    try:
        yield
    except BaseException:
        if mode is not None:
            with suppress(OSError):
                path.chmod(mode)
        raise


def put_file(path: Path, content: bytes, like: There, temporary: Path) -> None:
    """Replace `path` by a file with these bytes and the mode, owner, attributes and, where given, time of
    `like`.

    The owner is kept as far as the process may. Raises OSError; then `path` is as it was and `temporary` is
    gone.
    """
    remove_link(temporary)
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
    handle = os.open(temporary, flags, 0o600)
    try:
        try:
            write_all(handle, content)
            _dress(handle, temporary, like)
            os.fsync(handle)
        finally:
            os.close(handle)
        with _let_go(path):
            replace(temporary, path)
    except (OSError, GowizardError):
        with suppress(OSError):
            remove_link(temporary)
        raise
    sync_folder(path.parent)


def write_all(handle: int, content: bytes) -> None:
    """Write every byte; a full disk may take only some at first."""
    view = memoryview(content)
    while view:
        view = view[os.write(handle, view) :]


def _dress(handle: int, path: Path, like: There) -> None:
    if sys.platform != "win32" and like.uid is not None and like.gid is not None:
        made = os.fstat(handle)
        if (made.st_uid, made.st_gid) != (like.uid, like.gid):
            with suppress(PermissionError):
                os.fchown(handle, like.uid, like.gid)
    if sys.platform == "linux":
        for name, value in like.attributes:
            with suppress(OSError):  # not every file system or user may set them
                os.setxattr(handle, name, value)
    if like.mtime_ns is not None:  # before the mode, because Windows gives a read-only file no other time
        os.utime(path, ns=(like.mtime_ns, like.mtime_ns))
    if like.mode is not None:  # after the owner, because changing that drops setuid bits
        path.chmod(like.mode)
