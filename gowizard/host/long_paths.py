"""Paths that Windows takes at any length: with the prefix that turns its limit of 260 characters off."""

from __future__ import annotations

import ntpath
import os
from pathlib import Path

_PREFIX = "\\\\?\\"


def long_path(path: Path | str) -> str:
    r"""The path for the system's calls: on Windows `\\?\C:\...` or `\\?\UNC\server\share\...`, elsewhere itself.

    Behind the prefix nothing is tidied: no "/", no ".", no final space; so what is joined to it must be exact.
    """
    return prefixed(os.path.abspath(path)) if os.name == "nt" else str(path)  # noqa: PTH100


def prefixed(path: str) -> str:
    """An absolute Windows path with the prefix; one that has it, or names a device, stays."""
    path = path.replace("/", "\\")
    if path.startswith(("\\\\?\\", "\\\\.\\")):
        return path
    if path.startswith("\\\\"):
        return f"{_PREFIX}UNC\\{path[2:]}"
    return _PREFIX + path if ntpath.isabs(path) else path
