"""A run's journal: a folder with records, one JSON line each, and the bytes they speak of.

Every record is on disk before what it announces happens. A line that a kill cut short was never acted upon
and is dropped. Folders are 0700, files 0600, because the bytes are copies of the user's files.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from gowizard.changes.codec import from_line, to_line
from gowizard.changes.files import sync_folder, write_all
from gowizard.changes.observe import digest
from gowizard.changes.patience import replace
from gowizard.changes.records import FORMAT, Record, RunOpened
from gowizard.changes.trees import remove_tree
from gowizard.errors import GowizardError
from gowizard.folders import make_private
from gowizard.locales import _

_RECORDS = "records.jsonl"
_RESERVE = 1 << 16  # bytes kept so that a full disk does not keep a run from being taken back


class Journal:
    """`folder` is <state>/journal/<run-id>. Only the holder of the lock appends."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.records: list[Record] = []

    @classmethod
    def create(cls, folder: Path, opened: RunOpened) -> Journal:
        """A new journal with its first record. Raises OSError."""
        make_private(folder.parent)
        folder.mkdir(mode=0o700)
        (folder / "bytes").mkdir(mode=0o700)
        journal = cls(folder)
        journal.append(opened)
        sync_folder(folder)
        sync_folder(folder.parent)
        return journal

    @classmethod
    def read(cls, folder: Path, *, whole: bool = True) -> Journal | None:
        """The journal of a folder, None where its first record was never completed.

        Not `whole` leaves the stored bytes alone: enough to know how far a run came, not to act. Raises
        GowizardError where a newer gowizard wrote it or it is damaged, OSError where it cannot be read.
        """
        journal = cls(folder)
        try:
            lines = (folder / _RECORDS).read_bytes().split(b"\n")[:-1]
        except FileNotFoundError:
            return None
        for line in lines:
            try:
                record = from_line(line, journal.fetch if whole else lambda _name: b"")
            except (ValueError, KeyError, OSError) as error:
                raise _unreadable(folder, str(error)) from error
            if isinstance(record, RunOpened) and record.format > FORMAT:
                raise _unreadable(folder, _("A newer gowizard wrote it."))
            journal.records.append(record)
        return journal if journal.records else None

    def append(self, record: Record) -> None:
        """Write a record through to the disk. Raises OSError; then the record is not there."""
        line = to_line(record, self.keep)
        path = self.folder / _RECORDS
        handle = os.open(
            path, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0), 0o600
        )
        try:
            start = _end_of_last_line(handle)
            os.ftruncate(handle, start)
            os.lseek(handle, start, os.SEEK_SET)
            try:
                write_all(handle, line)
                os.fsync(handle)
            except OSError:
                with suppress(OSError):
                    os.ftruncate(handle, start)
                raise
        finally:
            os.close(handle)
        self.records.append(record)

    def note(self, record: Record) -> None:
        """`append` while taking back: a full disk must not stop that, and repeating it is harmless."""
        with suppress(OSError):
            self.append(record)

    def keep(self, content: bytes) -> str:
        """Store bytes beside the records, durably; return their sha256. Raises OSError."""
        name = digest(content)
        path = self.folder / "bytes" / name
        if path.exists():
            return name
        temporary = path.with_suffix(".new")
        temporary.unlink(missing_ok=True)
        handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
        try:
            write_all(handle, content)
            os.fsync(handle)
        finally:
            os.close(handle)
        replace(temporary, path)
        sync_folder(path.parent)
        return name

    def fetch(self, name: str) -> bytes:
        """The stored bytes of a sha256. Raises OSError, or ValueError where they are damaged."""
        content = (self.folder / "bytes" / name).read_bytes()
        if digest(content) != name:
            raise ValueError(f"damaged: {name}")
        return content

    def reserve(self) -> None:
        """Take some disk space that `release` gives back."""
        handle = os.open(self.folder / "reserve", os.O_WRONLY | os.O_CREAT, 0o600)
        try:
            write_all(handle, b"\0" * _RESERVE)
        finally:
            os.close(handle)

    def release(self) -> None:
        """Give the reserved space back."""
        with suppress(OSError):
            (self.folder / "reserve").unlink(missing_ok=True)

    def delete(self) -> None:
        """Remove the journal. The records go first: a folder without them is a run that never was."""
        (self.folder / _RECORDS).unlink(missing_ok=True)
        remove_tree(self.folder)


def _end_of_last_line(handle: int) -> int:
    size = os.lseek(handle, 0, os.SEEK_END)
    os.lseek(handle, max(size - 1, 0), os.SEEK_SET)
    if os.read(handle, 1) in {b"", b"\n"}:
        return size
    os.lseek(handle, 0, os.SEEK_SET)
    content = bytearray()
    while block := os.read(handle, 1 << 20):
        content += block
    return content.rfind(b"\n") + 1


def _unreadable(folder: Path, cause: str) -> GowizardError:
    return GowizardError(
        _("The journal of run {run} cannot be read").format(run=folder.name),
        cause,
        _("Update gowizard, or move {folder} away; then that run cannot be undone.").format(folder=folder),
    )
