"""The torture table of Path on a real registry (Wine): every value is installed, repaired and undone in one process."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from tests.support import settings_ward, wine
from tests.support.registry_torture import BINARY, DWORD, EXPAND, MULTI, TABLE, Case, filled

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
            expected = filled(case.after, go, own, words=case.after_kind == EXPAND, profile=wine.PROFILE)
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
            expected = filled(case.after, go, own, words=case.after_kind == EXPAND, profile=wine.PROFILE)
            assert row["after"]["Path"] == [case.after_kind, expected], case.name


def test_gos_settings_file_in_every_form_of_windows(rows: Rows) -> None:
    settings_ward.judge(rows["settings"], r"AppData\Roaming\go\env")


def told(case: Case) -> set[str]:
    """All that is found from first to last, whichever hides the other."""
    leading = set() if case.stays or case.after is None else {"go-not-on-path"}
    return {"goroot-gone", *leading, *filter(None, [case.wrong])}
