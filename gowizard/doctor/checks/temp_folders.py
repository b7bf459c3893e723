"""Where Go builds: a temporary folder that is missing, cannot be written, or forbids programs (entries 50, 51)."""

from __future__ import annotations

import os
import shlex
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path

from gowizard import changes, run
from gowizard.doctor.check import UNIX, Check
from gowizard.doctor.go_folders import Folder, mine, nearest, origins_of, read_only, temporary
from gowizard.doctor.mending import put_setting, without_lines
from gowizard.doctor.model import Evidence, FileEdit, Finding, Origin, Phase, Remedy, Severity
from gowizard.doctor.scene import Scene
from gowizard.doctor.stored import mended_since
from gowizard.environment.words import shown
from gowizard.host.files import exists, is_folder
from gowizard.locales import _

_LINK = "https://pkg.go.dev/cmd/go#hdr-Environment_variables"


def look(scene: Scene) -> Iterator[Finding]:
    """The folder of a new terminal, and one that only this session has."""
    folder = temporary(scene)
    if folder.path.is_absolute() and read_only(scene, folder.path):
        return
    if problem := _problem(scene, folder.path):
        yield _unusable(scene, folder, problem)
    elif scene.machine.file_system(folder.path).no_exec and forbids_programs(folder.path):
        yield _no_exec(scene, folder)
    held = scene.session.get("TMPDIR", "")
    if held and held != scene.variable("TMPDIR") and (problem := _problem(scene, Path(held))):
        session = Folder(key="TMPDIR", path=Path(held), origin=Origin(kind="session"))
        yield _in_session(scene, session, problem)


def _problem(scene: Scene, path: Path) -> str:
    """Why Go could make no folder there, "" where it could."""
    if not path.is_absolute():
        return _("It is no absolute path.")
    if not os.path.lexists(path):
        return _("It does not exist.")
    if not is_folder(path):
        return _("It is no folder.")
    if not mine(scene, path):
        return _("It cannot be written.")
    return ""


def forbids_programs(folder: Path) -> bool:
    """Whether a program made there cannot be started: tried with one that does nothing."""
    try:
        with tempfile.TemporaryDirectory(prefix="gowizard-", dir=folder, ignore_cleanup_errors=True) as name:
            program = Path(name, "nothing")
            program.write_text("#!/bin/sh\nexit 0\n", encoding="ascii")
            program.chmod(0o700)
            done = run.probe([program], seconds=2.0)
            return done.status is None and not done.timed_out
    except OSError:
        return False


def elsewhere(scene: Scene) -> Path | None:
    """A folder for temporary files on another file system, where programs may run; None where there is none."""
    for above in (scene.home / ".cache", scene.home):
        start = nearest(above)
        facts = scene.machine.file_system(start)
        roomy = facts.free_bytes > 200 << 20 and not facts.read_only
        if mine(scene, start) and roomy and not (facts.no_exec and forbids_programs(start)):
            return above / ("go-tmp" if above.name == ".cache" else ".go-tmp")
    return None


def move_building(scene: Scene, old: Folder, *, preselected: bool = True) -> Remedy:
    """Let Go build in a folder of its own in the home, through its settings file."""
    place = elsewhere(scene)
    if place is None:
        return _by_hand()
    settings = scene.go_env_path
    title = _("Let Go build in {path}").format(path=shown(place, scene.home))
    if settings is None or (old.key == "GOTMPDIR" and old.origin.kind not in {"go-env", "go.env"}):
        commands = (f"mkdir -p -m 700 {shlex.quote(str(place))}", f"export GOTMPDIR={shlex.quote(str(place))}")
        return Remedy(title=title, commands=commands, reason=_("Go's settings file is switched off or overruled here."))
    return Remedy(
        title=title,
        phase=Phase.SETTINGS,
        edits=(FileEdit(settings, put_setting("GOTMPDIR", str(place))),),
        effects=(changes.MakeFolder(path=place, mode=0o700),),
        alternative=_("Ask whoever runs this machine to mount {path} without noexec.").format(path=old.path),
        preselected=preselected,
    )


