"""What machine is this? Read-only facts; the only package that asks the operating system who it is.

The facts' types come with the package; what asks for them is imported when it is first used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gowizard.host.facts import (
    Dirs,
    FoundGo,
    Host,
    ProjectFile,
    Room,
    Shell,
    StartupFile,
    System,
    Terminal,
    User,
    When,
)

if TYPE_CHECKING:
    from gowizard.host.buildinfo import build_version
    from gowizard.host.detection import detect
    from gowizard.host.folders import system_dirs
    from gowizard.host.gos import found_gos
    from gowizard.host.headers import binary_arch
    from gowizard.host.machine import FileSystemFacts, Machine, PasswordEntry
    from gowizard.host.space import room
    from gowizard.host.user import refuse_foreign_home

_MODULES = {
    "FileSystemFacts": "machine",
    "Machine": "machine",
    "PasswordEntry": "machine",
    "binary_arch": "headers",
    "build_version": "buildinfo",
    "detect": "detection",
    "found_gos": "gos",
    "refuse_foreign_home": "user",
    "room": "space",
    "system_dirs": "folders",
}

__all__ = [
    "Dirs",
    "FileSystemFacts",
    "FoundGo",
    "Host",
    "Machine",
    "PasswordEntry",
    "ProjectFile",
    "Room",
    "Shell",
    "StartupFile",
    "System",
    "Terminal",
    "User",
    "When",
    "binary_arch",
    "build_version",
    "detect",
    "found_gos",
    "refuse_foreign_home",
    "room",
    "system_dirs",
]


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    value = getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
    globals()[name] = value
    return value
