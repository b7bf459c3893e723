"""How much can be written at a place, and may it be?"""

from __future__ import annotations

import os
import re
from pathlib import Path

from gowizard.host.facts import Room, System
from gowizard.host.files import read_proc
from gowizard.host.machine import Machine

_WINDOWS_DRIVES = frozenset({"9p", "drvfs", "virtiofs"})  # as WSL mounts them


def nearest_folder(path: Path) -> Path:
    """The path itself where something is there, else its nearest ancestor where something is.

    A folder that may not be looked into counts as the nearest one.
    """
    place = Path(os.path.abspath(path))  # noqa: PTH100 - links must stay as named
    while not os.path.exists(place) and place != place.parent:  # noqa: PTH110 - Path.exists raises when forbidden
        place = place.parent
    return place


def room(path: Path, machine: Machine | None = None) -> Room:
    """Free bytes and inodes where `path` is or would be made, for the effective user. Nothing is written."""
    machine = machine or Machine.real()
    place = nearest_folder(path)
    try:
        facts = machine.file_system(place)
    except OSError:
        return Room(path=place, free_bytes=0, free_inodes=None, writable=False)
    counted = facts.total_inodes > 0 or facts.free_inodes > 0  # btrfs counts none and says 0 of 0
    writable = place.is_dir() and not facts.read_only and machine.allowed(place, os.W_OK | os.X_OK)
    return Room(
        path=place,
        free_bytes=facts.free_bytes,
        free_inodes=facts.free_inodes if counted else None,
        writable=writable,
        no_exec=facts.no_exec,
        file_system=file_system_type(machine, place),
    )


def on_windows_drive(system: System, path: Path, machine: Machine | None = None) -> bool:
    """Whether a path lies, or would be made, on a drive of Windows, seen from WSL: slow, and locks fail there."""
    if not system.wsl:
        return False
    return file_system_type(machine or Machine.real(), nearest_folder(path)) in _WINDOWS_DRIVES


def file_system_type(machine: Machine, path: Path) -> str:
    """The type of the file system that holds `path`, as /proc/mounts names it; empty where unknown."""
    try:
        place = machine.logical(path.resolve())
    except OSError:
        place = machine.logical(path)
    best, kind = -1, ""
    for line in read_proc(machine.system("/proc/mounts"), 1024 * 1024).splitlines():
        fields = line.split(" ")
        if len(fields) < 3:
            continue
        mount = Path(re.sub(r"\\([0-7]{3})", lambda match: chr(int(match.group(1), 8)), fields[1]))
        if place.is_relative_to(mount) and len(mount.parts) >= best:  # a later mount covers an earlier one
            best, kind = len(mount.parts), fields[2]
    return kind
