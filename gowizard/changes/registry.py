"""Values under HKEY_CURRENT_USER, with their types. Tests put a dictionary in the place of Windows."""

from __future__ import annotations

import importlib
import os
from contextlib import suppress
from typing import Any, Protocol

from gowizard.changes.model import RegistryValue
from gowizard.errors import GowizardError
from gowizard.host.registry import exact
from gowizard.locales import _

ABSENT = RegistryValue(kind=None, data=None)


class Registry(Protocol):
    """The seam."""

    def read(self, key: str, name: str) -> RegistryValue:
        """The value, ABSENT where there is none. Raises OSError."""

    def write(self, key: str, name: str, value: RegistryValue) -> None:
        """Set the value, or delete it where `value` is ABSENT. Raises OSError."""


class WindowsRegistry:
    """The real one."""

    def __init__(self) -> None:
        self._winreg: Any = importlib.import_module("winreg")

    def read(self, key: str, name: str) -> RegistryValue:
        """See Registry."""
        winreg = self._winreg
        try:
            with winreg.OpenKey(winreg.HKEY_CURRENT_USER, key) as handle:
                data, kind = winreg.QueryValueEx(handle, name)
                data = exact(handle, name, data, kind)
        except FileNotFoundError:
            return ABSENT
        return RegistryValue(kind=kind, data=data)

    def write(self, key: str, name: str, value: RegistryValue) -> None:
        """See Registry; running programs are told (WM_SETTINGCHANGE)."""
        winreg = self._winreg
        with winreg.CreateKeyEx(winreg.HKEY_CURRENT_USER, key, 0, winreg.KEY_SET_VALUE) as handle:
            if value.kind is not None:
                winreg.SetValueEx(handle, name, 0, value.kind, value.data)
            else:
                with suppress(FileNotFoundError):
                    winreg.DeleteValue(handle, name)
        _announce()


class _Elsewhere:
    def read(self, key: str, name: str) -> RegistryValue:
        raise GowizardError(_("This system has no registry"), f"{key}\\{name}")

    def write(self, key: str, name: str, value: RegistryValue) -> None:
        raise GowizardError(_("This system has no registry"), f"{key}\\{name}")


_registry: Registry | None = None


def registry() -> Registry:
    """The registry in force."""
    global _registry
    if _registry is None:
        _registry = WindowsRegistry() if os.name == "nt" else _Elsewhere()
    return _registry


def use_registry(other: Registry) -> Registry:
    """Put another in force; return the one before."""
    global _registry
    before, _registry = registry(), other
    return before


def _announce() -> None:
    import ctypes

    user32: Any = ctypes.WinDLL("user32")  # type: ignore[attr-defined,unused-ignore]
    # HWND_BROADCAST, WM_SETTINGCHANGE, SMTO_ABORTIFHUNG; a hung window costs at most two seconds.
    user32.SendMessageTimeoutW(0xFFFF, 0x1A, 0, "Environment", 2, 2000, None)
