"""Folders: gowizard's own, into which nobody else may put anything, and the user's home as `~`."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from gowizard.errors import UsageError
from gowizard.locales import _

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


def with_tilde(text: str, home: Path | str) -> str:
    r"""The text with `~` for the home folder wherever a path in it begins there; on Windows `~\sdk`."""
    base = str(home).rstrip("/\\")
    if not base:
        return text
    mark = "\\" if "\\" in base else "/"
    return "~" if text == base else text.replace(base + mark, "~" + mark)


def typed_folder(text: str, home: Path) -> Path:
    """The folder that a user typed. Raises UsageError where it is not named from the root, a drive or `~`."""
    text = text.strip()
    path = from_tilde(text, home)
    if text and path.is_absolute():
        return path
    told = _("A folder starts with a drive or ~") if "\\" in str(home) else _("A folder starts with / or ~/")
    raise UsageError(told, f"“{text}”", _("For example: {folder}").format(folder=with_tilde(str(home / "go"), home)))


def from_tilde(text: str, home: Path) -> Path:
    r"""The path that a user typed: a leading `~` is the home folder; on Windows `~\sdk` too."""
    if text == "~":
        return home
    begins = ("~/", "~\\") if "\\" in str(home) else ("~/",)
    return home / text[2:] if text.startswith(begins) else Path(text)
