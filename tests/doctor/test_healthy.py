"""Zero false alarms: an unusual setup that works gets no finding above advice."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.doctor.healthy import SETUPS, Setup
from tests.doctor.ward import Ward
from tests.support.tools import need

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("setup", SETUPS, ids=lambda setup: setup.name)
def test_a_healthy_setup_gets_no_complaint(setup: Setup, ward: Ward) -> None:
    for tool in setup.needs:
        need(tool)
    if setup.uid or setup.private_mounts:
        _only_root()
    fence = ["unshare", "--mount"] if setup.private_mounts or setup.uid else []
    words = [*fence, sys.executable, "-m", "tests.doctor.test_healthy", str(ward.base), setup.name]
    done = subprocess.run(words, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    worse = [finding for finding in told["findings"] if finding["severity"] != "advice"]
    assert worse == []
    assert told["healthy"] is True
    assert told["left"] == []


def _only_root() -> None:
    import os

    if os.getuid() != 0:
        pytest.skip("only root can be another user, or mount")


def _examine(base: str, name: str) -> None:
    setup = next(setup for setup in SETUPS if setup.name == name)
    patient = Ward(Path(base)).admit("healthy-" + "".join(letter for letter in name if letter.isalnum()), setup.uid)
    setup.prepare(patient)
    patient.hand_over()
    temporary = patient.home.parent / "tmp"
    temporary.mkdir(mode=0o1777)
    temporary.chmod(0o1777)
    patient.session["TMPDIR"] = str(temporary)
    told = patient.doctor("--offline")
    print(json.dumps({**told, "left": [path.name for path in temporary.iterdir()]}))


if __name__ == "__main__":
    _examine(*sys.argv[1:])
