"""Which Go runs on which system, why not, which is the newest that does; and which Go is still looked after."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gowizard.dataclass import dataclass, replace
from gowizard.locales import _, sentences
from gowizard.releases.model import Catalogue, Release
from gowizard.releases.needs import (
    FEATURES,
    FIRST,
    LAST,
    NEEDS,
    NEEDS_OF_PROCESSOR,
    NEWEST_KNOWN,
    OLDEST,
    Minor,
    Need,
    Numbers,
)
from gowizard.releases.ports import elsewhere, port_name
from gowizard.releases.version import Version

if TYPE_CHECKING:
    from gowizard.host.facts import System


@dataclass(frozen=True, kw_only=True)
class Fit:
    """Whether a version runs on a system. `reason` is a sentence, "" where there is nothing to say.

    `newest_that_runs` is a request ("1.20": its newest patch, or "1.20.14"), "" where the version runs or none is
    known. `remedy` says what to do where no release serves.
    """

    ok: bool
    reason: str = ""
    newest_that_runs: str = ""
    remedy: str = ""

    @property
    def advice(self) -> str:
        """What to take instead, "" where nothing is known."""
        if self.newest_that_runs:
            return _("The newest that can: {version}.").format(version=self.newest_that_runs)
        return self.remedy

    @property
    def refusal(self) -> str:
        """Reason and advice of a version that cannot run, in the same words everywhere; "" for one that can."""
        return "" if self.ok else sentences(self.reason, self.advice)


def fits(version: Version, system: System, release: Release | None = None) -> Fit:
    """Whether a version runs on a system and, where its `release` is given, whether it is made for it."""
    fit = _fit(version, system, release)
    return fit if fit.ok else replace(fit, newest_that_runs=_newest(system))


def fits_of(catalogue: Catalogue, system: System) -> dict[Version, Fit]:
    """What every release of a list is good for here; the newest that runs is the newest stable one of this list."""
    found = {release.version: _fit(release.version, system, release) for release in catalogue.releases}
    newest = max((version for version, fit in found.items() if fit.ok and version.is_stable), default=None)
    if newest is not None:
        return {v: fit if fit.ok else replace(fit, newest_that_runs=newest.number_text) for v, fit in found.items()}
    known = _newest(system)
    if not known or any(release.archive(system.os, system.arch) is None for release in catalogue.releases):
        return found
    told = _("Go {version} would run here, and is not in this list.").format(version=known)
    return {version: replace(fit, remedy=told) for version, fit in found.items()}


def end_of_life(version: Version, catalogue: Catalogue) -> bool:
    """Whether a version gets no more security fixes: the Go project looks after the two newest minors.

    A list that shows only old versions (a folder, a mirror) does not make them young again.
    """
    minors = {release.version.minor for release in catalogue.releases if release.version.is_stable}
    minors |= {NEWEST_KNOWN, (NEWEST_KNOWN[0], NEWEST_KNOWN[1] - 1)}
    return version.minor < sorted(minors)[-2]


def _fit(version: Version, system: System, release: Release | None) -> Fit:
    if refusal := _obstacle(version.minor, version.name, system):
        return Fit(ok=False, reason=refusal, remedy=elsewhere(system))
    if release is not None and release.archive(system.os, system.arch) is None and (release.files or not system.arch):
        reason = _("{version} is not made for {port}.").format(version=version.name, port=port_name(system))
        return Fit(ok=False, reason=reason, remedy=elsewhere(system))
    if system.arch == "arm":
        return Fit(ok=True, reason=_("The archive for 32-bit ARM serves ARMv6 and newer (armv6l)."))
    if version.minor > NEWEST_KNOWN:
        reason = _("{version} is newer than this gowizard: its release notes say which systems it needs.")
        return Fit(ok=True, reason=reason.format(version=version.name))
    return Fit(ok=True)


def _newest(system: System) -> str:
    """The newest minor that runs here as far as the table knows, "" for none."""
    major, newest = NEWEST_KNOWN
    names = ((minor, f"{major}.{minor}") for minor in range(newest, -1, -1))
    return next((name for minor, name in names if not _obstacle((major, minor), name, system)), "")


def _obstacle(minor: Minor, name: str, system: System) -> str:
    """Why no release of a minor runs here, as a sentence; "" where nothing is known against it."""
    port, have = (system.os, system.arch), _numbers(system.release)
    first, last = FIRST.get(port), LAST.get(port)
    if first is not None and minor < first:
        return _filled(_("Go for {port} begins with Go {version}."), system, first)
    if last is not None and minor > last:
        return _filled(_("Go for {port} ended with Go {version}."), system, last)
    for needs in (NEEDS.get(system.os, ()), NEEDS_OF_PROCESSOR.get(port, ())):
        need = next((need for need in reversed(needs) if need.since <= minor), None)
        if need is not None and have and not _met(need, have, system):
            reason = _("{version} needs {system} or newer; this is {release}.")
            return reason.format(version=name, system=_(need.words), release=system.release)
    for feature in FEATURES.get(system.arch, ()):
        if feature.name in system.lacking and feature.since <= minor:
            reason = _("{version} needs a processor with {feature}, which this one does not have.")
            return reason.format(version=name, feature=feature.words)
    for reached, oldest in OLDEST.get(system.os, ()):
        if have >= reached and minor < oldest:
            reason = _("This system, {release}, needs Go {version} or newer.")
            return reason.format(release=system.release, version=_name(oldest))
    return ""


def _met(need: Need, have: Numbers, system: System) -> bool:
    if any(have[0] == line[0] and have < line for line in need.lines):
        return False
    if need.kept and have >= need.kept_from and re.search(need.kept, system.distribution):
        return True
    return have >= need.least


def _name(minor: Minor) -> str:
    return f"{minor[0]}.{minor[1]}"


def _numbers(release: str) -> Numbers:
    """(10, 0, 19045, 0) for "10.0.19045"; () where it cannot be told."""
    found = re.match(r"[0-9]{1,9}(?:\.[0-9]{1,9}){0,3}", release)
    return tuple(int(part) for part in f"{found[0]}.0.0.0".split(".")[:4]) if found else ()


def _filled(text: str, system: System, minor: Minor) -> str:
    return text.format(port=port_name(system), version=_name(minor))
