"""Mirrors: their bytes, the Go project's list; what is refused, and what happens when no list can be had."""

import hashlib
from dataclasses import replace

import pytest

from gowizard.errors import UsageError
from gowizard.net import Client
from gowizard.releases import (
    MIRRORS,
    Version,
    Voucher,
    check_allowed,
    mirror_names,
    mirrors,
    open_source,
    probe_sources,
    web,
)  # fmt: skip
from gowizard.releases.mirror_source import NoOfficialList, NotServed
from tests.support.net_faults import unused_port
from tests.support.release_server import ReleaseServer
from tests.support.server_faults import page, status

V = Version.parse("1.27.3")
NAME = "go1.27.3.linux-amd64.tar.gz"
BODY = b"\x1f\x8b\x08\0" + b"archive" * 50


@pytest.fixture
def official():
    file = {"filename": NAME, "os": "linux", "arch": "amd64", "version": "go1.27.3", "kind": "archive",
            "sha256": hashlib.sha256(BODY).hexdigest(), "size": len(BODY)}  # fmt: skip
    with ReleaseServer(index=[{"version": "go1.27.3", "stable": True, "files": [file]}]) as running:
        yield running


@pytest.fixture
def mirror(tmp_path):
    (tmp_path / NAME).write_bytes(BODY)
    with ReleaseServer() as running:
        running.files[NAME] = tmp_path / NAME
        yield running


@pytest.fixture
def open_mirror(official, mirror, tmp_path, monkeypatch):
    """Opens mirror:nju, which is `mirror`; go.dev is `official`, golang.google.cn is not reachable."""
    nowhere = f"http://127.0.0.1:{unused_port()}/dl/"
    monkeypatch.setattr(web, "OFFICIAL", {"official": official.url + "/", "google-cn": nowhere})
    ours = tuple(replace(each, base=mirror.url + "/") if each.name == "nju" else each for each in MIRRORS)
    monkeypatch.setattr(mirrors, "MIRRORS", ours)
    with Client(seconds=20, environment={}) as client:
        yield lambda asking=client: open_source(
            "mirror:nju", client=asking, cache=tmp_path / "cache", environment={}
        )


def test_bytes_from_the_mirror_and_all_else_from_the_go_project(open_mirror, official, mirror):
    source = open_mirror()
    assert source.catalogue().releases[0].version == V
    archive = source.archive(V, "linux", "amd64")
    assert archive.locations == (f"{mirror.url}/{NAME}", f"{official.url}/{NAME}", web.FILES + NAME)
    assert (archive.voucher, archive.source) == (Voucher.OFFICIAL, "mirror:nju")
    assert archive.sha256 == hashlib.sha256(BODY).hexdigest()
    check_allowed(archive, source_named=True)
    assert [path for _method, path, _headers in mirror.requests] == [f"/dl/{NAME}"]
    assert mirror.requests[0][2]["Range"] == "bytes=0-63"
    assert all(NAME not in path for _method, path, _headers in official.requests)


@pytest.mark.parametrize(("fault", "words"), [(page, "web page"), (status(404), "does not have")])
def test_a_mirror_that_does_not_serve_it(open_mirror, mirror, fault, words):
    mirror.faults.append(fault)
    with pytest.raises(NotServed) as caught:
        open_mirror().archive(V, "linux", "amd64")
    assert words in caught.value.cause and NAME in caught.value.title


def test_other_bytes_are_no_archive(open_mirror, mirror, tmp_path):
    (tmp_path / NAME).write_bytes(b"hello, this is no archive at all")
    with pytest.raises(NotServed, match="does not serve"):
        open_mirror().archive(V, "linux", "amd64")


def test_a_passing_fault_is_left_to_the_download(open_mirror, mirror):
    mirror.faults.append(status(503))
    assert open_mirror().archive(V, "linux", "amd64").locations[0].startswith(mirror.url)


def test_the_kept_list_serves_and_without_one_nobody_vouches(open_mirror, official):
    first = open_mirror()
    first.catalogue()
    official.shutdown()
    official.server_close()
    with Client(seconds=1, offline=True, environment={}) as offline:
        assert open_mirror(offline).archive(V, "linux", "amd64").voucher is Voucher.OFFICIAL


def test_without_any_official_list(open_mirror, official):
    official.index = [{"nonsense": 1}]
    with pytest.raises(NoOfficialList) as caught:
        open_mirror().catalogue()
    assert "official:" in caught.value.cause and "google-cn:" in caught.value.cause


def test_a_probe_looks_at_the_newest_archive(open_mirror, mirror, tmp_path):
    with Client(seconds=20, environment={}) as client:
        ask = lambda: list(  # noqa: E731
            probe_sources(["mirror:nju"], client=client, cache=tmp_path / "cache", environment={})
        )
        (answer,) = ask()
        assert (answer.ok, answer.name, answer.voucher) == (True, "mirror:nju", Voucher.OFFICIAL)
        mirror.faults.append(page)
        (answer,) = ask()
    assert not answer.ok and "web page" in answer.message


def refused(name, tmp_path):
    with Client(environment={}) as client, pytest.raises(UsageError) as caught:
        open_source(name, client=client, cache=tmp_path, environment={})
    return caught.value


def test_names(tmp_path):
    assert "mirror:aliyun" in mirror_names() and "mirror:ustc" not in mirror_names()
    every = refused("mirror:", tmp_path)
    assert all(name in every.cause for name in mirror_names()) and "ustc" not in every.cause
    assert "Did you mean mirror:aliyun?" in refused("mirror:aliyum", tmp_path).remedy
    assert "Did you mean mirror:hust?" in refused("hust", tmp_path).remedy


@pytest.mark.parametrize("mirror", [each for each in MIRRORS if each.dead], ids=lambda each: each.name)
def test_dead_ones_say_why(mirror, tmp_path):
    error = refused(mirror.source, tmp_path)
    assert error.cause == mirror.dead and "mirror:aliyun" in error.remedy


def test_no_mirror_is_plain_http():
    assert all(each.base.startswith("https://") and each.base.endswith("/") for each in MIRRORS)
