"""Limits: in startup files, of this session, of a container, of the machine (entries 85, 92)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from gowizard.doctor.check import LINUX, UNIX, Check
from gowizard.doctor.model import Evidence, FileEdit, Finding, Origin, Phase, Remedy, Severity
from gowizard.doctor.origins import read_startup
from gowizard.doctor.scene import Scene
from gowizard.environment.access import obstacle
from gowizard.environment.conflicts import user_files
from gowizard.environment.words import shown
from gowizard.host.files import read_proc
from gowizard.locales import _

_LINE = re.compile(rb"[ \t]*(?:u?limit)((?:[ \t]+-?[A-Za-z]+)*)[ \t]+(\d+)[ \t]*;?[ \t]*(?:#.*)?")
_LEAST = {"n": 128, "u": 100, "v": 1 << 20, "f": 1 << 17, "d": 1 << 19, "m": 1 << 19}  # KiB but for n and u
_NAMES = {"n": "RLIMIT_NOFILE", "u": "RLIMIT_NPROC", "v": "RLIMIT_AS", "f": "RLIMIT_FSIZE", "d": "RLIMIT_DATA"}
_MARK = b": # gowizard: disabled: "
_LINK = "https://pkg.go.dev/runtime#hdr-Environment_Variables"
_NO_CALL = 1000  # a system call that no kernel has
_EPERM = 1


def look(scene: Scene) -> Iterator[Finding]:
    """Lines of startup files first: they can be mended."""
    lines = [found for path in dict.fromkeys(user_files(scene.host)) for found in _lines(path)]
    if lines:
        yield _in_files(scene, lines)
    else:
        yield from _of_session()


def look_at_container(scene: Scene) -> Iterator[Finding]:
    """Memory and system calls that a container, or a small machine, gives."""
    if scene.host.system.container and refuses_calls(scene):
        yield Finding(
            id="old-seccomp",
            entry=(85,),
            severity=Severity.HURTS,
            title=_("This container refuses system calls that it does not know"),
            affects=_("Programs fail with “Operation not permitted”: pthread_create, threads, files."),
            evidence=(Evidence(where=f"syscall({_NO_CALL})", what="EPERM"),),
            explanation=_("Docker before 20.10.10 answers so, where a kernel without the call would say ENOSYS."),
            remedy=Remedy(
                title=_("Bring Docker on the host up to date"),
                commands=("docker version",),
                reason=_("It runs outside of this container. An older image, such as Debian 11, works as well."),
            ),
            links=("https://github.com/docker-library/golang/issues/467",),
        )
    yield from _memory(scene)


def refuses_calls(scene: Scene) -> bool:
    """Whether seccomp is on and answers EPERM, not ENOSYS, to a call that does not exist."""
    if not re.search(r"(?m)^Seccomp:\s*2$", read_proc(scene.machine.system("/proc/self/status"))):
        return False
    return _errno_of_no_call() == _EPERM


def _errno_of_no_call() -> int:
    import ctypes

    try:
        library = ctypes.CDLL(None, use_errno=True)
        done = library.syscall(_NO_CALL)
    except (OSError, AttributeError):
        return 0
    return ctypes.get_errno() if done == -1 else 0


def _memory(scene: Scene) -> Iterator[Finding]:
    found = re.search(r"(?m)^MemTotal:\s*(\d+) kB", read_proc(scene.machine.system("/proc/meminfo")))
    total = int(found[1]) << 10 if found else 0
    limit = read_proc(scene.machine.system("/sys/fs/cgroup/memory.max")).strip()
    least = min((size for size in (total, int(limit) if limit.isdigit() else 0) if size), default=0)
    if not 0 < least < 700 << 20:
        return
    yield Finding(
        id="little-memory",
        entry=(92,),
        severity=Severity.ADVICE,
        title=_("There is little memory here: {size:.0f} MiB").format(size=least / (1 << 20)),
        affects=_("Larger builds may be ended by the system: “signal: killed”."),
        evidence=(Evidence(where="memory", what=f"{least >> 20} MiB"),),
        explanation=_("Building one package at a time needs less memory: GOFLAGS=-p=1."),
        remedy=Remedy(
            title=_("Build one package at a time"),
            commands=("go env -w GOFLAGS=-p=1",),
            reason=_("It makes every build slower: take it where builds fail."),
        ),
        links=(_LINK,),
    )


def _lines(path: Path) -> Iterator[Origin]:
    for number, line in enumerate(read_startup(path).split(b"\n"), 1):
        if _is_low(line.removesuffix(b"\r")):
            text = line.decode("utf-8", "replace").strip()
            yield Origin(kind="startup-file", path=path, line=number, text=text)


def _is_low(line: bytes) -> bool:
    match = _LINE.fullmatch(line)
    if match is None:
        return False
    letters = re.sub(rb"[^a-z]", b"", match[1].replace(b"S", b"").replace(b"H", b"")).decode() or "f"
    return len(letters) == 1 and int(match[2]) < _LEAST.get(letters, 0)


def _without(content: bytes | None) -> bytes | None:
    """The low limits commented out behind a `:`, so that no body becomes empty."""
    if content is None:
        return None
    return b"\n".join(_MARK + line if _is_low(line.removesuffix(b"\r")) else line for line in content.split(b"\n"))


def _in_files(scene: Scene, lines: list[Origin]) -> Finding:
    files = list(dict.fromkeys(line.path for line in lines if line.path))
    able = [path for path in files if not obstacle(path, scene.host)]
    places = _(", ").join(shown(path, scene.home) for path in files)
    edits = tuple(FileEdit(path, _without) for path in able)
    commands = tuple(f'"${{EDITOR:-vi}}" +{line.line} {line.path}' for line in lines if line.path not in able)
    return Finding(
        id="low-limit",
        entry=(92,),
        severity=Severity.BLOCKS,
        title=_("A startup file limits programs to less than Go needs"),
        affects=_("Builds fail: “too many open files”, “failed to create new OS thread”, “file too large”."),
        evidence=tuple(Evidence(where=line.place, what=line.text) for line in lines),
        explanation=_("The limit holds for everything that is started from that shell."),
        origin=tuple(lines),
        remedy=Remedy(
            title=_("Take the limit out of {places}").format(places=places),
            phase=Phase.LINES,
            edits=edits,
            commands=commands,
            reason=_("The file cannot be edited by this account.") if commands else "",
        ),
        links=(_LINK,),
    )


def _of_session() -> Iterator[Finding]:
    """What this session was given: by its parent, by limits.conf, by a unit file."""
    import resource

    for letter, name in _NAMES.items():
        number = getattr(resource, name, None)
        if number is None:
            continue
        soft, hard = resource.getrlimit(number)
        least = _LEAST[letter] * (1 if letter in "nu" else 1024)
        if soft == resource.RLIM_INFINITY or soft < 0 or soft >= least:
            continue
        yield Finding(
            id="low-limit",
            about=name,
            entry=(92,),
            severity=Severity.HURTS,
            title=_("This session is limited to less than Go needs: {name}").format(name=name),
            affects=_("Builds fail: “too many open files”, “failed to create new OS thread”, “file too large”."),
            evidence=(Evidence(where=name, what=_("{now}, up to {most}").format(now=soft, most=hard)),),
            explanation=_("It comes from what started this session, or from /etc/security/limits.conf."),
            origin=(Origin(kind="session"),),
            remedy=Remedy(
                title=_("Raise the limit"),
                commands=(f"ulimit -{letter} {'unlimited' if hard < 0 else hard if letter in 'nu' else hard // 1024}",),
                reason=_("It holds for this session only, and no file of yours sets it."),
            ),
            links=(_LINK,),
        )


CHECKS = (
    Check("limits", (92,), look, systems=UNIX, finds=("low-limit",)),
    Check("container", (85, 92), look_at_container, systems=LINUX, finds=("old-seccomp", "little-memory")),
)
