"""A Windows to plant faults in: the one on which this runs, its real registry and the profile of the test."""

from __future__ import annotations

import os
import shutil
import winreg  # type: ignore[import-not-found,unused-ignore]  # this module is only ever imported on Windows
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from gowizard.host.registry import MACHINE_ENVIRONMENT, USER_ENVIRONMENT
from tests.doctor.windows_treating import files

_win: Any = winreg
_USER, _MACHINE = (_win.HKEY_CURRENT_USER, USER_ENVIRONMENT), (_win.HKEY_LOCAL_MACHINE, MACHINE_ENVIRONMENT)
_OURS = ("sdk", "spare", "archives", "machine", "Temp", "AppData/Local/Temp", "AppData/Local/gowizard",
         "AppData/Local/go-build", "AppData/Roaming/Microsoft", "AppData/Local/Microsoft",
         # Wine's links to the home of the account that runs it
         "Desktop", "Documents", "Downloads", "Music", "Pictures", "Videos", "Templates")  # fmt: skip


class Real:
    """The patient. What a case plants is taken back by `discharge`, in the opposite order."""

    def __init__(self) -> None:
        self.home = Path(os.environ["USERPROFILE"])
        self.drive = self.home / "machine"
        self.sdk = self.home / "sdk" / "go1.19.8"
        self.path = rf"{self.sdk}\bin;{self.home}\go\bin"
        _write(*_USER, "Path", (2, self.path))
        self.machine_path = str((_read(*_MACHINE, "Path") or (0, ""))[1])
        self._healthy = [(place, _values(*place)) for place in (_USER, _MACHINE)]
        self._back: list[tuple[str, Callable[[], object]]] = []

    def user(self, name: str, data: str | bytes | int | None, kind: int = 2) -> None:
        _write(*_USER, name, None if data is None else (kind, data))

    def machine(self, name: str, data: str | None, kind: int = 2) -> None:
        _write(*_MACHINE, name, None if data is None else (kind, data))

    def put(self, hive: str, key: str, name: str, kind: int, data: str | int) -> None:
        where = getattr(_win, hive)
        before = _read(where, key, name)
        for made in _missing(where, key):
            self._later(made, lambda made=made: _win.DeleteKeyEx(where, made))
        self._later(f"{key}\\{name}", lambda: _write(where, key, name, before))
        _write(where, key, name, (kind, data))

    def file(self, path: Path, content: bytes) -> None:
        self.folder(path.parent)
        before = path.read_bytes() if path.exists() else None
        self._later(path, lambda: path.unlink(missing_ok=True) if before is None else path.write_bytes(before))
        path.write_bytes(content)

    def folder(self, path: Path) -> Path:
        made = [above for above in (path, *path.parents) if not above.exists()]
        if made:
            self._later(made[-1], lambda: shutil.rmtree(made[-1]))
        path.mkdir(parents=True, exist_ok=True)
        return path

    def drop(self, path: Path) -> None:
        aside = path.with_name(path.name + ".dropped")
        self._later(path, lambda: aside.rename(path))
        path.rename(aside)

    def session(self, name: str, value: str | None) -> None:
        before = os.environ.pop(name)
        self._later(name, lambda: os.environ.update({name: before}))
        if value is not None:
            os.environ[name] = value

    def release(self, text: str) -> None:
        raise AssertionError(f"Wine tells a running process no other release: {text}")

    def tree(self, path: Path, version: str = "go1.19.8") -> Path:
        """The spare tree, whose programs are those of the one Go that runs under Wine, whatever VERSION says."""
        self.folder(path.parent)
        spare = self.home / "spare" / "go"
        self._later(path, lambda: path.rename(spare))
        spare.rename(path)
        self.file(path / "VERSION", version.encode())
        return path

    def picture(self) -> dict[str, Any]:
        """All that a repair may change: each value of both environments with its type, each file, each folder."""
        places = (_USER, _MACHINE)
        held = {f"{place[1]}\\{name}": value for place in places for name, value in _values(*place).items()}
        return {**held, **files(self.home, _OURS), "sdk": sorted(path.name for path in self.sdk.parent.iterdir())}

    def discharge(self) -> list[str]:
        """Everything as it was before the case; the answer names what could not be put back."""
        failed = []
        steps = [*reversed(self._back), *((key, lambda place=(hive, key), before=before: _restore(place, before))
                                          for (hive, key), before in self._healthy)]  # fmt: skip
        self._back = []
        for what, step in steps:
            try:
                step()
            except OSError as error:
                failed.append(f"{what}: {error}")
        return failed

    def _later(self, what: str | Path, step: Callable[[], object]) -> None:
        self._back.append((str(what), step))


def _missing(hive: Any, key: str) -> Iterator[str]:
    """The keys that have to be made, those above the others first."""
    parts = key.split("\\")
    for count in range(1, len(parts) + 1):
        above = "\\".join(parts[:count])
        try:
            _win.OpenKey(hive, above).Close()
        except FileNotFoundError:
            yield above


def _restore(place: tuple[Any, str], before: dict[str, tuple[int, Any]]) -> None:
    for name in _values(*place).keys() - before.keys():
        _write(*place, name, None)
    for name, value in before.items():
        _write(*place, name, value)


def _values(hive: Any, key: str) -> dict[str, tuple[int, Any]]:
    found = {}
    with _win.OpenKey(hive, key) as handle:
        for index in range(_win.QueryInfoKey(handle)[1]):
            name, data, kind = _win.EnumValue(handle, index)
            found[name] = (kind, data)
    return found


def _read(hive: Any, key: str, name: str) -> tuple[int, Any] | None:
    try:
        with _win.OpenKey(hive, key) as handle:
            data, kind = _win.QueryValueEx(handle, name)
    except FileNotFoundError:
        return None
    return kind, data


def _write(hive: Any, key: str, name: str, value: tuple[int, Any] | None) -> None:
    with _win.CreateKeyEx(hive, key, 0, _win.KEY_ALL_ACCESS) as handle:
        if value is not None:
            _win.SetValueEx(handle, name, 0, *value)
            return
        with suppress(FileNotFoundError):
            _win.DeleteValue(handle, name)
