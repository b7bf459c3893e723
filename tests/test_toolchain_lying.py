"""The table of lying servers: each lie over the whole way, a list read by `releases` and an archive by `stage`.

A row says how the server lies about the archive, and what must come of it: "whole" (the tree is there, the lie cost
at most time), or the name of the error. Whatever comes, no staging is left and nothing wrong is kept.
"""

from __future__ import annotations

import contextlib
import gzip
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from gowizard.cancellation import Cancel
from gowizard.errors import GowizardError
from gowizard.net import Client, NetError
from gowizard.releases import NotAList, Version, open_source, pinned
from gowizard.toolchain import DownloadFailed, Limits, StageEvent, stage
from tests.support import server_faults as faults
from tests.support.hostile_archives import described, go_files, tar_gz
from tests.support.net_faults import CERTIFICATE, raw_server, says
from tests.support.release_server import Fault, Handler, ReleaseServer

MB = 1 << 20
NAME = "go1.27.3.linux-amd64.tar.gz"
V = Version.parse("1.27.3")


def body_of(handler: Handler) -> bytes:
    return handler.server.files[NAME].read_bytes()


def only_files(answer: Callable[[Handler], None], times: int = 99) -> Fault:
    """A fault that answers the next `times` downloads of the archive itself."""
    left = [times]

    def fault(handler: Handler, path: str) -> bool:
        if not path.endswith(NAME) or not left[0]:
            return False
        left[0] -= 1
        with contextlib.suppress(OSError):
            answer(handler)
        return True

    return fault


def with_length(handler: Handler, length: int, body: bytes, **headers: str) -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", "application/octet-stream")
    handler.send_header("Content-Length", str(length))
    for name, value in headers.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.end_headers()
    handler.write(body)
    handler.close_connection = True


def drip(handler: Handler) -> None:
    """One byte every now and then, for ever: no single wait is too long."""
    body = body_of(handler)
    handler.send_response(200)
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    for at in range(400):
        handler.write(body[at : at + 1])
        handler.wfile.flush()
        if threading.Event().wait(0.02):
            break
    handler.close_connection = True


def endless(handler: Handler) -> None:
    """A body without a length that never ends."""
    handler.send_response(200)
    handler.send_header("Connection", "close")
    handler.end_headers()
    handler.write(body_of(handler))
    while True:
        handler.write(b"\0" * 65536)


def endless_chunks(handler: Handler) -> None:
    handler.send_response(200)
    handler.send_header("Transfer-Encoding", "chunked")
    handler.end_headers()
    while True:
        handler.write(b"10000\r\n" + b"\0" * 65536 + b"\r\n")


def packed_again(handler: Handler) -> None:
    """gzip on top, as some servers do to whatever looks compressible."""
    body = gzip.compress(body_of(handler), 1)
    with_length(handler, len(body), body, Content_Encoding="gzip")


def packed_again_chunked(handler: Handler) -> None:
    body = gzip.compress(body_of(handler), 1)
    handler.send_response(200)
    handler.send_header("Content-Encoding", "gzip")
    handler.send_header("Connection", "close")
    handler.end_headers()
    handler.write(body)
    handler.close_connection = True


def too_short(handler: Handler) -> None:
    body = body_of(handler)
    with_length(handler, len(body) - 1000, body[:-1000])


def too_long(handler: Handler) -> None:
    body = body_of(handler)
    with_length(handler, len(body) + 1000, body)


