"""Servers that misbehave below the level of a release list: raw sockets, TLS, a forward proxy."""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

CERTIFICATE = Path(__file__).parents[1] / "data" / "loopback.pem"


@contextlib.contextmanager
def raw_server(
    serve: Callable[[socket.socket, bytes], None], tls: bool = False, host: str = "127.0.0.1"
) -> Iterator[int]:
    """The port of a server that calls `serve(connection, request head)` for every connection."""
    listener = socket.create_server((host, 0), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    if tls:
        context.load_cert_chain(CERTIFICATE)
    threads: list[threading.Thread] = []

    def one(connection: socket.socket) -> None:
        with contextlib.suppress(OSError), connection:
            connection.settimeout(10)
            secure = context.wrap_socket(connection, server_side=True) if tls else connection
            with secure:
                head = b""
                while b"\r\n\r\n" not in head and (piece := secure.recv(65536)):
                    head += piece
                serve(secure, head)

    def accept() -> None:
        with contextlib.suppress(OSError):
            while True:
                thread = threading.Thread(target=one, args=(listener.accept()[0],), daemon=True)
                threads.append(thread)
                thread.start()

    accepting = threading.Thread(target=accept, daemon=True)
    accepting.start()
    try:
        yield listener.getsockname()[1]
    finally:
        with contextlib.suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        for thread in (accepting, *threads):
            thread.join(10)


def says(*lines: str, body: bytes = b"") -> Callable[[socket.socket, bytes], None]:
    """A server that answers every request with these header lines and a body."""

    def serve(connection: socket.socket, _head: bytes) -> None:
        fields = [*lines, f"Content-Length: {len(body)}", "Connection: close", "", ""]
        connection.sendall("\r\n".join(fields).encode() + body)

    return serve


def unused_port() -> int:
    """A port at which nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
