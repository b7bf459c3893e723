"""Is a Go tree whole? Told from its files and their headers; nothing of it is run.

Looked at are the programs that every build needs and the packages that nearly every program needs, not all of the
twelve thousand files: that takes a few milliseconds.
"""

from __future__ import annotations

import os
import stat
import struct
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from gowizard.dataclass import dataclass
from gowizard.doctor.leftovers import leftovers
from gowizard.doctor.scene import Scene
from gowizard.host import FoundGo, build_version
from gowizard.host.buildinfo import version_name
from gowizard.host.files import end_of, entries, exists, is_file, is_folder, read_head, read_proc
from gowizard.host.gos import fitness
from gowizard.host.headers import HEAD, arch_of, elf_interpreter
from gowizard.host.machine import Machine
from gowizard.host.processor import goarch
from gowizard.releases import Version

_ALWAYS = ("asm", "cgo", "compile", "cover", "link", "vet")  # in pkg/tool of every release
_UNTIL_1_24 = ("buildid", "pack", "test2json")
PACKAGES = (
    "bufio", "bytes", "context", "crypto", "crypto/sha256", "crypto/tls", "embed", "encoding/base64", "encoding/json",
    "errors", "flag", "fmt", "internal/abi", "internal/bytealg", "internal/cpu", "internal/poll", "io", "io/fs",
    "log", "maps", "math", "math/rand", "net", "net/http", "net/url", "os", "os/exec", "path", "path/filepath",
    "reflect", "regexp", "runtime", "slices", "sort", "strconv", "strings", "sync", "sync/atomic", "syscall",
    "testing", "text/template", "time", "unicode", "unicode/utf8", "unsafe",
)  # fmt: skip
_SINCE_1_21 = frozenset({"maps", "slices"})
_SMALLEST = 100_000  # bytes; the smallest program of a release has more than a million
_MOST_TOOLS = 60
_WEB_PAGE = (b"<html", b"<!doctype", b"<head>")
FROM_ARCHIVES = frozenset({"archive", "gowizard", "golang.org/dl", "pkg:org.golang.go"})  # whole official trees


@dataclass(frozen=True)
class Ailment:
    """One thing that is wrong with a tree.

    `kind` is "missing", "empty", "web-page", "no-program", "cut-short", "wrong-system", "no-loader", "mode",
    "unreadable", "version" (built by, or part of, another release) or "leftover".
    """

    kind: str
    path: Path
    detail: str = ""

    def is_program_of(self, root: Path) -> bool:
        """Whether it is about bin/ or pkg/tool/, not about the standard library."""
        return self.path.is_relative_to(root / "bin") or self.path.is_relative_to(root / "pkg")


def ailments(scene: Scene, go: FoundGo) -> tuple[Ailment, ...]:
    """All that is wrong with the tree of a Go; nothing for a Go without one (a shim, a lone program)."""
    if go.root is None:
        return ()
    root = go.root
    return scene.once(("ailments", root), lambda: tuple(_look(scene, go, root)))


def tree_version(root: Path) -> str:
    """The release that a tree says it is, "go1.27.3"; "" where it does not say."""
    return version_name(read_proc(root / "VERSION", 4096))


def program_ailment(machine: Machine, path: Path) -> Ailment | None:
    """What keeps a file from being started as a program of this machine; None for a script too."""
    try:
        facts = path.stat()
    except OSError:
        return Ailment("missing", path)
    if not stat.S_ISREG(facts.st_mode):
        return Ailment("missing", path)
    if facts.st_size == 0:
        return Ailment("empty", path)
    head = read_head(path, HEAD)
    if head and (broken := _content_ailment(machine, path, head, facts.st_size)) is not None:
        return broken
    if not facts.st_mode & 0o111 and machine.sysname != "Windows":
        return Ailment("mode", path, f"{stat.S_IMODE(facts.st_mode):04o}")
    return None


def _content_ailment(machine: Machine, path: Path, head: bytes, size: int) -> Ailment | None:
    found = arch_of(head)
    if found is None:
        if any(mark in head[:1024].lower() for mark in _WEB_PAGE):
            return Ailment("web-page", path, _first_line(head))
        if b"\0" in head or head.startswith(b"\x1f\x8b"):
            return Ailment("no-program", path)
        return None  # text: a shell runs it as a script
    os_name, arch = found
    if fitness(machine, os_name, arch):
        return Ailment("wrong-system", path, f"{os_name}/{arch}")
    if _cut_short(head, size):
        return Ailment("cut-short", path, f"{size}")
    loader = elf_interpreter(path)
    if loader and not exists(machine.system(loader)):
        return Ailment("no-loader", path, loader)
    return None


