"""Look at what is there, and make effects that know what they were computed from. Nothing here writes."""

from __future__ import annotations

import hashlib
import os
import stat
from pathlib import Path

from gowizard.changes.failures import told
from gowizard.changes.model import RemoveFile, Seen, SetLink, SetMode, WriteFile
from gowizard.errors import GowizardError
from gowizard.host.links import is_link, is_link_status, link_target
from gowizard.locales import _

_LINKS = 40  # as many as Linux follows (path_resolution(7))


def see(path: Path) -> Seen:
    """What lies at the path, links not followed; a file that may not be read has no digest.

    Raises GowizardError where the path itself cannot be looked at.
    """
    return _see(path, must_read=False)[0]


def content_of(path: Path) -> bytes | None:
    """The bytes of a regular file, None where none lies there."""
    return _see(path)[1]


def digest(content: bytes) -> str:
    """The sha256 of bytes, in hex."""
    return hashlib.sha256(content).hexdigest()


def same_mode(one: int | None, other: int | None) -> bool:
    """Whether two modes are one; of Windows' modes only the bit for writing says something, and not of folders."""
    if os.name == "nt" and one is not None and other is not None:
        return (one & 0o200) == (other & 0o200)
    return one == other


def _see(path: Path, *, must_read: bool = True) -> tuple[Seen, bytes | None]:
    with told(_("{path} cannot be read").format(path=path)):
        try:
            status = path.lstat()
        except (FileNotFoundError, NotADirectoryError):
            return Seen(kind="absent"), None
        mode = stat.S_IMODE(status.st_mode)
        if is_link_status(status):
            return Seen(kind="link", target=link_target(path)), None
        if stat.S_ISDIR(status.st_mode):
            return Seen(kind="folder", mode=mode), None
        if not stat.S_ISREG(status.st_mode):
            return Seen(kind="other", mode=mode), None
        try:
            content = path.read_bytes()
        except PermissionError:
            if must_read:
                raise
            return Seen(kind="file", mode=mode), None
        return Seen(kind="file", sha256=digest(content), mode=mode), content


def real_file(path: Path) -> Path:
    """The file that a chain of links ends at, which may be absent. Raises GowizardError for a loop."""
    for _step in range(_LINKS):
        if not is_link(path):
            return path
        target = Path(link_target(path))
        # ".." behind a link means the parent of where the link leads, so the folder is resolved first.
        path = target if target.is_absolute() else Path(os.path.normpath(path.parent.resolve() / target))
    raise GowizardError(
        _("{path} is a link that leads in a circle").format(path=path),
        "",
        _("Remove or mend the link and try again."),
    )


def write_file(path: Path, content: bytes, mode: int | None = None) -> WriteFile:
    """The effect that makes the file behind `path` hold `content`; links are followed and stay links.

    Raises GowizardError for a folder, a device or a circle of links.
    """
    real = real_file(path)
    before, old = _see(real)
    if before.kind not in {"absent", "file"}:
        raise GowizardError(
            _("{path} is not a file").format(path=real),
            _("A folder or a special file lies there, so nothing can be written."),
            _("Move it away and try again."),
        )
    return WriteFile(path=real, content=content, mode=mode, before=before, old=old)


def remove_file(path: Path) -> RemoveFile:
    """The effect that removes a file or a link itself. Raises GowizardError for a folder or a device."""
    before, old = _see(path)
    if before.kind in {"folder", "other"}:
        raise GowizardError(
            _("{path} is not a file").format(path=path), _("Only files and links are removed.")
        )
    return RemoveFile(path=path, before=before, old=old)


def set_link(path: Path, target: str | Path) -> SetLink:
    """The effect that makes `path` a link to `target`. Raises GowizardError where a file lies there."""
    before = see(path)
    if before.kind not in {"absent", "link"}:
        raise GowizardError(
            _("{path} is not a link").format(path=path),
            _("A file or folder lies there; gowizard does not overwrite it."),
            _("Move it away and try again."),
        )
    return SetLink(path=path, target=str(target), before=before)


def set_mode(path: Path, mode: int) -> SetMode:
    """The effect that sets the permission bits of a file or folder. Raises GowizardError without one."""
    before = see(path)
    if before.kind not in {"file", "folder"}:
        raise GowizardError(_("There is no file or folder {path}").format(path=path))
    return SetMode(path=path, mode=mode, before=before)
