"""Releases as data: what can be had, where it lies, and who vouches for the bytes."""

from __future__ import annotations

from enum import Enum

from gowizard.dataclass import dataclass
from gowizard.releases.version import Version


class Voucher(Enum):
    """Who says that a digest is right, best first (design section 3)."""

    OFFICIAL = "official"
    LOGGED = "logged"
    PINNED = "pinned"
    COMMUNITY = "community"
    SELF = "self"


@dataclass(frozen=True, kw_only=True)
class ReleaseFile:
    """One file of a release, as the list names it."""

    filename: str
    os: str
    arch: str  # GOARCH, with "arm" for the list's "armv6l"
    sha256: str  # "" where the list has none
    size: int  # bytes, 0 where unknown
    kind: str  # "archive", "installer", "source"


@dataclass(frozen=True, kw_only=True)
class Release:
    """One version and its files."""

    version: Version
    stable: bool
    files: tuple[ReleaseFile, ...] = ()

    def archive(self, os: str, arch: str) -> ReleaseFile | None:
        """The archive for a system, or None where this release has none."""
        return next((f for f in self.files if f.kind == "archive" and (f.os, f.arch) == (os, arch)), None)


@dataclass(frozen=True, kw_only=True)
class Catalogue:
    """A source's list, newest first. `age` is in seconds: how long ago it was fetched."""

    source: str
    releases: tuple[Release, ...]
    age: float = 0.0
    from_cache: bool = False
    note: str = ""  # why it is from the cache, or what dirt was dropped

    def find(self, version: Version) -> Release | None:
        """The release of exactly that version."""
        return next((release for release in self.releases if release.version == version), None)


@dataclass(frozen=True, kw_only=True)
class Archive:
    """One archive that can be fetched now: everything the toolchain package needs to know."""

    version: Version
    filename: str
    locations: tuple[str, ...]  # URLs or absolute paths of local files, tried in order
    sha256: str  # lower-case hex; never empty once `check_allowed` has let it pass
    size: int  # bytes, 0 where unknown
    format: str  # "tar.gz", "zip", "wheel"
    voucher: Voucher
    source: str  # name of the source that gave it
