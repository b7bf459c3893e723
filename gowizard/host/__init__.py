"""What machine is this? Read-only facts; the only package that asks the operating system who it is."""

from __future__ import annotations

from gowizard.host.buildinfo import build_version
from gowizard.host.detect import detect
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
from gowizard.host.folders import system_dirs
from gowizard.host.gos import found_gos
from gowizard.host.headers import binary_arch
from gowizard.host.machine import FileSystemFacts, Machine, PasswordEntry
from gowizard.host.room import room
from gowizard.host.user import refuse_foreign_home

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
