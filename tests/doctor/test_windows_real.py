"""Faults planted in a real registry under Wine: found, mended, proven with a Go that runs there, undone byte and type.

Two cases stand for all; `python -m tests.doctor.windows_table` treats every one. What the program itself answers and
leaves behind is shown with another.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.doctor.windows_cases import HEALTHY
from tests.doctor.windows_table import SECONDS, ward
from tests.doctor.windows_talk import Talk
from tests.support.wine import Windows

pytestmark = pytest.mark.slow
NAMES = ("UTF-16 in Go's settings file", "Path as plain text")
_HOME = r"C:\users\ann"
_KEPT = ("AppData/Local/gowizard", "AppData/Local/go-build")
_MACHINE = r"Session Manager\\Environment]"
_STAMP = re.compile(r"(?m)(?<=\])[ \d]+$|^#time=.*\n")  # when Wine wrote a key


@pytest.fixture(scope="module")
def there(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Windows]:
    with ward(tmp_path_factory.mktemp("windows")) as made:
        yield made


def test_faults_in_a_real_registry_are_mended_and_undone(there: Windows) -> None:
    with Talk(there) as talk:
        found = [talk.row(name, SECONDS) for name in (HEALTHY, *NAMES)]
    assert [(row.name, row.others, row.why) for row in found if not row.ok] == []
    assert all((row.repaired, row.proof, row.undone) == ("yes",) * 3 for row in found if row.entry)


def test_the_program_tells_by_its_status_leaves_no_trace_mends_and_undoes(there: Windows) -> None:
    _set(there, "Path", "REG_EXPAND_SZ", rf"{_HOME}\sdk\go1.19.8\bin;{_HOME}\go\bin")
    healthy = _picture(there)
    kept = [_names(there.home / folder) for folder in _KEPT]
    assert _doctor(there) == (0, [])
    assert _picture(there) == healthy
    assert [_names(there.home / folder) for folder in _KEPT] == [kept[0] | {"Cache", "Logs"}, kept[1]]
    _set(there, "GOROOT", "REG_SZ", r"C:\Go")
    planted = _picture(there)
    assert '"GOROOT"="C:\\\\Go"' in str(planted["user.reg"])
    assert _doctor(there) == (1, ["goroot-gone"])
    mended = there.gowizard("repair", "--yes", "--json", "--offline", seconds=SECONDS)
    told = json.loads(mended.stdout)
    assert (mended.returncode, told["repaired"], told["still"], told["new"]) == (0, ["goroot-gone"], [], [])
    assert told["proof"]["ok"]
    assert _picture(there) == healthy
    undone = there.gowizard("undo", "--yes")
    assert (undone.returncode, _picture(there)) == (0, planted), undone.stdout + undone.stderr


def _names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()} if folder.is_dir() else set()


def _set(there: Windows, name: str, kind: str, data: str) -> None:
    done = there.run("reg", "add", r"HKCU\Environment", "/v", name, "/t", kind, "/d", data, "/f")
    assert done.returncode == 0, done.stderr


def _doctor(there: Windows) -> tuple[int, list[str]]:
    done = there.gowizard("doctor", "--json", "--offline", seconds=SECONDS)
    return done.returncode, [finding["id"] for finding in json.loads(done.stdout)["findings"]]


def _picture(there: Windows) -> dict[str, object]:
    """The user's registry, the machine's environment, and every file of the profile but what gowizard and Go keep."""
    there.stop()  # writes the registry to disk
    user, machine = (_STAMP.sub("", (there.prefix / name).read_text("latin-1")) for name in ("user.reg", "system.reg"))
    found: dict[str, object] = {"user.reg": user, "machine": machine[machine.index(_MACHINE) :].partition("\n[")[0]}
    for path in there.home.rglob("*"):
        inside = path.relative_to(there.home).as_posix()
        if not inside.startswith(_KEPT):
            facts = path.stat()
            found[inside] = (facts.st_size, facts.st_mtime_ns) if path.is_file() else "folder"
    return found
