"""Which of the addresses are files here: paths, and file:// URLs with Windows' drive letters and shares."""

from __future__ import annotations

import os
import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

_DRIVE = re.compile(r"/[A-Za-z][:|](?:[/\\]|\Z)")


def file_of_url(url: str) -> Path | None:
    r"""The path that a file:// URL names; None where that is another machine's.

    On Windows `file:///C:/kit` is `C:\kit`, and `file://server/share/kit` is the share `\\server\share\kit`.
    """
    text = path_of_url(url, windows=os.name == "nt")
    return Path(text) if text is not None else None


def path_of_url(url: str, *, windows: bool) -> str | None:
    """As `file_of_url`, for either kind of system, as text."""
    parts = urlsplit(url)
    path, host = unquote(parts.path), "" if parts.netloc == "localhost" else parts.netloc
    if not windows:
        return None if host else path
    if host:
        return "\\\\" + host + path.replace("/", "\\") if path.strip("/") else None
    if _DRIVE.match(path):
        path = path[1] + ":" + path[3:]
    return path.replace("/", "\\")


def looks_like_path(text: str) -> bool:
    r"""Whether a text is written as the path of a file or folder: `/x`, `~/x`, `./x`, `C:\x`, `\\server\share`."""
    return text.startswith(("/", "~", ".", "\\\\")) or re.match(r"[A-Za-z]:[\\/]", text) is not None


def local_path(location: str) -> Path | None:
    """The file that one of an archive's locations names, or None where it is on the network."""
    if location.startswith("file://"):
        return file_of_url(location)
    return None if re.match(r"[A-Za-z][A-Za-z0-9+.-]+://", location) else Path(location)
