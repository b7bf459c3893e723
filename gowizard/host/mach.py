"""What a Mach-O program says about itself: the oldest macOS it asks for, and whether its signature fits its bytes.

Apple silicon ends a program at once whose signature is missing or does not fit: "killed: 9". The layout of the load
commands is that of <mach-o/loader.h>, that of the signature <kern/cs_blobs.h>.
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Iterator
from enum import Enum
from pathlib import Path

from gowizard.host.files import open_regular, read_head

_MAGIC = b"\xcf\xfa\xed\xfe"  # 64 bits, little-endian: every Mac that a Go since 1.15 runs on
_HEADER = 32
_MOST_COMMANDS = 64 * 1024  # bytes
_MOST_BYTES = 256 * 1024 * 1024
_MOST_SIGNATURE = 16 * 1024 * 1024
_SIGNATURE, _VERSION_MIN, _BUILD_VERSION = 0x1D, 0x24, 0x32
_SUPER_BLOB, _DIRECTORY = 0xFADE0CC0, 0xFADE0C02
_SHA256 = 2


class Signature(Enum):
    """What is known about a program's signature."""

    FITS = "fits"
    MISSING = "missing"
    BROKEN = "broken"  # bytes were changed since it was made
    UNKNOWN = "unknown"  # no single 64-bit program, or a kind of signature that is not read here


def least_macos(path: Path) -> tuple[int, int] | None:
    """The oldest macOS that a program asks for, (13, 0); None where it does not say."""
    for kind, body in _commands(read_head(path, _HEADER + _MOST_COMMANDS)):
        if kind == _BUILD_VERSION and len(body) >= 8 and struct.unpack_from("<I", body)[0] == 1:
            return _version(struct.unpack_from("<I", body, 4)[0])
        if kind == _VERSION_MIN and len(body) >= 4:
            return _version(struct.unpack_from("<I", body)[0])
    return None


def signature(path: Path) -> Signature:
    """Whether each page of the program still has the hash that its signature holds; some 10 ms for bin/go.

    Who signed it is not judged: Go signs the programs it builds ad hoc, as Apple silicon asks for.
    """
    with open_regular(path) as handle:
        if handle is None:
            return Signature.UNKNOWN
        try:
            content = handle.read(_MOST_BYTES + 1)
        except OSError:
            return Signature.UNKNOWN
    if content[:4] != _MAGIC or len(content) > _MOST_BYTES:
        return Signature.UNKNOWN
    place = next((body for kind, body in _commands(content) if kind == _SIGNATURE and len(body) >= 8), None)
    if place is None:
        return Signature.MISSING
    offset, size = struct.unpack_from("<II", place)
    blob = content[offset : offset + min(size, _MOST_SIGNATURE)]
    try:
        return _judged(content, blob)
    except struct.error:  # cut off
        return Signature.BROKEN


def _judged(content: bytes, blob: bytes) -> Signature:
    magic, _length, count = struct.unpack_from(">III", blob)
    if magic != _SUPER_BLOB:
        return Signature.BROKEN
    for index in range(min(count, 64)):
        at = struct.unpack_from(">II", blob, 12 + 8 * index)[1]
        if struct.unpack_from(">I", blob, at)[0] != _DIRECTORY:
            continue
        hashes, _name, _special, pages, limit = struct.unpack_from(">5I", blob, at + 16)
        width, kind, _platform, page = struct.unpack_from(">4B", blob, at + 36)
        if (kind, width) == (_SHA256, 32) and 9 <= page <= 16:
            return _compared(content[:limit], blob[at + hashes :], pages, 1 << page, limit)
    return Signature.UNKNOWN


def _compared(content: bytes, hashes: bytes, pages: int, size: int, limit: int) -> Signature:
    if len(content) != limit or pages != -(-limit // size) or len(hashes) < 32 * pages:
        return Signature.BROKEN
    for page in range(pages):
        if hashlib.sha256(content[page * size : (page + 1) * size]).digest() != hashes[32 * page : 32 * (page + 1)]:
            return Signature.BROKEN
    return Signature.FITS


def _commands(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Each load command: its kind and what follows its size; nothing for what is no 64-bit Mach-O file."""
    if content[:4] != _MAGIC or len(content) < _HEADER:
        return
    count, total = struct.unpack_from("<II", content, 16)
    commands = content[_HEADER : _HEADER + min(total, _MOST_COMMANDS)]
    at = 0
    for _index in range(min(count, 1000)):
        if at + 8 > len(commands):
            return
        kind, size = struct.unpack_from("<II", commands, at)
        if size < 8:
            return
        yield kind, commands[at + 8 : at + size]
        at += size


def _version(number: int) -> tuple[int, int]:
    return number >> 16, number >> 8 & 0xFF
