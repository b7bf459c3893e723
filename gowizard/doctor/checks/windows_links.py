"""Windows: an account that may make no symbolic links, where a version switcher wants one (entry 105)."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

from gowizard.doctor.check import Check
from gowizard.doctor.model import Evidence, Finding, Likelihood, Origin, Remedy, Severity
from gowizard.doctor.registry_values import full_name
from gowizard.doctor.scene import Scene
from gowizard.doctor.symptoms import NO_PRIVILEGE
from gowizard.environment.words import shown
from gowizard.host.files import globbed, is_file
from gowizard.host.registry import MACHINE
from gowizard.locales import _
from gowizard.redact import redacted

_KEY = r"SOFTWARE\Microsoft\Windows\CurrentVersion\AppModelUnlock"
_NAME = "AllowDevelopmentWithoutDevLicense"
_DWORD = 4
# The link of each switcher, below the user's folder, and what it leads to: a whole version.
_SWITCHERS = ((".g/go", ".g/versions/*"), (".gobrew/current", ".gobrew/versions/*"), (".go/current", ".go/go1*"))
_LINK = "https://learn.microsoft.com/windows/win32/fileio/hard-links-and-junctions"


def look(scene: Scene) -> Iterator[Finding]:
    """Somebody was told so, or a switcher has versions and could not make its link."""
    told = re.search(NO_PRIVILEGE, scene.message, re.IGNORECASE)
    allowed = _allowed(scene)
    missing = next(_missing(scene), None) if not allowed else None
    if told is None and missing is None:
        return
    evidence = [Evidence(where=full_name(MACHINE, _KEY, _NAME, _DWORD), what=_registry_words(scene))]
    if told is not None:
        at = scene.message.rfind("\n", 0, told.start()) + 1
        line = scene.message[at:].splitlines()[0].strip()
        evidence.insert(0, Evidence(where=_("your message"), what=redacted(line)[:300]))
    if missing is not None:
        evidence.insert(0, Evidence(where=shown(missing[0], scene.home), what=_("missing")))
    junction = (f'mklink /J "{missing[0]}" "{missing[1]}"',) if missing is not None else ()
    yield Finding(
        id="no-right-to-link",
        entry=(105,),
        severity=Severity.HURTS if told is not None or scene.go is None else Severity.ADVICE,
        likelihood=Likelihood.POSSIBLE if allowed else Likelihood.LIKELY,
        title=_("Windows lets only some accounts make symbolic links"),
        affects=_("Version switchers that lead to the chosen Go by such a link."),
        evidence=tuple(evidence),
        explanation=_("Programs that switch Go versions by such a link fail. gowizard takes a junction instead."),
        origin=(Origin(kind="machine-registry", name=full_name(MACHINE, _KEY, _NAME, _DWORD)),),
        remedy=Remedy(
            title=_("Let gowizard switch versions"),
            commands=("gowizard use latest", *junction),
            reason=_("Which version you want, only you know. Developer Mode is not needed for it."),
        ),
        links=(_LINK,),
    )


def _allowed(scene: Scene) -> bool:
    """Developer Mode lets everybody make them; an administrator may anyhow."""
    value = scene.machine.registry.value(MACHINE, _KEY, _NAME)
    return scene.host.user.is_root or (value is not None and value.data == 1)


def _registry_words(scene: Scene) -> str:
    value = scene.machine.registry.value(MACHINE, _KEY, _NAME)
    return str(value.data) if value is not None else _("missing")


def _missing(scene: Scene) -> Iterator[tuple[Path, Path]]:
    """A switcher's link that is not there, and the last of its versions."""
    for link, versions in _SWITCHERS:
        folder, _slash, pattern = versions.rpartition("/")
        found = [
            place
            for place in globbed(scene.home / folder, pattern)
            if is_file(place / "bin" / "go.exe") or is_file(place / "go" / "bin" / "go.exe")
        ]
        if found and not os.path.lexists(scene.home / link):
            yield scene.home / link, found[-1]


CHECKS = (Check("no-right-to-link", (105,), look, systems=frozenset({"windows"})),)
