"""Windows' own functions that answer what neither variables nor the registry tell."""

from __future__ import annotations

import contextlib
from typing import Any

_NATIVE = {0x8664: "AMD64", 0xAA64: "ARM64", 0x14C: "x86"}  # IMAGE_FILE_MACHINE_*


def windows_answers() -> dict[str, Any]:
    """Fields of Machine: whether this runs as administrator, the console's code page, the display language."""
    import ctypes

    library: Any = getattr(ctypes, "windll")  # noqa: B009 - mypy knows no such name elsewhere
    found: dict[str, Any] = {}
    with contextlib.suppress(OSError, AttributeError):
        found["elevated"] = bool(library.shell32.IsUserAnAdmin())
    with contextlib.suppress(OSError, AttributeError):
        found["code_page"] = int(library.kernel32.GetConsoleOutputCP())
    found["display_language"] = display_language()
    return found


def display_language() -> str:
    """The language in which Windows speaks to this user, as a locale's name: "zh_CN"; "" where it cannot be told."""
    import ctypes
    import locale

    try:
        number = int(getattr(ctypes, "windll").kernel32.GetUserDefaultUILanguage())  # noqa: B009
    except (OSError, AttributeError):
        return ""
    return locale.windows_locale.get(number, "")


def native_processor(library: Any = None) -> str:
    """What Windows calls the machine's own processor, also where this process is emulated; "" where it cannot tell.

    An emulated program's PROCESSOR_ARCHITECTURE says AMD64 on an ARM64 machine; IsWow64Process2 does not lie.
    `library` has that function and GetCurrentProcess; by default it is kernel32.
    """
    import ctypes

    process, native = ctypes.c_uint16(), ctypes.c_uint16()
    try:
        kernel = library or getattr(ctypes, "WinDLL")("kernel32")  # noqa: B009
        kernel.GetCurrentProcess.restype = ctypes.c_void_p
        handle = ctypes.c_void_p(kernel.GetCurrentProcess())
        if not kernel.IsWow64Process2(handle, ctypes.byref(process), ctypes.byref(native)):
            return ""
    except (OSError, AttributeError):  # Windows 7 and 8 have no such function, nor emulate
        return ""
    return _NATIVE.get(native.value, "")
