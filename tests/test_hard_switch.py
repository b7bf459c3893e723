"""10,000 switches of the current link beside readers that never see it missing."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from gowizard import changes
from gowizard.cancellation import Cancel
from gowizard.changes.links import put_link

SWITCHES = 10_000
_READER = """
import os, sys
link, stop = sys.argv[1:]
seen, missing = 0, 0
print("ready", flush=True)
while not os.path.lexists(stop):
    for _ in range(200):
        try:
            os.stat(link + "/VERSION")
            os.readlink(link)
        except OSError:
            missing += 1
        seen += 1
    if seen == 2200:
        open(os.path.join(os.path.dirname(stop), "enough"), "w").close()
print(seen, missing)
"""


@pytest.fixture
def parent() -> Iterator[Path]:
    """Two trees and a link, in memory where the system has such a place: a disk's fsync is not what is tested."""
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if os.access(memory, os.W_OK) else None) as name:
        yield _filled(Path(name))


def _filled(tmp_path: Path) -> Path:
    for version in ("go1.26.6", "go1.27.3"):
        (tmp_path / version).mkdir()
        (tmp_path / version / "VERSION").write_text(version)
    (tmp_path / "go").symlink_to("go1.26.6")
    return tmp_path


@pytest.mark.slow
def test_ten_thousand_switches_and_the_link_is_never_missing(parent: Path) -> None:
    link, stop = parent / "go", parent / "stop"
    reader = subprocess.Popen(
        [sys.executable, "-c", _READER, str(link), str(stop)], stdout=subprocess.PIPE, text=True
    )
    assert reader.stdout is not None and reader.stdout.readline() == "ready\n"
    number = 0
    while number < SWITCHES or not (parent / "enough").exists():  # on one processor the reader may come late
        put_link(link, ("go1.27.3", "go1.26.6")[number % 2], parent / ".gowizard-x.new")
        number += 1
    stop.touch()
    seen, missing = map(int, reader.communicate(timeout=120)[0].split())
    assert seen > 2000
    assert missing == 0
    assert sorted(item.name for item in parent.iterdir()) == ["enough", "go", "go1.26.6", "go1.27.3", "stop"]


@pytest.mark.slow
def test_switches_through_the_journal_and_their_undo(parent: Path) -> None:
    """Whole runs: 60 switches, each of them undone, beside a reader in this process."""
    link, missing, done = parent / "go", [], threading.Event()

    def read() -> None:
        while not done.wait(0.0005):
            try:
                os.stat(link / "VERSION")
            except OSError as error:
                missing.append(error)

    reader = threading.Thread(target=read)
    reader.start()
    try:
        for _number in range(60):
            effect = changes.set_link(link, "go1.27.3")
            change = changes.Change(id="use", title="Use go1.27.3", effects=(effect,))
            with changes.open_run(parent / "state", title="Use", verb="use") as run:
                run.apply((change,), lambda event: None, Cancel())
            assert os.readlink(link) == "go1.27.3"
            changes.undo(parent / "state")
            assert os.readlink(link) == "go1.26.6"
    finally:
        done.set()
        reader.join()
    assert missing == []
