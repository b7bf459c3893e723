"""Windows' junctions: folders that lead to another one. They need no privilege, unlike symbolic links.

The layout of the bytes is REPARSE_DATA_BUFFER's ([MS-FSCC] 2.1.2.5). Setting the data of a junction that is there
already replaces what it held in one step (FSCTL_SET_REPARSE_POINT, same tag): at no moment is there none.
"""

from __future__ import annotations

import os
import struct
from contextlib import suppress
from pathlib import Path
from typing import Any

_SET_REPARSE_POINT = 0x900A4
_TAG = 0xA0000003  # IO_REPARSE_TAG_MOUNT_POINT
_GENERIC_WRITE, _OPEN_EXISTING = 0x40000000, 3
_SHARE_ALL = 7
_OPEN_AS_IT_IS = 0x02200000  # FILE_FLAG_BACKUP_SEMANTICS | FILE_FLAG_OPEN_REPARSE_POINT
_INVALID = (1 << 64) - 1, (1 << 32) - 1, None


def make_junction(target: Path, path: Path, kernel: Any = None) -> None:
    """Make a junction where nothing lies. Raises OSError; then nothing is left there."""
    path.mkdir()
    try:
        set_junction(target, path, kernel)
    except BaseException:
        with suppress(OSError):
            path.rmdir()
        raise


def set_junction(target: Path, path: Path, kernel: Any = None) -> None:
    """Let an empty folder, or a junction, lead to `target` from now on. Raises OSError.

    `kernel` has CreateFileW, DeviceIoControl and CloseHandle; by default it is kernel32.
    """
    import ctypes

    data = reparse_data(str(target))
    kernel = kernel or getattr(ctypes, "WinDLL")("kernel32", use_last_error=True)  # noqa: B009
    kernel.CreateFileW.restype = ctypes.c_void_p
    handle = kernel.CreateFileW(
        ctypes.c_wchar_p(str(path)), ctypes.c_uint32(_GENERIC_WRITE), ctypes.c_uint32(_SHARE_ALL), None,
        ctypes.c_uint32(_OPEN_EXISTING), ctypes.c_uint32(_OPEN_AS_IT_IS), None,
    )  # fmt: skip
    if handle in _INVALID:
        raise _failed(path)
    try:
        returned = ctypes.c_uint32()
        done = kernel.DeviceIoControl(
            ctypes.c_void_p(handle), ctypes.c_uint32(_SET_REPARSE_POINT), ctypes.c_char_p(data),
            ctypes.c_uint32(len(data)), None, ctypes.c_uint32(0), ctypes.byref(returned), None,
        )  # fmt: skip
        if not done:
            raise _failed(path)
    finally:
        kernel.CloseHandle(ctypes.c_void_p(handle))


def reparse_data(target: str) -> bytes:
    r"""The bytes of a junction to an absolute folder: what the kernel follows, `\??\C:\sdk`, and what is shown."""
    shown = target.removeprefix("\\\\?\\")
    followed = ("\\??\\" + shown).encode("utf-16-le", "surrogatepass")
    printed = shown.encode("utf-16-le", "surrogatepass")
    names = followed + b"\0\0" + printed + b"\0\0"
    offsets = struct.pack("<4H", 0, len(followed), len(followed) + 2, len(printed))
    return struct.pack("<LHH", _TAG, len(offsets) + len(names), 0) + offsets + names


def _failed(path: Path) -> OSError:
    import ctypes

    number = int(getattr(ctypes, "get_last_error", lambda: 0)())
    if os.name == "nt":
        return OSError(0, getattr(ctypes, "FormatError")(number), str(path), number)  # noqa: B009
    return OSError(number, os.strerror(number), str(path))
