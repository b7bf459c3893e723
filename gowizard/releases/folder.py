"""A folder (a kit, a USB stick, a share) or one archive in it as a source."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from gowizard.cancellation import Cancel
from gowizard.errors import GowizardError
from gowizard.locales import _
from gowizard.locales.system import system_words
from gowizard.releases.cache import ListCache
from gowizard.releases.cross_check import cross_checked
from gowizard.releases.listing import LIMIT, NotAList, parse_list
from gowizard.releases.model import Archive, Catalogue, Release, ReleaseFile, Voucher
from gowizard.releases.source import archive_file, archive_of
from gowizard.releases.version import Version

_ARCHIVE = re.compile(
    r"(?P<version>go[0-9][0-9a-z.]*?)\.(?P<os>[a-z0-9]+)-(?P<arch>[a-z0-9]+)\.(?:tar\.gz|zip)"
)
_SUM = re.compile(r"(?P<digest>[0-9a-fA-F]{64})(?:[ \t]+\*?(?P<name>\S.*?))?")
_MOST = 1_000_000  # bytes of a file that holds digests


class FolderSource:
    """Archives named as the official ones, with digests in `releases.json`, `SHA256SUMS` or `FILE.sha256`."""

    voucher = Voucher.SELF

    def __init__(self, place: Path, *, cache: Path) -> None:
        self._only = place.name if place.is_file() else ""
        self._folder = (place.parent if self._only else place).absolute()
        self._cache = ListCache(cache)
        self.name = str(place.absolute())

    @property
    def title(self) -> str:
        """The folder, for a person."""
        return _("the folder {path}").format(path=self._folder)

    def answers(self, cancel: Cancel | None = None) -> None:
        """Return when it can be read and holds an archive."""
        self.catalogue(cancel)

    def catalogue(self, cancel: Cancel | None = None) -> Catalogue:
        """What lies there. Raises GowizardError where the folder cannot be read or holds no archive."""
        try:
            paths = sorted(self._folder.iterdir())
        except OSError as error:
            raise GowizardError(
                _("Cannot read {path}").format(path=self._folder),
                system_words(error),
                _("Name the folder that holds the archives with --source."),
            ) from None
        found: dict[Version, list[ReleaseFile]] = {}
        digests = self._digests()
        for path in paths:
            if cancel is not None:
                cancel.check()
            shape = _ARCHIVE.fullmatch(path.name)
            version = Version.try_parse(shape["version"]) if shape else None
            wanted = not self._only or path.name == self._only
            if shape is None or version is None or version.is_language or not wanted or not path.is_file():
                continue
            file = ReleaseFile(
                filename=path.name,
                os=shape["os"],
                arch="arm" if shape["arch"] == "armv6l" else shape["arch"],
                sha256=self._digest(path, digests),
                size=path.stat().st_size,
                kind="archive",
            )
            found.setdefault(version, []).append(file)
        if not found:
            raise GowizardError(
                _("No Go archive in {path}").format(path=self._only or self._folder),
                _("Archives are named like {name}.").format(name="go1.27.3.linux-amd64.tar.gz"),
                _("Name the folder that holds them with --source."),
            )
        releases = (
            Release(version=version, stable=version.is_stable, files=tuple(found[version]))
            for version in sorted(found, reverse=True)
        )
        return Catalogue(source=self.name, releases=tuple(releases))

    def archive(self, version: Version, os: str, arch: str, cancel: Cancel | None = None) -> Archive:
        """The archive as a local path."""
        file = archive_file(self.catalogue(cancel).find(version), version, os, arch)
        found = archive_of(file, version, self, (str(self._folder / file.filename),))
        return cross_checked(found, self._cache)

    def _digest(self, path: Path, digests: dict[str, set[str]]) -> str:
        beside = {digest for digest, _name in _sums(path.with_name(path.name + ".sha256"))}
        said = digests.get(path.name, set()) | beside
        if len(said) > 1:
            raise GowizardError(
                _("Two digests for {name} contradict each other").format(name=path.name),
                "\n".join(sorted(said)),
                _("Get the archive and its digest again from where they came from."),
            )
        return said.pop() if said else ""

    def _digests(self) -> dict[str, set[str]]:
        digests: dict[str, set[str]] = {}
        for digest, name in _sums(self._folder / "SHA256SUMS"):
            digests.setdefault(name.removeprefix("./"), set()).add(digest)
        try:
            listed = _small(self._folder / "releases.json", LIMIT)
            releases, _note = parse_list(listed, "releases.json") if listed else ((), "")
        except NotAList:
            releases = ()
        for release in releases:
            for file in release.files:
                if file.sha256:
                    digests.setdefault(file.filename, set()).add(file.sha256)
        return digests


def _sums(path: Path) -> Iterator[tuple[str, str]]:
    """Digest and name of every line of a digest file (the form of sha256sum); none without the file."""
    for line in _small(path, _MOST).decode("utf-8", "replace").splitlines():
        if shape := _SUM.fullmatch(line.strip()):
            yield shape["digest"].lower(), shape["name"] or ""


def _small(path: Path, limit: int) -> bytes:
    try:
        return path.read_bytes() if path.is_file() and path.stat().st_size <= limit else b""
    except OSError:
        return b""
