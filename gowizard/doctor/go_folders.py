"""The folders that Go writes to, as a new terminal has them, and what may be done there."""

from __future__ import annotations

import datetime
import os
from collections.abc import Iterator
from pathlib import Path

from gowizard.dataclass import dataclass
from gowizard.doctor.model import Origin
from gowizard.doctor.scene import Scene


@dataclass(frozen=True, kw_only=True)
class Folder:
    """A folder of Go's; `key` is the setting that moves it, `origin` "default" where nothing does."""

    key: str
    path: Path
    origin: Origin


def build_cache(scene: Scene) -> Folder | None:
    """GOCACHE, or where Go puts it by itself; None where the value is none that Go would take."""
    return _set(scene, "GOCACHE") or _usual(scene, "GOCACHE", _cache_home(scene), "go-build")


def gopath(scene: Scene) -> Folder | None:
    """The first folder of GOPATH: downloads and programs go there."""
    value, origin = scene.setting("GOPATH")
    first = value.split(";" if scene.host.windows is not None else ":")[0]
    return Folder(key="GOPATH", path=Path(first), origin=origin) if Path(first).is_absolute() else None


def module_cache(scene: Scene) -> Folder | None:
    """GOMODCACHE, by default below GOPATH."""
    held = _set(scene, "GOMODCACHE")
    above = gopath(scene)
    if held or above is None:
        return held
    return Folder(key="GOMODCACHE", path=above.path / "pkg" / "mod", origin=Origin(kind="default"))


def temporary(scene: Scene) -> Folder:
    """Where Go builds: GOTMPDIR, TMPDIR, /tmp; on Windows GOTMPDIR, TMP, TEMP (GetTempPath).

    A relative value is kept as it is.
    """
    windows = scene.host.windows is not None
    for key in ("GOTMPDIR", *(("TMP", "TEMP", "USERPROFILE") if windows else ("TMPDIR",))):
        value, origin = scene.setting(key) if key == "GOTMPDIR" else _variable(scene, key)
        if value:
            return Folder(key=key, path=Path(value), origin=origin)
    usual = "/data/local/tmp" if scene.host.system.os == "android" else "/tmp"  # noqa: S108
    return Folder(key="", path=scene.machine.system(usual), origin=Origin(kind="default"))


def origins_of(scene: Scene, folder: Folder) -> tuple[Origin, ...]:
    """Every place that sets it."""
    if folder.origin.kind in {"startup-file", "system-file"}:
        return scene.origins(folder.key)
    return (folder.origin,) if folder.origin.kind != "default" else ()


def mine(scene: Scene, path: Path) -> bool:
    """Whether the user can write there; what is absent can be made if its nearest folder can be written."""
    return scene.machine.allowed(nearest(path), os.W_OK | os.X_OK)


def read_only(scene: Scene, path: Path) -> bool:
    """Whether the file system is mounted read-only: the check of room tells that."""
    try:
        return scene.machine.file_system(nearest(path)).read_only
    except OSError:
        return False


def nearest(path: Path) -> Path:
    """The path, or the nearest above it that exists."""
    while not os.path.lexists(path) and path != path.parent:
        path = path.parent
    return path


def aside(path: Path, word: str) -> Path:
    """A free name beside a path: NAME.WORD-DATE."""
    base = f"{path.name}.{word}-{datetime.date.today():%Y%m%d}"
    names = (base if count == 1 else f"{base}-{count}" for count in range(1, 1000))
    return next(place for name in names if not os.path.lexists(place := path.with_name(name)))


def entries(folder: Path, most: int) -> Iterator[os.DirEntry[str]]:
    """At most so many entries of a folder; none where it cannot be read."""
    try:
        with os.scandir(folder) as found:
            for count, entry in enumerate(found):
                if count >= most:
                    return
                yield entry
    except OSError:
        return


def _set(scene: Scene, key: str) -> Folder | None:
    value, origin = scene.setting(key)
    return Folder(key=key, path=Path(value), origin=origin) if Path(value).is_absolute() else None


def _usual(scene: Scene, key: str, above: Path | None, name: str) -> Folder | None:
    value, _origin = scene.setting(key)
    if value or above is None:  # a value, but none that Go takes
        return None
    return Folder(key=key, path=above / name, origin=Origin(kind="default"))


def _cache_home(scene: Scene) -> Path | None:
    if scene.host.windows is not None:
        local = scene.variable("LOCALAPPDATA")
        return Path(local) if Path(local).is_absolute() else None
    if scene.host.system.os == "darwin":
        return scene.home / "Library" / "Caches"
    value = scene.variable("XDG_CACHE_HOME")
    if value:
        return Path(value) if value.startswith("/") else None
    return scene.home / ".cache"


def _variable(scene: Scene, key: str) -> tuple[str, Origin]:
    value = scene.variable(key)
    origins = scene.origins(key)
    return value, origins[-1] if origins else Origin(kind="session" if value else "default")
