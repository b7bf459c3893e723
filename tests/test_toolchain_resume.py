"""What of a download is kept for the next try, when it is worth nothing, and what the server is asked for then."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from gowizard.toolchain import (
    ArchiveRefused,
    DigestMismatch,
    DownloadFailed,
    Received,
    Retrying,
)
from tests.support import server_faults as faults
from tests.support.download_place import ONCE, Place
from tests.support.hostile_archives import at, described, go_files, tar_gz
from tests.support.release_server import ReleaseServer


@pytest.fixture(params=["tar.gz", "zip"])
def place(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Place]:
    with ReleaseServer() as running:
        yield Place(tmp_path, running, request.param)


@pytest.fixture
def tar_place(tmp_path: Path) -> Iterator[Place]:
    with ReleaseServer() as running:
        yield Place(tmp_path, running)


def test_the_second_run_fetches_only_the_rest(place: Place) -> None:
    size = place.archive.size
    place.server.faults.append(faults.cut(size * 6 // 10))
    with pytest.raises(DownloadFailed) as caught:
        place.stage(limits=ONCE)
    assert "are kept" in caught.value.remedy
    assert not list(place.sdk.iterdir())
    assert place.kept() == size * 6 // 10
    place.stage()
    assert place.server.sent <= size * 1.1
    first = next(event for event in place.events if isinstance(event, Received))
    assert first.done > 0
    assert place.kept() == 0


def test_one_run_goes_on_by_itself(place: Place) -> None:
    place.server.faults += [faults.cut(1 << 20), faults.cut(1 << 20)]
    place.stage()
    assert place.server.sent <= place.archive.size * 1.1
    assert len([event for event in place.events if isinstance(event, Retrying)]) == 2


def test_the_next_location_goes_on_where_the_first_broke_off(place: Place) -> None:
    place.server.faults.append(faults.cut(2 << 20))
    place.stage(at(place.archive, *place.archive.locations, str(place.local.locations[0])), limits=ONCE)
    assert place.server.sent == 2 << 20


def test_a_server_without_ranges(place: Place) -> None:
    place.server.faults += [faults.without_range, faults.cut(1 << 20)]
    place.stage()
    assert place.server.sent <= place.archive.size + (1 << 20)


@pytest.mark.parametrize("fault", [faults.range_refused, faults.wrong_range])
def test_a_server_that_answers_ranges_wrongly(place: Place, fault: faults.Fault) -> None:
    place.server.faults += [fault, faults.cut(1 << 20)]
    place.stage()


@pytest.mark.parametrize("fault", [faults.range_refused, faults.wrong_range, faults.without_range])
def test_across_runs_too(place: Place, fault: faults.Fault) -> None:
    place.server.faults.append(faults.cut(1 << 20))
    with pytest.raises(DownloadFailed):
        place.stage(limits=ONCE)
    place.server.faults.append(fault)
    place.stage()


def test_a_changed_file_starts_afresh(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    place.server.faults.append(faults.cut(1 << 20))
    with pytest.raises(DownloadFailed):
        place.stage(limits=ONCE)
    monkeypatch.setattr(place.server, "etag", lambda file: '"another"')
    place.stage()
    assert place.server.requests[-1][2]["If-Range"].startswith('"')
    assert place.server.sent == place.archive.size + (1 << 20)


def test_another_location_starts_afresh(place: Place) -> None:
    place.server.faults.append(faults.cut(1 << 20))
    with pytest.raises(DownloadFailed):
        place.stage(limits=ONCE)
    place.server.files["other.bin"] = place.tmp_path / place.archive.filename
    place.stage(at(place.archive, f"{place.server.url}/other.bin"))
    assert "Range" not in place.server.requests[-1][2]


def test_a_spoilt_cache_is_fetched_again_before_anybody_is_accused(place: Place) -> None:
    place.server.faults.append(faults.cut(1 << 20))
    with pytest.raises(DownloadFailed):
        place.stage(limits=ONCE)
    part = next(place.cache.rglob("*.part"))
    part.write_bytes(b"spoilt" + part.read_bytes()[6:])
    place.stage()
    assert place.kept() == 0


@pytest.mark.parametrize("note", ["", "[]", "{", '{"location": 5}', "\0"])
def test_a_spoilt_note_is_worth_nothing(tar_place: Place, note: str) -> None:
    tar_place.server.faults.append(faults.cut(1 << 20))
    with pytest.raises(DownloadFailed):
        tar_place.stage(limits=ONCE)
    next(tar_place.cache.rglob("*.json")).write_text(note)
    tar_place.stage()
    assert "Range" not in tar_place.server.requests[-1][2]


def test_the_note_holds_no_secret(tar_place: Place) -> None:
    tar_place.server.faults.append(faults.cut(1 << 20))
    with pytest.raises(DownloadFailed):
        tar_place.stage(
            at(tar_place.archive, tar_place.archive.locations[0].replace("http://", "http://me:secret@")),
            limits=ONCE,
        )
    note = next(tar_place.cache.rglob("*.json")).read_text()
    assert "secret" not in note
    assert json.loads(note)["sha256"] == tar_place.archive.sha256


def test_everything_kept_needs_no_network(place: Place) -> None:
    place.server.faults.append(faults.cut(1 << 20))
    with pytest.raises(DownloadFailed):
        place.stage(limits=ONCE)
    next(place.cache.rglob("*.part")).write_bytes((place.tmp_path / place.archive.filename).read_bytes())
    before = len(place.server.requests)
    place.stage()
    assert len(place.server.requests) == before


def test_wrong_digest_throws_everything_away(place: Place) -> None:
    path = place.tmp_path / place.archive.filename
    path.write_bytes(path.read_bytes()[:-1] + b"?")
    with pytest.raises(DigestMismatch) as caught:
        place.stage()
    assert place.archive.sha256 in caught.value.cause
    assert "source" in caught.value.remedy
    place.assert_clean()


def test_wrong_digest_after_a_cut_is_fetched_whole_once_more(place: Place) -> None:
    path = place.tmp_path / place.archive.filename
    path.write_bytes(path.read_bytes()[:-1] + b"?")
    place.server.faults.append(faults.cut(1 << 20))
    with pytest.raises(DigestMismatch):
        place.stage()
    assert place.server.sent == 2 * place.archive.size
    place.assert_clean()


def test_a_refused_archive_is_not_kept(tar_place: Place) -> None:
    content = tar_gz(go_files("go1.2.3"))
    local = described(tar_place.tmp_path / "go.tar.gz", content)
    with pytest.raises(ArchiveRefused):
        tar_place.stage(at(local, *tar_place.archive.locations))
    tar_place.assert_clean()
