"""The manifest of a kit, `gowizard-kit.json`: every file with its size and SHA-256. Nothing in it is believed.

A stick comes from somebody's pocket: names that lead out of the folder, links, other schemas, doubled keys and absurd
sizes are refused before any file is opened. Names are such as FAT and exFAT can hold, on every system.
"""

from __future__ import annotations

import hashlib
import json
import re
import stat
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from gowizard.dataclass import dataclass
from gowizard.errors import GowizardError
from gowizard.host.links import is_link_status
from gowizard.locales import _
from gowizard.locales.system import system_words
from gowizard.releases.kit_places import NAME as NAME
from gowizard.releases.version import Version

SUMS = "SHA256SUMS"
SCHEMA = 1
ROLES = ("archive", "list", "answers", "wheel", "program", "start")
_LIMIT = 1_000_000  # bytes of a manifest; one for three systems has 15,000
_MOST_FILES = 1000
_LARGEST = (1 << 32) - 2  # what FAT32 holds
_PART = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9 ._+-]{0,118}[A-Za-z0-9_+-])?")
_RESERVED = re.compile(r"(?i)(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?")
_DIGEST = re.compile(r"[0-9a-f]{64}")
_SYSTEM = re.compile(r"[a-z0-9]{1,16}/[a-z0-9]{1,16}")
_PYTHON = re.compile(r"3\.[0-9]{1,3}")
_WORD = re.compile(r"[0-9A-Za-z.+_-]{1,60}")


class BrokenKit(GowizardError):
    """A file of the kit, or its manifest, is not what it should be."""


@dataclass(frozen=True, kw_only=True)
class KitFile:
    """One file. `systems` are those it serves, such as "linux/amd64" (none: all), `pythons` likewise."""

    path: str  # below the kit, with /
    size: int
    sha256: str
    role: str
    systems: tuple[str, ...] = ()
    pythons: tuple[str, ...] = ()

    def serves(self, system: str) -> bool:
        """Whether that system needs it."""
        return not self.systems or system in self.systems


@dataclass(frozen=True, kw_only=True)
class Manifest:
    """What a kit holds."""

    gowizard: str
    go: Version
    systems: tuple[str, ...]
    files: tuple[KitFile, ...]

    def to_bytes(self) -> bytes:
        """The manifest as it is written. The same kit gives the same bytes, and so the same join code."""
        files = [
            {
                "path": file.path,
                "size": file.size,
                "sha256": file.sha256,
                "role": file.role,
                **({"systems": list(file.systems)} if file.systems else {}),
                **({"pythons": list(file.pythons)} if file.pythons else {}),
            }
            for file in self.files
        ]
        value = {
            "schema": SCHEMA,
            "gowizard": self.gowizard,
            "go": self.go.name,
            "systems": list(self.systems),
            "files": files,
        }
        return (json.dumps(value, indent=1) + "\n").encode()

    def sums(self) -> bytes:
        """The file SHA256SUMS, for `sha256sum -c` and the START scripts: every file, and the manifest."""
        lines = [f"{file.sha256}  {file.path}" for file in self.files]
        return "\n".join([*lines, f"{hashlib.sha256(self.to_bytes()).hexdigest()}  {NAME}", ""]).encode()

    def of_role(self, role: str) -> tuple[KitFile, ...]:
        """Its files of a role."""
        return tuple(file for file in self.files if file.role == role)


def read_manifest(folder: Path) -> tuple[Manifest, bytes]:
    """The manifest of a kit and its bytes, for the join code. Raises BrokenKit."""
    path = folder / NAME
    try:
        status = path.lstat()
        if not stat.S_ISREG(status.st_mode) or status.st_size > _LIMIT:
            raise _broken(folder, _("It is no file, or far too large."))
        with path.open("rb") as stream:
            body = stream.read(_LIMIT + 1)
    except (FileNotFoundError, NotADirectoryError):
        raise BrokenKit(
            _("There is no kit in {folder}").format(folder=folder),
            _("It has no file {name}.").format(name=NAME),
            _("Name the folder that holds START-Linux.sh."),
        ) from None
    except OSError as error:
        raise _broken(folder, system_words(error)) from None
    return parse_manifest(body, folder), body


