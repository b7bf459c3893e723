"""Which programs run on Windows, and which of them started this one, asked of Toolhelp; elsewhere nothing is asked."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

_MOST = 12  # generations


def ancestors() -> tuple[str, ...]:
    """The programs above this process, the nearest first: full paths, or names where Windows closes the path."""
    if os.name != "nt":
        return ()
    known = _snapshot()
    found: list[str] = []
    number = known.get(os.getpid(), (0, ""))[0]
    seen = {os.getpid()}
    while number in known and number not in seen and len(found) < _MOST:
        seen.add(number)
        found.append(_image(number) or known[number][1])
        number = known[number][0]
    return tuple(found)


def process_names() -> dict[int, str]:
    """The program's name of every process, by its number."""
    return {number: name for number, (_parent, name) in _snapshot().items()} if os.name == "nt" else {}


def windows_programs() -> Iterator[tuple[int, Path]]:
    """The number and program of every process whose path Windows tells this user."""
    for number in _snapshot() if os.name == "nt" else ():
        path = _image(number)
        if path:
            yield number, Path(path)


def _snapshot() -> dict[int, tuple[int, str]]:
    """The number of every process, its parent's, and its program's name."""
    import ctypes
    from ctypes import wintypes

    kernel = _kernel()

    class Entry(ctypes.Structure):  # PROCESSENTRY32W
        _fields_ = (
            ("size", wintypes.DWORD), ("usage", wintypes.DWORD), ("id", wintypes.DWORD),
            ("heap", ctypes.c_size_t), ("module", wintypes.DWORD), ("threads", wintypes.DWORD),
            ("parent", wintypes.DWORD), ("priority", wintypes.LONG), ("flags", wintypes.DWORD),
            ("name", wintypes.WCHAR * 260),
        )  # fmt: skip

    kernel.CreateToolhelp32Snapshot.restype = wintypes.HANDLE
    snapshot = wintypes.HANDLE(kernel.CreateToolhelp32Snapshot(2, 0))  # TH32CS_SNAPPROCESS
    known: dict[int, tuple[int, str]] = {}
    entry = Entry(size=ctypes.sizeof(Entry))
    more = kernel.Process32FirstW(snapshot, ctypes.byref(entry))
    while more:
        known[entry.id] = (entry.parent, entry.name)
        more = kernel.Process32NextW(snapshot, ctypes.byref(entry))
    kernel.CloseHandle(snapshot)
    return known


def _kernel() -> Any:
    import ctypes

    return getattr(ctypes, "WinDLL")("kernel32", use_last_error=True)  # noqa: B009 - mypy knows no such name elsewhere


def _image(number: int) -> str:
    import ctypes
    from ctypes import wintypes

    kernel = _kernel()
    kernel.OpenProcess.restype = wintypes.HANDLE
    handle = kernel.OpenProcess(0x1000, False, number)  # PROCESS_QUERY_LIMITED_INFORMATION
    if not handle:
        return ""
    room = ctypes.create_unicode_buffer(1024)
    size = wintypes.DWORD(len(room))
    done = kernel.QueryFullProcessImageNameW(wintypes.HANDLE(handle), 0, room, ctypes.byref(size))
    kernel.CloseHandle(wintypes.HANDLE(handle))
    return room.value if done else ""
