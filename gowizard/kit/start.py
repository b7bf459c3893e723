"""Starts gowizard from a kit with nothing but a Python: `python start.py ARGUMENTS`.

The START scripts run this file from the stick, so it imports nothing of gowizard before it has made it whole: the
wheels that this system and this Python need are held against the manifest and unpacked into the user's cache folder,
once for each kit. It needs no pip, no venv and no network, and leaves the kit as it is.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import platform
import re
import shutil
import sys
import sysconfig
import tempfile
import time
import zipfile
from importlib import import_module
from pathlib import Path

_SYSTEMS = {"win32": "windows"}
_ARCHES = {"x86_64": "amd64", "amd64": "amd64", "aarch64": "arm64", "arm64": "arm64", "armv7l": "arm",
           "armv6l": "arm", "i686": "386", "i386": "386"}  # fmt: skip
_PART = re.compile(r"[0-9a-f]{16}\.[a-z0-9_]{8}")  # how `unpack` names a folder that is not whole yet
_STALE = 3600.0  # seconds without a new file, where unpacking takes a few
_PAUSES = (0.05, 0.1, 0.2, 0.4, 0.8)  # seconds, while a virus scanner has a new file open
_AGAIN = "from gowizard.__main__ import program\n\nprogram()\n"  # `python FOLDER undo`, when the stick is gone
_LEFT_OUT = "pip-"  # gowizard runs pip as a program of the Python's own


class _Unusable(Exception):
    """Why this kit cannot be started here."""


def system() -> str:
    """GOOS/GOARCH of this Python."""
    word = platform.machine().lower()
    if sys.platform == "win32":  # the machine may be another than the Python
        word = sysconfig.get_platform().partition("-")[2] or "i386"  # "win-amd64", "win-arm64", "win32"
    return f"{_SYSTEMS.get(sys.platform, sys.platform)}/{_ARCHES.get(word, word)}"


def wheels(manifest: dict[str, list[dict[str, object]]], wanted: str, python: str) -> list[dict[str, object]]:
    """The records of the wheels for a system and a Python ("3.12")."""
    found = []
    for record in manifest["files"]:
        fits = wanted in record.get("systems", [wanted]) and python in record.get("pythons", [python])  # type: ignore[operator]
        name = str(record["path"]).rpartition("/")[2]
        if record["role"] == "wheel" and fits and not name.startswith(_LEFT_OUT):
            found.append(record)
    return found


def cache() -> Path:
    """Where gowizard is unpacked."""
    home = Path.home()
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local") / "gowizard" / "kit"
    if sys.platform == "darwin":
        return home / "Library" / "Caches" / "gowizard" / "kit"
    own = os.environ.get("XDG_CACHE_HOME", "")
    return (Path(own) if own.startswith("/") else home / ".cache") / "gowizard" / "kit"


def unpack(kit: Path, records: list[dict[str, object]], place: Path) -> Path:
    """The folder that holds these wheels unpacked. Raises _Unusable where one is not what the manifest says."""
    key = hashlib.sha256("".join(sorted(str(record["sha256"]) for record in records)).encode()).hexdigest()[:16]
    folder = place / key
    if folder.is_dir():
        return folder
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = Path(tempfile.mkdtemp(prefix=f"{key}.", dir=place))
    try:
        for record in records:
            wheel = kit / str(record["path"])
            body = wheel.read_bytes()
            if hashlib.sha256(body).hexdigest() != record["sha256"]:
                raise _Unusable(f"{wheel} is damaged or was changed. Copy the kit again.")
            with zipfile.ZipFile(io.BytesIO(body)) as packed:
                packed.extractall(part)
        (part / "__main__.py").write_text(_AGAIN, encoding="ascii")
        _rename(part, folder)
    except OSError as error:
        if not folder.is_dir():  # else another start was faster
            raise _Unusable(str(error)) from None
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return folder


def sweep(place: Path) -> None:
    """Remove the half unpacked folders of starts that were killed: this user's, and not written to for an hour."""
    try:
        entries = list(os.scandir(place))
    except OSError:
        return
    for entry in entries:
        try:
            facts = entry.stat(follow_symlinks=False)
            own = not hasattr(os, "getuid") or facts.st_uid == os.getuid()
            if _PART.fullmatch(entry.name) and own and entry.is_dir(follow_symlinks=False):
                latest = max(file.stat(follow_symlinks=False).st_mtime for file in [entry, *os.scandir(entry)])
                if time.time() - latest > _STALE:
                    shutil.rmtree(entry, ignore_errors=True)  # refuses links and junctions
        except OSError:
            continue


def _rename(part: Path, folder: Path) -> None:
    for pause in _PAUSES:
        try:
            part.rename(folder)
            return
        except PermissionError:
            if folder.is_dir():
                raise
            time.sleep(pause)
    part.rename(folder)


def main() -> None:
    """Start gowizard with the arguments of this program; exits with its status."""
    try:
        if sys.version_info < (3, 11):  # noqa: UP036 - whoever runs it by hand may have any
            raise _Unusable("Python 3.11 or newer is needed.")
        kit = Path(__file__).resolve().parent.parent
        manifest = json.loads((kit / "gowizard-kit.json").read_text(encoding="utf-8"))
        found = wheels(manifest, system(), f"{sys.version_info[0]}.{sys.version_info[1]}")
        if not found:
            raise _Unusable(f"this kit was not made for {system()}, but for {', '.join(manifest['systems'])}.")
        place = cache()
        sweep(place)
        folder = unpack(kit, found, place)
    except (_Unusable, OSError, ValueError, LookupError) as error:
        sys.stderr.write(f"gowizard: {error}\n")
        sys.exit(1)
    os.environ["GOWIZARD_KIT"] = str(kit)
    sys.path[0:0] = [str(folder)]
    import_module("gowizard.__main__").program()


if __name__ == "__main__":
    main()
