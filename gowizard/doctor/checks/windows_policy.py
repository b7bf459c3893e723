"""Windows: a PowerShell profile that is to lead to Go and may not be run (entry 91)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from gowizard.doctor.check import Check
from gowizard.doctor.model import Evidence, Finding, Remedy, Severity
from gowizard.doctor.scene import Scene
from gowizard.environment.words import shown
from gowizard.host.files import is_file, read_head
from gowizard.host.path_items import folder_of
from gowizard.host.registry import MACHINE, USER
from gowizard.locales import _

_POLICY = r"SOFTWARE\Policies\Microsoft\Windows\PowerShell"
_OWN = r"SOFTWARE\Microsoft\PowerShell\1\ShellIds\Microsoft.PowerShell"
_SHELL_FOLDERS = r"Software\Microsoft\Windows\CurrentVersion\Explorer\User Shell Folders"
_EDITION = r"SOFTWARE\Microsoft\Windows NT\CurrentVersion"
_PROFILES = ("profile.ps1", "Microsoft.PowerShell_profile.ps1")
_OF_GO = re.compile(rb"(?im)^[ \t]*[^#\r\n]*(?:\\go\\bin|/go/bin|\bGOROOT\b|\bGOPATH\b)[^\r\n]*")
_OF_PROCESS = "PSExecutionPolicyPreference"  # how powershell.exe keeps the policy of one process
_RUNS_NONE = frozenset({"restricted", "allsigned"})
_LINK = "https://learn.microsoft.com/powershell/module/microsoft.powershell.core/about/about_execution_policies"


def look(scene: Scene) -> Iterator[Finding]:
    """Windows PowerShell's profile names Go, and the execution policy in force lets no profile run."""
    line = next(_lines(scene), None)
    policy, where = _in_force(scene)
    if line is None or policy.lower() not in _RUNS_NONE:
        return
    organisation = _POLICY in where
    place, text = line
    yield Finding(
        id="profile-not-run",
        entry=(91,),
        severity=Severity.ADVICE if scene.go is not None else Severity.HURTS,
        title=_("PowerShell does not run your profile, which is to lead to Go"),
        affects=_("It says “running scripts is disabled on this system” in every window."),
        evidence=(Evidence(where=shown(place, scene.home), what=text), Evidence(where=where, what=policy)),
        explanation=_("Path belongs into the registry, where every window and program finds it; no profile is needed."),
        remedy=Remedy(
            title=_("Take the lines for Go out of the profile, or let profiles run"),
            commands=() if organisation else ("Set-ExecutionPolicy -Scope CurrentUser RemoteSigned",),
            reason=_("Your organisation decides about it.") if organisation else _(
                "Which scripts may run is a decision about safety: gowizard never takes it."),
        ),
        links=(_LINK,),
    )  # fmt: skip


def _lines(scene: Scene) -> Iterator[tuple[Path, str]]:
    """Lines about Go in the profiles of Windows PowerShell (5); PowerShell 7 runs its own by default."""
    windows = scene.host.windows
    personal = scene.machine.registry.value(USER, _SHELL_FOLDERS, "Personal")
    documents = scene.home / "Documents"
    if windows is not None and personal is not None and personal.text:
        documents = Path(folder_of(personal.text, windows.environment.new_process()))
    for name in _PROFILES:
        path = documents / "WindowsPowerShell" / name
        content = read_head(path, 1 << 16) if is_file(path) else b""
        if found := _OF_GO.search(content.replace(b"\0", b"")):
            yield path, found[0].decode("utf-8", "replace").strip()[:200]


def _in_force(scene: Scene) -> tuple[str, str]:
    """The execution policy of new windows and where it stands, in the order of about_execution_policies."""
    for hive, short, key in ((MACHINE, "HKLM", _POLICY), (USER, "HKCU", _POLICY), (None, "", ""),
                             (USER, "HKCU", _OWN), (MACHINE, "HKLM", _OWN)):  # fmt: skip
        if hive is None:
            text, where = scene.fresh.get(_OF_PROCESS.upper(), ""), _OF_PROCESS
        else:
            value = scene.machine.registry.value(hive, key, "ExecutionPolicy")
            text, where = value.text if value is not None else "", rf"{short}\{key}\ExecutionPolicy (REG_SZ)"
        if text and text.lower() != "undefined":
            return text, where
    return _by_default(scene), "ExecutionPolicy"


def _by_default(scene: Scene) -> str:
    """What holds where no policy is stored: on servers profiles run since 2012 R2; "" where the kind is unknown."""
    kind = scene.machine.registry.value(MACHINE, _EDITION, "InstallationType")
    word = kind.text.lower() if kind is not None else ""
    return "Restricted" if word == "client" else "RemoteSigned" if "server" in word else ""


CHECKS = (Check("profile-not-run", (91,), look, systems=frozenset({"windows"})),)
