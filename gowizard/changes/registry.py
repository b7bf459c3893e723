"""Values under HKEY_CURRENT_USER, with their types. Tests put a dictionary in the place of Windows."""

from __future__ import annotations

import sys
from typing import Protocol

from gowizard.changes.model import RegistryValue
from gowizard.errors import GowizardError
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

    def read(self, key: str, name: str) -> RegistryValue:
        """See Registry."""
        import winreg

        try:
            with winreg.OpenKey(winreg.HKEY_CURRENT_USER, key) as handle:  # type: ignore[attr-defined,unused-ignore]
                data, kind = winreg.QueryValueEx(handle, name)  # type: ignore[attr-defined,unused-ignore]
        except FileNotFoundError:
            return ABSENT
        return RegistryValue(kind=kind, data=data)

    def write(self, key: str, name: str, value: RegistryValue) -> None:
        """See Registry; running programs are told (WM_SETTINGCHANGE)."""
        import winreg

        with winreg.CreateKeyEx(  # type: ignore[attr-defined,unused-ignore]
            winreg.HKEY_CURRENT_USER,
            key,
            0,
            winreg.KEY_SET_VALUE,  # type: ignore[attr-defined,unused-ignore]
        ) as handle:
            if value.kind is None:
                try:
                    winreg.DeleteValue(handle, name)  # type: ignore[attr-defined,unused-ignore]
                except FileNotFoundError:
                    pass
            else:
                winreg.SetValueEx(handle, name, 0, value.kind, value.data)  # type: ignore[attr-defined,unused-ignore]
        _announce()


class _Elsewhere:
    def read(self, key: str, name: str) -> RegistryValue:
        raise GowizardError(_("This system has no registry"), f"{key}\\{name}")

    def write(self, key: str, name: str, value: RegistryValue) -> None:
        raise GowizardError(_("This system has no registry"), f"{key}\\{name}")


_registry: Registry = WindowsRegistry() if sys.platform == "win32" else _Elsewhere()


def registry() -> Registry:
    """The registry in force."""
    return _registry


def use_registry(other: Registry) -> Registry:
    """Put another in force; return the one before."""
    global _registry
    before, _registry = _registry, other
    return before


def _announce() -> None:
    if sys.platform != "win32":
        return
    import ctypes

    # HWND_BROADCAST, WM_SETTINGCHANGE, SMTO_ABORTIFHUNG; a hung window costs at most two seconds.
    ctypes.windll.user32.SendMessageTimeoutW(0xFFFF, 0x1A, 0, "Environment", 2, 2000, None)
