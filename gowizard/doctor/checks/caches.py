"""Caches that Go cannot write: root's after `sudo go`, without write bits, a file in the way (entries 19, 48)."""

from __future__ import annotations

import os
import shlex
import stat
from collections.abc import Iterator
from pathlib import Path

from gowizard import changes
from gowizard.doctor.check import UNIX, Check
from gowizard.doctor.go_folders import (
    Folder,
    aside,
    build_cache,
    entries,
    gopath,
    mine,
    module_cache,
    nearest,
    origins_of,
    read_only,
)
from gowizard.doctor.mending import without_lines
from gowizard.doctor.model import Evidence, Finding, Phase, Remedy, Severity
from gowizard.doctor.scene import Scene
from gowizard.environment.words import shown
from gowizard.host.files import is_folder
from gowizard.host.links import is_link
from gowizard.locales import _

_LINK = "https://pkg.go.dev/cmd/go#hdr-Build_and_test_caching"
_MOST = 3000  # entries of a cache that are looked at


def look(scene: Scene) -> Iterator[Finding]:
    """The build cache, and what Go keeps below GOPATH."""
    cache, root = build_cache(scene), scene.host.user.is_root
    if cache is not None:
        if (blocked := _in_the_way(cache.path)) is not None:
            yield _not_a_folder(scene, cache, blocked)
        elif not (root or read_only(scene, cache.path)) and (found := _closed(scene, cache.path, depth=2)):
            yield _build_cache(scene, cache, found)
    if not root and (closed := _closed_places(scene)):
        yield _not_yours(scene, closed)


def _in_the_way(path: Path) -> Path | None:
    """What is no folder, at the path or above it: a file, or a link that leads nowhere."""
    place = nearest(path)
    return None if is_folder(place) else place


def _closed(scene: Scene, folder: Path, depth: int) -> list[Path]:
    """The folder itself where the user cannot write it, else folders and files in it that he cannot."""
    place = nearest(folder)
    if not mine(scene, place):
        return [place]
    found: list[Path] = []
    left = _MOST
    layer = [folder]
    for _level in range(depth):
        below = []
        for parent in layer:
            for entry in entries(parent, left):
                left -= 1
                if _shut(scene, entry):
                    found.append(Path(entry.path))
                elif entry.is_dir(follow_symlinks=False):
                    below.append(Path(entry.path))
        layer = below
    return found


def _shut(scene: Scene, entry: os.DirEntry[str]) -> bool:
    """Whether an own folder, or anything of somebody else's, cannot be written."""
    try:
        facts = entry.stat(follow_symlinks=False)
    except OSError:
        return False
    folder = stat.S_ISDIR(facts.st_mode)
    if stat.S_ISLNK(facts.st_mode) or (facts.st_uid == scene.host.user.uid and not folder):
        return False
    return not scene.machine.allowed(Path(entry.path), os.W_OK | os.X_OK if folder else os.W_OK)


def _not_a_folder(scene: Scene, cache: Folder, place: Path) -> Finding:
    what = _("a link that leads nowhere") if is_link(place) else _("a file")
    return Finding(
        id="build-cache-no-folder",
        entry=(48,),
        severity=Severity.BLOCKS,
        title=_("Go's build cache is no folder: {path}").format(path=shown(place, scene.home)),
        affects=_("Nothing can be built."),
        evidence=(Evidence(where=str(place), what=what),),
        explanation=_("Go keeps what it has built in this folder, and makes it by itself where nothing lies there."),
        remedy=_aside_or_unset(scene, cache, place),
        links=(_LINK,),
    )


def _build_cache(scene: Scene, cache: Folder, found: list[Path]) -> Finding:
    return Finding(
        id="build-cache-not-yours",
        entry=(19,),
        severity=Severity.BLOCKS if found[0] in {cache.path, *cache.path.parents} else Severity.HURTS,
        title=_("Go cannot write its build cache: {path}").format(path=shown(cache.path, scene.home)),
        affects=_("`go build` and `go run` fail: permission denied."),
        evidence=tuple(_owned(path) for path in found[:3]),
        explanation=_("Usually `sudo go …` was run once, and made folders there that belong to root.")
        if os.path.lexists(cache.path) or cache.path.is_relative_to(scene.home)
        else _("The folder is not there, and you may not make it: a disk that is not mounted, perhaps."),
        remedy=_aside_or_unset(scene, cache, cache.path),
        links=(_LINK,),
    )


