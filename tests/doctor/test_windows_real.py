"""Faults planted in a real registry under Wine: found, mended, proven with a Go that runs there, undone byte and type.

Three cases stand for all; `python -m tests.doctor.windows_table` treats every one.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.doctor.windows_table import rows, ward

pytestmark = pytest.mark.slow
NAMES = ("GOROOT of a Go that is gone", "UTF-16 in Go's settings file", "Path as plain text")


def test_faults_in_a_real_registry_are_mended_and_undone(tmp_path: Path) -> None:
    with ward(tmp_path) as windows:
        found = rows(windows, *NAMES)
    assert {row.name for row in found} == {"healthy", *NAMES}
    assert [(row.name, row.others, row.why) for row in found if not row.ok] == []
    assert all((row.repaired, row.proof, row.undone) == ("yes",) * 3 for row in found if row.entry)
