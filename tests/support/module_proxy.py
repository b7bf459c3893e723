"""A module proxy on loopback that serves one small module, correctly or with one chosen fault."""

from __future__ import annotations

import contextlib
import io
import json
import threading
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

MODULE, VERSION = "example.com/hello", "v1.0.0"
GO_MOD = f"module {MODULE}\n\ngo 1.21\n".encode()
INFO = json.dumps({"Version": VERSION, "Time": "2024-01-02T03:04:05Z"}).encode()
KNOWN = "/golang.org/x/text/@v/list"


def _zip() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(f"{MODULE}@{VERSION}/go.mod", GO_MOD)
        packed.writestr(f"{MODULE}@{VERSION}/hello.go", 'package hello\n\nconst Word = "hello"\n')
    return buffer.getvalue()


FILES = {
    KNOWN: b"v0.3.0\nv0.3.1\nv0.14.0\n",
    f"/{MODULE}/@v/list": VERSION.encode() + b"\n",
    f"/{MODULE}/@v/{VERSION}.info": INFO,
    f"/{MODULE}/@v/{VERSION}.mod": GO_MOD,
    f"/{MODULE}/@v/{VERSION}.zip": _zip(),
    "/golang.org/x/text/@v/v0.14.0.info": b'{"Version":"v0.14.0","Time":"2023-10-11T14:02:59Z"}',
    "/sumdb/sum.golang.org/supported": b"",
    "/sumdb/sum.golang.org/lookup/golang.org/x/text@v0.14.0": (
        "1\ngolang.org/x/text v0.14.0 h1:abc=\ngolang.org/x/text v0.14.0/go.mod h1:def=\n\n"
        "go.sum database tree\n42\nabc=\n\n— sum.golang.org Az3g\n"
    ).encode(),
    "/latest": "go.sum database tree\n42\nabc=\n\n— sum.golang.org Az3g\n".encode(),
}


@dataclass
class ModuleProxy:
    """`answers` maps a path to (status, content type, body) and beats the files; `missing` is the rest."""

    url: str = ""
    answers: dict[str, tuple[int, str, bytes]] = field(default_factory=dict)
    missing: tuple[int, str, bytes] = (404, "text/plain; charset=utf-8", b"not found")
    delay: float = 0.0  # seconds before each answer, cut short when the server is closed
    before: Callable[[str], object] = lambda path: None  # called with each path before it is answered
    asked: list[str] = field(default_factory=list)
    closing: threading.Event = field(default_factory=threading.Event)

    def answer(self, path: str) -> tuple[int, str, bytes]:
        if path in self.answers:
            return self.answers[path]
        if path in FILES:
            return 200, "text/plain; charset=utf-8", FILES[path]
        return self.missing


@contextlib.contextmanager
def module_proxy() -> Iterator[ModuleProxy]:
    """A running proxy at `.url`."""
    proxy = ModuleProxy()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            proxy.asked.append(self.path)
            proxy.closing.wait(proxy.delay)
            proxy.before(self.path)
            status, kind, body = proxy.answer(self.path)
            with contextlib.suppress(OSError):
                self.send_response(status)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    proxy.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield proxy
    finally:
        proxy.closing.set()
        server.shutdown()
        server.server_close()
        thread.join()
