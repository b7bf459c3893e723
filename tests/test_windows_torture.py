"""The torture table of Path on a real registry (Wine): every value is installed, repaired and undone.

All of them in one process, with a stand-in for Go; some by gowizard's own programs, with a Go that runs there.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from tests.doctor.windows_table import ward
from tests.support import settings_ward, windows_go, wine
from tests.support.registry_torture import BINARY, DWORD, GOROOT, MULTI, TABLE, Case, filled

pytestmark = pytest.mark.slow
TYPES = {BINARY: "REG_BINARY", DWORD: "REG_DWORD", MULTI: "REG_MULTI_SZ"}
NAME = re.compile(rf"(?i)users[\\/]+(?!OTHER)|(?<![a-z]){wine.USER}(?![a-z])")  # in the doctor's report
Rows = dict[str, list[dict[str, Any]]]


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory) -> Rows:
    with wine.windows(tmp_path_factory.mktemp("windows")) as windows:
        done = windows.python("-m", "tests.support.registry_ward", seconds=500)
        assert done.returncode == 0, done.stderr
    found: Rows = json.loads(done.stdout)
    return found


def test_every_value_is_installed_over_and_undone(rows: Rows) -> None:
    go, own = rf"{wine.PROFILE}\sdk\go\bin", rf"{wine.PROFILE}\go\bin"
    for case, both in zip(TABLE, rows["values"], strict=True):
        row = both["installed"]
        assert row["back"], case.name
        if case.after is None:
            assert row["after"] == row["before"] and row["manual"] == ["startup:registry-path"], case.name
        else:
            expected = filled(case.after, go, own, words=case.words, profile=wine.PROFILE)
            found = (row["after"], row["manual"], row["again"])
            assert found == ([case.after_kind, expected], [], 0), case.name


def test_every_value_is_repaired_beside_a_goroot_that_is_gone_and_undone(rows: Rows) -> None:
    """A value that is no text is told by its type, and left as it is."""
    go, own = rf"{wine.PROFILE}\sdk\go1.19.8\bin", rf"{wine.PROFILE}\go\bin"
    for case, both in zip(TABLE, rows["values"], strict=True):
        row = both["repaired"]
        assert row["back"] and "GOROOT" not in row["after"], case.name
        assert not NAME.search(row["report"]), case.name
        assert {place.split()[0] for place in row["told"]} == told(case), case.name
        assert row["left"] == ([case.wrong] if case.wrong and not case.mended else []), case.name
        kept = row["before"].get("Path")
        if case.after is None:
            assert row["after"]["Path"] == kept, case.name
            assert f"path-no-text HKCU\\Environment\\Path ({TYPES[kept[0]]})" in row["told"], case.name
        elif case.stays:
            assert row["after"]["Path"] == kept, case.name
        else:
            expected = filled(case.after, go, own, words=case.words, profile=wine.PROFILE)
            assert row["after"]["Path"] == [case.after_kind, expected], case.name


def test_gos_settings_file_in_every_form_of_windows(rows: Rows) -> None:
    settings_ward.judge(rows["settings"], r"AppData\Roaming\go\env")


REGISTRY = r"""
import json, sys, winreg
with winreg.CreateKey(winreg.HKEY_CURRENT_USER, "Environment") as key:
    def held():
        count = winreg.QueryInfoKey(key)[1]
        found = {name: [kind, data] for name, data, kind in (winreg.EnumValue(key, n) for n in range(count))}
        return {name: [kind, data.hex() if isinstance(data, bytes) else data] for name, (kind, data) in found.items()}
    for name, kind, data in json.loads(sys.stdin.read()):
        if name in held():
            winreg.DeleteValue(key, name)
        if kind is not None:
            winreg.SetValueEx(key, name, 0, kind, bytes.fromhex(data) if kind == winreg.REG_BINARY else data)
    print(json.dumps(held()))
"""
CHOSEN = ("REG_SZ with %NAMES%", "REG_BINARY", "3,000 characters", "Unicode")


@pytest.fixture(scope="module")
def there(tmp_path_factory: pytest.TempPathFactory) -> Iterator[wine.Windows]:
    """A Windows with a Go that runs in `~/sdk/go1.19.8`, and its archive in `~/archives`."""
    with ward(tmp_path_factory.mktemp("windows")) as made:
        yield made


def held(there: wine.Windows, *values: tuple[str, int | None, object]) -> dict[str, list[Any]]:
    """The user's variables: type and data, after some were set or, with None, removed."""
    done = there.python("-c", REGISTRY, stdin=json.dumps(values))
    assert done.returncode == 0, done.stderr
    found: dict[str, list[Any]] = json.loads(done.stdout)
    return found


def told_by(there: wine.Windows, status: int, *words: str) -> dict[str, Any]:
    done = there.gowizard(*words, "--yes", "--json", "--offline", seconds=240)
    assert done.returncode == status, done.stdout + done.stderr
    told: dict[str, Any] = json.loads(done.stdout)
    return told


@pytest.mark.parametrize("case", [case for case in TABLE if case.name in CHOSEN], ids=lambda case: case.name)
def test_the_programs_themselves_do_it_with_a_go_that_runs(there: wine.Windows, case: Case) -> None:
    """`gowizard install`, `undo`, `repair` and `undo`, each a process of its own; a proof where Path can lead to Go.

    No link can be made there, so that Path names the version's own folder.
    """
    go, own = rf"{wine.PROFILE}\sdk\go1.19.8\bin", rf"{wine.PROFILE}\go\bin"
    data = case.data.hex() if isinstance(case.data, bytes) else case.data
    before = held(there, ("Path", case.kind, data), ("GOROOT", None, None))
    expected = before["Path"]
    if case.after is not None:
        after = filled(case.after, go, own, words=case.words, profile=wine.PROFILE)
        expected = [case.after_kind, after]
    source = ("--source", rf"{wine.PROFILE}\archives", "--trust-source")
    told = told_by(there, int(case.after is None), "install", windows_go.archive().version, *source)
    assert told["proof"]["ok"], told
    assert held(there)["Path"] == expected
    assert told_by(there, 0, "undo")["ok"] and held(there) == before

    planted = held(there, ("GOROOT", *GOROOT))
    told = told_by(there, int(case.after is None), "repair")
    assert "goroot-gone" in told["repaired"]
    assert told["still"] == ([case.wrong] if case.wrong and not case.mended else [])
    assert bool(told["proof"]["ok"]) is (case.after is not None), told
    after_repair = held(there)
    assert "GOROOT" not in after_repair and after_repair["Path"] == expected
    assert told_by(there, 0, "undo")["ok"] and held(there) == planted


def told(case: Case) -> set[str]:
    """All that is found from first to last, whichever hides the other."""
    leading = set() if case.stays or case.after is None else {"go-not-on-path"}
    return {"goroot-gone", *leading, *filter(None, [case.wrong])}
