"""go.mod and go.work where nobody expects them, and settings that a project does not get along with (11, 23, 99)."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

from gowizard.changes import Move
from gowizard.doctor import commands
from gowizard.doctor.check import Check
from gowizard.doctor.mending import without_lines
from gowizard.doctor.model import Evidence, Finding, Likelihood, Origin, Phase, Remedy, Severity
from gowizard.doctor.scene import Scene
from gowizard.doctor.stored import held, look_at
from gowizard.doctor.values.fault import Fault
from gowizard.doctor.values.places import expanded, is_absolute
from gowizard.environment.words import shown
from gowizard.host.files import globbed, is_file, read_head
from gowizard.locales import _
from gowizard.releases import Version

_MOST = 1 << 16  # bytes of a file that are looked at
_MODULES_LINK = "https://go.dev/ref/mod#go-mod-file"
_WORK_LINK = "https://go.dev/ref/mod#workspaces"
_TOOLCHAIN_LINK = "https://go.dev/doc/toolchain"


def look(scene: Scene) -> Iterator[Finding]:
    """The project here, GOPATH, the home and the folder of temporary files."""
    yield from _toolchain(scene)
    yield from dict(_strays(scene)).values()
    yield from look_at(scene, "GOWORK", lambda value: _judge_work(scene, value))
    yield from _malformed(scene)


def _toolchain(scene: Scene) -> Iterator[Finding]:
    """A project that wants a newer Go, where Go may not fetch one (entry 11)."""
    project = scene.host.project
    wanted = Version.try_parse(project.minimum) if project else None
    have = Version.try_parse(scene.go.version) if scene.go else None
    if project is None or wanted is None or have is None or wanted <= have or have.minor < (1, 21):
        return
    value, origin = scene.setting("GOTOOLCHAIN")
    if value != "local":
        return
    places = [place for place in held(scene, "GOTOOLCHAIN") if place.text == "local" and place.layer != "session"]
    origins = tuple(origin for place in places for origin in place.origins) or (origin,)
    yield Finding(
        id="toolchain-local",
        entry=(11,),
        severity=Severity.HURTS,
        title=_("This project wants {wanted}, and Go may not fetch it").format(wanted=wanted.name),
        affects=_("Every go command stops in {folder}.").format(folder=shown(project.path.parent, scene.home)),
        evidence=(
            Evidence(where=str(project.path), what=f"go {project.minimum}"),
            *(Evidence(where=one.place, what=one.text or "GOTOOLCHAIN=local") for one in origins),
        ),
        explanation=_("{have} is here. GOTOOLCHAIN=local forbids Go to fetch the version that a project names.").format(
            have=have.name
        ),
        origin=origins,
        remedy=without_lines(
            scene,
            "GOTOOLCHAIN",
            origins,
            alternative=f"gowizard install {wanted.number_text}",
            risk=_("Go then downloads what projects ask for. Leave it where your organisation forbids that."),
        ),
        links=(_TOOLCHAIN_LINK,),
    )


def _strays(scene: Scene) -> Iterator[tuple[Path, Finding]]:
    home = scene.home
    value = scene.setting("GOPATH")[0].split(os.pathsep)[0]
    gopath = Path(expanded(value, scene.host) or home / "go")
    if is_file(gopath / "go.mod") and gopath != home:
        yield gopath / "go.mod", _in_gopath(scene, gopath / "go.mod")
    for name in ("go.mod", "go.work"):
        if is_file(home / name):
            yield home / name, _in_home(scene, home / name)
    temporary = Path(scene.fresh.get("TMPDIR") or "/tmp")  # noqa: S108
    stray = scene.machine.system(temporary) / "go.mod"
    if is_file(stray) and stray.stat().st_uid == scene.host.user.uid:
        yield stray, _in_temporary(scene, stray)


def _in_gopath(scene: Scene, path: Path) -> Finding:
    old = scene.go is not None and (found := Version.try_parse(scene.go.version)) and found.minor < (1, 22)
    return Finding(
        id="go-mod-in-gopath",
        entry=(23,),
        severity=Severity.BLOCKS if old else Severity.HURTS,
        title=_("A go.mod lies in GOPATH itself"),
        affects=_("Go ignores it with a warning, up to 1.21 it stops; modules below do not see it either."),
        evidence=_evidence(path),
        explanation=_("GOPATH holds downloads and programs; a project belongs into a folder of its own."),
        origin=(Origin(kind="default", path=path),),
        remedy=_aside(scene, path),
        links=(_MODULES_LINK,),
    )


def _in_home(scene: Scene, path: Path) -> Finding:
    work, remedy = path.name == "go.work", _aside(scene, path)
    return Finding(
        id="project-in-home",
        about=path.name,
        entry=(99,),
        severity=Severity.HURTS if remedy.automatic else Severity.ADVICE,  # a real project lives there, in images say
        title=_("A {name} lies in the home folder and takes in all that is below it").format(name=path.name),
        affects=_("Commands in folders without a go.mod of their own work on the home, and walk through all of it.")
        if not work
        else _("Modules that it does not name cannot be built in any folder below."),
        evidence=_evidence(path),
        explanation=_("Go looks for it in every folder from the current one upwards."),
        likelihood=Likelihood.LIKELY,
        origin=(Origin(kind="default", path=path),),
        remedy=remedy,
        links=(_WORK_LINK if work else _MODULES_LINK,),
    )


def _in_temporary(scene: Scene, path: Path) -> Finding:
    return Finding(
        id="go-mod-in-temp",
        entry=(99,),
        severity=Severity.ADVICE,
        title=_("A go.mod lies in the folder of temporary files"),
        affects=_("Go ignores it with a warning, and says that there is none."),
        evidence=_evidence(path),
        origin=(Origin(kind="default", path=path),),
        remedy=_aside(scene, path),
        links=(_MODULES_LINK,),
    )


def _evidence(path: Path) -> tuple[Evidence, ...]:
    lines = [line.strip() for line in _text(path).splitlines() if line.strip()]
    return (Evidence(where=str(path), what=lines[0][:200] if lines else ""),)


def _aside(scene: Scene, path: Path) -> Remedy:
    """Rename it, or where a real project lies around it, leave that to a person."""
    place = shown(path, scene.home)
    names = (path.with_name(f"{path.name}.gowizard-aside{number or ''}") for number in range(1000))
    target = next(name for name in names if not os.path.lexists(name))
    title = _("Move {path} aside to {name}").format(path=place, name=target.name)
    project = any(globbed(path.parent, "*.go")) if path.name == "go.mod" else bool(_used(path))
    if project or not os.access(path.parent, os.W_OK):
        return Remedy(
            title=title,
            commands=(commands.move(scene, path, target),),
            reason=_("It looks like a project of yours; better move the whole project into a folder of its own.")
            if project
            else _("Its folder {path} cannot be written.").format(path=path.parent),
        )
    return Remedy(title=title, phase=Phase.FOLDERS, effects=(Move(source=path, destination=target),))


def _used(path: Path) -> list[Path]:
    """The folders that a go.work uses and that are there."""
    words = re.findall(r"(?m)^\s*(?:use\s+)?(\.{1,2}(?:/\S*)?|/\S+)\s*(?://.*)?$", _text(path))
    return [path.parent / word for word in words if is_file(path.parent / word / "go.mod")]


def _text(path: Path) -> str:
    return read_head(path, _MOST).decode("utf-8", "replace")


def _judge_work(scene: Scene, value: str) -> Fault | None:
    """GOWORK names a file, or is off or auto."""
    absolute = is_absolute(value, scene.host)
    if value in {"", "off", "auto"} or (absolute and is_file(Path(value))):
        return None
    if absolute:
        title = _("GOWORK names a file that is not there: {path}").format(path=value)
    else:
        title = _("GOWORK is no absolute path: {path}").format(path=value)
    return Fault(
        id="gowork",
        entry=(99,),
        severity=Severity.BLOCKS,
        title=title,
        affects=_("Every go command that builds something stops."),
        explanation=_("Without GOWORK, Go looks for a go.work itself."),
        stops=True,
        links=(_WORK_LINK,),
    )


_GO_LINE = re.compile(r"(?m)^[ \t]*go[ \t]+(?!\d+\.\d+(?:\.\d+|rc\d+|beta\d+)?[ \t]*(?://.*)?\r?$)(\S+).*$")
_TOOLCHAIN_LINE = re.compile(r"(?m)^[ \t]*toolchain[ \t]+(?!go\d|default\b|local\b)(\S+).*$")


def _malformed(scene: Scene) -> Iterator[Finding]:
    """Lines of the nearest go.mod and go.work that no Go understands. A project's files are never edited by us."""
    for folder in (scene.host.cwd, *scene.host.cwd.parents):
        found = [path for name in ("go.work", "go.mod") if is_file(path := folder / name)]
        for path in found:
            yield from _lines(scene, path)
        if found or folder == scene.home:
            return


