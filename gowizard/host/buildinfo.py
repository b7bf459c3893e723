"""The Go version written into a Go program, read from its build information without running it."""

from __future__ import annotations

import re
import struct
from pathlib import Path
from typing import BinaryIO

from gowizard.host.files import open_regular

MAGIC = b"\xff Go buildinf:"
_INLINE = 2  # flag: the strings follow in the blob itself (Go 1.18 and newer, debug/buildinfo)
_VERSION = r"go1(\.\d{1,4}){0,2}((beta|rc)\d{1,3})?(?![\w.])"
_MOST_SECTIONS = 400


def version_name(text: str) -> str:
    """The release name at the start of a text, such as `go1.22.10`; empty for anything else, "devel" too."""
    match = re.match(_VERSION, text)
    return match.group() if match else ""


def build_version(path: Path) -> str:
    """The version of the Go that built a program, "go1.22.10"; empty for what no Go of 1.18 or newer built.

    For `bin/go` that is the version of the toolchain itself. Only headers and a few hundred bytes are read.
    """
    with open_regular(path) as handle:
        if handle is None:
            return ""
        try:
            return _blob_version(handle, _blob_offset(handle))
        except (OSError, struct.error, ValueError, IndexError, OverflowError):
            return ""


def _at(handle: BinaryIO, offset: int, size: int) -> bytes:
    handle.seek(offset)
    return handle.read(size)


def _blob_offset(handle: BinaryIO) -> int:
    head = _at(handle, 0, 64)
    if head[:4] == b"\x7fELF":
        return _elf_section(handle, head, b".go.buildinfo")
    if head[:4] == b"\xcf\xfa\xed\xfe":
        return _mach_section(handle, head, b"__go_buildinfo")
    if head[:2] == b"MZ":
        return _pe_section(handle, head, b".data")  # the linker puts the blob at its start
    raise ValueError("not a program")


def _elf_section(handle: BinaryIO, head: bytes, wanted: bytes) -> int:
    wide, end = head[4] == 2, "<" if head[5] == 1 else ">"
    table = struct.unpack_from(end + ("Q" if wide else "I"), head, 40 if wide else 32)[0]
    size, count, names = struct.unpack_from(end + "HHH", head, 58 if wide else 46)
    count = min(count, _MOST_SECTIONS)
    headers = _at(handle, table, size * count)

    def place(index: int) -> tuple[int, int]:  # offset and size of a section
        form, at = (end + "QQ", 24) if wide else (end + "II", 16)
        offset, length = struct.unpack_from(form, headers, index * size + at)
        return offset, length

    names_at, names_size = place(names)
    strings = _at(handle, names_at, min(names_size, 65536))
    for index in range(count):
        name_at = struct.unpack_from(end + "I", headers, index * size)[0]
        if strings[name_at : name_at + len(wanted) + 1] == wanted + b"\0":
            return place(index)[0]
    raise ValueError("no such section")


def _mach_section(handle: BinaryIO, head: bytes, wanted: bytes) -> int:
    commands, size = struct.unpack_from("<II", head, 16)
    table = _at(handle, 32, min(size, 65536))
    at = 0
    for _ in range(min(commands, _MOST_SECTIONS)):
        kind, length = struct.unpack_from("<II", table, at)
        if kind == 0x19:  # LC_SEGMENT_64
            for index in range(min(struct.unpack_from("<I", table, at + 64)[0], _MOST_SECTIONS)):
                section = at + 72 + 80 * index
                if table[section : section + 16].rstrip(b"\0") == wanted:
                    return int(struct.unpack_from("<I", table, section + 48)[0])
        at += max(length, 8)
    raise ValueError("no such section")


def _pe_section(handle: BinaryIO, head: bytes, wanted: bytes) -> int:
    start = struct.unpack_from("<I", head, 0x3C)[0]
    coff = _at(handle, start, 24)
    count, optional = struct.unpack_from("<H", coff, 6)[0], struct.unpack_from("<H", coff, 20)[0]
    table = _at(handle, start + 24 + optional, 40 * min(count, _MOST_SECTIONS))
    for at in range(0, len(table) - 39, 40):
        if table[at : at + 8].rstrip(b"\0") == wanted:
            return int(struct.unpack_from("<I", table, at + 20)[0])
    raise ValueError("no such section")


def _blob_version(handle: BinaryIO, offset: int) -> str:
    blob = _at(handle, offset, 512)
    if not blob.startswith(MAGIC) or len(blob) < 34 or not blob[15] & _INLINE:
        return ""
    length, shift, at = 0, 0, 32
    while True:  # a varint
        byte = blob[at] if at < len(blob) else 0
        length |= (byte & 0x7F) << shift
        at, shift = at + 1, shift + 7
        if byte < 0x80 or shift > 28:
            break
    return version_name(blob[at : at + min(length, 256)].decode("ascii", "replace"))
