"""What a probed program leaves behind in a session of its own."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from gowizard.run.probing import probe

LEAVES = """
import os, sys, time
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        for number in range(3):
            os.close(number)
        open(sys.argv[1], "w").write(str(os.getpid()))
        time.sleep(60)
    os._exit(0)
while not os.path.exists(sys.argv[1]) or not open(sys.argv[1]).read():
    time.sleep(0.01)
if len(sys.argv) > 2:
    time.sleep(60)
"""


def left(note: Path) -> bool:
    """Whether it still runs; a process that is ended and not yet collected does not count."""
    try:
        state = Path("/proc", note.read_text(), "stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state not in {"Z", "X"}


def gone(note: Path) -> bool:
    deadline = time.monotonic() + 5
    while left(note) and time.monotonic() < deadline:
        time.sleep(0.01)
    return not left(note)


@pytest.mark.skipif(sys.platform != "linux", reason="what is left is found by /proc")
@pytest.mark.parametrize("hangs", [(), ("hangs",)])
def test_what_a_fenced_program_left_is_ended_with_it(tmp_path: Path, hangs: tuple[str, ...]) -> None:
    note = tmp_path / "pid"
    other = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    try:
        done = probe([sys.executable, "-c", LEAVES, note, *hangs], seconds=3.0)
        assert done.timed_out == bool(hangs)
        assert gone(note)
        assert other.poll() is None
    finally:
        other.kill()
        other.wait()


@pytest.mark.skipif(sys.platform != "linux", reason="what is left is found by /proc")
def test_what_a_startup_file_starts_stays(tmp_path: Path) -> None:
    note = tmp_path / "pid"
    probe([sys.executable, "-c", LEAVES, note], seconds=5.0, fence=False)
    assert left(note)
    os.kill(int(note.read_text()), 9)
