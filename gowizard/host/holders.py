"""Which file of a tree is held open on Windows, and by whom; asked only after Windows refused to move or replace it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from gowizard.host.long_paths import long_path

_SHARING_VIOLATION = 32
_MOST = 40_000  # files looked at
_MORE_DATA = 234  # ERROR_MORE_DATA
_NAMED = 8  # programs that are told of
_ROOM = 512  # programs that are asked for at most


def held_file(path: Path) -> Path | None:
    """The first file at or below `path` that somebody has open; None elsewhere than on Windows."""
    if os.name != "nt":
        return None
    return next((file for file in _files(path) if _is_held(file)), None)


def holders(file: Path, library: Any = None) -> tuple[str, ...]:
    """The programs that hold a file, "Code (4711)", as the Restart Manager tells, at most eight; none where it cannot.

    `library` has its functions; by default it is rstrtmgr.
    """
    import ctypes

    class Program(ctypes.Structure):  # RM_PROCESS_INFO
        _fields_ = (
            ("number", ctypes.c_uint32), ("started", ctypes.c_uint32 * 2), ("name", ctypes.c_uint16 * 256),
            ("service", ctypes.c_uint16 * 64), ("kind", ctypes.c_uint32), ("status", ctypes.c_uint32),
            ("session", ctypes.c_uint32), ("restartable", ctypes.c_uint32),
        )  # fmt: skip

    number, reasons, room = ctypes.c_uint32(), ctypes.c_uint32(), _NAMED
    try:
        manager = library or getattr(ctypes, "WinDLL")("rstrtmgr")  # noqa: B009
        key = ctypes.create_unicode_buffer(33)
        if manager.RmStartSession(ctypes.byref(number), ctypes.c_uint32(0), key):
            return ()
    except (OSError, AttributeError):
        return ()
    try:
        names = (ctypes.c_wchar_p * 1)(str(file))
        none = ctypes.c_uint32(0)
        if manager.RmRegisterResources(number, ctypes.c_uint32(1), names, none, None, none, None):
            return ()
        for _again in range(4):  # some may come while it is asked
            needed, count, found = ctypes.c_uint32(), ctypes.c_uint32(room), (Program * room)()
            said = manager.RmGetList(number, ctypes.byref(needed), ctypes.byref(count), found, ctypes.byref(reasons))
            if said != _MORE_DATA or needed.value > _ROOM:
                break
            room = max(needed.value, room) + _NAMED
        if said:
            return ()
    finally:
        manager.RmEndSession(number)
    programs = found[: min(count.value, room, _NAMED)]
    names_of = (bytes(each.name).decode("utf-16-le", "replace").split("\0")[0] for each in programs)
    return tuple(f"{name} ({each.number})" for name, each in zip(names_of, programs, strict=True))


def _files(path: Path) -> Iterator[Path]:
    if not path.is_dir():
        yield path
        return
    seen = 0
    for base, _folders, names in os.walk(long_path(path)):
        for name in names:
            seen += 1
            if seen > _MOST:
                return
            yield Path(base, name)


def _is_held(file: Path) -> bool:
    """Whether a file cannot be opened for this process alone."""
    import ctypes

    kernel: Any = getattr(ctypes, "WinDLL")("kernel32", use_last_error=True)  # noqa: B009
    kernel.CreateFileW.restype = ctypes.c_void_p
    none = ctypes.c_uint32(0)
    handle = kernel.CreateFileW(
        ctypes.c_wchar_p(long_path(file)), ctypes.c_uint32(0x80000000), none, None, ctypes.c_uint32(3), none, None
    )
    if handle in (None, (1 << 64) - 1, (1 << 32) - 1):
        return int(getattr(ctypes, "get_last_error")()) == _SHARING_VIOLATION  # noqa: B009
    with suppress(OSError):
        kernel.CloseHandle(ctypes.c_void_p(handle))
    return False
