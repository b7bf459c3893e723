"""Which programs run here, by the real place of each program's file. Nothing is started to find out."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from gowizard.host.windows_processes import windows_programs

_LONGEST = 4096  # bytes, PROC_PIDPATHINFO_MAXSIZE of <sys/proc_info.h>
_MOST = 100_000


def running_programs(sysname: str) -> Iterator[tuple[int, Path]]:
    """The number and program of every process that may be looked into; none on systems that are not known."""
    if sysname == "Linux":
        return _linux()
    if sysname == "Darwin":
        return mac_programs()
    return windows_programs() if sysname == "Windows" else iter(())


def _linux() -> Iterator[tuple[int, Path]]:
    try:
        names = os.listdir("/proc")  # noqa: PTH208
    except OSError:
        return
    for name in names:
        if name.isdecimal():
            try:
                yield int(name), Path(os.readlink(f"/proc/{name}/exe").removesuffix(" (deleted)"))  # noqa: PTH115
            except OSError:  # somebody else's, or gone by now
                continue


def mac_programs(library: Any = None) -> Iterator[tuple[int, Path]]:
    """What libproc(3) tells; `library` has its functions, by default it is what this process is linked with."""
    import ctypes

    try:
        told = library or ctypes.CDLL(None)
        list_all, path_of = told.proc_listallpids, told.proc_pidpath
    except (OSError, AttributeError, TypeError):
        return
    list_all.restype = path_of.restype = ctypes.c_int
    room = min(max(list_all(None, ctypes.c_int(0)), 0) + 64, _MOST)  # some more may have started
    numbers = (ctypes.c_int * room)()
    count = list_all(numbers, ctypes.c_int(ctypes.sizeof(numbers)))
    text = ctypes.create_string_buffer(_LONGEST)
    for number in numbers[: max(min(count, room), 0)]:
        length = path_of(ctypes.c_int(number), text, ctypes.c_uint32(_LONGEST))
        if number > 0 and length > 0:
            yield number, Path(os.fsdecode(text.raw[:length]))
