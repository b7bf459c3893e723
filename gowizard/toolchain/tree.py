"""A tree in the making: entries are checked, counted and written; nothing is ever overwritten or followed."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable
from pathlib import Path

from gowizard.changes.trees import Fingerprint
from gowizard.host.long_paths import long_path
from gowizard.locales import _
from gowizard.toolchain.failures import ArchiveRefused, LinksRefused
from gowizard.toolchain.limits import MOST_BYTES, MOST_ENTRIES
from gowizard.toolchain.names import Names
from gowizard.toolchain.trees import SUCCESS

_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
_WINDOWS = os.name == "nt"


class TreeWriter:
    """Writes the entries of an archive below `root`, which it makes; modes are 0755 and 0644 in any umask.

    `files` and `size` (bytes) count what was written. Raises ArchiveRefused, LinksRefused and OSError.
    """

    def __init__(self, root: Path) -> None:
        root = Path(long_path(root))
        root.mkdir(mode=0o755)
        # The umask cannot be asked for without changing it for all threads: a folder shows it.
        self._strict = stat.S_IMODE(root.stat().st_mode) & 0o755 != 0o755
        if self._strict:
            root.chmod(0o755)
        self._base = f"{root}{os.sep}"
        self._names = Names(self._make_folder)
        self._seen = Fingerprint(str(root))
        self._entries = 0
        self.files = 0
        self.size = 0

    def file(self, name: str, executable: bool, size: int, pieces: Iterable[bytes | memoryview]) -> None:
        """Write a file of exactly `size` bytes, which `pieces` bring."""
        place = self._names.file(name)
        self._count(size, name)
        mode = 0o755 if executable else 0o644
        handle = os.open(self._path(place), _NEW, mode)
        try:
            if self._strict:
                os.fchmod(handle, mode)
            for piece in pieces:
                written = os.write(handle, piece)
                while written < len(piece):
                    written += os.write(handle, piece[written:])
        finally:
            os.close(handle)
        self._seen.add(place)
        self.files += 1
        self.size += size

    def folder(self, name: str) -> None:
        """Note a folder; naming one again is no fault."""
        self._count(0, name)
        self._names.folder(name)

    def link(self, name: str, target: str) -> None:
        """Make a symbolic link that stays in the tree. Raises LinksRefused where none can be made.

        On Windows none is tried: it wants a right, and to know whether it leads to a folder that may come later.
        """
        place = self._names.link(name, target)
        self._count(0, name)
        if _WINDOWS:
            raise LinksRefused(name, self._base)
        try:
            os.symlink(target, self._path(place))  # noqa: PTH211 - strings: this module is the hot path
        except OSError as error:
            from gowizard.changes.links import says_no_links

            if says_no_links(error):
                raise LinksRefused(name, self._base.rstrip("/")) from error
            raise
        self._seen.add(place)
        self.files += 1

    def finish(self) -> str:
        """Mark the tree as whole, in the way of golang.org/dl; return its `changes.tree_fingerprint`."""
        os.close(os.open(self._base + SUCCESS, _NEW, 0o644))
        self._seen.add(SUCCESS)
        return self._seen.hexdigest()

    def _path(self, place: str) -> str:
        return self._base + (place.replace("/", "\\") if _WINDOWS else place)

    def _count(self, size: int, name: str) -> None:
        self._entries += 1
        if self._entries > MOST_ENTRIES:
            raise ArchiveRefused(_("It has more files than a Go release can have."), name)
        if self.size + size > MOST_BYTES:
            raise ArchiveRefused(_("It unpacks to more bytes than a Go release can have."), name)

    def _make_folder(self, place: str) -> None:
        self._entries += 1  # folders that are only implied count too
        os.mkdir(self._path(place), 0o755)  # noqa: PTH102
        if self._strict:
            os.chmod(self._path(place), 0o755)  # noqa: PTH101, S103
        self._seen.add(place)
