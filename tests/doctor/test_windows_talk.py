"""The Windows table itself: a case that hangs, or takes its ward along, costs no other case its row.

The ward is a stand-in that runs here; Wine's is seen at work in test_windows_real.py.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.doctor import windows_table
from tests.doctor.windows_cases import HEALTHY
from tests.doctor.windows_talk import Talk
from tests.support import windows_go, wine

WARD = """
import json, sys, time
for line in sys.stdin:
    name = line.strip()
    if name == "dies":
        sys.exit("gone with a word")
    time.sleep(600 if name == "hangs" else 0)
    print("noise")
    print(json.dumps({"entry": 7, "name": name, "found": "no" if name == "bad" else "yes"}), flush=True)
"""


class _Here(wine.Windows):
    def talking_python(self, *arguments: str) -> subprocess.Popen[str]:
        pipe = subprocess.PIPE
        return subprocess.Popen([sys.executable, "-c", WARD], stdin=pipe, stdout=pipe, stderr=pipe, text=True)

    def stop(self) -> None:
        """Nothing but the ward runs."""


def test_every_case_has_a_row_whatever_becomes_of_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    opened = []

    @contextmanager
    def ward(folder: Path) -> Iterator[wine.Windows]:
        opened.append(folder)
        yield _Here(folder)

    monkeypatch.setattr(windows_table, "ward", ward)
    for module, name in ((wine, "interpreter"), (windows_go, "archive")):
        monkeypatch.setattr(module, name, lambda: None)
    row = Talk.row  # a busy machine may take its time for what does not hang
    monkeypatch.setattr(Talk, "row", lambda self, name, _seconds: row(self, name, 1.0 if name == "hangs" else 60.0))
    found = list(windows_table.rows(["first", "dies", "hangs", "bad", "last"]))
    told = [(row.name, row.ok) for row in found if row.name != HEALTHY]
    assert told == [("first", True), ("dies", False), ("hangs", False), ("bad", False), ("last", True)]
    assert ["gone with a word" in found[2].why, found[4].why] == [True, "no row within 1 s"]
    assert len(opened) == 4  # after each bad row a new one
