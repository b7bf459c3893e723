"""No room, no inodes, or a file system that is mounted read-only, where Go writes (entry 49)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from gowizard.dataclass import replace
from gowizard.doctor import commands
from gowizard.doctor.check import ALL, Check
from gowizard.doctor.checks.temp_folders import elsewhere, move_building
from gowizard.doctor.go_folders import Folder, build_cache, entries, module_cache, nearest, temporary
from gowizard.doctor.model import Evidence, Finding, Likelihood, Origin, Remedy, Severity
from gowizard.doctor.scene import Scene
from gowizard.environment.words import shown
from gowizard.host.files import is_folder
from gowizard.host.machine import FileSystemFacts
from gowizard.locales import _

_LITTLE = 48 << 20  # bytes: a first build leaves 33 MiB in the cache (measured)
_SOME = 400 << 20  # bytes: less is soon used up
_FEW = 500  # inodes: a first build makes about as many files


def look(scene: Scene) -> Iterator[Finding]:
    """Each file system once, by the first folder of Go's on it."""
    folders = [temporary(scene), build_cache(scene), module_cache(scene)]
    home = Folder(key="HOME", path=scene.home, origin=Origin(kind="default"))
    seen: list[FileSystemFacts] = []
    for folder in (*folders, home):
        if folder is None or not folder.path.is_absolute():
            continue
        try:
            facts = scene.machine.file_system(nearest(folder.path))
        except OSError:
            continue
        if any(_alike(facts, other) for other in seen):
            continue
        seen.append(facts)
        yield from _judged(scene, folder, facts)


def _alike(one: FileSystemFacts, two: FileSystemFacts) -> bool:
    """Whether two answers come from one file system: the free space may have changed a little in between."""
    near = abs(one.free_bytes - two.free_bytes) < 1 << 20 and abs(one.free_inodes - two.free_inodes) < 100
    return near and (one.total_inodes, one.read_only) == (two.total_inodes, two.read_only)


def _judged(scene: Scene, folder: Folder, facts: FileSystemFacts) -> Iterator[Finding]:
    counted = facts.total_inodes > 0
    if facts.read_only:
        what = _("It is mounted read-only.")
        needed = folder.key in {"", "TMPDIR", "GOTMPDIR", "GOCACHE"}  # the others may be so on purpose
        severity = Severity.BLOCKS if needed else Severity.ADVICE
        yield _finding(scene, folder, _("{path} cannot be written at all"), what, severity)
    elif counted and facts.free_inodes < _FEW:
        what = _("{count} more files can be made there.").format(count=facts.free_inodes)
        yield _finding(scene, folder, _("No more files can be made in {path}"), what, Severity.HURTS)
    elif facts.free_bytes < _LITTLE:
        what = _("{size:.0f} MiB are free.").format(size=facts.free_bytes / (1 << 20))
        yield _finding(scene, folder, _("There is no room left in {path}"), what, Severity.HURTS)
    elif facts.free_bytes < _SOME and folder.key != "":
        what = _("{size:.0f} MiB are free.").format(size=facts.free_bytes / (1 << 20))
        yield _finding(scene, folder, _("There is little room left in {path}"), what, Severity.ADVICE)


def _finding(scene: Scene, folder: Folder, title: str, what: str, severity: Severity) -> Finding:
    failed = scene.hello is not None and not scene.hello.ok
    worse = Severity.BLOCKS if failed and severity is Severity.HURTS else severity
    remedy = _remedy(scene, folder)
    return Finding(
        id="no-room",
        about=folder.key or "tmp",
        entry=(49,),
        severity=worse,
        title=title.format(path=shown(folder.path, scene.home)),
        affects=_("Builds and downloads stop in the middle."),
        evidence=(Evidence(where=str(folder.path), what=what), *_biggest(scene)),
        explanation=_("A first build needs about 40 MB for Go's cache and as much for a while where it builds."),
        likelihood=Likelihood.CERTAIN,
        remedy=remedy,
        links=("https://pkg.go.dev/cmd/go#hdr-Remove_object_files_and_cached_files",),
    )


def _remedy(scene: Scene, folder: Folder) -> Remedy:
    """Build on another file system where only the temporary one is full; otherwise what can be deleted."""
    if folder.key in {"", "TMPDIR", "GOTMPDIR"} and elsewhere(scene) is not None:
        moved = move_building(scene, folder)
        return replace(moved, alternative=_("Or make room in {path}.").format(path=folder.path))
    lines = [commands.free_space(scene, nearest(folder.path)), "go clean -cache"]
    lines += [commands.remove_tree(scene, path) for path in _toolchains(scene)]
    lines.append("go clean -modcache")
    return Remedy(
        title=_("Make room"),
        commands=tuple(lines),
        reason=_("What is deleted cannot be brought back by gowizard: choose yourself. Caches fill up again."),
    )


def _biggest(scene: Scene) -> tuple[Evidence, ...]:
    """What may be deleted: Go's caches and further toolchains; their sizes are not counted, that takes long."""
    places = [place.path for place in (build_cache(scene), module_cache(scene)) if place and is_folder(place.path)]
    return tuple(
        Evidence(where=str(path), what=_("a cache, which Go fills again when it is needed")) for path in places
    )


def _toolchains(scene: Scene) -> list[Path]:
    """Further versions of Go that the go command itself fetched, about 250 MB each."""
    modules = module_cache(scene)
    if modules is None:
        return []
    found = [Path(entry.path) for entry in entries(modules.path / "golang.org", 50)]
    return sorted(path for path in found if path.name.startswith("toolchain@"))


CHECKS = (Check("space", (49,), look, systems=ALL, finds=("no-room",)),)
