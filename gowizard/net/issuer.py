"""Who issued a certificate that is not trusted: what tells a company's inspection from an attack."""

from __future__ import annotations

import socket
import ssl

_NAMES = {b"\x55\x04\x03": "CN", b"\x55\x04\x0a": "O", b"\x55\x04\x0b": "OU"}


def presented_issuer(host: str, port: int, seconds: float = 2.0) -> str:
    """The issuer of the certificate a server shows, "" where it cannot be had. No request is sent."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    try:
        with (
            socket.create_connection((host, port), seconds) as plain,
            context.wrap_socket(plain, server_hostname=host) as secure,
        ):
            return issuer_of(secure.getpeercert(binary_form=True) or b"")
    except (OSError, ValueError):
        return ""


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
