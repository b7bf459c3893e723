"""A console window that opened for gowizard alone, by a double click on Windows, would close with its last words."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from contextlib import suppress


def hold() -> None:
    """Wait for Enter where the window closes with this program; elsewhere return at once."""
    if not is_alone(console_processes(), os.getppid(), sys.argv[0]):
        return
    from gowizard.locales import _

    with suppress(EOFError, KeyboardInterrupt, OSError):
        input("\n" + _("Enter closes this window."))


def is_alone(processes: Sequence[int], parent: int, program: str) -> bool:
    """Whether no shell shares the console: only this process, or it and the launcher `gowizard.exe` that pip makes.

    Typed into a shell, the launcher's name comes with three processes, and `python -m gowizard` with two.
    """
    if len(processes) == 2 and program.lower().endswith(".exe"):
        return parent in processes
    return len(processes) == 1


def console_processes() -> tuple[int, ...]:
    """The processes of this console (GetConsoleProcessList); none where there is no console, or not on Windows."""
    if os.name != "nt":
        return ()
    import ctypes

    found = (ctypes.c_uint32 * 16)()
    windows = getattr(ctypes, "windll")  # noqa: B009 - mypy knows no such name elsewhere
    count = int(windows.kernel32.GetConsoleProcessList(found, len(found)))
    return tuple(found[:count]) if count <= len(found) else tuple(found)
