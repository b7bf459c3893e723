"""Damage in the module cache (entry 46): archives that are none, folders that are not what was unpacked.

What is looked at is bounded: the newest modules first, their files' names and sizes against the archive's list, and
archives against their recorded hash while there is time. What a message names comes before all others.
"""

from __future__ import annotations

import os
import re
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

from gowizard import changes
from gowizard.dataclass import dataclass
from gowizard.doctor.check import ALL, Check
from gowizard.doctor.go_folders import aside, module_cache
from gowizard.doctor.model import Evidence, Finding, Phase, Remedy, Severity
from gowizard.doctor.module_hash import hash_of_zip
from gowizard.doctor.scene import Scene
from gowizard.doctor.symptoms import entries_of
from gowizard.environment.words import shown
from gowizard.host.files import exists, is_folder, read_head
from gowizard.locales import _

_MOST = 400  # modules
_SHORT, _LONG = 0.35, 2.4  # seconds of looking, without and with a message that leads here
_LARGEST = 8 << 20  # bytes of an archive that is hashed unasked


@dataclass(frozen=True)
class Cached:
    """A version of a module: its archive's path without the end, and the folder it is unpacked in."""

    stem: Path  # .../cache/download/example.org/greet/@v/v1.0.0
    folder: Path  # .../example.org/greet@v1.0.0
    name: str  # example.org/greet@v1.0.0, letters as the user knows them

    @property
    def archive(self) -> Path:
        return self.stem.with_name(self.stem.name + ".zip")


def look(scene: Scene) -> Iterator[Finding]:
    """Modules whose archive or folder is not as it was fetched."""
    place = module_cache(scene)
    if place is None or not is_folder(place.path):
        return
    pointed = bool({44, 46} & set(entries_of(scene.message)))
    seconds = _LONG if pointed else _SHORT
    deadline = time.monotonic() + seconds
    named = list(_named(place.path, scene.message))
    for module in dict.fromkeys([*named, *_newest(place.path, deadline - seconds / 2)]):
        if what := _damage(module, deadline, whole=module in named):
            yield _finding(scene, module, *what)


def _named(cache: Path, message: str) -> Iterator[Cached]:
    """The versions that a message names as MODULE@VERSION."""
    for module, version in re.findall(r"([\w.~-]+\.[\w.~/-]+)@(v\d[\w.+!-]*\w)", message):
        path = re.sub("[A-Z]", lambda letter: f"!{letter[0].lower()}", module)
        found = _cached(cache, cache / "cache" / "download" / path / "@v" / version)
        if exists(found.archive):
            yield found


def _newest(cache: Path, deadline: float) -> list[Cached]:
    """Versions that were fetched, the newest first, as far as they are met in time."""
    root = cache / "cache" / "download"
    found: list[tuple[float, Cached]] = []
    for folder, names, files in os.walk(root):
        if os.path.basename(folder) == "@v":  # noqa: PTH119
            modules = [_cached(cache, Path(folder, name[:-4])) for name in files if name.endswith(".zip")]
            found += [(-_changed(module.archive), module) for module in modules]
            names[:] = []
        if folder == os.fspath(root):
            names[:] = [name for name in names if name != "sumdb"]
        if time.monotonic() > deadline:
            break
    return [module for _when, module in sorted(found, key=lambda item: item[0])][:_MOST]


def _cached(cache: Path, stem: Path) -> Cached:
    path = stem.parent.parent.relative_to(cache / "cache" / "download")
    name = re.sub(r"!([a-z])", lambda letter: letter[1].upper(), f"{path.as_posix()}@{stem.name}")
    return Cached(stem=stem, folder=cache / path.parent / f"{path.name}@{stem.name}", name=name)


def _changed(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0


def _damage(module: Cached, deadline: float, *, whole: bool) -> tuple[tuple[Path, ...], Evidence] | None:
    """What is to be put away, and why; None where nothing wrong was seen or the time is up."""
    if time.monotonic() > deadline:
        return None
    recorded = _text(module.stem.with_name(module.stem.name + ".ziphash"))
    archive = (module.archive, module.stem.with_name(module.stem.name + ".ziphash"))
    try:
        with zipfile.ZipFile(module.archive) as opened:
            listed = {item.filename: item.file_size for item in opened.infolist()}
    except OSError:
        return None
    except zipfile.BadZipFile:
        return archive, Evidence(where=str(module.archive), what=_("it is no zip archive any more"))
    small = _size(module.archive) <= _LARGEST
    if recorded and (whole or small) and (found := hash_of_zip(module.archive, deadline)) not in {None, recorded}:
        what = _("recorded {recorded}, now {found}").format(recorded=recorded, found=found or _("unreadable"))
        return archive, Evidence(where=str(module.archive), what=what)
    if is_folder(module.folder) and not exists(module.stem.with_name(module.stem.name + ".partial")):
        return _differs(module, listed)
    return None


def _differs(module: Cached, listed: dict[str, int]) -> tuple[tuple[Path, ...], Evidence] | None:
    """The first file of the folder that is missing, or of another length than in the archive."""
    for name, size in listed.items():
        path = module.folder / name.removeprefix(f"{module.name}/")
        try:
            now = path.stat().st_size
        except FileNotFoundError:
            return (module.folder,), Evidence(where=str(path), what=_("it is missing"))
        except OSError:
            continue
        if now != size:
            what = _("it has {now} bytes, not {size}").format(now=now, size=size)
            return (module.folder,), Evidence(where=str(path), what=what)
    return None


def _finding(scene: Scene, module: Cached, places: tuple[Path, ...], evidence: Evidence) -> Finding:
    held = [place for place in places if os.path.lexists(place)]
    return Finding(
        id="module-damaged",
        about=module.name,
        entry=(46,),
        severity=Severity.HURTS,
        title=_("A module in the cache is damaged: {module}").format(module=module.name),
        affects=_("Projects that use it fail to build, or build something else."),
        evidence=(evidence,),
        explanation=_("Files in the module cache are never changed rightly. What is missing there is fetched anew."),
        remedy=Remedy(
            title=_("Move {path} aside").format(path=_(", ").join(shown(place, scene.home) for place in held)),
            phase=Phase.FOLDERS,
            effects=tuple(
                changes.Move(source=place, destination=aside(place, "damaged"), yields=True) for place in held
            ),
            risk=_("The module has to be fetched again: that needs the network, or a module proxy."),
            alternative="go clean -modcache",
        ),
        links=("https://go.dev/ref/mod#module-cache",),
    )


def _text(path: Path) -> str:
    return read_head(path).decode("ascii", "replace").strip()


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


CHECKS = (Check("module-cache", (46,), look, systems=ALL, finds=("module-damaged",)),)
