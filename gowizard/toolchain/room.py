"""Is there room for a Go here? Asked before anything is fetched."""

from __future__ import annotations

from gowizard.errors import GowizardError
from gowizard.host.facts import Room
from gowizard.locales import _
from gowizard.releases.model import Archive

_UNKNOWN = 80 << 20  # bytes of an archive whose list does not say; go1.27.3 has 65 MiB
_INODES = 20_000  # go1.27.3 has 13,300 files and folders


class NoRoom(GowizardError):
    """The tree cannot go there."""


def unpacked_bytes(archive: Archive | None) -> int:
    """About how many bytes the tree will have, 0 where unknown: Go unpacks to 3.3 to 3.6 times."""
    return archive.size * 7 // 2 if archive is not None else 0


def needed_bytes(archive: Archive) -> int:
    """How many bytes have to be free: the tree on a file system with large blocks, and the kept download."""
    return (archive.size or _UNKNOWN) * 5


def check_room(room: Room, archive: Archive) -> None:
    """Raise NoRoom unless the archive can be unpacked, and run, below the place that was looked at."""
    title = _("Go does not fit into {path}").format(path=room.path)
    remedy = _("Make room there, or choose another folder with --dir.")
    if not room.writable:
        raise NoRoom(
            _("{path} cannot be written").format(path=room.path),
            _("It belongs to somebody else or is read-only."),
            _("Choose another folder with --dir."),
        )
    if room.no_exec:
        raise NoRoom(
            _("Programs cannot run from {path}").format(path=room.path),
            _("Its file system is mounted with “noexec”."),
            _("Choose another folder with --dir."),
        )
    needed = needed_bytes(archive)
    if room.free_bytes < needed:
        raise NoRoom(
            title,
            _("It needs about {needed} MB, {free} MB are free.").format(
                needed=-(-needed // 1_000_000), free=room.free_bytes // 1_000_000
            ),
            remedy,
        )
    if room.free_inodes is not None and room.free_inodes < _INODES:
        raise NoRoom(
            title,
            _("It needs about {needed} files and folders, the file system can take {free} more.").format(
                needed=_INODES, free=room.free_inodes
            ),
            remedy,
        )
