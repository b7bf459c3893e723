"""A loopback release server that answers as go.dev/dl does, and lies, breaks and stalls when a test says so."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from tests.support.real_go import RealArchive

Fault = Callable[["Handler", str], bool]  # (request, path without query) -> handled


class Handler(BaseHTTPRequestHandler):
    """One request. Faults see it first."""

    protocol_version = "HTTP/1.1"
    server: ReleaseServer  # type: ignore[assignment]

    def log_message(self, *_: object) -> None:
        pass

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        self.server.requests.append((self.command, self.path, dict(self.headers)))
        for fault in self.server.faults:
            if fault(self, parts.path):
                return
        if parts.path in {"/dl/", "/dl"} and "json" in parse_qs(parts.query).get("mode", []):
            self.send_bytes(json.dumps(self.server.index).encode(), "application/json")
            return
        file = self.server.files.get(parts.path.rsplit("/", 1)[-1])
        if file is None:
            self.send_bytes(b"404 page not found\n", "text/plain", status=404)
            return
        self.send_file(file)

    def send_bytes(self, body: bytes, kind: str, status: int = 200, **headers: str) -> None:
        """Answer with a whole body."""
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.write(body)

    def write(self, data: bytes) -> None:
        """Send body bytes and count them."""
        with self.server.lock:
            self.server.sent += len(data)
        self.wfile.write(data)

    def send_file(self, file: Path, limit: int | None = None) -> None:
        """Answer with a file, honouring Range and If-Range; close the connection after `limit` bytes of body."""
        size = file.stat().st_size
        tag = self.server.etag(file)
        start, wanted = 0, self.headers.get("Range")
        if wanted and self.headers.get("If-Range", tag) == tag:
            start = int(wanted.removeprefix("bytes=").split("-")[0])
            if start >= size:
                self.send_bytes(b"", "text/plain", status=416, Content_Range=f"bytes */{size}")
                return
            self.send_response(206)
            self.send_header("Content-Range", f"bytes {start}-{size - 1}/{size}")
        else:
            self.send_response(200)
        self.send_header("Content-Type", "application/octet-stream")
        self.send_header("Content-Length", str(size - start))
        self.send_header("Accept-Ranges", "bytes")
        self.send_header("ETag", tag)
        self.end_headers()
        left = size - start if limit is None else min(limit, size - start)
        with file.open("rb") as stream:
            stream.seek(start)
            while left > 0 and (piece := stream.read(min(1 << 18, left))):
                self.write(piece)
                left -= len(piece)
        if limit is not None:
            self.close_connection = True
            self.connection.close()


class ReleaseServer(ThreadingHTTPServer):
    """Serves `/dl/?mode=json&include=all` and `/dl/<file>`; use as a context manager."""

    daemon_threads = True

    def __init__(
        self, archives: Iterable[RealArchive] = (), index: list[dict[str, object]] | None = None
    ) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.lock = threading.Lock()
        self.sent = 0
        self.requests: list[tuple[str, str, dict[str, str]]] = []
        self.faults: list[Fault] = []
        self.files: dict[str, Path] = {}
        self.index: list[dict[str, object]] = index or []
        for archive in archives:
            self.add(archive)

    def handle_error(self, *_: object) -> None:
        pass  # torn connections are what the tests make

    @property
    def url(self) -> str:
        """The base that `--source` takes: it answers like go.dev/dl."""
        return f"http://127.0.0.1:{self.server_address[1]}/dl"

    def etag(self, file: Path) -> str:
        return f'"{file.stat().st_size:x}-{file.stat().st_mtime_ns:x}"'

    def add(self, archive: RealArchive, sha256: str | None = None) -> None:
        """Offer an archive, in the index and as a file; `sha256` overrides what the index says."""
        self.files[archive.path.name] = archive.path
        entry = {
            "filename": archive.path.name,
            "os": archive.os,
            "arch": archive.arch,
            "version": f"go{archive.version}",
            "sha256": archive.sha256 if sha256 is None else sha256,
            "size": archive.size,
            "kind": "archive",
        }
        name = f"go{archive.version}"
        for release in self.index:
            if release["version"] == name:
                release["files"].append(entry)  # type: ignore[attr-defined]
                return
        self.index.insert(
            0, {"version": name, "stable": "rc" not in name and "beta" not in name, "files": [entry]}
        )

    def __enter__(self) -> ReleaseServer:
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.shutdown()
        self.server_close()
