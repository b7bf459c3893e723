"""Windows' consoles: whether one takes terminal sequences, and whether its fonts hold more than letters and boxes."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any, TextIO

_SEQUENCES = 0x4  # ENABLE_VIRTUAL_TERMINAL_PROCESSING; no program finds it switched on by itself


def takes_sequences(stream: TextIO) -> bool:
    """Whether colours and titles may be written to a stream; on Windows they are switched on for its console."""
    if os.name != "nt":
        return True
    import ctypes

    kernel: Any = getattr(ctypes, "WinDLL")("kernel32")  # noqa: B009 - mypy knows no such name elsewhere
    kernel.GetStdHandle.restype = ctypes.c_void_p
    try:
        number = {1: -11, 2: -12}[stream.fileno()]  # STD_OUTPUT_HANDLE, STD_ERROR_HANDLE
    except (OSError, ValueError, KeyError, AttributeError):
        return False
    handle, mode = ctypes.c_void_p(kernel.GetStdHandle(number)), ctypes.c_uint32()
    if not kernel.GetConsoleMode(handle, ctypes.byref(mode)):
        return bool(os.environ.get("TERM"))  # mintty's pipe looks like no console, and is a terminal
    return bool(mode.value & _SEQUENCES or kernel.SetConsoleMode(handle, mode.value | _SEQUENCES))


def is_plain_console(environment: Mapping[str, str]) -> bool:
    """Whether this is the old console window of Windows, whose fonts lack marks and heavy lines."""
    if os.name != "nt":
        return False
    from gowizard.host.terminal import is_modern

    return not is_modern(environment)
