"""Damage inside Go's build cache (entry 48): package indexes that are not what their names say.

A file NAME-d holds bytes whose sha256 is NAME (cmd/go/internal/cache/cache.go). Go notices when its length is wrong,
and builds it anew; it maps package indexes into memory without looking further, and fails with "corrupt index".
"""

from __future__ import annotations

import hashlib
import os
import stat
import time
from collections.abc import Iterator
from pathlib import Path

from gowizard import changes
from gowizard.doctor.check import UNIX, Check
from gowizard.doctor.go_folders import Folder, aside, build_cache, entries
from gowizard.doctor.model import Evidence, Finding, Phase, Remedy, Severity
from gowizard.doctor.scene import Scene
from gowizard.doctor.symptoms import entries_of
from gowizard.environment.words import shown
from gowizard.host.files import is_folder
from gowizard.locales import _

_MAGIC = b"go index v"
_LARGEST = 4 << 20  # bytes; the index of a package is far smaller
_SHORT, _LONG = 0.25, 2.0  # seconds of looking, without and with a message that leads here


def look(scene: Scene) -> Iterator[Finding]:
    """Read indexes, the newest folders' first or not as the cache has them, until the time is up."""
    cache = build_cache(scene)
    if cache is None or not is_folder(cache.path):
        return
    deadline = time.monotonic() + (_LONG if 48 in entries_of(scene.message) else _SHORT)
    damaged = [path for path in _indexes(cache.path, deadline) if _is_damaged(path)]
    real = [path for path in damaged[:20] if _is_used(cache.path, path, deadline + _LONG)]
    if real:
        yield _finding(scene, cache, real)


def _indexes(cache: Path, deadline: float) -> Iterator[Path]:
    """The package indexes in the cache."""
    for folder in entries(cache, 300):
        if len(folder.name) != 2 or not folder.is_dir():
            continue
        for entry in entries(Path(folder.path), 5000):
            if time.monotonic() > deadline:
                return
            if entry.name.endswith("-d") and len(entry.name) == 66 and _begins(entry.path):
                yield Path(entry.path)


def _begins(path: str) -> bool:
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    except OSError:
        return False
    try:
        return os.read(handle, len(_MAGIC)) == _MAGIC
    except OSError:
        return False
    finally:
        os.close(handle)


def _is_damaged(path: Path) -> bool:
    try:
        facts = path.stat()
        if not stat.S_ISREG(facts.st_mode):
            return False
        if facts.st_size > _LARGEST or time.time() - facts.st_mtime < 5:  # one that is being written is not done
            return False
        return hashlib.sha256(path.read_bytes()).hexdigest() != path.name[:-2]
    except OSError:
        return False


def _is_used(cache: Path, path: Path, deadline: float) -> bool:
    """Whether an entry leads to the file and states its length: only then Go takes it as it is."""
    try:
        wanted = b" %s %20d " % (path.name[:-2].encode(), path.stat().st_size)
    except OSError:
        return False
    for folder in entries(cache, 300):
        if len(folder.name) != 2:
            continue
        for entry in entries(Path(folder.path), 5000):
            if time.monotonic() > deadline:
                return False
            if entry.name.endswith("-a") and wanted in _content(entry.path):
                return True
    return False


def _content(path: str) -> bytes:
    try:
        with open(path, "rb") as file:  # noqa: PTH123 - thousands of them: a Path each would cost as much again
            return file.read(256)
    except OSError:
        return b""


def _finding(scene: Scene, cache: Folder, damaged: list[Path]) -> Finding:
    place = cache.path
    return Finding(
        id="build-cache-damaged",
        entry=(48,),
        severity=Severity.BLOCKS,
        title=_("Go's build cache is damaged: {path}").format(path=shown(place, scene.home)),
        affects=_("Builds fail with “corrupt index”, or with errors that come and go."),
        evidence=tuple(
            Evidence(where=str(path), what=_("its bytes are not those that its name stands for"))
            for path in damaged[:3]
        ),
        explanation=_("A full disk or a crash can do this. What lies in the cache is built anew when it is missing."),
        remedy=Remedy(
            title=_("Move {path} aside; Go makes a new one").format(path=shown(place, scene.home)),
            phase=Phase.FOLDERS,
            effects=(changes.Move(source=place, destination=aside(place, "damaged"), yields=True),),
            risk=_("The next build takes longer."),
        ),
        links=("https://pkg.go.dev/cmd/go#hdr-Build_and_test_caching",),
    )


CHECKS = (Check("build-cache", (48,), look, systems=UNIX, finds=("build-cache-damaged",)),)
