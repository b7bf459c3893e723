"""Downloads that are cut, refused, answered wrongly, cancelled; what is kept, and what the server sent."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from gowizard.cancellation import Cancel, Cancelled
from gowizard.changes import tree_fingerprint
from gowizard.net import Client
from gowizard.toolchain import (
    Connecting,
    DownloadFailed,
    Limits,
    Received,
    Retrying,
    StageEvent,
    StagingFailed,
    Unpacked,
    Verified,
    stage,
    staging_path,
)
from tests.support import server_faults as faults
from tests.support.download_place import ONCE, Place
from tests.support.hostile_archives import at
from tests.support.own_time import OwnTime
from tests.support.release_server import ReleaseServer


@pytest.fixture
def server() -> Iterator[ReleaseServer]:
    with ReleaseServer() as running:
        yield running


@pytest.fixture(params=["tar.gz", "zip"])
def place(tmp_path: Path, server: ReleaseServer, request: pytest.FixtureRequest) -> Place:
    return Place(tmp_path, server, request.param)


@pytest.fixture
def tar_place(tmp_path: Path, server: ReleaseServer) -> Place:
    return Place(tmp_path, server)


def test_fetches_verifies_and_leaves_no_copy(place: Place) -> None:
    result = place.stage()
    assert result.path == staging_path(place.sdk, "go1.27.3")
    assert result.path.parent == place.sdk
    assert (result.path / "VERSION").read_text().startswith("go1.27.3\n")
    assert (result.version, result.files) == ("go1.27.3", 8)
    assert result.fingerprint == tree_fingerprint(result.path)
    assert place.kept() == 0
    assert place.server.sent == place.archive.size
    assert place.events[0] == Connecting(place.archive.locations[0])
    assert Verified(place.archive.sha256, "pinned") in place.events
    received = [event for event in place.events if isinstance(event, Received)]
    assert received[-1].done == received[-1].total == place.archive.size
    assert [event.done for event in received] == sorted(event.done for event in received)
    if place.archive.format == "zip":
        assert place.events[-1] == Unpacked(result.files, result.size)


def test_progress_resets_the_patience_and_no_progress_ends_it(tar_place: Place) -> None:
    tar_place.server.faults.append(faults.cut(300_000, times=7))
    tar_place.stage(limits=Limits(attempts=2, first_wait=0.001))
    tar_place.server.faults.append(faults.status(503, times=99))
    with pytest.raises(DownloadFailed) as caught:
        tar_place.stage(limits=Limits(attempts=3, first_wait=0.001))
    assert len([event for event in tar_place.events if isinstance(event, Retrying)]) == 2
    assert "503" in caught.value.cause or "server" in caught.value.cause


@pytest.mark.parametrize("code", [429, 500, 502, 503, 504])
def test_passing_faults_are_tried_again(code: int, tar_place: Place) -> None:
    tar_place.server.faults.append(faults.status(code, times=2))
    tar_place.stage()
    assert [event.attempt for event in tar_place.events if isinstance(event, Retrying)] == [1, 2]


@pytest.mark.parametrize("code", [400, 401, 403, 404, 410])
def test_lasting_faults_are_not(code: int, tar_place: Place) -> None:
    tar_place.server.faults.append(faults.status(code, times=99))
    with pytest.raises(DownloadFailed) as caught:
        tar_place.stage()
    assert len(tar_place.server.requests) == 1
    assert tar_place.archive.locations[0] in caught.value.cause
    tar_place.assert_clean()


def test_waits_grow_and_vary_within_bounds(tar_place: Place) -> None:
    tar_place.server.faults.append(faults.status(503, times=99))
    with pytest.raises(DownloadFailed):
        tar_place.stage(limits=Limits(attempts=5, first_wait=0.01, longest_wait=0.03))
    waits = [event.wait for event in tar_place.events if isinstance(event, Retrying)]
    for wait, middle in zip(waits, (0.01, 0.02, 0.03, 0.03), strict=True):
        assert 0.5 * middle <= wait <= 1.5 * middle


def test_the_next_location_is_tried(tar_place: Place) -> None:
    missing = f"{tar_place.server.url}/missing.tar.gz"
    nowhere = str(tar_place.tmp_path / "missing.tar.gz")
    tar_place.stage(at(tar_place.archive, missing, nowhere, *tar_place.archive.locations))
    asked = [event.location for event in tar_place.events if isinstance(event, Connecting)]
    assert asked == [missing, nowhere, tar_place.archive.locations[0]]


def test_all_locations_are_named_when_none_helps(tar_place: Place) -> None:
    missing = f"{tar_place.server.url}/missing.tar.gz"
    nowhere = str(tar_place.tmp_path / "missing.tar.gz")
    secret = missing.replace("http://", "http://me:secret@")
    with pytest.raises(DownloadFailed) as caught:
        tar_place.stage(at(tar_place.archive, secret, nowhere))
    assert missing in caught.value.cause
    assert nowhere in caught.value.cause
    assert "secret" not in str(caught.value) + repr(tar_place.events)


def test_local_files_and_file_urls(place: Place) -> None:
    place.stage(place.local)
    place.stage(at(place.local, Path(place.local.locations[0]).as_uri()))
    assert place.server.sent == 0
    assert place.kept() == 0


def test_a_login_page_is_called_one(place: Place) -> None:
    place.server.faults.append(faults.page)
    with pytest.raises(DownloadFailed) as caught:
        place.stage()
    assert "web page" in caught.value.cause
    assert len(place.server.requests) == 1


def test_another_size_is_refused_before_it_is_fetched(place: Place) -> None:
    path = place.tmp_path / place.archive.filename
    path.write_bytes(path.read_bytes() + b"more")
    with pytest.raises(DownloadFailed) as caught:
        place.stage()
    assert str(place.archive.size) in caught.value.cause
    place.assert_clean()


def test_offline(tar_place: Place) -> None:
    with pytest.raises(DownloadFailed) as caught:
        stage(
            tar_place.archive, parent=tar_place.sdk, cache=tar_place.cache, client=Client(offline=True),
            emit=tar_place.events.append, cancel=Cancel(),
        )  # fmt: skip
    assert "offline" in caught.value.cause
    assert not [event for event in tar_place.events if isinstance(event, Retrying)]


def test_a_silent_server_is_a_passing_fault(tar_place: Place) -> None:
    stall = faults.Stall(1 << 20)
    tar_place.server.faults.append(stall)
    try:
        with pytest.raises(DownloadFailed) as caught:
            stage(
                tar_place.archive, parent=tar_place.sdk, cache=tar_place.cache, limits=ONCE,
                client=Client(seconds=1, environment={}), emit=tar_place.events.append, cancel=Cancel(),
            )  # fmt: skip
    finally:
        stall.go_on.set()
    assert "in time" in caught.value.cause
    assert tar_place.kept() == 1 << 20


def test_a_trickle_counts_as_a_stall_and_all_has_an_end(tar_place: Place) -> None:
    with pytest.raises(DownloadFailed) as caught:
        tar_place.stage(limits=Limits(attempts=1, slow_window=0.0, slow_bytes=1 << 40))
    assert "Almost nothing" in caught.value.cause
    with pytest.raises(DownloadFailed) as caught:
        tar_place.stage(limits=Limits(total=0.0))
    assert "too long" in caught.value.cause


def test_cancel_is_quick_and_keeps_what_came(place: Place) -> None:
    stall = faults.Stall(1 << 20)
    place.server.faults.append(stall)
    cancel, asked = Cancel(), list[OwnTime]()

    def ask() -> None:
        stall.stalled.wait()
        while place.kept() < 1 << 20:
            threading.Event().wait(0.01)
        asked.append(OwnTime())
        cancel.set()

    asker = threading.Thread(target=ask)
    asker.start()
    try:
        with pytest.raises(Cancelled):
            place.stage(cancel=cancel)
        assert asked[0].seconds < 0.5
    finally:
        stall.go_on.set()
        asker.join()
    assert not list(place.sdk.iterdir())
    assert place.kept() == 1 << 20


def test_cancelled_before_it_began(tar_place: Place) -> None:
    cancel = Cancel()
    cancel.set()
    with pytest.raises(Cancelled):
        tar_place.stage(cancel=cancel)
    assert not tar_place.server.requests


def test_cancel_while_unpacking_a_zip(tmp_path: Path, server: ReleaseServer) -> None:
    place, cancel = Place(tmp_path, server, "zip"), Cancel()

    def emit(event: StageEvent) -> None:
        if isinstance(event, Verified):
            cancel.set()

    with pytest.raises(Cancelled):
        stage(
            place.archive,
            parent=place.sdk,
            cache=place.cache,
            client=Client(environment={}),
            emit=emit,
            cancel=cancel,
        )
    assert not list(place.sdk.iterdir())


def test_a_cache_that_cannot_be_written_does_not_stop_a_tar(tar_place: Place) -> None:
    tar_place.cache.write_text("in the way")
    tar_place.stage()


def test_a_cache_that_cannot_be_written_stops_a_zip_with_words(tmp_path: Path, server: ReleaseServer) -> None:
    place = Place(tmp_path, server, "zip")
    place.cache.write_text("in the way")
    with pytest.raises(StagingFailed):
        place.stage()
    place.stage(place.local)


def test_two_at_once_do_not_share_a_part(tar_place: Place, tmp_path: Path) -> None:
    stall = faults.Stall(1 << 20)
    tar_place.server.faults.append(stall)
    cancel, outcome = Cancel(), list[BaseException]()

    def first() -> None:
        try:
            stage(
                tar_place.archive, parent=tmp_path, cache=tar_place.cache, client=Client(environment={}),
                emit=lambda event: None, cancel=cancel,
            )  # fmt: skip
        except BaseException as error:
            outcome.append(error)

    thread = threading.Thread(target=first)
    thread.start()
    assert stall.stalled.wait(60)
    tar_place.server.faults.clear()
    tar_place.stage()
    assert len(list((tar_place.cache / "downloads").glob("*.part"))) == 1
    cancel.set()
    thread.join()
    stall.go_on.set()
    assert isinstance(outcome[0], Cancelled)


def test_a_link_in_the_place_of_the_staging_is_not_followed(tar_place: Place) -> None:
    elsewhere = tar_place.tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "precious").write_text("mine")
    staging_path(tar_place.sdk, "go1.27.3").symlink_to(elsewhere)
    result = tar_place.stage()
    assert (elsewhere / "precious").read_text() == "mine"
    assert not result.path.is_symlink()


def test_without_its_parent_the_staging_lies_above(tar_place: Place) -> None:
    tar_place.sdk.rmdir()
    result = tar_place.stage()
    assert result.path.parent == tar_place.tmp_path
    assert not tar_place.sdk.exists()


def test_a_parent_that_cannot_be_written_has_words(tar_place: Place) -> None:
    tar_place.sdk.rmdir()
    tar_place.sdk.symlink_to("/proc/self")
    with pytest.raises(StagingFailed):
        tar_place.stage()
