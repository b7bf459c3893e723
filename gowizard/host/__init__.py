"""What machine is this? Read-only facts; the only package that asks the operating system who it is.

The facts' types come with the package; what asks for them is imported when it is first used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gowizard.host.facts import (
    Dirs,
    FoundGo,
    GoInstaller,
    Host,
    ProjectFile,
    Room,
    Shell,
    StartupFile,
    System,
    Terminal,
    User,
    When,
    Windows,
)
from gowizard.late import late

if TYPE_CHECKING:
    from gowizard.host.buildinfo import build_version
    from gowizard.host.detection import detect
    from gowizard.host.folders import system_dirs
    from gowizard.host.gos import found_gos
    from gowizard.host.headers import binary_arch
    from gowizard.host.machine import FileSystemFacts, Machine, PasswordEntry
    from gowizard.host.space import room
    from gowizard.host.user import refuse_foreign_home
    from gowizard.host.windows import new_session
    from gowizard.host.windows_environment import WindowsEnvironment

__getattr__ = late(
    __name__,
    {
        "buildinfo": ("build_version",),
        "detection": ("detect",),
        "folders": ("system_dirs",),
        "gos": ("found_gos",),
        "headers": ("binary_arch",),
        "machine": ("FileSystemFacts", "Machine", "PasswordEntry"),
        "space": ("room",),
        "user": ("refuse_foreign_home",),
        "windows": ("new_session",),
        "windows_environment": ("WindowsEnvironment",),
    },
)

__all__ = [
    "Dirs",
    "FileSystemFacts",
    "FoundGo",
    "GoInstaller",
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
    "Windows",
    "WindowsEnvironment",
    "binary_arch",
    "build_version",
    "detect",
    "found_gos",
    "new_session",
    "refuse_foreign_home",
    "room",
    "system_dirs",
]
