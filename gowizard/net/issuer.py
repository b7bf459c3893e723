"""Who issued a certificate that is not trusted: what tells a company's inspection from an attack."""

from __future__ import annotations

import re
import socket
import ssl

from gowizard.dataclass import dataclass

_NAMES = {b"\x55\x04\x03": "CN", b"\x55\x04\x0a": "O", b"\x55\x04\x0b": "OU"}


@dataclass(frozen=True, kw_only=True)
class Presented:
    """What an untrusted server shows: evidence for words, never for trust."""

    issuer: str = ""
    clock: float | None = None  # what time it is by its Date field, in seconds since the epoch


def presented(
    host: str, port: int, *, name: str, opening: bytes = b"", clock: bool = False, seconds: float = 2.0
) -> Presented:
    """The issuer that the server `name` shows at `host`, and with `clock` its time; empty where not to be had.

    `opening` is the CONNECT request with which the proxy at `host` opens the way.
    """
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    try:
        with socket.create_connection((host, port), seconds) as plain:
            if opening and not _opened(plain, opening):
                return Presented()
            with context.wrap_socket(plain, server_hostname=name) as secure:
                issuer = issuer_of(secure.getpeercert(binary_form=True) or b"")
                return Presented(issuer=issuer, clock=_clock(secure, name) if clock else None)
    except (OSError, ValueError):
        return Presented()


def _opened(plain: socket.socket, opening: bytes) -> bool:
    plain.sendall(opening)
    head = b""
    while b"\r\n\r\n" not in head and len(head) < 16384 and (piece := plain.recv(4096)):
        head += piece
    return bool(re.match(rb"HTTP/1\.[01] 200\b", head))


def _clock(secure: ssl.SSLSocket, name: str) -> float | None:
    """The server's Date field, from a HEAD request that carries nothing."""
    from email.utils import parsedate_to_datetime

    try:
        secure.sendall(b"HEAD / HTTP/1.1\r\nHost: " + name.encode("idna") + b"\r\nConnection: close\r\n\r\n")
        head = b""
        while b"\r\n\r\n" not in head and len(head) < 16384 and (piece := secure.recv(4096)):
            head += piece
        found = re.search(rb"(?im)^date:[ \t]*([^\r\n]{10,40})", head)
        return parsedate_to_datetime(found[1].decode("ascii")).timestamp() if found else None
    except (OSError, ValueError):
        return None


def issuer_of(certificate: bytes) -> str:
    """The issuer's organisation and name from a DER certificate (RFC 5280, 4.1), "" if unreadable."""
    try:
        body = _inside(_inside(certificate, 0)[1], 0)[1]
        at = 0
        if body[0] == 0xA0:  # the optional version
            at = _inside(body, at)[2]
        at = _inside(body, at)[2]  # serial number
        at = _inside(body, at)[2]  # signature algorithm
        return _name(_inside(body, at)[1])
    except (IndexError, ValueError):
        return ""


def _inside(data: bytes, at: int) -> tuple[int, bytes, int]:
    """Tag, content and end of the DER value that begins at `at`."""
    tag, length, start = data[at], data[at + 1], at + 2
    if length & 0x80:
        count = length & 0x7F
        if not 1 <= count <= 4:
            raise ValueError
        length, start = int.from_bytes(data[start : start + count], "big"), start + count
    if start + length > len(data):
        raise ValueError
    return tag, data[start : start + length], start + length


def _name(content: bytes) -> str:
    found: dict[str, str] = {}
    at = 0
    while at < len(content):
        _tag, relative, at = _inside(content, at)
        _tag, pair, _end = _inside(relative, 0)
        _tag, key, middle = _inside(pair, 0)
        _tag, value, _end = _inside(pair, middle)
        if key in _NAMES:
            text = value.decode("utf-8", "replace")
            found[_NAMES[key]] = "".join(sign for sign in text if sign.isprintable())[:80]
    return ", ".join(f"{key}={found[key]}" for key in ("O", "OU", "CN") if found.get(key))
