"""A file called go in PATH that is no working Go (entries 26, 58, 60, 61, 94), and no /proc to find its tree (98)."""

from __future__ import annotations

import datetime
import os
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

from gowizard import changes
from gowizard.changes.model import Seen, SetLink
from gowizard.dataclass import replace
from gowizard.doctor.best import best_other, bin_folder, is_sound, path_gos
from gowizard.doctor.check import LINUX, UNIX, WHOLE_TREES, Check
from gowizard.doctor.integrity import Ailment, program_ailment, tree_version
from gowizard.doctor.model import Evidence, Finding, Phase, Remedy, Severity
from gowizard.doctor.putting_back import instead
from gowizard.doctor.scene import Scene
from gowizard.environment.words import shown
from gowizard.host import FoundGo
from gowizard.host.files import exists, is_folder
from gowizard.host.gos import OF_WINDOWS
from gowizard.locales import _

_SPOILT = frozenset({"empty", "web-page", "no-program", "cut-short", "wrong-system", "no-loader"})
_LINK = "https://go.dev/doc/manage-install"
_LINK_INSTALL = "https://go.dev/doc/install"


def look(scene: Scene) -> Iterator[Finding]:
    """The files called go that a new terminal meets before it meets a Go that works."""
    if scene.hello is not None and scene.hello.ok:
        return
    for go in path_gos(scene):
        if go == scene.go and go.owner == "script" and (line := _leads_nowhere(scene)):
            yield _script(scene, go, line)
            return
        if go.is_shim or go.problem == "dangling link":
            return
        found = program_ailment(scene.machine, go.binary)
        if go.root is not None or go.problem == OF_WINDOWS:
            return  # a tree's own program: the tree is examined as a whole
        if found is not None and found.kind in _SPOILT:
            yield _spoilt(scene, go, found)
            return
        if found is not None and found.kind == "mode":
            if scene.go is None and go.version:
                yield _modes(scene, go, found)
                return
        elif go.version and not _told_its_tree(scene, go):
            yield _lone(scene, go)
            return


def _told_its_tree(scene: Scene, go: FoundGo) -> bool:
    """A copied program works where GOROOT names a tree of its version."""
    root = scene.setting("GOROOT")[0]
    return bool(root) and is_folder(Path(root) / "pkg" / "tool") and tree_version(Path(root)) in {"", go.version}


def _leads_nowhere(scene: Scene) -> str:
    """What a script called go says when what it starts is gone; "" where it says something else."""
    said = scene.hello.output.strip().split("\n")[-1] if scene.hello is not None else ""
    return said if re.search(r"No such file or directory|not found", said) else ""


def _script(scene: Scene, go: FoundGo, line: str) -> Finding:
    place = shown(go.binary, scene.home)
    return Finding(
        id="go-script-broken",
        entry=(59,),
        severity=Severity.BLOCKS,
        title=_("{place} is a script that starts something that is gone").format(place=place),
        affects=_("Every go command fails."),
        evidence=(Evidence(where=place, what=line),),
        explanation=_("A new terminal finds this script first. The Go that it led to was removed or moved."),
        remedy=_out_of_the_way(scene, go),
        links=(_LINK,),
    )


def _spoilt(scene: Scene, go: FoundGo, found: Ailment) -> Finding:
    words = {
        "empty": _("it is empty"),
        "web-page": _("it is a web page: {detail}"),
        "no-program": _("it is no program"),
        "cut-short": _("it ends too early, after {detail} bytes"),
        "wrong-system": _("it is built for {detail}"),
        "no-loader": _("it needs {detail}, which is not here"),
    }
    entry = {"wrong-system": 26, "no-loader": 94}.get(found.kind, 61)
    place = shown(go.binary, scene.home)
    return Finding(
        id="go-spoilt",
        entry=(entry,),
        severity=Severity.BLOCKS,
        title=_("{place} is no Go that works").format(place=place),
        affects=_("Every go command fails, or does nothing at all."),
        evidence=(Evidence(where=place, what=words[found.kind].format(detail=found.detail)),),
        explanation=_("A new terminal finds this file first. A download went wrong, or it is for another machine."),
        remedy=_out_of_the_way(scene, go),
        links=(_LINK_INSTALL,),
    )


