"""What every source of Go archives can do."""

from __future__ import annotations

from typing import Protocol

from gowizard.cancellation import Cancel
from gowizard.errors import GowizardError
from gowizard.locales import _
from gowizard.releases.model import Archive, Catalogue, Release, ReleaseFile, Voucher
from gowizard.releases.version import Version

OFFICIAL_NAMES = ("official", "google-cn")


class Source(Protocol):
    """A place that Go can be had from. Errors are GowizardErrors; a cancel raises Cancelled."""

    @property
    def name(self) -> str:
        """What --source takes: "official", "google-cn", "pip", a URL without credentials, a folder."""

    @property
    def title(self) -> str:
        """What a person reads."""

    @property
    def voucher(self) -> Voucher:
        """Who vouches for the digests it gives."""

    def answers(self, cancel: Cancel | None = None) -> None:
        """Return when it can be used now, within a few seconds; raise what is wrong otherwise."""

    def catalogue(self, cancel: Cancel | None = None) -> Catalogue:
        """What it offers, newest first."""

    def archive(self, version: Version, os: str, arch: str, cancel: Cancel | None = None) -> Archive:
        """The archive for a system. Its digest may still be empty: `check_allowed` refuses that."""


def archive_file(release: Release | None, version: Version, os: str, arch: str) -> ReleaseFile:
    """The archive of a release for a system. Raises GowizardError where there is none."""
    if release is None:
        raise GowizardError(
            _("This source does not have {version}").format(version=version.name),
            "",
            _("Name another version or another --source."),
        )
    file = release.archive(os, arch)
    if file is None:
        raise GowizardError(
            _("{version} is not made for {os}/{arch}").format(version=version.name, os=os, arch=arch),
            _("The release holds: {systems}.").format(systems=_systems(release) or _("nothing")),
            _("Name another version."),
        )
    return file


def archive_of(file: ReleaseFile, version: Version, source: Source, locations: tuple[str, ...]) -> Archive:
    """An Archive from one record of a list."""
    return Archive(
        version=version,
        filename=file.filename,
        locations=locations,
        sha256=file.sha256,
        size=file.size,
        format="zip" if file.filename.endswith(".zip") else "tar.gz",
        voucher=source.voucher,
        source=source.name,
    )


def _systems(release: Release) -> str:
    return ", ".join(sorted({f"{file.os}/{file.arch}" for file in release.files if file.kind == "archive"}))
