"""Sources that answer like go.dev/dl: the official hosts and any URL the user names."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from gowizard.cancellation import Cancel
from gowizard.locales import _, sentences
from gowizard.net import Client, NetError
from gowizard.redact import without_credentials
from gowizard.releases.cache import ListCache
from gowizard.releases.listing import LIMIT, NotAList, parse_list
from gowizard.releases.model import Archive, Catalogue, Voucher
from gowizard.releases.source import archive_file, archive_of
from gowizard.releases.version import Version

FRESH = 900.0  # seconds for which an official list is not asked for again
FILES = "https://dl.google.com/go/"  # where go.dev/dl/FILE redirects to
OFFICIAL = {"official": "https://go.dev/dl/", "google-cn": "https://golang.google.cn/dl/"}
_OFFICIAL_URL = re.compile(r"https://(go\.dev|golang\.org|golang\.google\.cn)/dl/?")


class WebSource:
    """One address. `name` is "official", "google-cn" or the URL itself."""

    def __init__(self, name: str, *, client: Client, cache: Path) -> None:
        same = _OFFICIAL_URL.fullmatch(name)
        if same:  # the official hosts stay what they are when they are named by their address
            name = "google-cn" if same[1] == "golang.google.cn" else "official"
        self._base = OFFICIAL.get(name, name)
        self._client = client
        self._cache = ListCache(cache)
        self._last: Catalogue | None = None
        self.name = without_credentials(name)
        self.voucher = Voucher.OFFICIAL if name in OFFICIAL else Voucher.SELF

    @property
    def title(self) -> str:
        """The host, for a person."""
        titles = {
            "official": _("go.dev, the Go project"),
            "google-cn": _("golang.google.cn, the Go project in China"),
        }
        return titles.get(self.name, self.name)

    def answers(self, cancel: Cancel | None = None, total: float = 3.0) -> None:
        """Return when the host answers with a list within `total` seconds; raise otherwise."""
        body = self._client.get(
            list_address(self._base, everything=False), limit=LIMIT, cancel=cancel, total=total
        ).body
        parse_list(body, self._host)

    def catalogue(self, cancel: Cancel | None = None) -> Catalogue:
        """The whole list; from the cache while that is fresh, or when the host fails (the note says why)."""
        self._last = self._ask(cancel)
        return self._last

    def _ask(self, cancel: Cancel | None) -> Catalogue:
        address = list_address(self._base)
        kept = self._cache.read(address)
        if kept is not None and self.voucher is Voucher.OFFICIAL and 0 < kept[1] < FRESH:
            try:
                return self._read(*kept, from_cache=True)
            except NotAList:
                kept = None
        try:
            body = self._client.get(address, limit=LIMIT, cancel=cancel).body
            found = self._read(body, 0.0)
        except (NetError, NotAList) as error:
            if kept is None:
                raise
            try:
                return self._read(*kept, from_cache=True, why=error.title)
            except NotAList:
                raise error from None
        self._cache.write(address, body)
        return found

    def archive(self, version: Version, os: str, arch: str, cancel: Cancel | None = None) -> Archive:
        """The archive and where it lies, from the list that was read last; nothing of it is fetched."""
        catalogue = self._last or self.catalogue(cancel)
        file = archive_file(catalogue.find(version), version, os, arch)
        locations = [_below(self._base, file.filename, [])]
        if self.name in OFFICIAL:
            locations.append(FILES + file.filename)
        found = archive_of(file, version, self, tuple(locations))
        if self.voucher is Voucher.OFFICIAL:
            return found
        from gowizard.releases.cross_check import cross_checked

        return cross_checked(found, self._cache)

    @property
    def _host(self) -> str:
        return urlsplit(self._base).hostname or self.name

    def _read(self, body: bytes, age: float, from_cache: bool = False, why: str = "") -> Catalogue:
        releases, note = parse_list(body, self._host)
        notes = [why, note if self.voucher is not Voucher.OFFICIAL else ""]
        return Catalogue(
            source=self.name,
            releases=releases,
            age=age,
            from_cache=from_cache,
            note=sentences(*notes),
        )


def list_address(base: str, everything: bool = True) -> str:
    """Where a server that answers like go.dev/dl has its list: all of it, or the two newest minors."""
    return _below(base, "", [("mode", "json"), *([("include", "all")] if everything else [])])


def _below(base: str, file: str, more: list[tuple[str, str]]) -> str:
    """The address of a file below `base`, whose own query (a token) is kept."""
    parts = urlsplit(base)
    query = urlencode([*parse_qsl(parts.query, keep_blank_values=True), *more])
    return urlunsplit((parts.scheme, parts.netloc, f"{parts.path.rstrip('/')}/{file}", query, ""))