def _lone(scene: Scene, go: FoundGo) -> Finding:
    place = shown(go.binary, scene.home)
    said = (scene.hello.output.strip().split("\n") or [""])[0] if scene.hello else ""
    return Finding(
        id="go-without-tree",
        entry=(58,),
        severity=Severity.BLOCKS,
        title=_("{place} was copied out of its tree").format(place=place),
        affects=_("Every go command fails: it does not find its compiler and its standard library."),
        evidence=(
            Evidence(where=place, what=_("{version}, with no Go tree around it").format(version=go.version)),
            *([Evidence(where="go run hello.go", what=said)] if said else []),
        ),
        explanation=_("Go finds its tree from the place of its own program. A link to bin/go works, a copy does not."),
        remedy=_out_of_the_way(scene, go),
        links=(_LINK,),
    )


def _modes(scene: Scene, go: FoundGo, found: Ailment) -> Finding:
    place = shown(go.binary, scene.home)
    effect = changes.set_mode(go.binary.resolve(), int(found.detail, 8) | 0o755)
    return Finding(
        id="go-not-executable",
        entry=(60,),
        severity=Severity.BLOCKS,
        title=_("{place} may not be executed").format(place=place),
        affects=_("The shell says “permission denied”, or “command not found”."),
        evidence=(Evidence(where=place, what=_("mode {detail}").format(detail=found.detail)),),
        explanation=_("The permission to execute it was lost, as some ways to unpack or copy a file lose it."),
        remedy=Remedy(
            title=_("Let {place} be executed").format(place=place), phase=Phase.FOLDERS, effects=(effect,)
        ),
        links=(_LINK_INSTALL,),
    )


def _out_of_the_way(scene: Scene, go: FoundGo) -> Remedy:
    """Move the file aside; a link to a sound tree takes its place, unless PATH leads to one anyway."""
    place = shown(go.binary, scene.home)
    if not os.access(go.binary.parent, os.W_OK | os.X_OK):
        sudo = "" if scene.host.user.is_root else "sudo "
        command = f"{sudo}mv {shlex.quote(str(go.binary))} {shlex.quote(str(_aside(go.binary)))}"
        return instead(scene, commands=(command,), reason=_("{place} cannot be written by you.").format(
            place=shown(go.binary.parent, scene.home)))  # fmt: skip
    move = changes.Move(source=go.binary, destination=_aside(go.binary), reason=_("It does not work."))
    title = _("Move {place} aside").format(place=place)
    if any(later.is_shim or is_sound(scene, later) for later in path_gos(scene) if later.binary != go.binary):
        return Remedy(title=title, phase=Phase.FOLDERS, effects=(move,))
    other = best_other(scene)
    if other is None:
        return Remedy(title=_("Move {place} aside and install a Go that works").format(place=place),
                      phase=Phase.FOLDERS, effects=(move,), install=True)  # fmt: skip
    target = bin_folder(scene, other) / other.binary.name
    return Remedy(
        title=_("Make {place} a link to {target}").format(place=place, target=shown(target, scene.home)),
        phase=Phase.LINKS,
        effects=(move, SetLink(path=go.binary, target=str(target), before=Seen(kind="absent"))),
        risk=_("The link breaks when that tree is removed."),
        alternative=_("Move the copy away, and put {folder} into PATH.").format(
            folder=shown(target.parent, scene.home)
        ),
    )


def _aside(path: Path) -> Path:
    base = f"{path.name}.broken-{datetime.date.today():%Y%m%d}"
    names = (base if count == 1 else f"{base}-{count}" for count in range(1, 1000))
    return next(free for name in names if not os.path.lexists(free := path.with_name(name)))


