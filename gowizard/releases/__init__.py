"""Which Go can be had, from which source, and who vouches for the bytes.

Names are loaded when first used: most runs need one kind of source.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gowizard.late import late

if TYPE_CHECKING:
    from gowizard.releases.choose import (
        NoSource,
        SourceAnswer,
        choose_source,
        open_source,
        probe_sources,
    )
    from gowizard.releases.codes import join_code, parse_code
    from gowizard.releases.folder import FolderSource
    from gowizard.releases.kit_manifest import BrokenKit, KitFile, Manifest, read_manifest
    from gowizard.releases.kit_places import find_kit, places_beside
    from gowizard.releases.kit_source import KIT, KitSource, WrongCode
    from gowizard.releases.listing import NotAList
    from gowizard.releases.minimum import Fit, end_of_life, fits, fits_of
    from gowizard.releases.mirrors import MIRRORS, Mirror, mirror_named, mirror_names
    from gowizard.releases.model import Archive, Catalogue, Release, ReleaseFile, Voucher
    from gowizard.releases.request import check_request, latest, resolve
    from gowizard.releases.source import OFFICIAL_NAMES, Source
    from gowizard.releases.trust import Contradiction, Insecure, NotTrusted, allowed, check_allowed, pinned
    from gowizard.releases.version import Version

__getattr__ = late(
    __name__,
    {
        "choose": ("NoSource", "SourceAnswer", "choose_source", "open_source", "probe_sources"),
        "codes": ("join_code", "parse_code"),
        "folder": ("FolderSource",),
        "kit_manifest": ("BrokenKit", "KitFile", "Manifest", "read_manifest"),
        "kit_places": ("find_kit", "places_beside"),
        "kit_source": ("KIT", "KitSource", "WrongCode"),
        "listing": ("NotAList",),
        "minimum": ("Fit", "end_of_life", "fits", "fits_of"),
        "mirrors": ("MIRRORS", "Mirror", "mirror_named", "mirror_names"),
        "model": ("Archive", "Catalogue", "Release", "ReleaseFile", "Voucher"),
        "request": ("check_request", "latest", "resolve"),
        "source": ("OFFICIAL_NAMES", "Source"),
        "trust": ("Contradiction", "Insecure", "NotTrusted", "allowed", "check_allowed", "pinned"),
        "version": ("Version",),
    },
)

__all__ = [
    "KIT",
    "MIRRORS",
    "OFFICIAL_NAMES",
    "Archive",
    "BrokenKit",
    "Catalogue",
    "Contradiction",
    "Fit",
    "FolderSource",
    "Insecure",
    "KitFile",
    "KitSource",
    "Manifest",
    "Mirror",
    "NoSource",
    "NotAList",
    "NotTrusted",
    "Release",
    "ReleaseFile",
    "Source",
    "SourceAnswer",
    "Version",
    "Voucher",
    "WrongCode",
    "allowed",
    "check_allowed",
    "check_request",
    "choose_source",
    "end_of_life",
    "find_kit",
    "fits",
    "fits_of",
    "join_code",
    "latest",
    "mirror_named",
    "mirror_names",
    "open_source",
    "parse_code",
    "pinned",
    "places_beside",
    "probe_sources",
    "read_manifest",
    "resolve",
]
