"""Treats every Windows case on the Windows on which it runs (Wine's): prints a row of JSON for each.

    python -m tests.doctor.windows_ward [NAME ...]

It needs a profile of its own with a Go in `~/sdk/go1.19.8`; the registry's environment is put back after each case.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import time
import winreg  # type: ignore[import-not-found,unused-ignore]  # this module is only ever imported on Windows
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

from gowizard import net
from gowizard.cancellation import Cancel
from gowizard.doctor.scene import Scene
from gowizard.host import detect
from gowizard.host.registry import MACHINE_ENVIRONMENT, USER_ENVIRONMENT
from gowizard.repair.diagnosis import Diagnosis, Question, diagnose
from gowizard.repair.proving import prove
from tests.doctor.treating import Row
from tests.doctor.windows_cases import CASES, SIMULATED_ONLY
from tests.doctor.windows_treating import files, treat

_win: Any = winreg
_ENVIRONMENTS = ((_win.HKEY_CURRENT_USER, USER_ENVIRONMENT), (_win.HKEY_LOCAL_MACHINE, MACHINE_ENVIRONMENT))
_OURS = ("sdk", "AppData/Local/gowizard", "AppData/Local/go-build", "AppData/Local/Temp", "Temp",
         "AppData/Roaming/Microsoft", "AppData/Local/Microsoft", "machine",
         # Wine's links to the home of the account that runs it
         "Desktop", "Documents", "Downloads", "Music", "Pictures", "Videos", "Templates")  # fmt: skip


class Real:
    """The patient on a real registry."""

    def __init__(self) -> None:
        self.home = Path(os.environ["USERPROFILE"])
        self.drive = self.home / "machine"
        self.sdk = self.home / "sdk" / "go1.19.8"
        self.message = ""
        self.path = rf"{self.sdk}\bin;{self.home}\go\bin"
        _set(*_ENVIRONMENTS[0], "Path", 2, self.path)
        self._environments = [_values(*place) for place in _ENVIRONMENTS]
        self.machine_path = next(str(data) for name, (_kind, data) in self._environments[1].items() if name == "PATH")
        self._made: list[Path] = []
        self._put: list[tuple[Any, str, str]] = []
        self._dropped: list[Path] = []

    def user(self, name: str, data: str | bytes | int | None, kind: int = 2) -> None:
        _set(*_ENVIRONMENTS[0], name, kind, data)

    def machine(self, name: str, data: str | None, kind: int = 2) -> None:
        _set(*_ENVIRONMENTS[1], name, kind, data)

    def put(self, hive: str, key: str, name: str, kind: int, data: str | int) -> None:
        where = (getattr(_win, hive), key)
        self._put.append((*where, name))
        _set(*where, name, kind, data)

    def file(self, path: Path, content: bytes) -> None:
        self.folder(path.parent)
        path.write_bytes(content)
        self._made.append(path)

    def folder(self, path: Path) -> Path:
        for above in (path, *path.parents):
            if not above.exists():
                self._made.append(above)
        path.mkdir(parents=True, exist_ok=True)
        return path

    def drop(self, path: Path) -> None:
        self._dropped.append(path)
        path.rename(path.with_name(path.name + ".dropped"))

    def tree(self, path: Path, version: str = "") -> Path:
        raise AssertionError("one Go alone runs under Wine")

    def picture(self) -> object:
        return _values(*_ENVIRONMENTS[0]), files(self.home, _OURS)

    def discharge(self) -> None:
        """Everything as it was before the case."""
        for place, before in zip(_ENVIRONMENTS, self._environments, strict=True):
            for name in _values(*place).keys() - before.keys():
                _set(*place, name, 0, None)
            for name, (kind, data) in before.items():
                _set(*place, name, kind, data)
        for hive, key, name in self._put:
            _set(hive, key, name, 0, None)
        for path in self._dropped:
            path.with_name(path.name + ".dropped").rename(path)
        for path in self._made:
            shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
        self._made, self._put, self._dropped = [], [], []


def _values(hive: Any, key: str) -> dict[str, tuple[int, Any]]:
    found = {}
    with _win.OpenKey(hive, key) as handle:
        for index in range(_win.QueryInfoKey(handle)[1]):
            name, data, kind = _win.EnumValue(handle, index)
            found[name] = (kind, data)
    return found


def _set(hive: Any, key: str, name: str, kind: int, data: Any) -> None:
    with _win.CreateKeyEx(hive, key, 0, _win.KEY_ALL_ACCESS) as handle:
        if data is None:
            with suppress(FileNotFoundError):
                _win.DeleteValue(handle, name)
        else:
            _win.SetValueEx(handle, name, 0, kind, data)


def look(message: str) -> Diagnosis:
    return diagnose(Question(detect=detect, offline=True, message=message))


def proven(scene: Scene) -> str:
    report = prove(scene, lambda event: None, Cancel(), module_check=False)
    return "yes" if report is not None and report.ok else "no"


def main() -> None:
    patient = Real()
    healthy = look("")
    told = Row(0, "healthy", found="yes", others=[finding.key for finding in healthy.findings])
    print(json.dumps(asdict(told)), flush=True)
    with net.Client() as client:
        for case in CASES:
            if case.entry in SIMULATED_ONLY or (sys.argv[1:] and case.name not in sys.argv[1:]):
                continue
            begin = time.monotonic()
            try:
                case.plant(patient)
                row = treat(case, look, patient.picture, proven, client)
            except Exception as error:
                row = Row(case.entry, case.name, found="no", why=f"{type(error).__name__}: {error}"[:1500])
            finally:
                patient.discharge()
            row.seconds = round(time.monotonic() - begin, 1)
            print(json.dumps(asdict(row)), flush=True)


if __name__ == "__main__":
    main()
