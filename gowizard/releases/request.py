"""From what the user or a project asks for to one version."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gowizard.errors import GowizardError, UsageError
from gowizard.locales import _
from gowizard.releases.model import Catalogue
from gowizard.releases.version import Version

if TYPE_CHECKING:
    from gowizard.host.facts import ProjectFile

_WORDS = ("latest", "oldstable", "rc")
_ALSO = {"stable": "latest", "newest": "latest", "unstable": "rc", "beta": "rc", "tip": "rc"}
_MINOR = re.compile(r"(?:go|v)?([0-9]{1,4}\.[0-9]{1,4})(?:\.[x*])?")


def resolve(request: str, catalogue: Catalogue, project: ProjectFile | None = None) -> Version:
    """The version that a request means: "1.27.3", "1.27", "latest", "oldstable", "rc", or "" (what the
    project wants, otherwise the latest).

    A project's pin is taken exactly; its minimum is met by the latest where that is new enough. Raises
    UsageError for what is no version, GowizardError for one the source does not have; both name near ones.
    """
    wanted = request.strip().lower() if len(request) <= 100 else request[:100]
    if not wanted:
        return _for_project(catalogue, project)
    wanted = _ALSO.get(wanted, wanted)
    if wanted == "latest":
        return latest(catalogue)
    if wanted == "oldstable":
        return _old_stable(catalogue)
    if wanted == "rc":
        return max(latest(catalogue), max(release.version for release in catalogue.releases))
    shape = _MINOR.fullmatch(wanted)
    # "go1.20" was a release of its own; "1.20" and everything since 1.21 means the newest patch.
    if shape and not (wanted.startswith("go") and _has(catalogue, wanted)):
        major, minor = shape[1].split(".")
        return _newest_patch((int(major), int(minor)), catalogue)
    return _exact(wanted.removeprefix("v"), catalogue)


def check_request(request: str) -> None:
    """Raises UsageError for words that can be no version, whatever a source may have."""
    wanted = request.strip().lower()[:100]
    if wanted and _ALSO.get(wanted, wanted) not in _WORDS and not _MINOR.fullmatch(wanted):
        _exact(wanted.removeprefix("v"), None)


def latest(catalogue: Catalogue) -> Version:
    """The newest stable version, or where there is none the newest at all. Raises for an empty list."""
    versions = [release.version for release in catalogue.releases]
    if not versions:
        raise GowizardError(_("This source offers no Go at all"), "", _("Name another --source."))
    return max([version for version in versions if version.is_stable] or versions)


def _old_stable(catalogue: Catalogue) -> Version:
    newest = latest(catalogue)
    older = [release.version for release in catalogue.releases if release.version.minor < newest.minor]
    stable = [version for version in older if version.is_stable]
    if not stable:
        raise GowizardError(
            _("This source has no older stable version"),
            _("Its newest is {version}.").format(version=newest.name),
            _("Take latest, or name another --source."),
        )
    return max(stable)


def _for_project(catalogue: Catalogue, project: ProjectFile | None) -> Version:
    newest = latest(catalogue)
    if project is None:
        return newest
    pin = project.pinned.strip()
    try:
        if pin and pin not in {"default", "local", "auto", "path"}:
            return resolve(pin, catalogue)
        least = Version.try_parse(project.minimum.strip())
        if least is None or least <= newest:
            return newest
        return resolve(project.minimum, catalogue)
    except GowizardError as error:
        told = type(error)(error.title, error.cause, error.remedy)
        told.cause = "\n".join(
            filter(None, (_("{path} asks for it.").format(path=project.path), error.cause))
        )
        raise told from None


def _has(catalogue: Catalogue, text: str) -> bool:
    version = Version.try_parse(text)
    return version is not None and catalogue.find(version) is not None


def _newest_patch(minor: tuple[int, int], catalogue: Catalogue) -> Version:
    of_it = [release.version for release in catalogue.releases if release.version.minor == minor]
    stable = [version for version in of_it if version.is_stable]
    if stable:
        return max(stable)
    name = f"{minor[0]}.{minor[1]}"
    if of_it:
        raise GowizardError(
            _("Go {version} is not released yet").format(version=name),
            _("There is {version} to try.").format(version=max(of_it).name),
            _("To take it, name it: {version}").format(version=max(of_it).number_text),
        )
    raise _not_there(name, catalogue)


def _exact(text: str, catalogue: Catalogue | None) -> Version:
    try:
        version = Version.parse(text)
    except UsageError as error:
        near = _near(text, [*_WORDS, *(_numbers(catalogue) if catalogue is not None else ())])
        raise UsageError(error.title, error.cause, _meant(near) or error.remedy) from None
    if catalogue is not None and catalogue.find(version) is None:
        raise _not_there(version.number_text, catalogue, version)
    return version


def _not_there(text: str, catalogue: Catalogue, version: Version | None = None) -> GowizardError:
    stable = [release.version for release in catalogue.releases if release.version.is_stable]
    same = [one for one in stable if version is not None and one.minor == version.minor]
    # The nearest patch: of equally near ones the newer.
    same.sort(
        key=lambda one: (abs((one.patch or 0) - ((version.patch if version else 0) or 0)), -(one.patch or 0))
    )
    near = [one.number_text for one in same[:1]] + ([max(same).number_text] if same else [])
    near = list(dict.fromkeys(near)) or _near(text, _numbers(catalogue))
    return GowizardError(
        _("{source} has no Go {version}").format(source=catalogue.source, version=text),
        _("Its newest is {version}.").format(version=latest(catalogue).name) if catalogue.releases else "",
        _meant(near) or _("`gowizard list --remote` shows what there is."),
    )


def _numbers(catalogue: Catalogue) -> list[str]:
    numbers = [release.version.number_text for release in catalogue.releases]
    minors = [release.version.language for release in catalogue.releases]
    return list(dict.fromkeys([*minors, *numbers]))


def _near(text: str, names: list[str]) -> list[str]:
    import difflib

    return difflib.get_close_matches(text, names, 3, 0.7)


def _meant(near: list[str]) -> str:
    return _("Did you mean {versions}?").format(versions=_(", ").join(near)) if near else ""
