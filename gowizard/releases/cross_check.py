"""Compares what a mirror or a folder says with the official list that is already here; asks nobody."""

from __future__ import annotations

from gowizard.dataclass import replace
from gowizard.locales import _
from gowizard.releases.cache import ListCache
from gowizard.releases.listing import NotAList, parse_list
from gowizard.releases.model import Archive, Voucher
from gowizard.releases.trust import Contradiction
from gowizard.releases.web import OFFICIAL, list_address


def cross_checked(archive: Archive, cache: ListCache) -> Archive:
    """The archive, vouched for by the Go project where a kept official list has its name and digest.

    Raises Contradiction where that list has another digest for the name.
    """
    for base in OFFICIAL.values():
        kept = cache.read(list_address(base))
        if kept is None or archive.filename.encode() not in kept[0]:
            continue
        try:
            releases, _note = parse_list(kept[0], base)
        except NotAList:
            continue
        files = (file for release in releases if release.version == archive.version for file in release.files)
        known = next((file.sha256 for file in files if file.filename == archive.filename), "")
        if known and archive.sha256 and known != archive.sha256:
            raise Contradiction(
                _("{name} is not the file that the Go project published").format(name=archive.filename),
                _("The Go project's digest: {official}\n{source} says: {theirs}").format(
                    official=known, source=archive.source, theirs=archive.sha256
                ),
                _("Do not use this source, or find out who changed the file. Nothing was fetched."),
            )
        if known:
            return replace(archive, sha256=known, voucher=Voucher.OFFICIAL)
    return archive
