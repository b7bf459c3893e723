"""Callers that are no terminals: the Dock on macOS (5), the user's cron jobs and units (72)."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

from gowizard.doctor.callers import cron_path, crontab, first_go, is_program, systemd_path
from gowizard.doctor.check import LINUX, UNIX, Check
from gowizard.doctor.model import Evidence, FileEdit, Finding, Likelihood, Origin, Phase, Remedy, Severity
from gowizard.doctor.scene import Scene
from gowizard.doctor.startup_texts import read_startup
from gowizard.doctor.views import parsed_assignments
from gowizard.environment.access import obstacle
from gowizard.environment.folders import config_home
from gowizard.environment.words import shown
from gowizard.host.files import globbed, is_file
from gowizard.locales import _

_RUNS_GO = re.compile(
    r"(?:^|[\s;&|(\"'=-])go[ \t]+(?:build|clean|env|fmt|generate|get|install|list|mod|run|test|tool|version|vet|work)\b"
)
_MOST = 60  # units that are looked at
_OWN = "60-gowizard-go.conf"


def look_cron(scene: Scene) -> Iterator[Finding]:
    """Jobs of the user's crontab that call go, which cron's PATH does not lead to."""
    path = cron_path(scene)
    if scene.go is None or first_go(path.split(":")) is not None:
        return
    lines = crontab(scene).decode("utf-8", "replace").splitlines()
    jobs = [(number, line) for number, line in enumerate(lines, 1) if _is_job(line)]
    if not jobs:
        return
    wanted = f"PATH={scene.go.binary.parent}:/usr/local/bin:{path}"
    yield Finding(
        id="cron-without-go",
        entry=(72,),
        severity=Severity.HURTS,
        title=_("Your cron jobs call go, and cron does not find it"),
        affects=_("The jobs fail: “/bin/sh: 1: go: not found”."),
        evidence=(
            *(Evidence(where=f"crontab:{number}", what=line.strip()) for number, line in jobs[:5]),
            Evidence(where="PATH", what=path),
        ),
        explanation=_("cron reads no startup file; its jobs get a short PATH of its own."),
        remedy=Remedy(
            title=_("Give the table a PATH of its own"),
            commands=(f"(echo {shlex.quote(wanted)}; crontab -l) | crontab -",),
            reason=_("The table belongs to cron; only its own program may change it."),
        ),
    )


def _is_job(line: str) -> bool:
    job = re.match(r"[ \t]*(?:@\w+|(?:[\d*][^\s]*[ \t]+){4}[^\s]+)[ \t]+(.*)", line)
    return job is not None and _RUNS_GO.search(job[1]) is not None


def look_units(scene: Scene) -> Iterator[Finding]:
    """The user's own systemd units that call go, which the manager's PATH does not lead to."""
    if scene.go is None or first_go(systemd_path(scene).split(":")) is not None:
        return
    if not any(is_program(scene.machine.system(place)) for place in ("/usr/bin/systemctl", "/bin/systemctl")):
        return
    folder = config_home(scene.host) / "systemd" / "user"
    found = [seen for unit in islice(globbed(folder, "*.service"), _MOST) for seen in _calls(unit)]
    if not found:
        return
    file = config_home(scene.host) / "environment.d" / _OWN
    line = f"PATH={scene.go.binary.parent}:$PATH\n"
    title = _("Lead systemd's units to Go with {file}").format(file=shown(file, scene.home))
    after = "systemctl --user daemon-reexec"
    if reason := obstacle(file, scene.host):
        command = f"echo {shlex.quote(line.strip())} >> {shlex.quote(str(file))}"
        remedy = Remedy(title=title, commands=(command,), reason=reason)
    else:
        remedy = Remedy(
            title=title,
            phase=Phase.SHELLS,
            edits=(FileEdit(file, _with_line(line)),),
            commands=(after,),
            reason=_("Units that run now keep their variables until then; when to stop them is for you to say."),
        )
    yield Finding(
        id="units-without-go",
        entry=(72,),
        severity=Severity.HURTS,
        title=_("Your systemd units call go, and systemd does not find it"),
        affects=_("The units fail: “go: not found”, “status=203/EXEC”."),
        evidence=tuple(found[:5]),
        explanation=_("systemd reads no startup file of a shell; its units get PATH from environment.d."),
        origin=(Origin(kind="default", text=f"PATH={systemd_path(scene)}"),),
        remedy=remedy,
    )


def _with_line(line: str) -> Callable[[bytes | None], bytes]:
    added = line.encode("utf-8", "surrogateescape")
    return lambda old: old if old is not None and added in old else (old or b"") + added


def _calls(unit: Path) -> Iterator[Evidence]:
    text = read_startup(unit).decode("utf-8", "replace")
    for number, line in enumerate(text.splitlines(), 1):
        if re.match(r"[ \t]*(?:Environment=.*\bPATH=|EnvironmentFile=)", line):
            return  # it has a PATH of its own
        if re.match(r"[ \t]*Exec\w+=", line) and _RUNS_GO.search(line):
            yield Evidence(where=f"{unit}:{number}", what=line.strip())


def look_gui(scene: Scene) -> Iterator[Finding]:
    """macOS: programs that are started from the Dock get launchd's PATH, which no startup file changes."""
    path = scene.machine.system("/etc/paths")
    if scene.host.system.os != "darwin" or scene.go is None or "go" not in scene.message or not is_file(path):
        return
    named = parsed_assignments(b"PATH=" + read_startup(path).replace(b"\n", b":")).get("PATH", "")
    if first_go(named.split(":")) is None:
        yield Finding(
            id="gui-without-go",
            entry=(5,),
            severity=Severity.ADVICE,
            likelihood=Likelihood.POSSIBLE,
            title=_("Programs from the Dock do not see your PATH"),
            affects=_("Editors that do not ask the shell: “Failed to find the go binary”."),
            evidence=(Evidence(where=str(path), what=named),),
            explanation=_("launchd gives them the folders of /etc/paths only."),
            remedy=Remedy(
                title=_("Name the folder for all programs"),
                commands=(f"echo {scene.go.binary.parent} | sudo tee /etc/paths.d/go",),
                reason=_("The file belongs to the system."),
            ),
        )


CHECKS = (
    Check("cron-without-go", (72,), look_cron, systems=UNIX),
    Check("units-without-go", (72,), look_units, systems=LINUX),
    Check("gui-without-go", (5,), look_gui, systems=frozenset({"darwin"})),
)
