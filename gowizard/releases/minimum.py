"""Which Go runs on which system, as data, and which Go is still looked after.

From the "Ports" sections of the release notes and the wiki page MinimumRequirements, read in August 2026.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gowizard.locales import _
from gowizard.releases.model import Catalogue, Release
from gowizard.releases.version import Version

if TYPE_CHECKING:
    from gowizard.host.facts import System

Numbers = tuple[int, ...]

NEWEST_KNOWN = (1, 27)


@dataclass(frozen=True)
class Need:
    """From a Go minor on, at least this release of the system; `words` is what people call it."""

    since: tuple[int, int]
    least: Numbers
    words: str


NEEDS: dict[str, tuple[Need, ...]] = {
    "linux": (
        Need((1, 0), (2, 6, 23), "Linux 2.6.23"),
        Need((1, 18), (2, 6, 32), "Linux 2.6.32"),
        Need((1, 24), (3, 2), "Linux 3.2"),
    ),
    "darwin": (
        Need((1, 16), (10, 12), "macOS 10.12"),
        Need((1, 17), (10, 13), "macOS 10.13"),
        Need((1, 21), (10, 15), "macOS 10.15"),
        Need((1, 23), (11,), "macOS 11"),
        Need((1, 25), (12,), "macOS 12"),
        Need((1, 27), (13,), "macOS 13"),
    ),
    "windows": (
        Need((1, 0), (6, 1), "Windows 7"),
        Need((1, 21), (10, 0), "Windows 10 or Windows Server 2016"),
    ),
    "freebsd": (Need((1, 16), (11, 2), "FreeBSD 11.2"), Need((1, 19), (12, 2), "FreeBSD 12.2")),
}
NEEDS_OF_PROCESSOR: dict[tuple[str, str], tuple[Need, ...]] = {
    ("linux", "loong64"): (Need((1, 19), (5, 19), "Linux 5.19"),),
    ("linux", "ppc64"): (Need((1, 27), (3, 10), "Linux 3.10"),),
}
FIRST: dict[tuple[str, str], tuple[int, int]] = {
    ("darwin", "arm64"): (1, 16),
    ("windows", "arm64"): (1, 17),
    ("linux", "loong64"): (1, 19),
    ("linux", "riscv64"): (1, 14),
}
LAST: dict[tuple[str, str], tuple[int, int]] = {("windows", "arm"): (1, 23), ("darwin", "386"): (1, 14)}


@dataclass(frozen=True, kw_only=True)
class Fit:
    """Whether a version runs on a system. `reason` is a sentence, "" where there is nothing to say.

    `newest_that_runs` is a request ("1.20": its newest patch), "" where the version runs or none is known.
    """

    ok: bool
    reason: str = ""
    newest_that_runs: str = ""


def fits(version: Version, system: System, release: Release | None = None) -> Fit:
    """Whether a version runs on a system and, where its `release` is given, whether it is made for it."""
    port = (system.os, system.arch)
    first, last = FIRST.get(port), LAST.get(port)
    if first is not None and version.minor < first:
        return Fit(ok=False, reason=_only_from(port, first))
    if last is not None and version.minor > last:
        reason = _("Go for {os}/{arch} ended with Go {version}.")
        return Fit(ok=False, reason=_filled(reason, port, last), newest_that_runs=f"{last[0]}.{last[1]}")
    if release is not None and release.files and release.archive(*port) is None:
        reason = _("{version} is not made for {os}/{arch}.")
        return Fit(ok=False, reason=reason.format(version=version.name, os=port[0], arch=port[1]))
    have = _numbers(system.release)
    for needs in (NEEDS.get(system.os, ()), NEEDS_OF_PROCESSOR.get(port, ())):
        need = _need(needs, version.minor)
        if need is not None and have and have < need.least:
            reason = _("{version} needs {system} or newer; this is {release}.")
            words = reason.format(version=version.name, system=need.words, release=system.release)
            return Fit(ok=False, reason=words, newest_that_runs=_newest(needs, have))
    if system.arch == "arm":
        return Fit(ok=True, reason=_("The archive for 32-bit ARM serves ARMv6 and newer (armv6l)."))
    if version.minor > NEWEST_KNOWN:
        reason = _("{version} is newer than this gowizard: its release notes say which systems it needs.")
        return Fit(ok=True, reason=reason.format(version=version.name))
    return Fit(ok=True)


def end_of_life(version: Version, catalogue: Catalogue) -> bool:
    """Whether a version gets no more security fixes: the Go project looks after the two newest minors.

    A list that shows only old versions (a folder, a mirror) does not make them young again.
    """
    minors = {release.version.minor for release in catalogue.releases if release.version.is_stable}
    minors |= {NEWEST_KNOWN, (NEWEST_KNOWN[0], NEWEST_KNOWN[1] - 1)}
    return version.minor < sorted(minors)[-2]


def _need(needs: tuple[Need, ...], minor: tuple[int, int]) -> Need | None:
    return next((need for need in reversed(needs) if need.since <= minor), None)


def _newest(needs: tuple[Need, ...], have: Numbers) -> str:
    """The last minor before the first need that this system does not meet."""
    missed = next((need for need in needs if have < need.least), None)
    if missed is None or missed is needs[0]:
        return ""
    return f"{missed.since[0]}.{missed.since[1] - 1}"


def _numbers(release: str) -> Numbers:
    """(10, 0, 19045, 0) for "10.0.19045"; () where it cannot be told."""
    found = re.match(r"[0-9]{1,9}(?:\.[0-9]{1,9}){0,3}", release)
    return tuple(int(part) for part in f"{found[0]}.0.0.0".split(".")[:4]) if found else ()


def _only_from(port: tuple[str, str], first: tuple[int, int]) -> str:
    return _filled(_("Go for {os}/{arch} begins with Go {version}."), port, first)


def _filled(text: str, port: tuple[str, str], minor: tuple[int, int]) -> str:
    return text.format(os=port[0], arch=port[1], version=f"{minor[0]}.{minor[1]}")