def _cut_short(head: bytes, size: int) -> bool:
    """Whether an ELF file ends before a segment that is to be loaded; others are judged by their size."""
    if head[:4] != b"\x7fELF" or len(head) < 64:
        return size < _SMALLEST
    wide, end = head[4] == 2, "<" if head[5] == 1 else ">"
    table = struct.unpack_from(end + ("Q" if wide else "I"), head, 32 if wide else 28)[0]
    each, count = struct.unpack_from(end + "HH", head, 54 if wide else 42)
    ends = [_segment_end(head, table + index * each, wide, end) for index in range(min(count, 40))]
    return max(ends, default=0) > size


def _segment_end(head: bytes, at: int, wide: bool, end: str) -> int:
    """Where a segment ends in the file, 0 for one that lies beyond what was read."""
    form, place = (end + "Q", (8, 32)) if wide else (end + "I", (4, 16))
    if at + 56 > len(head):
        return 0
    offset, length = (struct.unpack_from(form, head, at + step)[0] for step in place)
    return int(offset + length)


def _first_line(head: bytes) -> str:
    return head.decode("utf-8", "replace").strip().split("\n")[0][:80]


def _look(scene: Scene, go: FoundGo, root: Path) -> Iterator[Ailment]:
    version = Version.try_parse(go.version)
    if is_folder(root / "src") and not os.access(root / "src", os.R_OK | os.X_OK):
        yield Ailment("unreadable", root / "src")
        return
    yield from _programs(scene.machine, go, root, version)
    packages = [name for name in PACKAGES if version is None or version.minor >= (1, 21) or name not in _SINCE_1_21]
    for name in packages:
        yield from _package(root / "src" / name)
    if version is not None and go.owner in FROM_ARCHIVES:
        yield from (Ailment("leftover", path, words) for path, words in leftovers(root, version.minor))


def _programs(machine: Machine, go: FoundGo, root: Path, version: Version | None) -> Iterator[Ailment]:
    ending = ".exe" if machine.sysname == "Windows" else ""
    yield from _program(machine, root / "bin" / f"go{ending}", go, version)
    if os.path.lexists(root / "bin" / f"gofmt{ending}"):
        yield from _program(machine, root / "bin" / f"gofmt{ending}", go, None)
    tools = _tool_folder(machine, root)
    if tools is None:
        return
    needed = set(_ALWAYS)
    if go.owner not in FROM_ARCHIVES:
        needed = {"asm", "compile", "link"}  # packagers leave out what can be built
    elif version is not None and version.minor <= (1, 24):
        needed |= set(_UNTIL_1_24)
    there = {name for name in entries(tools, _MOST_TOOLS) if is_file(tools / name)}
    needed = {f"{name}{ending}" for name in needed}
    for name in sorted(needed | there):
        yield from _program(machine, tools / name, go, version)


def _tool_folder(machine: Machine, root: Path) -> Path | None:
    """pkg/tool/GOOS_GOARCH; None where a packager keeps the tools elsewhere."""
    base = root / "pkg" / "tool"
    mine = base / f"{machine.sysname.lower()}_{goarch(machine.machine)}"
    if is_folder(mine):
        return mine
    others = [base / name for name in entries(base) if "_" in name and is_folder(base / name)]
    return others[0] if others else mine


def _program(machine: Machine, path: Path, go: FoundGo, version: Version | None) -> Iterator[Ailment]:
    found = program_ailment(machine, path)
    if found is not None:
        yield found
    if found is not None and found.kind != "mode":
        return
    built = build_version(path) if version is not None and go.owner in FROM_ARCHIVES else ""
    if built and version is not None and built != version.name:
        yield Ailment("version", path, built)


def _package(folder: Path) -> Iterator[Ailment]:
    try:
        with os.scandir(folder) as found:  # tells kinds without asking once more for each file
            sources = sorted((each.name, each.is_file()) for each in islice(found, 2000) if _is_source(each.name))
    except OSError:
        sources = []
    if not sources:
        yield Ailment("missing", folder)
    for name, regular in sources:
        end = end_of(folder / name) if regular else None
        if end is None:
            yield Ailment("unreadable", folder / name)
        elif end[1] != b"\n":  # gofmt ends every file of the library with one
            yield Ailment("cut-short" if end[0] else "empty", folder / name, str(end[0]))


def _is_source(name: str) -> bool:
    return name.endswith(".go") and not name.endswith("_test.go")