def _lines(scene: Scene, path: Path) -> Iterator[Finding]:
    text = _text(path)
    no_version, no_name = _("“{word}” is no version of Go."), _("“{word}” is no name of a toolchain, such as go1.27.3.")
    wrong = [(match, no_version) for match in _GO_LINE.finditer(text)]
    wrong += [(match, no_name) for match in _TOOLCHAIN_LINE.finditer(text)]
    if text.startswith("\ufeff"):
        yield _wrong_line(scene, path, 1, "EF BB BF", _("It begins with a byte order mark."))
    for match, why in wrong:
        number = text.count("\n", 0, match.start(1)) + 1
        yield _wrong_line(scene, path, number, match[0].strip(), why.format(word=match[1]))


def _wrong_line(scene: Scene, path: Path, number: int, line: str, why: str) -> Finding:
    return Finding(
        id="project-file-malformed",
        about=f"{path}:{number}",
        entry=(99,),
        severity=Severity.HURTS,
        title=_("Go does not understand {name} of this project").format(name=path.name),
        affects=_("Every go command stops in this project."),
        evidence=(Evidence(where=f"{path}:{number}", what=line),),
        explanation=why,
        origin=(Origin(kind="default", path=path, line=number, text=line),),
        remedy=Remedy(
            title=_("Correct line {number} of {name}").format(number=number, name=path.name),
            commands=(commands.open_file(scene, path, number),),
            reason=_("The project's own files are not for gowizard to edit."),
        ),
        links=(_MODULES_LINK,),
    )


CHECKS = (
    Check(
        "project-files",
        (11, 23, 99),
        look,
        finds=(
            *("toolchain-local", "go-mod-in-gopath", "project-in-home", "go-mod-in-temp", "gowork"),
            "project-file-malformed",
        ),
    ),
)
