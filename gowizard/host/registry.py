"""The Windows registry, read only: values with their types, and the names of subkeys."""

from __future__ import annotations

import importlib
from typing import Any, Protocol

from gowizard.dataclass import dataclass

USER = "HKEY_CURRENT_USER"
MACHINE = "HKEY_LOCAL_MACHINE"
USER_ENVIRONMENT = "Environment"
MACHINE_ENVIRONMENT = r"SYSTEM\CurrentControlSet\Control\Session Manager\Environment"

REG_SZ = 1
REG_EXPAND_SZ = 2
_TYPES = {
    0: "REG_NONE", 1: "REG_SZ", 2: "REG_EXPAND_SZ", 3: "REG_BINARY", 4: "REG_DWORD", 5: "REG_DWORD_BIG_ENDIAN",
    6: "REG_LINK", 7: "REG_MULTI_SZ", 11: "REG_QWORD",
}  # fmt: skip


def type_name(kind: int) -> str:
    """The name of a value's type, its number where it has none."""
    return _TYPES.get(kind, str(kind))


@dataclass(frozen=True, kw_only=True)
class Value:
    """A value as it is stored: `kind` is the type's number (winreg.REG_*). A text may hold more behind a NUL."""

    kind: int
    data: str | bytes | int | list[str] | None

    @property
    def text(self) -> str:
        """The text of REG_SZ and REG_EXPAND_SZ as Windows takes it: unexpanded, to the first NUL; else empty."""
        return before_nul(self.data) if self.kind in (REG_SZ, REG_EXPAND_SZ) and isinstance(self.data, str) else ""


def before_nul(text: str) -> str:
    """The part of a stored text that Windows reads."""
    return text.partition("\0")[0]


def exact(handle: Any, name: str, data: Any, kind: int) -> Any:
    """What winreg read of a value, but of a text everything: winreg, too, ends at the first NUL. Raises nothing.

    `handle` is winreg's, of the open key. The one NUL that ends every text is left out.
    """
    if kind not in (REG_SZ, REG_EXPAND_SZ) or not isinstance(data, str):
        return data
    import ctypes

    query = getattr(ctypes, "WinDLL")("advapi32").RegQueryValueExW  # noqa: B009
    size = ctypes.c_uint32()
    wanted = (ctypes.c_void_p(int(handle)), ctypes.c_wchar_p(name), None, None)
    if query(*wanted, None, ctypes.byref(size)):
        return data
    held = ctypes.create_string_buffer(size.value)
    if query(*wanted, held, ctypes.byref(size)):
        return data
    text = held.raw[: size.value // 2 * 2].decode("utf-16-le", "surrogatepass")
    return text.removesuffix("\0") if text.startswith(data) else data


class RegistryReader(Protocol):
    """What is asked about the registry. What is absent, or closed to this user, is None or empty; nothing is raised."""

    def value(self, hive: str, key: str, name: str) -> Value | None:
        """One value; names compare without case."""

    def values(self, hive: str, key: str) -> dict[str, Value]:
        """Every value of a key by its name as stored."""

    def subkeys(self, hive: str, key: str) -> tuple[str, ...]:
        """The names of the keys below a key."""


class NoRegistry:
    """Systems that have none."""

    def value(self, hive: str, key: str, name: str) -> Value | None:
        """See RegistryReader."""
        return None

    def values(self, hive: str, key: str) -> dict[str, Value]:
        """See RegistryReader."""
        return {}

    def subkeys(self, hive: str, key: str) -> tuple[str, ...]:
        """See RegistryReader."""
        return ()


class WindowsRegistry:
    """The real one; always the 64-bit view, which installers of a 64-bit Go write."""

    def __init__(self) -> None:
        self._winreg: Any = importlib.import_module("winreg")

    def value(self, hive: str, key: str, name: str) -> Value | None:
        """See RegistryReader."""
        try:
            with self._open(hive, key) as handle:
                data, kind = self._winreg.QueryValueEx(handle, name)
                data = exact(handle, name, data, kind)
        except OSError:
            return None
        return Value(kind=kind, data=data)

    def values(self, hive: str, key: str) -> dict[str, Value]:
        """See RegistryReader."""
        found: dict[str, Value] = {}
        try:
            with self._open(hive, key) as handle:
                for index in range(self._winreg.QueryInfoKey(handle)[1]):
                    name, data, kind = self._winreg.EnumValue(handle, index)
                    found[name] = Value(kind=kind, data=exact(handle, name, data, kind))
        except OSError:
            pass  # closed to this user, or changed while it was read: what was seen so far counts
        return found

    def subkeys(self, hive: str, key: str) -> tuple[str, ...]:
        """See RegistryReader."""
        try:
            with self._open(hive, key) as handle:
                count = self._winreg.QueryInfoKey(handle)[0]
                return tuple(self._winreg.EnumKey(handle, index) for index in range(count))
        except OSError:
            return ()

    def _open(self, hive: str, key: str) -> Any:
        winreg = self._winreg
        return winreg.OpenKey(getattr(winreg, hive), key, 0, winreg.KEY_READ | winreg.KEY_WOW64_64KEY)
