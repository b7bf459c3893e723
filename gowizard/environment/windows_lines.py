"""The line for a window that is open on Windows: PowerShell, cmd, and the shells that write paths as Unix does."""

from __future__ import annotations

import re

from gowizard.environment.words import NO_HOME, powershell_word

_DRIVE = re.compile(r"([A-Za-z]):[\\/]?")


def line_for(window: str, folder: str) -> str:
    r"""What puts a folder first in PATH in a window that is open; PowerShell's where the shell is not known.

    `folder` is written as Windows does: `C:\Users\ann\sdk\go\bin`.
    """
    if window == "cmd":
        return f'set "PATH={folder};%PATH%"'
    if window in {"git-bash", "msys2", "cygwin"}:
        place = unix_path(folder, "/cygdrive/" if window == "cygwin" else "/")
        return "export PATH='" + place.replace("'", "'\\''") + "':\"$PATH\""
    return f"$env:Path = {powershell_word(folder, NO_HOME)} + ';' + $env:Path"


def unix_path(folder: str, drives: str) -> str:
    r"""`C:\Go\bin` as `/c/Go/bin` (MSYS2, Git Bash) or `/cygdrive/c/Go/bin`; a share keeps its two slashes."""
    match = _DRIVE.match(folder)
    rest = folder[match.end() :] if match else folder
    return (f"{drives}{match[1].lower()}/" if match else "") + rest.replace("\\", "/")
