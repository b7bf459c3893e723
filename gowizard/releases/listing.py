"""Reads the release list of go.dev/dl and of whatever claims to answer like it. Nothing in it is believed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from gowizard.errors import GowizardError
from gowizard.locales import _, ngettext
from gowizard.releases.model import Release, ReleaseFile
from gowizard.releases.version import Version

LIMIT = 20_000_000  # bytes; the whole list of 2026 has 1.6 million
_MOST_FILES = 50_000
_FILENAME = re.compile(r"go[0-9A-Za-z.+-]+\.(tar\.gz|zip|pkg|msi)")
_WORD = re.compile(r"[a-z0-9]{0,16}")
_DIGEST = re.compile(r"[0-9a-f]{64}")
_LARGEST = 1 << 31  # bytes
_ARCHES = {"armv6l": "arm", "arm6": "arm"}  # the list's names for 32-bit ARM


class NotAList(GowizardError):
    """The answer is no release list."""


def parse_list(body: bytes, host: str) -> tuple[tuple[Release, ...], str]:
    """The releases of a list, newest first, and a note about records that were dropped ("" for none).

    Raises NotAList where the answer is something else: a sign-in page, JSON of another shape, nothing usable.
    """
    import json

    try:
        data = json.loads(body)
    except (ValueError, RecursionError):
        raise _not_a_list(body, host) from None
    if not isinstance(data, list):
        raise _not_a_list(body, host)
    found: dict[Version, dict[str, ReleaseFile]] = {}
    dropped, count = 0, 0
    for entry in data:
        version = _version(entry)
        files = entry.get("files") if isinstance(entry, dict) else None
        if version is None or not isinstance(files, list):
            dropped += 1
            continue
        mine = found.setdefault(version, {})
        for record in files:
            count += 1
            file = _file(record, version) if count <= _MOST_FILES else None
            if file is None:
                dropped += 1
            elif file.filename in mine and file.sha256 != mine[file.filename].sha256:
                dropped += 1
                mine[file.filename] = _without_digest(file)  # the list contradicts itself
            else:
                mine.setdefault(file.filename, file)
    releases = tuple(
        Release(version=version, stable=version.is_stable, files=_in_order(found[version].values()))
        for version in sorted(found, reverse=True)
    )
    if not releases:
        raise _not_a_list(body, host)
    note = ngettext(
        "{count} unusable record was left out.", "{count} unusable records were left out.", dropped
    )
    return releases, note.format(count=dropped) if dropped else ""


def _not_a_list(body: bytes, host: str) -> NotAList:
    if body.lstrip()[:1] == b"<":
        return NotAList(
            _("A sign-in page answered instead of the release list"),
            _(
                "{host} sent a web page. Networks in hotels, trains and companies do that until you sign in."
            ).format(host=host),
            _("Open any page in a browser, sign in, then try again; or name another --source."),
        )
    return NotAList(
        _("{host} does not answer with a list of Go releases").format(host=host),
        _("A source must answer like go.dev/dl?mode=json&include=all."),
        _("Check the address given with --source."),
    )


def _version(entry: Any) -> Version | None:
    text = entry.get("version") if isinstance(entry, dict) else None
    version = Version.try_parse(text)
    # The list's own spelling, so that two texts never mean one release; `go1.21` is no release.
    return version if version is not None and version.name == text and not version.is_language else None


def _file(record: Any, version: Version) -> ReleaseFile | None:
    if not isinstance(record, dict):
        return None
    texts = [record.get(key, "") for key in ("filename", "os", "arch", "sha256", "kind")]
    if not all(isinstance(text, str) for text in texts):
        return None
    filename, system, arch, digest, kind = texts
    digest = digest.lower()
    size = record.get("size", 0)
    if (
        len(filename) > 100
        or not _FILENAME.fullmatch(filename)
        or ".." in filename
        or not filename.startswith(f"{version.name}.")
        or not (_DIGEST.fullmatch(digest) or digest == "")
        or not isinstance(size, int)
        or isinstance(size, bool)
        or not 0 <= size <= _LARGEST
        or kind not in {"archive", "installer", "source"}
        or not _WORD.fullmatch(system)
        or system.isdecimal()  # the pseudo-release go1 has os "4" and arch "bootstrap"
    ):
        return None
    arch = arch.split("-osx")[0]
    if not _WORD.fullmatch(arch):
        return None
    return ReleaseFile(
        filename=filename, os=system, arch=_ARCHES.get(arch, arch), sha256=digest, size=size, kind=kind
    )


def _without_digest(file: ReleaseFile) -> ReleaseFile:
    return ReleaseFile(
        filename=file.filename, os=file.os, arch=file.arch, sha256="", size=file.size, kind=file.kind
    )


def _in_order(files: Iterable[ReleaseFile]) -> tuple[ReleaseFile, ...]:
    """Archives first; of go1.3's -osx10.6 and -osx10.8 the one for the newer system first."""
    ordered = sorted(files, key=lambda file: file.filename, reverse=True)
    return tuple(sorted(ordered, key=lambda file: (file.kind != "archive", file.os, file.arch)))
