"""File systems without locks or that forbid programs, SELinux, Termux (entries 86, 93, 100)."""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterator
from pathlib import Path

from gowizard import run
from gowizard.doctor.check import LINUX, UNIX, Check
from gowizard.doctor.go_folders import build_cache, module_cache
from gowizard.doctor.model import Evidence, Finding, Likelihood, Remedy, Severity
from gowizard.doctor.scene import Scene
from gowizard.environment.words import shown
from gowizard.host.files import is_file, is_folder, read_head
from gowizard.host.space import file_system_type
from gowizard.locales import _


def look_at_locks(scene: Scene) -> Iterator[Finding]:
    """Caches that cannot be locked. Most file systems of other machines give locks, and are no fault."""
    for folder in (build_cache(scene), module_cache(scene)):
        if folder is None or not is_folder(folder.path):
            continue
        if problem := lock_problem(folder.path):
            kind = file_system_type(scene.machine, folder.path)
            yield Finding(
                id="no-locks",
                about=folder.key,
                entry=(93,),
                severity=Severity.HURTS,
                title=_("{path} lies on a file system without locks").format(path=shown(folder.path, scene.home)),
                affects=_("Go stops with “no locks available”."),
                evidence=(Evidence(where=str(folder.path), what=f"{kind}: {problem}"),),
                explanation=_("Go locks files there, so that two of its commands do not disturb each other."),
                remedy=Remedy(
                    title=_("Use a folder on a disk of this machine"),
                    commands=(f"go env -w {folder.key}=/var/tmp/{folder.key.lower()}-{scene.host.user.uid}",),
                    reason=_("Which disk is this machine's own and has room, you know best."),
                ),
                links=("https://go.dev/issue/49894",),
            )


def lock_problem(folder: Path) -> str:
    """What the system says to a lock on the folder itself; "" where it gives one, or somebody holds it."""
    import errno
    import fcntl

    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:
        return ""
    try:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError as error:
        known = {errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP}
        return str(error.strerror) if error.errno in known else ""
    finally:
        os.close(handle)
    return ""


def look_at_termux(scene: Scene) -> Iterator[Finding]:
    """Linux' official Go inside Termux."""
    termux = scene.session.get("TERMUX_VERSION") or "com.termux" in scene.session.get("PREFIX", "")
    go = scene.go
    if not termux or go is None or str(go.binary).startswith(scene.session.get("PREFIX", "/data/data/com.termux")):
        return
    yield Finding(
        id="termux-go",
        entry=(86,),
        severity=Severity.HURTS if scene.hello is not None and not scene.hello.ok else Severity.ADVICE,
        title=_("This is Termux, and the Go here was built for Linux: {path}").format(path=go.binary),
        affects=_("Programs may be ended with “SIGSYS: bad system call”."),
        evidence=(Evidence(where=str(go.binary), what=go.version),),
        explanation=_("Android forbids system calls that Linux has. Termux' own package is built for Android."),
        remedy=Remedy(
            title=_("Install Termux' own Go"),
            commands=("pkg install golang",),
            reason=_("Packages of Termux come from its package manager."),
        ),
        links=("https://go.dev/issue/60125",),
    )


def look_at_policy(scene: Scene) -> Iterator[Finding]:
    """A policy of the system that forbids to start what the modes allow."""
    enforcing = _text(scene.machine.system("/sys/fs/selinux/enforce")) == "1"
    hello = scene.hello
    if not enforcing or scene.go is None or hello is None or hello.ok:
        return
    if "permission denied" not in hello.output.lower():
        return
    root = scene.goroot or scene.go.binary.parent
    sudo = "" if scene.host.user.is_root else "sudo "
    yield Finding(
        id="selinux",
        entry=(100,),
        severity=Severity.BLOCKS,
        title=_("SELinux may forbid Go to start its programs"),
        affects=_("Builds end with “permission denied”, although the modes of all files are right."),
        evidence=(Evidence(where="go run hello.go", what=hello.output.strip().splitlines()[-1]),),
        explanation=_("Files that were moved, not copied, keep the label of the place they came from."),
        likelihood=Likelihood.POSSIBLE,
        remedy=Remedy(
            title=_("Give the files the label of their place"),
            commands=(f"{sudo}restorecon -Rv {shlex.quote(str(root))}", f"{sudo}ausearch -m avc -ts recent"),
            reason=_("It is a rule about safety, and needs the administrator."),
        ),
    )


def look_at_noexec(scene: Scene) -> Iterator[Finding]:
    """A Go on a file system from which nothing may be started."""
    for item in scene.fresh.get("PATH", "").split(":"):
        binary = Path(item) / "go"
        if not item.startswith("/") or not is_file(binary) or not os.stat(binary).st_mode & 0o111:  # noqa: PTH116
            continue
        try:
            shut = scene.machine.file_system(binary).no_exec
        except OSError:
            continue
        if shut and run.probe([binary, "version"], seconds=3.0).status is None:
            yield _noexec(scene, binary)
        return


def _noexec(scene: Scene, binary: Path) -> Finding:
    return Finding(
        id="go-noexec",
        entry=(100,),
        severity=Severity.BLOCKS,
        title=_("Go lies where programs may not run: {path}").format(path=shown(binary, scene.home)),
        affects=_("`go` is refused: “permission denied”, although its mode is right."),
        evidence=(Evidence(where=str(binary), what="noexec"),),
        explanation=_("Its file system is mounted so that nothing in it can be started."),
        remedy=Remedy(
            title=_("Install Go on another file system"),
            commands=("gowizard install --dir /PATH/TO/ANOTHER/DISK", "findmnt -T " + shlex.quote(str(binary))),
            reason=_("How a disk is mounted is decided by whoever runs this machine."),
        ),
    )


def _text(path: Path) -> str:
    return read_head(path).decode("ascii", "replace").strip()


CHECKS = (
    Check("locks", (93,), look_at_locks, systems=UNIX, finds=("no-locks",)),
    Check("termux", (86,), look_at_termux, systems=LINUX | {"android"}, finds=("termux-go",)),
    Check("policy", (100,), look_at_policy, systems=LINUX, finds=("selinux",)),
    Check("noexec", (100,), look_at_noexec, systems=UNIX, finds=("go-noexec",)),
)
