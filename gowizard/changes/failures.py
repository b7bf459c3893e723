"""The failures of this package, and what an operating system's error means in plain words."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from gowizard.errors import GowizardError
from gowizard.locales import _
from gowizard.locales.system import system_words

_IN_USE = frozenset({32, 33})  # ERROR_SHARING_VIOLATION, ERROR_LOCK_VIOLATION: errno calls both EACCES


class Busy(GowizardError):
    """Another gowizard holds the lock. `pid` is 0 where it is not known; `holder` is a line to show."""

    def __init__(self, pid: int, holder: str) -> None:
        super().__init__(
            _("Another gowizard is changing this account"),
            _("It is {holder}.").format(holder=holder),
            _("Wait until it has ended, or close it, and try again."),
        )
        self.pid = pid
        self.holder = holder


class Shared(GowizardError):
    """Somebody else could write into the folder of the journal, which undo and recovery obey."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            _("{folder} is not yours alone").format(folder=folder),
            _("It belongs to another user, or others may write into it: they could have gowizard undo things."),
            _("Look at it (ls -ld), then take it over or move it away and try again."),
        )


class Interrupted(GowizardError):
    """An earlier run was killed and has to be finished or taken back first."""

    def __init__(self, title: str, when: str) -> None:
        super().__init__(
            _("An earlier run was interrupted: {title}").format(title=title),
            _("It was started at {when} and did not end.").format(when=when),
            _("Start gowizard to continue it or to roll it back."),
        )


class ChangedSince(GowizardError):
    """What lies at a path is not what the preview was computed from."""

    def __init__(self, path: Path | str, found: str) -> None:
        super().__init__(
            _("{path} changed since the preview").format(path=path),
            found,
            _("Nothing was overwritten. Look at the preview again and repeat."),
        )
        self.path = path


def reason(error: OSError) -> tuple[str, str]:
    """Cause and remedy, in plain words."""
    if getattr(error, "winerror", None) in _IN_USE:
        return _("Another program is using it."), _("Close that program and try again.")
    match error.errno:
        case errno.ENOSPC:
            return _("The disk is full."), _("Free some space and try again.")
        case errno.EDQUOT:
            return _("Your disk quota is used up."), _("Free some space, or ask for more, and try again.")
        case errno.EROFS:
            return _("The file system is read-only."), _(
                "Choose another place, or make it writable, and try again."
            )
        case errno.EACCES | errno.EPERM:
            look = _("Look at its properties, or choose another place.")
            if os.name != "nt":
                look = _("Look at its owner and mode (ls -ld), or choose another place.")
            return _("You are not allowed to change it."), look
        case errno.EXDEV:
            return _("The two names lie on different file systems."), _(
                "Choose a place on the same file system."
            )
        case errno.EBUSY | errno.ETXTBSY:
            return _("Another program is using it."), _("Close that program and try again.")
        case errno.ENAMETOOLONG:
            return _("The name is too long for this file system."), _("Choose a shorter place.")
        case errno.EIO:
            return _("The disk reported an error."), _(
                "Check the disk and the system's log before you try again."
            )
    return system_words(error), ""


def failure(error: OSError, title: str = "") -> GowizardError:
    """The error told in three parts; without a title, the path that failed is named."""
    cause, remedy = reason(error)
    path = error.filename2 if error.filename2 is not None else error.filename
    if not title:
        title = (
            _("{path} could not be changed").format(path=path) if path else _("A change could not be made")
        )
    elif path:
        cause = f"{path}: {cause}"
    return GowizardError(title, cause, remedy)


@contextmanager
def told(title: str) -> Iterator[None]:
    """Turn an OSError of the block into a GowizardError with this title."""
    try:
        yield
    except OSError as error:
        raise failure(error, title) from error