def look_for_proc(scene: Scene) -> Iterator[Finding]:
    """Go asks /proc/self/exe where its own program lies."""
    if scene.go is None or exists(scene.machine.system("/proc/self")) or (scene.hello and scene.hello.ok):
        return
    root = scene.goroot
    yield Finding(
        id="no-proc",
        entry=(98,),
        severity=Severity.BLOCKS,
        title=_("/proc is not mounted"),
        affects=_("Every go command fails: 'go' binary is trimmed and GOROOT is not set."),
        evidence=(Evidence(where="/proc/self/exe", what=_("is missing")),),
        explanation=_("Go finds its tree with the help of /proc, which is missing in this container or chroot."),
        remedy=Remedy(
            title=_("Mount /proc"),
            commands=(f"{'' if scene.host.user.is_root else 'sudo '}mount -t proc proc /proc",),
            reason=_("What is mounted is up to whoever runs this container or chroot."),
            alternative=f"export GOROOT={shlex.quote(str(root))}" if root else "",
        ),
        links=(_LINK_INSTALL,),
    )


def look_at_processor(scene: Scene) -> Iterator[Finding]:
    """Programs for a newer processor, and Go under emulation."""
    said = scene.hello.output if scene.hello is not None and not scene.hello.ok else ""
    line = next((line for line in said.splitlines() if "can only be run on AMD64 processors with" in line), "")
    level = scene.setting("GOAMD64")[0]
    if line and level in {"", "v1"}:
        place = shown(scene.go.binary, scene.home) if scene.go else "go"
        yield replace(
            _PROCESSOR,
            title=_("{place} needs a newer processor").format(place=place),
            affects=_("Nothing can be built."),
            evidence=(Evidence(where="go run hello.go", what=line),),
            explanation=_("This Go was itself built for processors with more instructions than this one has."),
            remedy=instead(scene),
        )
    elif scene.host.system.emulated and scene.host.system.os == "darwin":
        yield _under_rosetta(scene)
    elif scene.host.system.emulated:
        yield replace(
            _PROCESSOR,
            id="emulated",
            severity=Severity.ADVICE,
            title=_("This system runs under emulation"),
            evidence=(Evidence(where="uname -m", what=scene.machine.machine),),
            explanation=_("Go is known to crash under QEMU before 7.1. Cross-compile on the machine itself instead: "
                          "set GOARCH there."),
        )  # fmt: skip


def _under_rosetta(scene: Scene) -> Finding:
    """Go for Apple silicon runs natively all the same; what comes in both kinds does not."""
    return Finding(
        id="terminal-translated",
        entry=(25,),
        severity=Severity.ADVICE,
        title=_("This terminal runs under Rosetta, as if the processor were Intel's"),
        affects=_("Programs that come in both kinds run in their slower half, and scripts take this for an Intel Mac."),
        evidence=(Evidence(where="sysctl.proc_translated", what="1"), Evidence(where="uname -m", what="x86_64")),
        explanation=_("The Go to install is the one for {arch}: it runs natively from here too.").format(
            arch=scene.host.system.arch),
        remedy=Remedy(
            title=_("Let the terminal run natively"),
            commands=("exec arch -arm64 $SHELL -l",),
            reason=_("For good: Finder, the terminal's Get Info, “Open using Rosetta” off; then start it anew."),
        ),
        links=("https://support.apple.com/en-us/102527",),
    )  # fmt: skip


_PROCESSOR = Finding(id="processor-too-old", entry=(96,), severity=Severity.BLOCKS, title="", links=(_LINK_INSTALL,))
CHECKS = (
    Check("programs", (26, 58, 59, 60, 61, 94), look, systems=UNIX, seconds=WHOLE_TREES,
          finds=("go-spoilt", "go-without-tree", "go-not-executable", "go-script-broken")),
    Check("proc", (98,), look_for_proc, systems=LINUX, finds=("no-proc",)),
    Check("processor", (25, 96), look_at_processor,
          finds=("processor-too-old", "emulated", "terminal-translated")),
)  # fmt: skip
