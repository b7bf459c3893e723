"""Treats every value of the torture table on the Windows on which it runs (Wine's): prints JSON.

    python -m tests.support.registry_ward

Each value is installed over and undone; then it is repaired, beside a GOROOT of a Go that is gone, and undone. The Go
that is found is a stand-in whose programs are never started; tests/doctor/test_windows_real.py has one that runs.
Go's settings file is treated after them, in each form.
"""

from __future__ import annotations

import ctypes
import json
import os
import winreg  # type: ignore[import-not-found,unused-ignore]  # this module is only ever imported on Windows
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from gowizard import changes, net
from gowizard.answers import Answers
from gowizard.cancellation import Cancel
from gowizard.doctor.checks import every_check
from gowizard.doctor.examining import examine
from gowizard.doctor.hello import Hello
from gowizard.doctor.scene import Scene
from gowizard.environment import Settings, shell_changes
from gowizard.host import Machine, detect
from gowizard.host.registry import USER_ENVIRONMENT
from gowizard.repair.diagnosis import Diagnosis
from gowizard.repair.report import report_text
from gowizard.repair.treatment import prepare, preselected
from tests.doctor.small_tree import windows_tree
from tests.support import settings_ward
from tests.support.registry_torture import GOROOT, TABLE, Case

HOME = Path(os.environ["USERPROFILE"])
TREE = HOME / "sdk" / "go1.19.8"
IDS = {"windows-path", "on-path", "goroot", "stored-values"}
CHECKS = tuple(replace(check, seconds=60.0) for check in every_check() if check.id in IDS)  # Wine is slow
ROUNDS = 3
_win: Any = winreg
_KEY = _win.CreateKeyEx(_win.HKEY_CURRENT_USER, USER_ENVIRONMENT, 0, _win.KEY_ALL_ACCESS)


def held() -> dict[str, list[Any]]:
    """Every value of the user's environment: type and data."""
    found = {}
    for index in range(_win.QueryInfoKey(_KEY)[1]):
        name, data, kind = _win.EnumValue(_KEY, index)
        found[name] = [kind, data.hex() if isinstance(data, bytes) else data]
    return found


def raw(name: str) -> str | None:
    """The bytes of a value as Windows keeps them, in hex: winreg ends a text at its first NUL."""
    size, query = ctypes.c_uint32(4), ctypes.WinDLL("advapi32").RegQueryValueExW  # type: ignore[attr-defined,unused-ignore]
    for _again in range(2):
        held = ctypes.create_string_buffer(size.value)
        if query(ctypes.c_void_p(int(_KEY)), ctypes.c_wchar_p(name), None, None, held, ctypes.byref(size)) == 0:
            return held.raw[: size.value].hex()
    return None


def put(case: Case, go_bin: Path) -> None:
    with suppress(FileNotFoundError):
        _win.DeleteValue(_KEY, "Path")
    if case.kind is not None:
        _win.SetValueEx(_KEY, "Path", 0, case.kind, case.filled_data(str(go_bin)))


def install() -> tuple[list[str], int]:
    """What is left to the user, and how many changes were made."""
    host = detect()
    settings = Settings(go_bin=HOME / "sdk" / "go" / "bin", gopath=HOME / "go")
    found, manual = shell_changes(host, settings, shells=())
    if found:
        with changes.open_run(host.dirs.state, title="T", verb="test") as run:
            run.apply(found, lambda event: None, Cancel())
    return [step.id for step in manual], len(found)


def installed(case: Case, state: Path) -> dict[str, Any]:
    put(case, HOME / "sdk" / "go" / "bin")
    before, bytes_before = held(), raw("Path")
    manual, _count = install()
    row = {"before": before.get("Path"), "after": held().get("Path"), "manual": manual}
    row["again"] = 0 if manual else install()[1]
    kept = changes.undo(state).kept
    return {**row, "back": not kept and held() == before and raw("Path") == bytes_before}


def look() -> Diagnosis:
    scene = Scene(detect(), offline=True)
    scene.once("hello", lambda: Hello(ok=scene.go is not None))
    return Diagnosis(scene=scene, examination=examine(scene, CHECKS))


def repaired(case: Case, state: Path, client: net.Client) -> dict[str, Any]:
    """Rounds of one run, as `gowizard repair` makes them; and the doctor's report of what it found first."""
    put(case, TREE / "bin")
    _win.SetValueEx(_KEY, "GOROOT", 0, *GOROOT)
    before, bytes_before, told, found = held(), raw("Path"), [], look()
    report = report_text(found, "gowizard doctor")
    with changes.open_run(state, title="Repair", verb="repair") as run:
        for _round in range(ROUNDS):
            told += [f"{one.key} {one.evidence[0].where}" for one in found.findings]
            treatment = prepare(found, preselected(found), Answers(), client, Cancel())
            if not treatment.changes:
                break
            run.apply(treatment.changes, lambda event: None, Cancel())
            found = look()
    row = {
        "report": report,
        "before": before,
        "told": told,
        "after": held(),
        "left": [one.key for one in found.findings],
    }
    kept = changes.undo(state).kept
    back = not kept and held() == before and raw("Path") == bytes_before
    with suppress(FileNotFoundError):
        _win.DeleteValue(_KEY, "GOROOT")
    return {**row, "back": back}


def main() -> None:
    state = detect().dirs.state
    rows = [installed(case, state) for case in TABLE]
    windows_tree(TREE)
    with net.Client() as client:
        values = [{"installed": row, "repaired": repaired(case, state, client)}
                  for row, case in zip(rows, TABLE, strict=True)]  # fmt: skip
    print(json.dumps({"values": values, "settings": settings_ward.rows(Machine.real)}))


if __name__ == "__main__":
    main()