def _aside_or_unset(scene: Scene, cache: Folder, place: Path) -> Remedy:
    """Move it out of the way, where the user may; else leave the setting that leads there; else a command."""
    owned = place.is_relative_to(scene.home) and place != scene.home
    if owned and os.path.lexists(place) and _may_rename(scene, place):
        return Remedy(
            title=_("Move {path} aside; Go makes a new one").format(path=shown(place, scene.home)),
            phase=Phase.FOLDERS,
            effects=(changes.Move(source=place, destination=aside(place, "old"), yields=True),),
            risk=_("The next build takes longer."),
        )
    if origins := origins_of(scene, cache):
        return without_lines(scene, cache.key, origins)
    return _give_back(scene, [place])


def _may_rename(scene: Scene, place: Path) -> bool:
    """Whether the folder above is the user's own, so that he may rename what lies in it, whoever owns that."""
    above = place.parent
    try:
        sticky = bool(above.stat().st_mode & stat.S_ISVTX)
    except OSError:
        return False
    return mine(scene, above) and (not sticky or scene.machine.owner_of(above) == scene.host.user.uid)


def _closed_places(scene: Scene) -> list[Path]:
    """What below GOPATH, GOMODCACHE and GOBIN the user cannot write, the outermost folders only."""
    home = scene.home
    wanted: list[tuple[Path, int]] = []
    if (modules := module_cache(scene)) is not None:
        wanted += [(modules.path, 0), (modules.path / "cache", 1), (modules.path / "cache" / "download", 1)]
    if (above := gopath(scene)) is not None:
        wanted += [(above.path, 0), (above.path / "bin", 0), (above.path / "pkg" / "sumdb", 1)]
    gobin, _origin = scene.setting("GOBIN")
    if gobin.startswith("/"):
        wanted.append((Path(gobin), 0))
    found: list[Path] = []
    for path, depth in wanted:
        for closed in _closed(scene, path, depth):
            inside = closed.is_relative_to(home) and closed != home  # what others share is others' affair
            foreign = scene.machine.owner_of(closed) not in {scene.host.user.uid, None}
            if inside and foreign:
                found.append(closed)
    return [path for path in dict.fromkeys(found) if not any(above in found for above in path.parents)]


def _not_yours(scene: Scene, closed: list[Path]) -> Finding:
    return Finding(
        id="modules-not-yours",
        entry=(19,),
        severity=Severity.HURTS,
        title=_("Folders of Go's in your home belong to somebody else: {path}").format(
            path=shown(closed[0], scene.home)
        ),
        affects=_("`go get`, `go install` and downloads of modules fail: permission denied."),
        evidence=tuple(_owned(path) for path in closed[:5]),
        explanation=_("Usually `sudo go …` was run once, and made folders there that belong to root."),
        remedy=_give_back(scene, closed),
        links=("https://go.dev/ref/mod#module-cache",),
    )


def _give_back(scene: Scene, places: list[Path]) -> Remedy:
    owner = f"{scene.host.user.uid}:{scene.machine.gid}"
    words = " ".join(shlex.quote(str(place)) for place in places)
    return Remedy(
        title=_("Make yourself the owner again"),
        phase=Phase.FOLDERS,
        commands=(f"sudo chown -hR {owner} {words}",),
        reason=_("Only the administrator can give files to another account. gowizard never runs sudo itself."),
    )


def _owned(path: Path) -> Evidence:
    try:
        facts = path.lstat()
    except OSError as error:
        return Evidence(where=str(path), what=str(error.strerror))
    told = _("owner {owner}, mode {mode}").format(owner=_name(facts.st_uid), mode=stat.filemode(facts.st_mode))
    return Evidence(where=str(path), what=told)


def _name(uid: int) -> str:
    try:
        import pwd

        return pwd.getpwuid(uid).pw_name
    except (ImportError, KeyError):
        return str(uid)


CHECKS = (
    Check(
        "caches",
        (19, 48),
        look,
        systems=UNIX,
        finds=("build-cache-not-yours", "build-cache-no-folder", "modules-not-yours"),
    ),
)
