"""A tree that waits to be renamed into place: where it lies, and what is known about it."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from gowizard.changes.trees import remove_tree
from gowizard.dataclass import dataclass
from gowizard.toolchain.trees import checked_name, nearest_folder


@dataclass(frozen=True, kw_only=True)
class Staged:
    """A whole, verified tree waiting to be renamed into place."""

    path: Path
    version: str  # "go1.27.3"
    files: int
    size: int  # bytes of the files' content
    fingerprint: str  # changes.tree_fingerprint(path)


def staging_path(parent: Path, version: str) -> Path:
    """Where this process stages a version: in `parent`, or above it while it does not exist."""
    return nearest_folder(parent) / f".gowizard-staging-{checked_name(version)}-{os.getpid()}"


def remove_folder(path: Path) -> None:
    """Remove a folder of ours with all in it, as far as that can be; a link in its place is removed, never followed."""
    with suppress(OSError):
        remove_tree(path)
