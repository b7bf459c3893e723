"""Which files a shell reads when it starts, and when (measured on Debian 12)."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from pathlib import Path

from gowizard.dataclass import replace
from gowizard.host.env_file import env_file
from gowizard.host.facts import StartupFile, When
from gowizard.host.folders import xdg
from gowizard.host.machine import Machine
from gowizard.host.space import nearest_folder
from gowizard.host.zdotdir import zsh_folders

LOGIN, INTERACTIVE = frozenset({When.LOGIN}), frozenset({When.INTERACTIVE})
ALWAYS = frozenset({When.ALWAYS})
Maker = Callable[[Machine, Path], tuple[StartupFile, ...]]


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
    login = startup_file(machine, home / ".profile", LOGIN)
    named = env_file(machine, home)
    return (login, startup_file(machine, named, INTERACTIVE)) if named else (login,)


def _korn(name: str) -> Maker:
    def files(machine: Machine, home: Path) -> tuple[StartupFile, ...]:
        interactive = env_file(machine, home) or home / name
        return (
            startup_file(machine, home / ".profile", LOGIN),
            startup_file(machine, interactive, INTERACTIVE),
        )

    return files


def _csh(machine: Machine, home: Path) -> tuple[StartupFile, ...]:
    return (
        startup_file(machine, home / ".cshrc", ALWAYS),
        startup_file(machine, home / ".login", LOGIN),
    )


def _tcsh(machine: Machine, home: Path) -> tuple[StartupFile, ...]:
    own = startup_file(machine, home / ".tcshrc", ALWAYS)
    first, login = _csh(machine, home)
    return own, replace(first, shadowed_by=own.path if own.exists else None), login


def _elvish(machine: Machine, home: Path) -> tuple[StartupFile, ...]:
    # up to 0.19 a ~/.elvish/rc.elv is read instead of the other, later versions ignore it
    legacy = startup_file(machine, home / ".elvish" / "rc.elv", INTERACTIVE)
    current = startup_file(machine, xdg(machine, home, "config") / "elvish" / "rc.elv", INTERACTIVE)
    return (current, legacy) if legacy.exists else (current,)


def _xonsh(machine: Machine, home: Path) -> tuple[StartupFile, ...]:
    folder = xdg(machine, home, "config") / "xonsh"
    return (
        startup_file(machine, folder / "rc.d" / "gowizard.xsh", ALWAYS),
        startup_file(machine, folder / "rc.xsh", ALWAYS),
        startup_file(machine, home / ".xonshrc", INTERACTIVE),
    )


def _nu(machine: Machine, home: Path) -> tuple[StartupFile, ...]:
    folder = xdg(machine, home, "config") / "nushell"
    if machine.sysname == "Darwin" and not machine.variable("XDG_CONFIG_HOME").startswith("/"):
        folder = home / "Library" / "Application Support" / "nushell"
    both = LOGIN | INTERACTIVE
    return (
        startup_file(machine, folder / "env.nu", both),
        startup_file(machine, folder / "config.nu", both),
        startup_file(machine, folder / "login.nu", LOGIN),
    )


def _pwsh(machine: Machine, home: Path) -> tuple[StartupFile, ...]:
    folder = xdg(machine, home, "config") / "powershell"  # about_Profiles; not tried
    return tuple(
        startup_file(machine, folder / name, ALWAYS)
        for name in ("profile.ps1", "Microsoft.PowerShell_profile.ps1")
    )


_MAKERS: dict[str, Maker] = {
    "bash": _bash,
    "zsh": _zsh,
    "fish": _fish,
    "sh": _posix,
    "dash": _posix,
    "ksh": _korn(".kshrc"),
    "mksh": _korn(".mkshrc"),
    "csh": _csh,
    "tcsh": _tcsh,
    "elvish": _elvish,
    "xonsh": _xonsh,
    "nu": _nu,
    "pwsh": _pwsh,
}
