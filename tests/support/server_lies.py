"""How a server lies about an archive or a list: faults for the release server, one lie each."""

from __future__ import annotations

import contextlib
import gzip
import threading
from collections.abc import Callable

from tests.support.release_server import Fault, Handler

MB = 1 << 20
NAME = "go1.27.3.linux-amd64.tar.gz"  # the archive that is lied about


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


ENDLESS = range(500)  # pieces of 64 kB: a client that does not stop fails its test, and does not hang it


def endless(handler: Handler) -> None:
    """A body without a length that never ends."""
    handler.send_response(200)
    handler.send_header("Connection", "close")
    handler.end_headers()
    handler.write(body_of(handler))
    for _turn in ENDLESS:
        handler.write(b"\0" * 65536)


def endless_chunks(handler: Handler) -> None:
    handler.send_response(200)
    handler.send_header("Transfer-Encoding", "chunked")
    handler.end_headers()
    for _turn in ENDLESS:
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
    for _turn in ENDLESS:
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
