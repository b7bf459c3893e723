"""Can this startup file be edited, and if not, why? In words for the user."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from gowizard.host.facts import Host
from gowizard.host.files import exists, is_folder
from gowizard.host.links import is_link
from gowizard.locales import _
from gowizard.locales.system import system_words

_MOST = 16 << 20  # bytes: no startup or settings file is larger


def obstacle(path: Path, host: Host) -> str:
    """Why the file cannot be written, or created where it is absent; empty where it can.

    A file without any write bit counts as read-only for root too: whoever took them away meant it (a
    dotfile manager).
    """
    real = Path(os.path.realpath(path))
    try:
        found = path.stat()
    except FileNotFoundError:
        if is_link(path):
            return _("It is a link to {target}, which does not exist.").format(target=path.readlink())
        return _folder_obstacle(real.parent)
    except OSError as error:
        return _("It cannot be read: {error}.").format(error=system_words(error))
    if not stat.S_ISREG(found.st_mode):
        return _("It is not a file.")
    if found.st_size > _MOST:
        return _("It is larger than such a file can be.")
    if found.st_uid not in {host.user.uid, host.user.home_owner}:
        return _("It belongs to another user.")
    if not found.st_mode & 0o222 or not os.access(real, os.W_OK):
        return _("It is read-only.")
    if not os.access(real, os.R_OK):
        return _("It cannot be read.")
    return _folder_obstacle(real.parent)


def _folder_obstacle(folder: Path) -> str:
    """Why no file can be made in the folder, looking at its nearest parent that exists."""
    while not exists(folder) and folder != folder.parent:
        folder = folder.parent
    if not is_folder(folder):
        return _("{path} is not a folder.").format(path=folder)
    if not os.access(folder, os.W_OK | os.X_OK):
        return _("Its folder {path} cannot be written.").format(path=folder)
    return ""
