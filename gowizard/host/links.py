"""Symbolic links and Windows' junctions, told from folders: pathlib takes a junction for one before Python 3.12."""

from __future__ import annotations

import os
import stat
from pathlib import Path

_MOUNT_POINT = 0xA0000003  # IO_REPARSE_TAG_MOUNT_POINT: a junction
_PREFIXES = ("\\\\?\\", "\\??\\")


def is_link(path: Path) -> bool:
    """Whether a symbolic link or a junction lies there, wherever it leads; False where nothing can be seen."""
    try:
        return is_link_status(path.lstat())
    except (OSError, ValueError):
        return False


def is_link_status(status: os.stat_result) -> bool:
    """Whether `lstat` told of a symbolic link or a junction."""
    return stat.S_ISLNK(status.st_mode) or getattr(status, "st_reparse_tag", 0) == _MOUNT_POINT


def link_target(path: Path) -> str:
    """The target exactly as stored (pathlib would tidy it), without the prefix of a junction. Raises OSError."""
    target = os.readlink(path)  # noqa: PTH115
    if os.name == "nt" and target.startswith(_PREFIXES) and target[5:6] == ":":
        return target[4:]
    return target


def same_target(link: Path, one: str, other: str) -> bool:
    """Whether two targets of `link` are one; a junction holds only absolute ones, and Windows tells no case."""
    if os.name == "nt":
        return os.path.normcase(link.parent / one) == os.path.normcase(link.parent / other)
    return one == other
