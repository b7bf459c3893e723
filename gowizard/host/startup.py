"""Which files a shell reads when it starts, and when (measured: reference/repair.md 5.1)."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from pathlib import Path

from gowizard.host.facts import StartupFile, When
from gowizard.host.folders import xdg
from gowizard.host.machine import Machine
from gowizard.host.space import nearest_folder
from gowizard.host.zdotdir import zsh_folders

LOGIN, INTERACTIVE = frozenset({When.LOGIN}), frozenset({When.INTERACTIVE})
ALWAYS = frozenset({When.ALWAYS})


def startup_files(machine: Machine, home: Path, shell: str) -> tuple[StartupFile, ...]:
    """The startup files of one shell for this user, there or not; none for shells we do not edit."""
    maker = _MAKERS.get(shell)
    return maker(machine, home) if maker else ()


def startup_file(
    machine: Machine, path: Path, when: frozenset[When], shadowed_by: Path | None = None
) -> StartupFile:
    """The facts about one file."""
    return StartupFile(
        path=path,
        when=when,
        exists=os.path.exists(path),  # noqa: PTH110 - Path.exists raises when forbidden
        writable=can_write(machine, path),
        shadowed_by=shadowed_by,
    )


def can_write(machine: Machine, path: Path) -> bool:
    """Whether the file behind `path` may be edited, or created where it is absent.

    A file of another owner and a file without any write bit (a dotfile manager's, a Nix store's) are left
    alone, also by root, who could.
    """
    try:
        target = path.resolve()
        facts = target.stat()
    except FileNotFoundError:
        folder = nearest_folder(target)
        return folder.is_dir() and machine.allowed(folder, os.W_OK | os.X_OK)
    except (OSError, RuntimeError):  # a loop of links, a folder that may not be looked into
        return False
    if not stat.S_ISREG(facts.st_mode) or not facts.st_mode & 0o222:
        return False
    if machine.sysname != "Windows" and machine.owner_of(target) != machine.uid:
        return False
    # saved by renaming a new file over it, so that its folder must allow that too
    return machine.allowed(target, os.W_OK) and machine.allowed(target.parent, os.W_OK | os.X_OK)


def _bash(machine: Machine, home: Path) -> tuple[StartupFile, ...]:
    login = [home / ".bash_profile", home / ".bash_login", home / ".profile"]
    # a login bash reads the first of the three that it can read
    first = next((path for path in login if os.access(path, os.R_OK)), None)
    files = [startup_file(machine, home / ".bashrc", INTERACTIVE)]
    for index, path in enumerate(login):
        hidden = first is not None and first in login[:index]
        files.append(startup_file(machine, path, LOGIN, first if hidden else None))
    return tuple(files)


def _zsh(machine: Machine, home: Path) -> tuple[StartupFile, ...]:
    first, rest = zsh_folders(machine, home)
    return (
        startup_file(machine, first / ".zshenv", ALWAYS),
        startup_file(machine, rest / ".zprofile", LOGIN),
        startup_file(machine, rest / ".zshrc", INTERACTIVE),
        startup_file(machine, rest / ".zlogin", LOGIN),
    )


def _fish(machine: Machine, home: Path) -> tuple[StartupFile, ...]:
    folder = xdg(machine, home, "config") / "fish"
    return (
        startup_file(machine, folder / "conf.d" / "gowizard.fish", ALWAYS),
        startup_file(machine, folder / "config.fish", ALWAYS),
    )


def _posix(machine: Machine, home: Path) -> tuple[StartupFile, ...]:
    return (startup_file(machine, home / ".profile", LOGIN),)


_MAKERS: dict[str, Callable[[Machine, Path], tuple[StartupFile, ...]]] = {
    "bash": _bash,
    "zsh": _zsh,
    "fish": _fish,
    "sh": _posix,
    "dash": _posix,
}
