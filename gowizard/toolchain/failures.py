"""What can go wrong between an archive and a tree, in the user's words."""

from __future__ import annotations

import os
from pathlib import Path

from gowizard.errors import GowizardError
from gowizard.locales import _
from gowizard.locales.system import system_words


class ArchiveRefused(GowizardError):
    """The archive holds something that no Go release holds, or is damaged. Nothing of it was kept."""

    def __init__(self, reason: str, entry: str = "") -> None:
        super().__init__(
            _("This archive is refused; nothing of it was kept"),
            f"{reason}\n{_('Entry: {name}').format(name=shown(entry))}" if entry else reason,
            _("Fetch Go from another source, for example: gowizard install --source official"),
        )


class LinksRefused(GowizardError):
    """The archive holds an honest symbolic link, where none can be made. Nothing of it was kept."""

    def __init__(self, entry: str, place: str) -> None:
        remedy = _("Fetch Go from another source, for example: gowizard install --source official")
        if os.name == "nt":
            cause = _("Windows lets only some accounts make them, and Go's own archives for Windows hold none.")
        else:
            cause = _("The file system of {place} has none.").format(place=place)
            remedy += "\n" + _("Or choose a folder on another file system with --dir.")
        super().__init__(
            _("This archive holds symbolic links, which cannot be made here"),
            f"{cause}\n{_('Entry: {name}').format(name=shown(entry))}",
            remedy,
        )


class DigestMismatch(GowizardError):
    """What arrived is not what was promised."""

    def __init__(self, filename: str, source: str, expected: str, actual: str) -> None:
        remedy = _(
            "Try again: a broken transfer or a login page of the network can cause this. If it comes "
            "again, do not use this source; somebody may be tampering with the download."
        )
        if source == "kit":
            remedy = _("Copy the kit again, and check the copy with: gowizard kit check FOLDER")
        elif Path(source).is_absolute():
            remedy = _("Copy the archive, and the digest beside it, again from where they came.")
        super().__init__(
            _("{filename} is not the file it should be; nothing of it was kept").format(filename=shown(filename)),
            _("Source: {source}\nExpected SHA-256: {expected}\nReceived SHA-256: {actual}").format(
                source=shown(source), expected=expected, actual=actual
            ),
            remedy,
        )


class DownloadFailed(GowizardError):
    """No location gave the whole archive; `reasons` are lines, one a location."""

    def __init__(self, filename: str, reasons: list[str], kept: int, remedy: str = "") -> None:
        remedies = [remedy or _("Check the network, or name another source with --source.")]
        if kept:
            megabytes = f"{kept / 1_000_000:.1f}"
            remedies.append(_("{size} MB are kept: run again to continue there.").format(size=megabytes))
        super().__init__(
            _("{filename} could not be fetched").format(filename=shown(filename)),
            "\n".join(reasons),
            "\n".join(remedies),
        )


class StagingFailed(GowizardError):
    """The file system would not take the tree."""

    def __init__(self, place: str, error: OSError) -> None:
        super().__init__(
            _("Go could not be unpacked in {place}").format(place=place),
            system_words(error),
            _("What was unpacked so far is removed again. Make room or choose another folder with --dir."),
        )


class NotPossible(GowizardError):
    """A tree or link cannot be changed as asked; nothing was touched."""


def shown(name: str) -> str:
    """A name from outside, safe to print: escapes for everything unprintable, at most 120 characters."""
    text = "".join(
        sign if sign.isprintable() else sign.encode("unicode_escape", "surrogatepass").decode() for sign in name[:200]
    )
    return text if len(text) <= 120 else text[:117] + "..."
