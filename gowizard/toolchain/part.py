"""Compressed bytes kept until the tree is done, so that a download that was cut goes on where it stopped."""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

from gowizard.folders import make_private
from gowizard.log import logger
from gowizard.releases.model import Archive

_PIECE = 1 << 18


def _stem(archive: Archive) -> str:
    return f"{archive.version.name}-{re.sub('[^0-9a-f]', '', archive.sha256.lower())[:16]}"


def is_begun(archive: Archive, cache: Path) -> bool:
    """Whether bytes of an earlier run may be kept in gowizard's cache folder."""
    return (cache / "downloads" / f"{_stem(archive)}.part").exists()


class Part:
    """The cached bytes of one archive and a note of where they came from. Use as a context manager.

    Only one process has a part; a second one gets a private part that it drops at the end. A cache that
    cannot be written leaves its error in `broken` and is no failure by itself.
    """

    def __init__(self, folder: Path, archive: Archive) -> None:
        stem = _stem(archive)
        self.path = folder / f"{stem}.part"
        self._note = folder / f"{stem}.json"
        self._sha256 = archive.sha256.lower()
        self._file: int | None = None
        self._private = False
        self.length = 0  # bytes kept
        self.broken: OSError | None = None

    def __enter__(self) -> Self:
        try:
            make_private(self.path.parent)
            self._file = _open(self.path)
            if not _lock(self._file):
                os.close(self._file)
                self.path = self.path.with_name(f"{self.path.stem}-{os.getpid()}.part")
                self._note = self.path.with_suffix(".json")
                self._private = True
                self._file = _open(self.path)
                os.ftruncate(self._file, 0)
            self.length = os.fstat(self._file).st_size
        except OSError as error:
            self._give_up(error)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._private or not self.length:
            self.remove()
        self._close()

    def kept_from(self, location: str) -> int:
        """How many kept bytes are the beginning of what `location` sends; 0 if they came from elsewhere."""
        if self.length and self._read_note().get("location") == _mark(location):
            return self.length
        return 0

    def kept_from_anywhere(self) -> int:
        """How many bytes are kept that some location of this archive sent; 0 where their origin is unknown."""
        return self.length if self._read_note() else 0

    def validator(self, location: str) -> str:
        """What If-Range takes so that the rest is of the same file: a strong ETag, a date, or ""."""
        note = self._read_note()
        return note.get("validator", "") if note.get("location") == _mark(location) else ""

    def restart(self, location: str, etag: str, last_modified: str) -> None:
        """Drop what is kept; what follows comes from `location`."""
        if self._file is None:
            return
        note = {
            "location": _mark(location),
            "sha256": self._sha256,
            "validator": last_modified if not etag or etag.startswith("W/") else etag,
        }
        try:
            os.ftruncate(self._file, 0)
            self.length = 0
            fresh = self._note.with_suffix(".new")
            fresh.write_text(json.dumps(note))
            fresh.replace(self._note)
        except OSError as error:
            self._give_up(error)

    def append(self, piece: bytes) -> None:
        """Keep some more bytes; a full disk ends the keeping, not the download."""
        if self._file is None:
            return
        try:
            view = memoryview(piece)
            while view:
                written = self._write(view)
                self.length += written
                view = view[written:]
        except OSError as error:
            self._give_up(error)

    def pieces(self) -> Iterator[bytes]:
        """The kept bytes."""
        with self.path.open("rb") as file:
            left = self.length
            while left > 0 and (piece := file.read(min(_PIECE, left))):
                left -= len(piece)
                yield piece

    def remove(self) -> None:
        """Keep nothing any more."""
        self._close()
        for path in (self.path, self._note):
            try:
                path.unlink(missing_ok=True)
            except OSError as error:
                logger.warning("%s could not be removed: %s", path, error)
        self.length = 0

    def _write(self, view: memoryview) -> int:
        assert self._file is not None
        if hasattr(os, "pwrite"):
            return os.pwrite(self._file, view, self.length)
        os.lseek(self._file, self.length, os.SEEK_SET)
        return os.write(self._file, view)

    def _read_note(self) -> dict[str, str]:
        try:
            note = json.loads(self._note.read_text())
        except (OSError, ValueError):
            return {}
        if not isinstance(note, dict) or note.get("sha256") != self._sha256:
            return {}
        return {str(key): str(value) for key, value in note.items()}

    def _give_up(self, error: OSError) -> None:
        logger.warning("the cache %s cannot be written: %s", self.path, error)
        self.remove()
        self.broken = error

    def _close(self) -> None:
        if self._file is not None:
            os.close(self._file)
            self._file = None


def _mark(location: str) -> str:
    """A location as it is noted: its digest, for it may hold credentials."""
    return hashlib.sha256(location.encode("utf-8", "surrogateescape")).hexdigest()


def _open(path: Path) -> int:
    flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)
    return os.open(path, flags | getattr(os, "O_CLOEXEC", 0), 0o600)


def _lock(file: int) -> bool:
    try:
        import fcntl
    except ImportError:  # Windows
        import msvcrt

        try:
            os.lseek(file, 1 << 40, os.SEEK_SET)
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
        except OSError:
            return False
        return True
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:  # a file system without locks: better unlocked than not at all
        return True
    return True
