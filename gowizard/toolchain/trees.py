"""What makes a folder a Go tree, read from files alone; no `go` is started."""

from __future__ import annotations

import re
from pathlib import Path

from gowizard.errors import UsageError
from gowizard.host.files import is_file, is_folder
from gowizard.locales import _
from gowizard.toolchain.failures import shown

SUCCESS = ".unpacked-success"  # golang.org/dl's mark of a tree that is whole
_NAME = re.compile(r"go[0-9]{1,4}(\.[0-9]{1,4}){0,2}((beta|rc)[0-9]{1,4})?")


def is_version_name(text: str) -> bool:
    """Whether `text` is written as `go1.27.3`."""
    return _NAME.fullmatch(text) is not None


def checked_name(version: str) -> str:
    """`version` itself, safe as the name of a folder. Raises UsageError for anything but a version's name."""
    if not is_version_name(version):
        raise UsageError(
            _("“{text}” is not a Go version").format(text=shown(version)),
            _("Go versions look like go1.27.3."),
            _("Name one of those."),
        )
    return version


def version_file(tree: Path) -> str:
    """The first word of a tree's VERSION file ("go1.27.3"), "" where there is none."""
    try:
        with (tree / "VERSION").open("rb") as file:
            words = file.read(256).decode("utf-8", "replace").split()
    except OSError:
        return ""
    return words[0] if words else ""


def is_complete(tree: Path) -> bool:
    """Whether all parts of a Go tree are there: bin/go, pkg/tool, src/runtime and VERSION."""
    binary = any(is_file(tree / "bin" / name) for name in ("go", "go.exe"))
    folders = all(is_folder(tree / part) for part in ("pkg/tool", "src/runtime"))
    return binary and folders and bool(version_file(tree))


def version_of(tree: Path) -> str:
    """The version of a complete tree ("go1.27.3"), "" for anything else."""
    return version_file(tree) if is_complete(tree) else ""


def is_marked(tree: Path) -> bool:
    """Whether the tree carries golang.org/dl's mark of a finished download."""
    return is_file(tree / SUCCESS)


def nearest_folder(path: Path) -> Path:
    """`path` if it is there, else the nearest folder above it, which is on the same file system."""
    while not is_folder(path) and path != path.parent:
        path = path.parent
    return path
