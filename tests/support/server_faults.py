"""Faults for the release server: each is appended to `server.faults` and looks only at archive downloads."""

from __future__ import annotations

import threading

from tests.support.release_server import Fault, Handler


def _is_file(handler: Handler, path: str) -> bool:
    return path.rsplit("/", 1)[-1] in handler.server.files


def cut(after: int, times: int = 1) -> Fault:
    """The next `times` downloads break off after that many bytes of body."""
    left = [times]

    def fault(handler: Handler, path: str) -> bool:
        if not _is_file(handler, path) or not left[0]:
            return False
        left[0] -= 1
        handler.send_file(handler.server.files[path.rsplit("/", 1)[-1]], limit=after)
        return True

    return fault


def status(code: int, times: int = 1) -> Fault:
    """The next `times` downloads are answered with a status."""
    left = [times]

    def fault(handler: Handler, path: str) -> bool:
        if not _is_file(handler, path) or not left[0]:
            return False
        left[0] -= 1
        handler.send_bytes(b"no\n", "text/plain", status=code)
        return True

    return fault


def without_range(handler: Handler, path: str) -> bool:
    """A server that knows no ranges: it always sends everything."""
    if "Range" in handler.headers:
        del handler.headers["Range"]
    return False


def range_refused(handler: Handler, path: str) -> bool:
    """A server that answers every range with 416."""
    if not _is_file(handler, path) or "Range" not in handler.headers:
        return False
    handler.send_bytes(b"", "text/plain", status=416)
    return True


def wrong_range(handler: Handler, path: str) -> bool:
    """A server that answers a range with 206 and another part."""
    if not _is_file(handler, path) or "Range" not in handler.headers:
        return False
    body = handler.server.files[path.rsplit("/", 1)[-1]].read_bytes()
    handler.send_bytes(
        body, "application/octet-stream", 206, Content_Range=f"bytes 0-{len(body) - 1}/{len(body)}"
    )
    return True


def page(handler: Handler, path: str) -> bool:
    """A captive portal: 200 and a web page."""
    if not _is_file(handler, path):
        return False
    handler.send_bytes(b"<!doctype html><title>Please log in</title>", "text/html; charset=utf-8")
    return True


class Stall:
    """Downloads stop after `after` bytes until `go_on` is set; `stalled` is set as soon as one has."""

    def __init__(self, after: int) -> None:
        self.after = after
        self.stalled, self.go_on = threading.Event(), threading.Event()

    def __call__(self, handler: Handler, path: str) -> bool:
        if not _is_file(handler, path):
            return False
        body = handler.server.files[path.rsplit("/", 1)[-1]].read_bytes()
        handler.send_response(200)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.write(body[: self.after])
        self.stalled.set()
        self.go_on.wait(30)
        handler.close_connection = True
        return True
