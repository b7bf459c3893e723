"""Links, on Windows junctions: made beside and renamed in, so that a kill leaves the old one or the new one."""

from __future__ import annotations

import errno
import os
from contextlib import suppress
from pathlib import Path

from gowizard.changes import junction
from gowizard.changes.files import remove_link, sync_folder
from gowizard.changes.patience import rename
from gowizard.errors import GowizardError
from gowizard.host.links import is_link
from gowizard.host.machine import Machine
from gowizard.host.space import file_system_type

# What a file system without links answers: vfat, exFAT, SMB; on Windows ERROR_INVALID_FUNCTION, ERROR_NOT_SUPPORTED.
_NO_LINKS = frozenset({errno.EPERM, errno.ENOSYS, errno.EOPNOTSUPP, errno.ENOTSUP})
_NO_JUNCTIONS = frozenset({1, 50})
_TRIAL = ".gowizard-trial"
# File systems of Linux that always have them, so that nothing need be tried there.
_WITH_LINKS = frozenset({"ext2", "ext3", "ext4", "xfs", "btrfs", "zfs", "f2fs", "bcachefs", "tmpfs", "overlay"})


def uses_junctions() -> bool:
    """Whether links here are junctions. The seam at which tests are Windows."""
    return os.name == "nt"


def put_link(path: Path, target: str, temporary: Path) -> None:
    """Make `path` a link to `target`, replacing a link. Raises OSError; then `path` is as it was.

    A folder cannot be renamed over another one on Windows, and a junction is a folder: one that is there gets new
    data in one step. Where that is refused (it is a symbolic link) the old one steps aside, and for the time of one
    rename there is none; `take_old_back` mends what a kill leaves then.
    """
    remove_link(temporary)
    take_old_back(path, temporary)
    if not uses_junctions():
        temporary.symlink_to(target)
        temporary.replace(path)
    elif not os.path.lexists(path):
        junction.make_junction(path.parent / target, temporary)
        rename(temporary, path)
    else:
        _switch(path, path.parent / target, temporary)
    sync_folder(path.parent)


def _switch(path: Path, target: Path, temporary: Path) -> None:
    with suppress(OSError):
        junction.set_junction(target, path)
        return
    junction.make_junction(target, temporary)
    old = _old(temporary)
    try:
        rename(path, old)
        try:
            rename(temporary, path)
        except (OSError, GowizardError):
            old.rename(path)
            raise
    except (OSError, GowizardError):
        remove_link(temporary)
        raise
    remove_link(old)


def take_old_back(path: Path, temporary: Path) -> None:
    """Give a link that had stepped aside its name again, where a kill left none there; else remove it."""
    old = _old(temporary)
    if is_link(old):
        if os.path.lexists(path):
            remove_link(old)
        else:
            old.rename(path)


def _old(temporary: Path) -> Path:
    return temporary.with_name(temporary.name.removesuffix(".new") + ".old")


def can_link(folder: Path) -> bool:
    """Whether links can be made in a folder and lead where they say.

    Told by the type of the file system where that is known to have them; else found by trying, as nothing but a trial
    tells it of vfat through FUSE, of a network's share or of a sandbox. Nothing is left there.
    True also where that cannot be told, as in a folder that may not be written: what is wrong there is told later,
    and better. A junction on a network's share is made by some servers and leads nowhere.
    """
    if _known_to_link(folder):
        return True
    trial = folder / f"{_TRIAL}-{os.getpid()}"
    try:
        remove_link(trial)
        if uses_junctions():
            junction.make_junction(folder, trial)
        else:
            trial.symlink_to(folder)
    except OSError as error:
        return not says_no_links(error)
    try:
        return trial.samefile(folder)
    except OSError:
        return False
    finally:
        with suppress(OSError):
            remove_link(trial)


def says_no_links(error: OSError) -> bool:
    """Whether the file system refused a link because it has none, and not for a reason of that place."""
    number = getattr(error, "winerror", None)
    return number in _NO_JUNCTIONS if number else error.errno in _NO_LINKS


def _known_to_link(folder: Path) -> bool:
    if os.name != "posix":
        return False
    try:
        device = folder.stat().st_dev
    except OSError:
        return False
    if device not in _types:
        _types[device] = file_system_type(Machine.real(), folder)
    return _types[device] in _WITH_LINKS


_types: dict[int, str] = {}  # by device: /proc/mounts is long on some machines
