"""The names inside an archive: only those pass that mean the same file on every system, inside `go/`."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from gowizard.locales import _
from gowizard.toolchain.failures import ArchiveRefused
from gowizard.toolchain.limits import DEEPEST, LONGEST_NAME, LONGEST_PART

# Windows reads these as devices, whatever follows the first dot.
_DEVICE = re.compile(r"(?i)(?:con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³]) *(?:\..*)?")
# Most names by far: one look instead of a dozen.
_PLAIN = re.compile(
    r"(?!(?i:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\.|\Z))[A-Za-z0-9_][A-Za-z0-9_+@=-]*(?:\.[A-Za-z0-9_+@=-]+)*"
)


class Names:
    """All names of one archive. Each is given back relative to `go/`; `made` hears of every folder first."""

    def __init__(self, made: Callable[[str], None]) -> None:
        self._made = made
        self._taken: dict[str, tuple[str, str]] = {}  # folded path -> (path, kind)
        self._folders = {"go": ""}  # path as in the archive -> relative to go/, with a final slash

    def file(self, name: str) -> str:
        """The place of a file or link. Raises ArchiveRefused."""
        parent, slash, leaf = name.rpartition("/")
        inside = self._folders.get(parent)
        if inside is None or len(name) > LONGEST_NAME:
            _check_whole(name)
            inside = self._folder(parent)
        if not slash:
            raise ArchiveRefused(_("It has an entry outside the folder go/."), name)
        if not _PLAIN.fullmatch(leaf) or len(leaf) > LONGEST_PART:
            _check_part(leaf, name)
        return self._take(inside + leaf, "file", name)

    def folder(self, name: str) -> str:
        """The place of a folder, "" for `go/` itself. Raises ArchiveRefused."""
        bare = name[:-1] if name.endswith("/") else name
        if bare not in self._folders:
            _check_whole(bare)
        return self._folder(bare)

    def link(self, name: str, target: str) -> str:
        """The place of a symbolic link that stays in the tree. Raises ArchiveRefused for any other."""
        place = self.file(name)
        parts = target.split("/")
        climbs = next((index for index, part in enumerate(parts) if part != ".."), len(parts))
        elsewhere = target.startswith("/") or "\\" in target or re.match(r"[A-Za-z]:", target) is not None
        climbs_out = climbs > place.count("/") or ".." in parts[climbs:]
        if elsewhere or climbs_out or not target or len(target) > LONGEST_NAME or "\0" in target:
            raise ArchiveRefused(_("It has a link that leads out of the tree."), f"{name} -> {target}")
        for part in parts[climbs:]:
            _check_part(part, f"{name} -> {target}")
        return place

    def _folder(self, name: str) -> str:
        known = self._folders.get(name)
        if known is not None:
            return known
        parent, slash, leaf = name.rpartition("/")
        if not slash:
            raise ArchiveRefused(_("It has an entry outside the folder go/."), name)
        if name.count("/") > DEEPEST:
            raise ArchiveRefused(_("It has folders nested too deeply."), name)
        inside = self._folder(parent)
        _check_part(leaf, name)
        place = self._take(inside + leaf, "folder", name)
        self._made(place)
        self._folders[name] = place + "/"
        return place + "/"

    def _take(self, place: str, kind: str, name: str) -> str:
        folded = place.lower() if place.isascii() else unicodedata.normalize("NFC", place).casefold()
        before = self._taken.get(folded)
        if before is None:
            self._taken[folded] = place, kind
            return place
        if before[0] != place:
            reason = _("It has two names that are one on Windows and macOS: {other}").format(other=before[0])
        elif before[1] != kind:
            reason = _("It has a file that is also used as a folder.")
        else:
            reason = _("It has the same name twice.")
        raise ArchiveRefused(reason, name)


def _check_whole(name: str) -> None:
    """Raise ArchiveRefused for a name that does not lie in go/ on every system."""
    if len(name) > LONGEST_NAME:
        raise ArchiveRefused(_("It has a name that is too long."), name)
    if "\0" in name:
        raise ArchiveRefused(_("It has a name with a NUL byte."), name)
    if "\\" in name:
        raise ArchiveRefused(_("It has a name with a backslash."), name)
    if name.startswith("/"):
        raise ArchiveRefused(_("It has an absolute name."), name)
    if re.match(r"[A-Za-z]:", name):
        raise ArchiveRefused(_("It has a name with a drive letter."), name)
    if ".." in name.split("/"):
        raise ArchiveRefused(_("It has a name that climbs out with “..”."), name)
    if name != "go" and not name.startswith("go/"):
        raise ArchiveRefused(_("It has an entry outside the folder go/."), name)


def _check_part(part: str, name: str) -> None:
    """Raise ArchiveRefused for one part of a name that some system cannot hold or reads otherwise."""
    if part == "..":
        raise ArchiveRefused(_("It has a name that climbs out with “..”."), name)
    if part in {"", "."}:
        raise ArchiveRefused(_("It has a name with an empty part."), name)
    if "\0" in part:
        raise ArchiveRefused(_("It has a name with a NUL byte."), name)
    if "\\" in part:
        raise ArchiveRefused(_("It has a name with a backslash."), name)
    if any(unicodedata.category(sign) in {"Cc", "Cf", "Cs", "Zl", "Zp"} for sign in part):
        raise ArchiveRefused(_("It has a name with control characters."), name)
    if len(part.encode()) > LONGEST_PART:
        raise ArchiveRefused(_("It has a name that is too long."), name)
    if part[-1] in ". " or _DEVICE.fullmatch(part) or any(sign in '<>:"|?*' for sign in part):
        raise ArchiveRefused(_("It has a name that Windows forbids."), name)
