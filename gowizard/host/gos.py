"""Every Go that is already here, told from files and headers. A `go` on the way is never run."""

from __future__ import annotations

import os
import stat
from collections.abc import Sequence
from pathlib import Path

from gowizard.host.buildinfo import build_version, version_name
from gowizard.host.darwin import has_rosetta, native_arch
from gowizard.host.facts import FoundGo
from gowizard.host.files import is_file, is_folder, read_head, read_proc
from gowizard.host.headers import HEAD, arch_of
from gowizard.host.machine import Machine
from gowizard.host.owners import owner_of_tree, shim_owner
from gowizard.host.places import well_known_roots
from gowizard.host.processor import goarch, process_arch, runnable
from gowizard.host.system import inside_wsl, os_name_of
from gowizard.host.user import home_folder
from gowizard.host.windows import program_names
from gowizard.locales import N_

DANGLING = N_("dangling link")
NOT_A_FILE = N_("not a regular file")
EMPTY = N_("empty file")
NOT_EXECUTABLE = N_("not executable")
UNREADABLE = N_("not readable")
HTML = N_("a web page instead of a program")
NOT_A_PROGRAM = N_("not a program")
WRONG_SYSTEM = N_("built for another operating system")
WRONG_ARCH = N_("wrong architecture")
OF_WINDOWS = N_("Windows' own Go")  # seen from WSL, which can start it: no fault, and no Go for Linux
PROBLEMS = (
    DANGLING, NOT_A_FILE, EMPTY, NOT_EXECUTABLE, UNREADABLE, HTML, NOT_A_PROGRAM, WRONG_SYSTEM, WRONG_ARCH,
    OF_WINDOWS,
)  # fmt: skip


def found_gos(
    machine: Machine, path_entries: Sequence[Path], *, destination: Path | None = None
) -> tuple[FoundGo, ...]:
    """Every Go here: those on PATH in its order, then those at well-known places, each tree once.

    A tree that is reached twice is named by its first place. Entries that are not absolute are passed over:
    shells and Go disagree about them. `destination` is a further parent of trees to look into. Inside WSL the
    go.exe on Windows' part of PATH follow.
    """
    home = home_folder(machine)
    names = program_names(machine)
    seen: dict[Path, FoundGo] = {}
    for index, entry in enumerate(path_entries):
        if entry.is_absolute():
            name = next((name for name in names if os.path.lexists(entry / name)), "go")
            _keep(seen, inspect_go(machine, home, entry / name, index))
    for root in well_known_roots(machine, home, destination):
        found = inspect_go(machine, home, root / "bin" / ("go.exe" if machine.sysname == "Windows" else "go"), None)
        if found and (found.root or found.problem):  # ~/go/bin/go may be anybody's program
            _keep(seen, found)
    if inside_wsl(machine):
        for index, entry in enumerate(path_entries):
            if entry.is_absolute():
                _keep(seen, inspect_go(machine, home, entry / "go.exe", index))
    return tuple(seen.values())


def _keep(seen: dict[Path, FoundGo], found: FoundGo | None) -> None:
    if found is not None:
        seen.setdefault(found.root or _resolved(found.binary), found)


def _resolved(path: Path) -> Path:
    try:
        return path.resolve()
    except (OSError, RuntimeError):
        return path


def inspect_go(machine: Machine, home: Path, binary: Path, path_index: int | None) -> FoundGo | None:
    """The facts about one file named go; None where there is none, or a folder has that name."""
    try:
        if stat.S_ISDIR(os.stat(binary).st_mode):  # noqa: PTH116
            return None
    except OSError:
        if not os.path.lexists(binary):
            return None
        problem = UNREADABLE if _resolved(binary).exists() else DANGLING
        return FoundGo(
            binary=binary, root=None, version="", arch="", owner="", path_index=path_index, complete=False,
            problem=problem,
        )  # fmt: skip
    shim = shim_owner(machine, home, binary)
    root = None if shim else goroot_of(_resolved(binary))
    arch, problem = _examine(machine, binary, shim)
    return FoundGo(
        binary=binary,
        root=root,
        version="" if shim else _version(root, binary),
        arch=arch,
        owner=shim or (owner_of_tree(machine, home, root, _resolved(binary)) if root else "archive"),
        path_index=path_index,
        complete=root is not None and is_complete(root),
        is_shim=bool(shim),
        problem=problem,
    )


def goroot_of(binary: Path) -> Path | None:
    """The GOROOT that a resolved bin/go belongs to, two or three folders up as Go itself looks, or None."""
    for root in binary.parents[1:3]:
        if is_file(root / "VERSION") or is_folder(root / "pkg" / "tool"):
            return root
    return None


def is_complete(root: Path) -> bool:
    """Whether a GOROOT has its four parts: bin/go, pkg/tool, src/runtime, VERSION."""
    go = root / "bin" / "go"
    return (
        (is_file(go) or is_file(go.with_suffix(".exe")))
        and is_folder(root / "pkg" / "tool")
        and is_folder(root / "src" / "runtime")
        and is_file(root / "VERSION")
    )


def _version(root: Path | None, binary: Path) -> str:
    written = version_name(read_proc(root / "VERSION", 4096)) if root else ""
    return written or build_version(binary)


def _examine(machine: Machine, binary: Path, shim: str) -> tuple[str, str]:
    """GOARCH from the header and what keeps the file from being run, empty for nothing."""
    facts = os.stat(binary)  # noqa: PTH116
    if not stat.S_ISREG(facts.st_mode):
        return "", NOT_A_FILE
    if facts.st_size == 0:
        return "", EMPTY
    head = read_head(binary, HEAD)
    os_arch = arch_of(head)
    arch = os_arch[1] if os_arch and not shim else ""
    if not machine.allowed(binary, os.X_OK):
        return arch, NOT_EXECUTABLE
    if not head:
        return "", ""  # a program may be executable without being readable
    if os_arch is None:
        if head.startswith(b"#!"):
            return "", ""
        html = b"<html" in head[:1024].lower() or b"<!doctype" in head[:1024].lower()
        return "", HTML if html else NOT_A_PROGRAM
    return arch, fitness(machine, *os_arch)


# what a program's header says its system is, where that is not the system's own name: Go marks few of them
_SAYS = {"android": {"linux"}, "dragonfly": {"linux"}, "illumos": {"solaris", "linux"}, "solaris": {"solaris", "linux"}}


def fitness(machine: Machine, os_name: str, arch: str) -> str:
    """Empty where the kernel runs such a program. A 386 Go on amd64 runs; its `arch` tells the rest."""
    if os_name == "windows" and inside_wsl(machine):
        return OF_WINDOWS
    if os_name not in _SAYS.get(mine := os_name_of(machine), {mine}):
        return WRONG_SYSTEM
    kernel = goarch(machine.machine)
    possible = runnable(kernel) | runnable(process_arch(machine))
    if machine.sysname == "Darwin" and native_arch(machine) == "arm64":
        possible = frozenset({"arm64", "amd64"} if has_rosetta(machine) else {"arm64"})
    elif machine.sysname == "Windows" and "ARM64" in machine.machine.upper():
        possible |= {"amd64", "arm64"}  # Windows' own emulation
    return "" if not kernel or arch in possible else WRONG_ARCH
