"""A kit as a source: what `gowizard kit make` wrote, pinned by the teacher's code or vouching for itself."""

from __future__ import annotations

from pathlib import Path

from gowizard.cancellation import Cancel
from gowizard.errors import GowizardError
from gowizard.locales import _
from gowizard.releases.cache import ListCache
from gowizard.releases.codes import join_code, parse_code
from gowizard.releases.cross_check import cross_checked
from gowizard.releases.kit_manifest import KitFile, Manifest, check_file, checked_path, read_manifest
from gowizard.releases.model import Archive, Catalogue, Release, ReleaseFile, Voucher
from gowizard.releases.source import archive_file
from gowizard.releases.version import Version

KIT = "kit"
_FORMATS = {".gz": "tar.gz", ".zip": "zip", ".whl": "wheel"}


class WrongCode(GowizardError):
    """The code that was typed is another kit's."""


class KitSource:
    """One kit. With the right `code` its archives are pinned; a wrong one stops everything."""

    name = KIT

    def __init__(self, folder: Path, *, code: str, cache: Path) -> None:
        self.folder = folder.absolute()
        self._code = parse_code(code) if code.strip() else ""
        self._cache = ListCache(cache)
        self._manifest: Manifest | None = None

    @property
    def title(self) -> str:
        """The kit, for a person."""
        return _("the kit in {folder}").format(folder=self.folder)

    @property
    def voucher(self) -> Voucher:
        """PINNED with a code: no archive is given unless it is right."""
        return Voucher.PINNED if self._code else Voucher.SELF

    @property
    def manifest(self) -> Manifest:
        """What the kit holds, held against the code. Raises BrokenKit and WrongCode."""
        if self._manifest is None:
            manifest, body = read_manifest(self.folder)
            if self._code and join_code(body) != self._code:
                raise WrongCode(
                    _("The code does not belong to this kit"),
                    _("You typed {code}; the kit lies in {folder}.").format(code=self._code, folder=self.folder),
                    _("Compare it with the teacher's screen. If it is the same, this copy was changed: take another."),
                )
            self._manifest = manifest
        return self._manifest

    def answers(self, cancel: Cancel | None = None) -> None:
        """Return when its manifest can be read."""
        self.catalogue(cancel)

    def catalogue(self, cancel: Cancel | None = None) -> Catalogue:
        """The one version that it holds, for the systems it was made for."""
        manifest = self.manifest
        files = tuple(_listed(file) for file in manifest.of_role("archive"))
        release = Release(version=manifest.go, stable=manifest.go.is_stable, files=files)
        return Catalogue(source=self.name, releases=(release,))

    def archive(self, version: Version, os: str, arch: str, cancel: Cancel | None = None) -> Archive:
        """The archive as a local path. What else this system uses of the kit is read and checked here; the archive
        itself while it is unpacked. Raises BrokenKit, WrongCode, and GowizardError for a system it was not made for.
        """
        listed = archive_file(self.catalogue(cancel).find(version), version, os, arch)
        system = f"{os}/{arch}"
        found = next(f for f in self.manifest.of_role("archive") if f.path.rsplit("/", 1)[-1] == listed.filename)
        for file in self.manifest.files:
            if cancel is not None:
                cancel.check()
            if file.role != "archive" and file.serves(system):
                check_file(self.folder, file)
        archive = Archive(
            version=version,
            filename=listed.filename,
            locations=(str(checked_path(self.folder, found)),),
            sha256=found.sha256,
            size=found.size,
            format=_FORMATS[Path(found.path).suffix],
            voucher=self.voucher,
            source=self.name,
        )
        return cross_checked(archive, self._cache)


def _listed(file: KitFile) -> ReleaseFile:
    system, _slash, arch = (file.systems or ("",))[0].partition("/")
    return ReleaseFile(
        filename=file.path.rsplit("/", 1)[-1],
        os=system,
        arch=arch,
        sha256=file.sha256,
        size=file.size,
        kind="archive" if Path(file.path).suffix in _FORMATS else "",
    )
