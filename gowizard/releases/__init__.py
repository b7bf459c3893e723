"""Which Go can be had, from which source, and who vouches for the bytes."""

from gowizard.releases.choose import (
    NoSource,
    SourceAnswer,
    choose_source,
    open_source,
    probe_sources,
)
from gowizard.releases.listing import NotAList
from gowizard.releases.minimum import Fit, end_of_life, fits, fits_of
from gowizard.releases.mirrors import MIRRORS, Mirror, mirror_named, mirror_names
from gowizard.releases.model import Archive, Catalogue, Release, ReleaseFile, Voucher
from gowizard.releases.request import latest, resolve
from gowizard.releases.source import OFFICIAL_NAMES, Source
from gowizard.releases.trust import Contradiction, Insecure, NotTrusted, allowed, check_allowed, pinned
from gowizard.releases.version import Version

__all__ = [
    "MIRRORS",
    "OFFICIAL_NAMES",
    "Archive",
    "Catalogue",
    "Contradiction",
    "Fit",
    "Insecure",
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
    "allowed",
    "check_allowed",
    "choose_source",
    "end_of_life",
    "fits",
    "fits_of",
    "latest",
    "mirror_named",
    "mirror_names",
    "open_source",
    "pinned",
    "probe_sources",
    "resolve",
]
