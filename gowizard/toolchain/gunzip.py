"""Bytes on their way: hashed, then inflated; ISA-L where its wheel exists, zlib otherwise."""

from __future__ import annotations

import hashlib
import importlib
import zlib
from collections.abc import Iterator
from typing import Any

from gowizard.locales import _
from gowizard.releases.model import Archive
from gowizard.toolchain.events import StageEvent
from gowizard.toolchain.failures import ArchiveRefused, DigestMismatch
from gowizard.toolchain.limits import MOST_BYTES, MOST_RATIO, RATIO_COUNTS_FROM

_MOST_OUT = 1 << 18  # of one block: it is written while it still lies in the processor's cache
_MOST_IN = 1 << 16  # of one call: what a full block leaves over is copied, and 256 KiB at once cost a quarter more
_GZIP = 31  # window bits, with gzip's header and trailer (zlib.h, inflateInit2)


class Digest:
    """The SHA-256 of everything that passes."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._hash = hashlib.sha256()

    def update(self, piece: bytes) -> None:
        """Count a piece in."""
        self._hash.update(piece)

    def check(self) -> None:
        """Raise DigestMismatch unless the archive is the one that was promised."""
        archive, actual = self._archive, self._hash.hexdigest()
        if actual != archive.sha256.lower():
            raise DigestMismatch(archive.filename, archive.source, archive.sha256, actual)


class _Zlib:
    """Python's own zlib, spoken to as isal's decompressor is."""

    def __init__(self) -> None:
        self._engine = zlib.decompressobj(_GZIP)
        self.needs_input = True

    @property
    def eof(self) -> bool:
        return self._engine.eof

    @property
    def unused_data(self) -> bytes:
        return self._engine.unused_data

    def decompress(self, piece: bytes | memoryview, most: int) -> bytes:
        """At most `most` bytes. Until `needs_input` is true again there are more, for b""."""
        block = self._engine.decompress(self._engine.unconsumed_tail or piece, most)
        self.needs_input = len(block) < most and not self._engine.unconsumed_tail
        return block


def _inflater() -> tuple[Any, type[Exception]]:
    try:
        # Not isal_zlib: its object hands back what a full block leaves over, to be copied and given again.
        engine: Any = importlib.import_module("isal.igzip_lib")
    except ImportError:
        return _Zlib(), zlib.error
    return engine.IgzipDecompressor(flag=engine.DECOMP_GZIP), engine.error


class Gunzip:
    """One gzip member, and nothing after it. Raises ArchiveRefused."""

    def __init__(self) -> None:
        self._engine, self._error = _inflater()
        self._taken = 0
        self._given = 0

    def feed(self, piece: bytes) -> Iterator[bytes]:
        """What `piece` inflates to, in blocks of at most 256 KiB."""
        view = memoryview(piece)
        for at in range(0, len(view), _MOST_IN):
            yield from self._feed(view[at : at + _MOST_IN])

    def _feed(self, piece: bytes | memoryview) -> Iterator[bytes]:
        engine = self._engine
        self._refuse_more(piece)
        self._taken += len(piece)
        while True:
            try:
                block = engine.decompress(piece, _MOST_OUT)
            except self._error:
                raise ArchiveRefused(_("Its compressed data is damaged, or it is no gzip file.")) from None
            self._given += len(block)
            if self._given > MOST_BYTES or (self._given > RATIO_COUNTS_FROM and self._given > MOST_RATIO * self._taken):
                raise ArchiveRefused(_("It unpacks to more bytes than a Go release can have."))
            if block:
                yield block
            if engine.eof or engine.needs_input:
                return self._refuse_more(engine.unused_data)
            piece = b""

    def _refuse_more(self, piece: bytes | memoryview) -> None:
        if self._engine.eof and piece:
            follows = _("It has a second gzip stream glued on.") if piece[:2] == b"\x1f\x8b" else ""
            raise ArchiveRefused(follows or _("Something follows after its end."))

    def finish(self) -> None:
        """Raise ArchiveRefused unless the member is complete, its checksum and length included."""
        if not self._engine.eof:
            raise ArchiveRefused(_("It ends in the middle: it is cut off."))


def counted(pieces: Iterator[bytes | StageEvent], digest: Digest) -> Iterator[bytes | StageEvent]:
    """The pieces and events as they come, after each piece was counted in."""
    for piece in pieces:
        if isinstance(piece, bytes):
            digest.update(piece)
        yield piece


def inflated(pieces: Iterator[bytes | StageEvent], digest: Digest) -> Iterator[bytes | StageEvent]:
    """The pieces, which `digest` has counted, inflated; events pass through.

    Damage is told only at the end, and only where the digest matched: bytes that are not the promised ones
    are DigestMismatch, whatever else is wrong with them.
    """
    gunzip, refusal = Gunzip(), None
    for piece in pieces:
        if not isinstance(piece, bytes):
            yield piece
            continue
        if refusal is None:
            try:
                yield from gunzip.feed(piece)
            except ArchiveRefused as error:
                refusal = error
    digest.check()
    if refusal is not None:
        raise refusal
    gunzip.finish()
