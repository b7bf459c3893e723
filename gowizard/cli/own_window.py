"""A console window that opened for gowizard alone, by a double click on Windows, would close with its last words."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from contextlib import suppress

from gowizard.host.windows_processes import process_names

_LAUNCHERS = frozenset({"python.exe", "py.exe", "gowizard.exe", "uv.exe", "uvx.exe"})


def hold() -> None:
    """Wait for Enter where the window closes with this program; elsewhere return at once."""
    processes = console_processes()
    if not processes or not is_alone(processes, os.getpid(), process_names()):
        return
    from gowizard.locales import _

    with suppress(EOFError, KeyboardInterrupt, OSError):
        input("\n" + _("Enter closes this window."))


def is_alone(processes: Iterable[int], own: int, names: Mapping[int, str]) -> bool:
    """Whether no shell shares the console: only this process, and what starts a Python program.

    pip's `gowizard.exe` starts python.exe, that of a virtual environment the real one, and uv stands before both.
    """
    return all(names.get(number, "").lower() in _LAUNCHERS for number in processes if number != own)


def console_processes() -> tuple[int, ...]:
    """The processes of this console (GetConsoleProcessList); none where there is no console, or not on Windows."""
    if os.name != "nt":
        return ()
    import ctypes

    found = (ctypes.c_uint32 * 16)()
    windows = getattr(ctypes, "windll")  # noqa: B009 - mypy knows no such name elsewhere
    count = int(windows.kernel32.GetConsoleProcessList(found, len(found)))
    return tuple(found[:count]) if count <= len(found) else tuple(found)