def parse_manifest(body: bytes, folder: Path) -> Manifest:
    """The manifest that these bytes are; `folder` is only named. Raises BrokenKit."""
    try:
        data = json.loads(body.decode("utf-8"), object_pairs_hook=_once, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        raise _broken(folder, _("It is not whole, or no JSON as gowizard writes it.")) from None
    if not isinstance(data, dict) or type(data.get("schema")) is not int:
        raise _broken(folder, _("It is not whole, or no JSON as gowizard writes it."))
    if data["schema"] != SCHEMA:
        raise BrokenKit(
            _("The kit in {folder} is of another gowizard").format(folder=folder),
            _("Its format is {found}, this gowizard reads {known}.").format(
                found=str(data["schema"])[:20], known=SCHEMA
            ),
            _("Use the gowizard that lies on the kit, or make the kit anew."),
        )
    version = Version.try_parse(data.get("go"))
    files, systems = data.get("files"), data.get("systems")
    if (
        set(data) != {"schema", "gowizard", "go", "systems", "files"}
        or version is None
        or version.name != data["go"]
        or version.is_language
        or not (isinstance(data["gowizard"], str) and _WORD.fullmatch(data["gowizard"]))
        or not _words(systems, _SYSTEM)
        or not isinstance(files, list)
        or not 0 < len(files) <= _MOST_FILES
    ):
        raise _broken(folder, _("Something in it is missing or strange."))
    found = tuple(_file(record, folder) for record in files)
    taken = {name.lower() for name in (NAME, SUMS)}
    for file in found:
        if file.path.lower() in taken:
            raise _broken(folder, _("It names {path} twice.").format(path=file.path))
        taken.add(file.path.lower())
    manifest = Manifest(gowizard=data["gowizard"], go=version, systems=tuple(systems or ()), files=found)
    if manifest.to_bytes() != body:  # the one form that gowizard writes: what is read is all there is
        raise _broken(folder, _("It is not whole, or no JSON as gowizard writes it."))
    return manifest


def checked_path(folder: Path, file: KitFile) -> Path:
    """Where a file of the kit lies. Raises BrokenKit unless it is a plain file of the right size, and no link."""
    path = folder
    try:
        for part in file.path.split("/"):
            path = path / part
            status = path.lstat()
            if is_link_status(status):
                raise BrokenKit(
                    _("{path} is a link").format(path=path),
                    _("A kit has none; this one could lead anywhere."),
                    _remedy(),
                )
    except OSError as error:
        raise BrokenKit(
            _("A file of the kit cannot be read: {path}").format(path=folder / file.path),
            system_words(error),
            _remedy(),
        ) from None
    if not stat.S_ISREG(status.st_mode) or status.st_size != file.size:
        told = _("It has {there} bytes where the manifest says {listed}.")
        raise BrokenKit(
            _("A file of the kit is not whole: {path}").format(path=path),
            told.format(there=status.st_size, listed=file.size),
            _remedy(),
        )
    return path


def check_file(folder: Path, file: KitFile, each: Callable[[int], None] | None = None) -> Path:
    """Read a file of the kit to its end and return where it lies; `each` gets the size of every piece.

    Raises BrokenKit where it is not the file that the manifest names.
    """
    path = checked_path(folder, file)
    digest = hashlib.sha256()
    try:
        with path.open("rb") as stream:
            while piece := stream.read(1 << 20):
                digest.update(piece)
                if each is not None:
                    each(len(piece))
    except OSError as error:
        raise BrokenKit(
            _("A file of the kit cannot be read: {path}").format(path=path), system_words(error), _remedy()
        ) from None
    if digest.hexdigest() != file.sha256:
        raise BrokenKit(
            _("A file of the kit was changed: {path}").format(path=path),
            _("Its digest: {found}\nThe manifest's: {listed}").format(found=digest.hexdigest(), listed=file.sha256),
            _remedy(),
        )
    return path


def is_plain(path: str) -> bool:
    """Whether a name below a kit is one that every system and FAT can hold, and that stays below it."""
    parts = path.split("/")
    return (
        1 <= len(parts) <= 3
        and all(_PART.fullmatch(part) and not _RESERVED.fullmatch(part) for part in parts)
        and ".." not in path
    )


def _file(record: Any, folder: Path) -> KitFile:
    if not isinstance(record, dict) or set(record) - {"path", "size", "sha256", "role", "systems", "pythons"}:
        raise _broken(folder, _("Something in it is missing or strange."))
    path, size, sha256 = record.get("path"), record.get("size"), record.get("sha256")
    systems, pythons = record.get("systems", ["a/b"]), record.get("pythons", ["3.11"])
    if not isinstance(path, str) or not is_plain(path):
        shown = ascii(path)[:80]
        raise _broken(folder, _("It names a file that no kit can have: {path}").format(path=shown))
    if (
        type(size) is not int
        or not 0 <= size <= _LARGEST
        or not (isinstance(sha256, str) and _DIGEST.fullmatch(sha256))
        or record.get("role") not in ROLES
        or not _words(systems, _SYSTEM)
        or not _words(pythons, _PYTHON)
    ):
        raise _broken(folder, _("What it says about {path} is missing or strange.").format(path=path))
    return KitFile(
        path=path,
        size=size,
        sha256=sha256,
        role=record["role"],
        systems=tuple(record.get("systems", ())),
        pythons=tuple(record.get("pythons", ())),
    )


def _words(value: Any, shape: re.Pattern[str]) -> bool:
    return (
        isinstance(value, list)
        and 0 < len(value) <= 60
        and all(isinstance(item, str) and shape.fullmatch(item) for item in value)
        and len(set(value)) == len(value)
    )


def _once(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """An object's keys, each once: two readers could otherwise see two different kits."""
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise ValueError(key)
        found[key] = value
    return found


def _no_constant(name: str) -> Any:
    raise ValueError(name)


def _broken(folder: Path, why: str) -> BrokenKit:
    return BrokenKit(_("The manifest of the kit in {folder} cannot be used").format(folder=folder), why, _remedy())


def _remedy() -> str:
    return _("Copy the kit again from the teacher's, or from another stick.")
