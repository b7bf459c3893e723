"""The release list: the real one with its dirt, and answers that are no list."""

import json
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gowizard.releases import NotAList, Version
from gowizard.releases.cache import ListCache
from gowizard.releases.listing import parse_list

EXCERPT = (Path(__file__).parent / "data" / "releases-excerpt.json").read_bytes()
DIGEST = "a" * 64


def entry(**changes):
    record = {
        "filename": "go1.27.3.linux-amd64.tar.gz",
        "os": "linux",
        "arch": "amd64",
        "version": "go1.27.3",
        "sha256": DIGEST,
        "size": 5,
        "kind": "archive",
    }
    return {**record, **changes}


def listed(*files, version="go1.27.3"):
    return json.dumps([{"version": version, "stable": True, "files": list(files)}]).encode()


def test_the_real_list():
    releases, note = parse_list(EXCERPT, "go.dev")
    versions = [release.version for release in releases]
    assert versions == sorted(versions, reverse=True) and versions[0].name == "go1.27.0"
    assert [v.name for v in versions if not v.is_stable] == [
        "go1.27rc3",
        "go1.27rc2",
        "go1.21rc2",
        "go1.9.2rc2",
        "go1.6beta1",
    ]
    newest = releases[0]
    assert newest.archive("linux", "arm").filename == "go1.27.0.linux-armv6l.tar.gz"
    assert newest.archive("darwin", "amd64").filename == "go1.27.0.darwin-amd64.tar.gz"
    assert newest.archive("plan9", "mips") is None
    by_name = {release.version.name: release for release in releases}
    assert by_name["go1.6beta1"].archive("linux", "arm").sha256 == ""
    assert by_name["go1.3.3"].archive("darwin", "amd64").filename.endswith("osx10.8.tar.gz")
    assert by_name["go1"].files == ()  # the bootstrap pseudo-release
    assert note == "1 unusable record was left out."


@pytest.mark.parametrize(
    "change",
    [
        {"filename": "../../etc/passwd"},
        {"filename": "go1.27.3.x/../../y.tar.gz"},
        {"filename": "go1.27.3...tar.gz"},
        {"filename": "/go1.27.3.linux-amd64.tar.gz"},
        {"filename": "go1.26.6.linux-amd64.tar.gz"},
        {"filename": "go1.27.3.linux-amd64.tar.gz\n"},
        {"filename": "go1.27.3.linux-amd64.exe"},
        {"filename": None},
        {"filename": 7},
        {"sha256": "A" * 63},
        {"sha256": DIGEST + "\n"},
        {"sha256": 5},
        {"size": -1},
        {"size": "5"},
        {"size": True},
        {"size": 1e99},
        {"size": 10**15},
        {"kind": "virus"},
        {"os": "linux/.."},
        {"arch": ["amd64"]},
        {"os": "4", "arch": "bootstrap"},
        {"os": "x" * 50},
    ],
)
def test_a_bad_record_is_dropped_and_the_good_one_stays(change):
    good = entry(filename="go1.27.3.linux-arm64.tar.gz", arch="arm64")
    (release,), note = parse_list(listed(entry(**change), good), "here")
    assert [file.filename for file in release.files] == ["go1.27.3.linux-arm64.tar.gz"]
    assert note.startswith("1 ")


def test_ports_nobody_knows_yet_are_taken():
    (release,), note = parse_list(
        listed(entry(filename="go1.27.3.haiku-riscv128.tar.gz", os="haiku", arch="riscv128")), "here"
    )
    assert release.archive("haiku", "riscv128") is not None and note == ""


def test_upper_case_digests_are_digests():
    (release,), _note = parse_list(listed(entry(sha256=DIGEST.upper())), "here")
    assert release.files[0].sha256 == DIGEST


def test_duplicates_merge_and_contradictions_lose_their_digest():
    same = [{"version": "go1.27.3", "files": [entry()]}] * 2
    (release,), note = parse_list(json.dumps(same).encode(), "here")
    assert len(release.files) == 1 and release.files[0].sha256 == DIGEST and note == ""
    (release,), note = parse_list(listed(entry(), entry(sha256="b" * 64)), "here")
    assert [file.sha256 for file in release.files] == [""] and note


@pytest.mark.parametrize(
    "version", ["go1.27", "1.27.3", "go1.27.3 ", "go1.020", "go01.27.3", None, 1.27, "", "go9" * 99]
)
def test_releases_of_no_version_are_dropped(version):
    body = json.dumps([{"version": version, "files": []}, {"version": "go1.26.6", "files": []}]).encode()
    releases, note = parse_list(body, "here")
    assert [release.version.name for release in releases] == ["go1.26.6"] and note


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"null",
        b"[]",
        b"{}",
        b"[1, null, []]",
        b'{"error": 1}',
        b'"x"',
        b"[" * 100_000,
        b"\xff\xfe",
        b"not json",
        b"9" * 10_000,
        b'[{"version": "go1.2", "files": 3}]',
    ],
)
def test_what_is_no_list(body):
    with pytest.raises(NotAList) as caught:
        parse_list(body, "mirror.test")
    assert "mirror.test" in caught.value.title


@pytest.mark.parametrize("body", [b"<!doctype html><p>Welcome", b"\r\n <html>", b"<?xml version='1.0'?>"])
def test_a_sign_in_page_is_called_one(body):
    with pytest.raises(NotAList) as caught:
        parse_list(body, "go.dev")
    assert "sign-in page" in caught.value.title and "browser" in caught.value.remedy


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                ["version", "files", "filename", "os", "arch", "sha256", "size", "kind", "stable"]
            ),
            inner,
            max_size=6,
        )
    ),
    max_leaves=20,
)


@settings(max_examples=150, deadline=None, database=None)
@given(st.lists(_json, max_size=4), st.lists(_json, max_size=3))
def test_wrong_types_never_crash(entries, files):
    body = json.dumps([{"version": "go1.27.3", "files": [entry(), *files]}, *entries]).encode()
    releases, _note = parse_list(body, "here")
    assert any(release.version == Version.parse("1.27.3") for release in releases)


def test_the_cache_gives_back_what_it_was_given(tmp_path):
    cache = ListCache(tmp_path / "lists")
    assert cache.read("https://a.test/") is None
    cache.write("https://me:s3cret@a.test/", EXCERPT)
    body, age = cache.read("https://me:s3cret@a.test/")
    assert body == EXCERPT and 0 <= age < 60
    assert cache.read("https://b.test/") is None
    (kept,) = (tmp_path / "lists").iterdir()
    assert b"s3cret" not in kept.read_bytes()


@pytest.mark.parametrize(
    "damage", [b"", b"\x00" * 50, b"gowizard release list 1 soon x\n[]", b"gowizard release list 9 1 x\n"]
)
def test_a_damaged_cache_is_none(tmp_path, damage):
    cache = ListCache(tmp_path)
    cache.write("https://a.test/", b"[]")
    (kept,) = tmp_path.iterdir()
    kept.write_bytes(damage)
    assert cache.read("https://a.test/") is None


def test_a_cache_that_cannot_be_written_is_no_failure(tmp_path):
    (tmp_path / "lists").write_text("a file is in the way")
    ListCache(tmp_path / "lists").write("https://a.test/", b"[]")
    assert (tmp_path / "lists").read_text() == "a file is in the way"


def test_a_cache_from_the_future_is_not_young(tmp_path, monkeypatch):
    cache = ListCache(tmp_path)
    cache.write("https://a.test/", b"[]")
    monkeypatch.setattr(time, "time", lambda: 1_000_000_000.0)
    assert cache.read("https://a.test/") == (b"[]", 0.0)
