"""Two hosts with one file: a download that breaks off at the first goes on at the second."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from gowizard.cancellation import Cancel
from gowizard.net import Client
from gowizard.releases.model import Archive
from gowizard.toolchain import (
    Connecting,
    DigestMismatch,
    DownloadFailed,
    Limits,
    Retrying,
    Staged,
    StageEvent,
    stage,
)
from tests.support import server_faults as faults
from tests.support.hostile_archives import at, described, go_files, tar_gz
from tests.support.release_server import ReleaseServer

MB = 1 << 20


class Two:
    """A mirror and an official host, each with its own copy of one archive of 3 MB."""

    def __init__(self, folder: Path, mirror: ReleaseServer, official: ReleaseServer) -> None:
        self.folder, self.mirror, self.official = folder, mirror, official
        self.content = tar_gz(go_files(padding=3 * MB))
        local = described(folder / "go.tar.gz", self.content)
        for name, server in (("mirror", mirror), ("official", official)):
            (folder / name).mkdir()
            (folder / name / local.filename).write_bytes(self.content)
            server.files[local.filename] = folder / name / local.filename
        self.archive = at(local, f"{mirror.url}/{local.filename}", f"{official.url}/{local.filename}")
        self.events: list[StageEvent] = []

    def stage(self, archive: Archive | None = None, *, seconds: float = 30, attempts: int = 4) -> Staged:
        (self.folder / "sdk").mkdir(exist_ok=True)
        with Client(seconds=seconds, environment={}) as client:
            return stage(
                archive or self.archive, parent=self.folder / "sdk", cache=self.folder / "cache", client=client,
                limits=Limits(attempts=attempts, first_wait=0.001, longest_wait=0.002),
                emit=self.events.append, cancel=Cancel(),
            )  # fmt: skip

    @property
    def asked(self) -> list[str]:
        """The hosts in the order they were asked."""
        places = [event.location for event in self.events if isinstance(event, Connecting)]
        return ["mirror" if place.startswith(self.mirror.url) else "official" for place in places]


@pytest.fixture
def two(tmp_path: Path) -> Iterator[Two]:
    with ReleaseServer() as mirror, ReleaseServer() as official:
        yield Two(tmp_path, mirror, official)


def gone_after_a_cut(server: ReleaseServer, after: int) -> None:
    server.faults += [faults.cut(after), faults.status(503, times=99)]


def test_the_second_host_sends_only_the_rest(two: Two) -> None:
    gone_after_a_cut(two.mirror, MB)
    two.stage()
    assert two.asked == ["mirror", "mirror", "official"]
    assert two.official.requests[0][2]["Range"] == f"bytes={MB}-"
    assert "If-Range" not in two.official.requests[0][2]  # the validator is the mirror's
    assert two.official.sent == two.archive.size - MB


def test_a_host_that_gives_nothing_does_not_keep_us_waiting(two: Two) -> None:
    two.mirror.faults.append(faults.status(503, times=99))
    two.stage()
    assert two.asked == ["mirror", "official"]
    assert [event.wait for event in two.events if isinstance(event, Retrying)] == [0.0]


def test_a_silent_host_is_left(two: Two) -> None:
    stall = faults.Stall(MB)
    two.mirror.faults.append(stall)
    try:
        two.stage(seconds=1, attempts=2)
    finally:
        stall.go_on.set()
    assert two.asked[0] == "mirror"
    assert two.asked[-1] == "official"
    assert two.official.sent <= two.archive.size - MB


def test_both_are_asked_by_turns_while_that_may_help(two: Two) -> None:
    two.mirror.faults.append(faults.status(503, times=99))
    two.official.faults.append(faults.status(502, times=2))
    two.stage()
    assert two.asked == ["mirror", "official"] * 3


def test_the_bytes_of_an_earlier_run_serve_the_other_host(two: Two) -> None:
    gone_after_a_cut(two.mirror, 2 * MB)
    two.official.faults.append(faults.status(404, times=1))
    with pytest.raises(DownloadFailed) as caught:
        two.stage(attempts=1)
    assert two.mirror.url in caught.value.cause
    assert two.official.url in caught.value.cause
    two.stage()
    assert two.official.sent <= two.archive.size - 2 * MB + 10


def test_a_second_host_without_ranges_still_goes_on(two: Two) -> None:
    gone_after_a_cut(two.mirror, MB)
    two.official.faults.append(faults.without_range)
    two.stage()
    assert two.official.sent == two.archive.size


def test_halves_that_do_not_fit_are_fetched_again_from_one_host(two: Two) -> None:
    path = two.folder / "mirror" / two.archive.filename
    path.write_bytes(two.content[:1000] + b"tampered" + two.content[1008:])
    gone_after_a_cut(two.mirror, MB)
    two.stage()
    assert two.asked == ["mirror", "mirror", "official", "official"]
    assert two.official.sent == 2 * two.archive.size - MB
    assert not list((two.folder / "cache" / "downloads").iterdir())


def test_a_host_that_alone_sends_other_bytes_is_accused(two: Two) -> None:
    for name in ("mirror", "official"):
        (two.folder / name / two.archive.filename).write_bytes(two.content[:-1] + b"?")
    gone_after_a_cut(two.mirror, MB)
    with pytest.raises(DigestMismatch):
        two.stage()
    assert two.asked == ["mirror", "mirror", "official", "official"]
    assert not list((two.folder / "sdk").iterdir())
