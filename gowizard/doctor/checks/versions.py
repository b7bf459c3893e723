"""A Go that is too old for the project (entry 10), for what the project names (13), or too new for the system (84)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gowizard import releases
from gowizard.dataclass import replace
from gowizard.doctor.best import best_other, bin_folder
from gowizard.doctor.check import WHOLE_TREES, Check
from gowizard.doctor.model import Evidence, Finding, Likelihood, Phase, Remedy, Severity
from gowizard.doctor.putting_back import instead
from gowizard.doctor.scene import Scene
from gowizard.environment.words import shown
from gowizard.host import FoundGo, ProjectFile
from gowizard.host.mach import least_macos
from gowizard.locales import _
from gowizard.releases import Version
from gowizard.releases.needs import NEWEST_KNOWN

_SWITCHES = (1, 21)  # from here on Go fetches the version that a project asks for
_MODULES = frozenset({"go.mod", "go.work"})
_LINK = "https://go.dev/doc/toolchain"


def look_at_project(scene: Scene) -> Iterator[Finding]:
    """The project file above the working folder, and the Go that a new terminal finds."""
    go, project = scene.go, scene.host.project
    have = Version.try_parse(go.version) if go is not None else None
    if go is None or have is None or project is None or go.is_shim:
        return
    if have.minor < _SWITCHES:
        wanted = _newest(project.minimum, project.pinned)
        if wanted is not None and wanted > have:
            yield _too_old(scene, go, project, wanted)
    elif project.kind in _MODULES and scene.setting("GOTOOLCHAIN")[0] != "local":
        yield from _not_available(scene, go, project, have)


def _newest(*texts: str) -> Version | None:
    return max((found for text in texts if (found := Version.try_parse(f"go{text}")) is not None), default=None)


def _too_old(scene: Scene, go: FoundGo, project: ProjectFile, wanted: Version) -> Finding:
    place = shown(project.path, scene.home)
    return Finding(
        id="go-too-old",
        entry=(10,),
        severity=Severity.HURTS,
        title=_("{have} is too old for this project, which wants {wanted}").format(
            have=go.version, wanted=wanted.name),
        affects=_("Nothing builds below {folder}.").format(folder=shown(project.path.parent, scene.home)),
        evidence=(
            Evidence(where=place, what=f"go {project.minimum}" if project.minimum else project.pinned),
            Evidence(where=shown(go.binary, scene.home), what=f"{go.version} ({go.owner})"),
        ),
        explanation=_("A Go before 1.21 cannot fetch the version that a project asks for. A current one is put beside "
                      "it, and first in PATH; the project's files stay as they are."),
        remedy=_newer(scene, wanted),
        links=(_LINK,),
    )  # fmt: skip


def _newer(scene: Scene, wanted: Version) -> Remedy:
    """Another Go here that is new enough, else one to install."""
    other = best_other(scene)
    here = Version.try_parse(other.version) if other is not None else None
    if other is None or here is None or here < wanted:
        return Remedy(title=_("Install a current Go beside it"), phase=Phase.TREES, install=True)
    where = bin_folder(scene, other)
    title = _("Lead your shells to {version} in {place}").format(version=other.version, place=shown(where, scene.home))
    return Remedy(title=title, phase=Phase.SHELLS, shells=True, go_bin=where)


def _not_available(scene: Scene, go: FoundGo, project: ProjectFile, have: Version) -> Iterator[Finding]:
    """A version that a project asks for and that nobody can fetch."""
    place = shown(project.path, scene.home)
    pinned, minimum = Version.try_parse(f"go{project.pinned}"), Version.try_parse(f"go{project.minimum}")
    finding = Finding(
        id="toolchain-not-available",
        entry=(13,),
        severity=Severity.HURTS,
        title="",
        affects=_("Every go command fails below {folder}.").format(folder=shown(project.path.parent, scene.home)),
        links=(_LINK,),
    )
    if pinned is not None and pinned > have and project.pinned.count(".") == 1 and pinned.minor >= _SWITCHES:
        yield replace(
            finding,
            title=_("{place} names no version that can be fetched: go{version}").format(
                place=place, version=project.pinned),
            evidence=(Evidence(where=place, what=f"toolchain go{project.pinned}"),),
            explanation=_("From 1.21 on, a version of Go has three numbers; with two it names a language."),
            remedy=Remedy(
                title=_("Name a version with three numbers"),
                commands=(f"go mod edit -toolchain=go{project.pinned}.0",),
                reason=_("The file belongs to the project, not to this machine."),
            ),
        )  # fmt: skip
    elif minimum is not None and have.minor <= (1, 22) and minimum > have and project.minimum.count(".") == 1:
        yield replace(
            finding,
            title=_("{have} cannot fetch what this project wants: Go {wanted}").format(
                have=go.version, wanted=project.minimum),
            evidence=(Evidence(where=place, what=f"go {project.minimum}"),),
            explanation=_("It looks for a release of just that name. There is none: releases have three numbers."),
            remedy=_newer(scene, minimum),
        )  # fmt: skip
    elif minimum is not None and minimum.minor > (NEWEST_KNOWN[0], NEWEST_KNOWN[1] + 1) and minimum > have:
        yield replace(
            finding,
            severity=Severity.ADVICE,
            likelihood=Likelihood.POSSIBLE,
            title=_("{place} wants Go {wanted}, which gowizard has never heard of").format(
                place=place, wanted=project.minimum),
            evidence=(Evidence(where=place, what=f"go {project.minimum}"),),
            explanation=_("It may be a slip of the keys, or newer than this gowizard."),
        )  # fmt: skip


def look_at_system(scene: Scene) -> Iterator[Finding]:
    """The oldest system that a version runs on."""
    go = scene.go
    have = Version.try_parse(go.version) if go is not None else None
    if go is None or have is None or go.is_shim:
        return
    fit = _by_its_program(scene, go, have) or releases.fits(have, scene.host.system)
    works = scene.hello is not None and scene.hello.ok
    if fit.ok or (works and not fit.newest_that_runs):  # a vendor's own Go may run where the project's does not
        return
    remedy = instead(scene)
    if remedy.install or remedy.shells:  # the newest one would not run either
        remedy = Remedy(
            title=_("Install a Go that this system runs"),
            commands=(f"gowizard install {fit.newest_that_runs}", "go env -w GOTOOLCHAIN=local"),
            reason=_("Older versions get no more security fixes: whether you want one is up to you."),
        )
        if not fit.newest_that_runs:
            remedy = Remedy(title=_("Take a Go that is made for this machine"), reason=fit.advice)
    told = _("This processor is too old for {version}") if scene.host.system.lacking else _(
        "This system is too old for {version}")
    yield Finding(
        id="system-too-old",
        entry=(84,),
        severity=Severity.ADVICE if works else Severity.BLOCKS,
        title=told.format(version=have.name),
        affects=_("It is unknown what fails.") if works else _("Go does not start, or fails in odd ways."),
        evidence=(Evidence(where=shown(go.binary, scene.home), what=fit.reason),),
        explanation=_("Each release of Go needs a certain release of the operating system, and some a processor."),
        remedy=remedy,
        links=("https://go.dev/wiki/MinimumRequirements",),
    )


def _by_its_program(scene: Scene, go: FoundGo, have: Version) -> releases.Fit | None:
    """macOS: what the program itself asks for, where that is newer than what the table of releases says.

    A package manager builds for the macOS it has, and a release may be newer than the table.
    """
    system = scene.host.system
    least = least_macos(go.binary) if system.os == "darwin" else None
    here = tuple(int(part) for part in re.findall(r"\d{1,6}", f"{system.release}.0")[:2])
    if least is None or not system.release or here >= least:
        return None
    known = releases.fits(have, system)
    if not known.ok:
        return known
    words = _("{version} needs {system} or newer; this is {release}.")
    wanted = f"macOS {least[0]}.{least[1]}".removesuffix(".0")
    words = words.format(version=have.name, system=wanted, release=system.release)
    major, minor = min(have.minor, NEWEST_KNOWN)  # the project's own release of that line asks for less
    return replace(known, ok=False, reason=words, newest_that_runs=f"{major}.{minor}")


CHECKS = (
    Check("project-go", (10, 13), look_at_project, finds=("go-too-old", "toolchain-not-available")),
    Check("system-age", (84,), look_at_system, seconds=WHOLE_TREES, finds=("system-too-old",)),
)