def _by_hand() -> Remedy:
    return Remedy(
        title=_("Let Go build somewhere else"),
        commands=("go env -w GOTMPDIR=/PATH/TO/A/FOLDER",),
        reason=_("No folder was found here in which programs may run and that has room."),
    )


def _unusable(scene: Scene, folder: Folder, problem: str) -> Finding:
    return Finding(
        id="temp-folder",
        entry=(51,),
        severity=Severity.BLOCKS,
        title=_("The folder for temporary files cannot be used: {path}").format(path=shown(folder.path, scene.home)),
        affects=_("Nothing can be built: “creating work dir”."),
        evidence=(*_places(folder, scene), Evidence(where=str(folder.path), what=problem)),
        explanation=_("Go builds in the folder that GOTMPDIR names, else TMPDIR, else in /tmp."),
        origin=origins_of(scene, folder),
        remedy=_remedy(scene, folder),
        links=(_LINK,),
    )


def _places(folder: Folder, scene: Scene) -> tuple[Evidence, ...]:
    return tuple(
        Evidence(where=origin.place, what=origin.text or f"{folder.key}={folder.path}")
        for origin in origins_of(scene, folder)
    )


def _remedy(scene: Scene, folder: Folder) -> Remedy:
    path = folder.path
    origins = origins_of(scene, folder)
    inside = path.is_absolute() and path.is_relative_to(scene.home)
    if inside and not os.path.lexists(path) and mine(scene, path):
        return Remedy(
            title=_("Make the folder {path}").format(path=shown(path, scene.home)),
            phase=Phase.FOLDERS,
            effects=(changes.MakeFolder(path=path, mode=0o700),),
        )
    if is_folder(path) and scene.machine.owner_of(path) == scene.host.user.uid and inside:
        mode = stat.S_IMODE(path.stat().st_mode) | 0o700
        title = _("Let yourself write to {path}").format(path=shown(path, scene.home))
        return Remedy(title=title, phase=Phase.FOLDERS, effects=(changes.set_mode(path, mode),))
    if origins:
        return without_lines(scene, folder.key, origins)
    made = f"mkdir -p {path} && " if not exists(path) else ""
    sudo = "" if scene.host.user.is_root else "sudo "
    return Remedy(
        title=_("Give {path} its usual mode").format(path=path),
        commands=(f"{sudo}sh -c '{made}chmod 1777 {path}'",),
        reason=_("It belongs to the system, and all its users."),
    )


def _no_exec(scene: Scene, folder: Folder) -> Finding:
    return Finding(
        id="temp-noexec",
        entry=(50,),
        severity=Severity.HURTS if scene.hello is not None and scene.hello.ok else Severity.BLOCKS,
        title=_("Programs may not run in {path}").format(path=shown(folder.path, scene.home)),
        affects=_("`go run` and `go test` fail: “fork/exec … permission denied”. `go build` works."),
        evidence=(*_places(folder, scene), Evidence(where=str(folder.path), what="noexec")),
        explanation=_("Its file system is mounted so that nothing in it can be started, and Go builds there."),
        origin=origins_of(scene, folder),
        remedy=move_building(scene, folder),
        links=("https://go.dev/issue/52941", _LINK),
    )


def _in_session(scene: Scene, folder: Folder, problem: str) -> Finding:
    return Finding(
        id="temp-folder",
        about="session",
        entry=(51,),
        severity=Severity.ADVICE if mended_since(scene, "TMPDIR") else Severity.HURTS,
        title=_("TMPDIR names a folder that cannot be used: {path}").format(path=folder.path),
        affects=_("Only this terminal, and what is started from it."),
        evidence=(Evidence(where="TMPDIR", what=problem),),
        explanation=_("Go builds in the folder that GOTMPDIR names, else TMPDIR, else in /tmp."),
        origin=(folder.origin,),
        remedy=without_lines(scene, "TMPDIR", (folder.origin,)),
        links=(_LINK,),
        terminal="TMPDIR",
    )


CHECKS = (Check("temp-folders", (50, 51), look, systems=UNIX, finds=("temp-folder", "temp-noexec")),)
