"""The shells on this machine, and which of them the user starts."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

from gowizard.errors import UsageError
from gowizard.host.facts import Shell, StartupFile
from gowizard.host.files import entries, read_proc
from gowizard.host.folders import path_entries
from gowizard.host.machine import Machine
from gowizard.host.startup import startup_files
from gowizard.locales import _

NAMES = ("bash", "zsh", "fish", "sh", "dash", "ksh", "mksh", "tcsh", "csh", "elvish", "xonsh", "nu", "pwsh")
_SAME = {"ash": "sh", "ksh93": "ksh", "nushell": "nu", "rbash": "", "rksh": ""}
_FOLDERS = ("/bin", "/usr/bin", "/usr/local/bin", "/opt/homebrew/bin", "/run/current-system/sw/bin")


def shell_name(path: str) -> str:
    """What kind of shell a program is, by its name: `-zsh` and `/usr/bin/zsh-5.9` are zsh; or empty."""
    name = re.sub(r"\.exe$", "", path.replace("\\", "/").rpartition("/")[2]).lstrip("-")
    name = _SAME.get(name, name)
    name = re.sub(r"[-.]?\d[\d.]*$", "", name) if name not in NAMES else name
    return name if name in NAMES else ""


def find_shells(machine: Machine, home: Path, wanted: str = "") -> tuple[str, tuple[Shell, ...]]:
    """The name of the shell to serve first, and every shell present, that one in front.

    `wanted` is --shell, a name or a path; else $SHELL; else the password file's. Raises UsageError where
    `wanted` is not on this machine. On Windows there are none: the registry serves them all.
    """
    if machine.sysname == "Windows":
        return "", ()
    found: dict[str, Path] = {}
    for candidate in _candidates(machine, home, wanted):
        name = shell_name(candidate.name)
        if name and name not in found and _is_program(machine, candidate):
            found[name] = candidate
    entry = machine.password_entry(machine.uid)
    started = [
        shell_name(wanted),
        shell_name(machine.variable("SHELL")),
        shell_name(entry.shell if entry else ""),
    ]
    if wanted and started[0] not in found:
        raise UsageError(
            _("There is no shell {name} on this machine").format(name=wanted),
            _("These were found: {names}.").format(names=_(", ").join(found) or "-"),
            _("Name one of them with --shell, or install that shell first."),
        )
    chosen = [name for name in started if name in found]
    first = chosen[0] if chosen else next((name for name in NAMES if name in found), "")
    order = sorted(found, key=lambda name: (name != first, NAMES.index(name)))
    return first, tuple(_shell(machine, home, name, found[name], {first, *chosen}) for name in order)


def _shell(machine: Machine, home: Path, name: str, path: Path, started: set[str]) -> Shell:
    files = startup_files(machine, home, name)
    served = name in started or _has_own_file(name, files)
    return Shell(name=name, path=path, startup_files=files, served=served)


def _has_own_file(name: str, files: tuple[StartupFile, ...]) -> bool:
    # ~/.profile alone is every POSIX shell's and counts for sh only
    if name in {"fish", "xonsh"} and files and entries(files[0].path.parent, 1):
        return True
    return any(file.exists and (file.path.name != ".profile" or name == "sh") for file in files)


def _candidates(machine: Machine, home: Path, wanted: str) -> Iterator[Path]:
    entry = machine.password_entry(machine.uid)
    for named in (wanted, machine.variable("SHELL"), entry.shell if entry else ""):
        if named.startswith("/"):
            yield machine.system(named)
    for line in read_proc(machine.system("/etc/shells")).splitlines():
        if line.startswith("/"):
            yield machine.system(line.strip())
    folders = [machine.system(name) for name in _FOLDERS]
    folders += [path for path in path_entries(machine) if path.is_absolute() and not _is_windows_drive(path)]
    folders += [home / ".nix-profile" / "bin"]
    for folder in dict.fromkeys(folders):
        for name in (*NAMES, "ash", "ksh93"):
            yield folder / name


def _is_windows_drive(path: Path) -> bool:
    # WSL appends Windows' PATH; each look over there costs a millisecond and finds no shell
    return len(path.parts) > 2 and path.parts[1] == "mnt" and len(path.parts[2]) == 1


def _is_program(machine: Machine, path: Path) -> bool:
    return os.path.isfile(path) and machine.allowed(path, os.X_OK)  # noqa: PTH113 - Path.is_file may raise
