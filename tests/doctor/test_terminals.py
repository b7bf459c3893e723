"""A repair from a terminal that itself holds the fault: files are mended, and what only the terminal keeps is told."""

from __future__ import annotations

import json

import pytest

from tests.doctor.cases import every_case
from tests.doctor.ward import Ward

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("GOROOT gone, in .bashrc", ["goroot-in-session"]),
        ("GO111MODULE=off, in startup files", ["session-value:GO111MODULE"]),
        ("TMPDIR is gone", ["temp-folder:session"]),
        ("Go in ~/sdk, not on PATH", ["session-old"]),
    ],
)
def test_what_a_terminal_keeps_is_neither_new_nor_a_failure(name: str, kept: list[str], ward: Ward) -> None:
    case = next(case for case in every_case() if case.name == name)
    patient = ward.admit(kept[0].replace(":", "-"))
    case.plant(patient)
    patient.in_terminal = True
    done = patient.gowizard("repair", "--yes", "--json", "--offline")
    told = json.loads(done.stdout)
    assert (told["new"], told["terminal"], told["ok"], done.returncode) == ([], kept, True, 0)
    assert patient.gowizard("doctor", "--offline").returncode == 0
