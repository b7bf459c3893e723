"""Hears what a command tells the windows of this Windows: prints its status and the names of settings that changed.

    python -m tests.support.settings_listener COMMAND...

A window of its own that is never shown, in a process of its own, as Explorer has one.
"""

from __future__ import annotations

import ctypes
import subprocess
import sys
from ctypes import wintypes
from typing import Any

_SETTING_CHANGE = 0x1A
_ANYTHING = 0x4FF  # QS_ALLINPUT
_WINDLL: Any = getattr(ctypes, "WinDLL")  # noqa: B009 - this module is only ever imported on Windows
_PROCEDURE: Any = getattr(ctypes, "WINFUNCTYPE")(  # noqa: B009
    ctypes.c_ssize_t, wintypes.HWND, wintypes.UINT, wintypes.WPARAM, wintypes.LPARAM
)


class WindowClass(ctypes.Structure):
    """WNDCLASSW."""

    _fields_ = (
        ("style", wintypes.UINT), ("procedure", _PROCEDURE), ("class_extra", ctypes.c_int),
        ("window_extra", ctypes.c_int), ("instance", wintypes.HANDLE), ("icon", wintypes.HANDLE),
        ("cursor", wintypes.HANDLE), ("background", wintypes.HANDLE), ("menu", wintypes.LPCWSTR),
        ("name", wintypes.LPCWSTR),
    )  # fmt: skip


def main() -> None:
    user32, heard = _WINDLL("user32"), []
    user32.DefWindowProcW.restype = ctypes.c_ssize_t
    user32.DefWindowProcW.argtypes = (wintypes.HWND, wintypes.UINT, wintypes.WPARAM, wintypes.LPARAM)

    def procedure(window: int, message: int, word: int, text: int) -> int:
        if message == _SETTING_CHANGE:
            heard.append(ctypes.wstring_at(text) if text else "")
        return int(user32.DefWindowProcW(window, message, word, text))

    kept = _PROCEDURE(procedure)
    assert user32.RegisterClassW(ctypes.byref(WindowClass(procedure=kept, name="listener")))
    assert user32.CreateWindowExW(0, "listener", "", 0, 0, 0, 0, 0, None, None, None, None)
    running, message = subprocess.Popen(sys.argv[1:]), wintypes.MSG()
    while running.poll() is None:
        user32.MsgWaitForMultipleObjects(0, None, False, 100, _ANYTHING)
        while user32.PeekMessageW(ctypes.byref(message), None, 0, 0, 1):
            user32.DispatchMessageW(ctypes.byref(message))
    print(running.returncode, heard)


if __name__ == "__main__":
    main()
