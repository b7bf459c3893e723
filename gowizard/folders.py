"""Folders of gowizard's own: whatever the umask, nobody else may put anything into them."""

from __future__ import annotations

import os
import stat
from pathlib import Path

_OTHERS = stat.S_IWGRP | stat.S_IWOTH


def make_private(folder: Path) -> None:
    """Make a folder, mode 0700, with the folders above it, which only their owner may write. Raises OSError.

    `Path.mkdir` gives its mode to the last folder only: below a umask of 000 the others would be anybody's.
    """
    missing = []
    for above in folder.parents:
        if above.exists():
            break
        missing.append(above)
    for above in reversed(missing):
        above.mkdir(mode=0o755, exist_ok=True)
    folder.mkdir(mode=0o700, exist_ok=True)


def open_to_others(folder: Path) -> str:
    """The owner's number where a folder is another user's, "mode" where others may write into it, else "".

    Links are followed. A folder that is our own is closed to the others first. On Windows always "".
    """
    if os.name != "posix":
        return ""
    status = folder.stat()
    if status.st_uid != os.geteuid():
        return str(status.st_uid)
    if not status.st_mode & _OTHERS:
        return ""
    try:
        folder.chmod(stat.S_IMODE(status.st_mode) & ~_OTHERS)
    except OSError:
        return "mode"
    return "mode" if folder.stat().st_mode & _OTHERS else ""