def too_little(handler: Handler) -> None:
    body = body_of(handler)
    with_length(handler, len(body), body[: MB // 2])


def marked_as_packed(handler: Handler) -> None:
    """What Apache's mod_mime does: the file as it is, with an encoding that it does not have."""
    body = body_of(handler)
    with_length(handler, len(body), body, Content_Encoding="x-gzip")


def html(handler: Handler) -> None:
    handler.send_bytes(b"<!doctype html><title>Please log in</title>", "text/html; charset=utf-8")


def html_as_archive(handler: Handler) -> None:
    """A page of exactly the right length and type."""
    size = len(body_of(handler))
    with_length(handler, size, b"<!doctype html>".ljust(size, b" "))


def circle(handler: Handler) -> None:
    handler.send_bytes(b"", "text/plain", status=302, Location=handler.path)


def long_chain(handler: Handler) -> None:
    handler.send_bytes(b"", "text/plain", status=302, Location=f"{handler.path.split('?')[0]}?{id(object())}")


def not_http(handler: Handler) -> None:
    handler.wfile.write(b"SSH-2.0-OpenSSH_9.9\r\n")
    handler.close_connection = True


def no_content(handler: Handler) -> None:
    handler.send_response(204)
    handler.end_headers()


def part_unasked(handler: Handler) -> None:
    """206 although nobody asked for a part."""
    body = body_of(handler)
    handler.send_bytes(
        body[100:], "application/octet-stream", 206, Content_Range=f"bytes 100-{len(body) - 1}/{len(body)}"
    )


def ranged(total: int = 0, start: int = 0, content_range: bool = True) -> Callable[[Handler], None]:
    """206 with a Content-Range that is off by so much, or without one."""

    def answer(handler: Handler) -> None:
        if "Range" not in handler.headers:
            handler.send_file(handler.server.files[NAME], limit=MB)
            return
        body = body_of(handler)
        at = int(handler.headers["Range"].removeprefix("bytes=").split("-")[0])
        shown = f"bytes {at + start}-{len(body) - 1}/{len(body) + total}"
        fields = {"Content_Range": shown} if content_range else {}
        handler.send_bytes(body[at:], "application/octet-stream", 206, **fields)

    return answer


def changed_in_the_middle(handler: Handler) -> None:
    """The file is another one after the first part: its ETag says so, and the server minds If-Range."""
    file = handler.server.files[NAME]
    if "Range" not in handler.headers:
        handler.send_file(file, limit=MB)
        return
    assert handler.headers["If-Range"].startswith('"')
    del handler.headers["Range"]
    handler.send_file(file)


def changed_and_silent_about_it(handler: Handler) -> None:
    """The file is another one after the first part, and the server sends its rest all the same."""
    file = handler.server.files[NAME]
    if "Range" not in handler.headers:
        handler.send_file(file, limit=MB)
        return
    other = file.with_name("other")
    other.write_bytes(file.read_bytes()[:MB] + b"other".ljust(file.stat().st_size - MB, b"?"))
    handler.headers.replace_header("If-Range", handler.server.etag(other))
    handler.send_file(other)


TABLE = [
    ("slow drip", only_files(drip), "Almost nothing"),
    ("slow drip, then honest", only_files(drip, 1), "whole"),
    ("length too short", only_files(too_short), "bytes where the release list says"),
    ("length too long", only_files(too_long), "bytes where the release list says"),
    ("length right, body short, then honest", only_files(too_little, 1), "whole"),
    ("length right, body always short", only_files(too_little), "broke off"),
    ("gzip on top", only_files(packed_again), "packed once more"),
    ("gzip on top without a length", only_files(packed_again_chunked), "packed once more"),
    ("marked as packed, but not", only_files(marked_as_packed), "whole"),
    ("ETag changed in mid-file", only_files(changed_in_the_middle), "whole"),
    ("changed in mid-file in silence", only_files(changed_and_silent_about_it, 2), "whole"),
    ("206 with another start", only_files(ranged(start=7), 2), "whole"),
    ("206 with another total", only_files(ranged(total=7)), "bytes where the release list says"),
    ("206 without Content-Range", only_files(ranged(content_range=False), 2), "whole"),
    ("206 unasked", only_files(part_unasked), "another part"),
    ("416 for every range", faults.range_refused, "whole"),
    ("204", only_files(no_content), "status 204"),
    ("redirects to itself", only_files(circle), "redirects"),
    ("a long chain of redirects", only_files(long_chain), "redirects"),
    ("a web page", only_files(html), "web page"),
    ("a web page of the right length", only_files(html_as_archive), "Expected SHA-256"),
    ("no HTTP at all", only_files(not_http), "broke off"),
    ("endless body", only_files(endless), "more bytes than"),
    ("endless chunks", only_files(endless_chunks), "more bytes than"),
]


@pytest.fixture
def server(tmp_path: Path) -> Iterator[ReleaseServer]:
    local = described(tmp_path / "go.tar.gz", tar_gz(go_files(padding=3 * MB)))
    file = {"filename": NAME, "os": "linux", "arch": "amd64", "version": "go1.27.3", "kind": "archive",
            "sha256": local.sha256, "size": local.size}  # fmt: skip
    with ReleaseServer(index=[{"version": "go1.27.3", "stable": True, "files": [file]}]) as running:
        running.files[NAME] = tmp_path / local.filename
        yield running


def whole_way(server: ReleaseServer, tmp_path: Path, events: list[StageEvent]) -> Path:
    """List, archive, tree; the tree."""
    limits = Limits(attempts=3, first_wait=0.001, longest_wait=0.002, slow_window=0.3, slow_bytes=10_000)
    with Client(seconds=2, environment={}) as client:
        source = open_source(server.url, client=client, cache=tmp_path / "cache", environment={})
        archive = source.archive(V, "linux", "amd64")
        (tmp_path / "sdk").mkdir(exist_ok=True)
        return stage(
            archive, parent=tmp_path / "sdk", cache=tmp_path / "cache", client=client, limits=limits,
            emit=events.append, cancel=Cancel(),
        ).path  # fmt: skip


@pytest.mark.parametrize(("fault", "outcome"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE])
def test_the_table(server: ReleaseServer, tmp_path: Path, fault: Fault, outcome: str) -> None:
    server.faults.append(fault)
    if fault is faults.range_refused:
        server.faults.append(faults.cut(MB))
    if outcome == "whole":
        tree = whole_way(server, tmp_path, [])
        assert (tree / "VERSION").read_text().startswith("go1.27.3\n")
        assert not list((tmp_path / "cache" / "downloads").iterdir())
        return
    with pytest.raises(GowizardError) as caught:
        whole_way(server, tmp_path, [])
    assert outcome in caught.value.cause
    assert caught.value.remedy
    assert not list((tmp_path / "sdk").iterdir())
    for part in (tmp_path / "cache" / "downloads").glob("*.part"):
        content = server.files[NAME].read_bytes()
        assert content.startswith(part.read_bytes())  # what is kept is the beginning of the true file
    server.faults.clear()
    assert (whole_way(server, tmp_path, []) / "VERSION").is_file()  # nothing that was kept stands in the way


def test_from_https_to_http(server: ReleaseServer, tmp_path: Path) -> None:
    """An archive behind https that leads to http is not fetched; the list was honest."""
    moved = says("HTTP/1.1 302 Found", f"Location: {server.url}/{NAME}")
    trusting = Client(seconds=2, environment={"SSL_CERT_FILE": str(CERTIFICATE)})
    with raw_server(moved, tls=True) as port, trusting as client:
        source = open_source(server.url, client=client, cache=tmp_path / "cache", environment={})
        archive = replace(
            source.archive(V, "linux", "amd64"), locations=(f"https://127.0.0.1:{port}/{NAME}",)
        )
        (tmp_path / "sdk").mkdir()
        with pytest.raises(DownloadFailed, match="could not be fetched") as caught:
            stage(
                archive, parent=tmp_path / "sdk", cache=tmp_path / "cache", client=client,
                emit=lambda _event: None, cancel=Cancel(),
            )  # fmt: skip
    assert "from https to http" in caught.value.cause
    assert server.sent < 2000  # the list


def listing(answer: Callable[[Handler], None]) -> Fault:
    def fault(handler: Handler, path: str) -> bool:
        with contextlib.suppress(OSError):
            answer(handler)
        return True

    return fault


def list_drip(handler: Handler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Length", "100000")
    handler.end_headers()
    for _turn in range(400):
        handler.write(b"[")
        handler.wfile.flush()
        if threading.Event().wait(0.02):
            break


def list_endless(handler: Handler) -> None:
    handler.send_response(200)
    handler.send_header("Connection", "close")
    handler.end_headers()
    while True:
        handler.write(b" " * 65536)


BOMB = gzip.compress(b" " * 40_000_000, 1)


def list_bomb(handler: Handler) -> None:
    handler.send_bytes(BOMB, "application/json", Content_Encoding="gzip")


def list_short(handler: Handler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Length", "100000")
    handler.end_headers()
    handler.write(b"[")
    handler.close_connection = True


def list_deep(handler: Handler) -> None:
    handler.send_bytes(b"[" * 100_000, "application/json")


def list_refused_packing(handler: Handler) -> None:
    handler.send_bytes(b"not gzip at all", "application/json", Content_Encoding="gzip")


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (list_drip, "timeout"),
        (list_endless, "too-large"),
        (list_bomb, "too-large"),
        (list_short, "reset"),
        (list_refused_packing, "reset"),
        (circle, "redirect"),
        (not_http, "reset"),
        (list_deep, ""),
        (html, ""),
        (no_content, ""),
    ],
    ids=lambda value: getattr(value, "__name__", value),
)
def test_lies_about_the_list(
    server: ReleaseServer, tmp_path: Path, answer: Callable[[Handler], None], kind: str
) -> None:
    server.faults.append(listing(answer))
    with Client(seconds=0.5 if kind == "timeout" else 5, environment={}) as client:
        source = open_source(server.url, client=client, cache=tmp_path / "cache", environment={})
        with pytest.raises(NetError if kind else NotAList) as caught:
            source.catalogue()
    assert getattr(caught.value, "kind", "") == kind
    assert caught.value.remedy
    assert not list(tmp_path.glob("cache/lists/*"))  # a lie is not kept


def test_a_pinned_digest_beats_a_list_that_lies_about_it(server: ReleaseServer, tmp_path: Path) -> None:
    server.index[0]["files"][0]["sha256"] = "0" * 64  # type: ignore[index]
    with Client(seconds=2, environment={}) as client:
        source = open_source(server.url, client=client, cache=tmp_path / "cache", environment={})
        with pytest.raises(GowizardError, match="not the file you named"):
            pinned(source.archive(V, "linux", "amd64"), "1" * 64)
