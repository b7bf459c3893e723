"""What only Windows is asked: which edition this is, which shell the window runs, which installer put a Go here."""

from __future__ import annotations

import ntpath
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from gowizard.host.facts import GoInstaller, Windows
from gowizard.host.files import is_file
from gowizard.host.machine import Machine
from gowizard.host.path_items import folders
from gowizard.host.registry import MACHINE, USER
from gowizard.host.windows_environment import WindowsEnvironment, read_environment

_VERSION_KEY = r"SOFTWARE\Microsoft\Windows NT\CurrentVersion"
_UNINSTALL = (
    (MACHINE, r"SOFTWARE\Microsoft\Windows\CurrentVersion\Uninstall"),
    (MACHINE, r"SOFTWARE\WOW6432Node\Microsoft\Windows\CurrentVersion\Uninstall"),
    (USER, r"Software\Microsoft\Windows\CurrentVersion\Uninstall"),
)
GO_KEY = r"Software\GoProgrammingLanguage"
_SHELL_FOLDERS = r"Software\Microsoft\Windows\CurrentVersion\Explorer\User Shell Folders"
_GO = r"Go Programming Language\b.*?(?:\bgo(\d{1,4}(?:\.\d{1,4}){1,2}))?$"
_PRODUCT = r"\{[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}\}"
_FIRST_WITH_SEQUENCES = 10586  # the build whose console first understood terminal sequences
_FIRST_11 = 22000

# the name of a program to the shell that it is; bash is told apart by its folder
_SHELLS = {"powershell.exe": "powershell", "powershell_ise.exe": "powershell", "pwsh.exe": "pwsh", "cmd.exe": "cmd"}
_UNIX = frozenset({"bash.exe", "sh.exe", "zsh.exe", "fish.exe", "dash.exe", "tcsh.exe"})


def windows(machine: Machine) -> Windows | None:
    """The facts, None on any other system. Nothing is raised and nothing started."""
    if machine.sysname != "Windows":
        return None
    environment = read_environment(machine.registry, machine.environment)
    return Windows(
        environment=environment,
        window=window_shell(machine),
        legacy_console=legacy_console(machine),
        synchronised=tuple(dict.fromkeys(_synchronised(machine))),
        installers=tuple(go_installers(machine)),
        machine_go=next(_programs(machine, machine_folders(environment)), None),
    )


def new_session(machine: Machine | None = None) -> dict[str, str]:
    """The variables, names in capitals, of a window that Explorer opens now: read anew, after something was changed."""
    machine = machine or Machine.real()
    return read_environment(machine.registry, machine.environment).new_process()


def product_name(machine: Machine) -> str:
    """What this Windows calls itself: "Windows 11 Pro 23H2"; its registry says 10 for 11 too."""
    name = _text(machine, _VERSION_KEY, "ProductName") or "Windows"
    build = _build(machine)
    if build >= _FIRST_11:
        name = name.replace("Windows 10", "Windows 11")
    more = _text(machine, _VERSION_KEY, "DisplayVersion") or _text(machine, _VERSION_KEY, "ReleaseId")
    told = f"{name} {more}".strip()
    return "".join(letter for letter in told if letter.isprintable())[:80]


def window_shell(machine: Machine) -> str:
    """The shell of the window in which this runs, from the programs above this process; else from MSYSTEM."""
    for program in machine.ancestors():
        name = ntpath.basename(program).lower()
        if name in _SHELLS:
            return _SHELLS[name]
        if name in _UNIX:
            return _unix_shell(machine, program)
    return _unix_shell(machine, "") if machine.variable("MSYSTEM") else ""


def _unix_shell(machine: Machine, program: str) -> str:
    place = program.lower()
    if "cygwin" in place:
        return "cygwin"
    if not machine.variable("MSYSTEM"):
        return "git-bash" if "\\git\\" in place else "msys2" if "msys" in place else "cygwin"
    git = "\\git\\" in place or "\\git\\" in machine.variable("EXEPATH").lower() + "\\"
    return "git-bash" if git else "msys2"


def legacy_console(machine: Machine) -> bool:
    """Whether the console was set back to the old one, or is one of before Windows 10's second release."""
    if any(machine.variable(name) for name in ("WT_SESSION", "TERM_PROGRAM", "TERM", "ConEmuANSI", "CONEMUANSI")):
        return False
    switched = machine.registry.value(USER, "Console", "ForceV2")
    return (switched is not None and switched.data == 0) or 0 < _build(machine) < _FIRST_WITH_SEQUENCES


def go_installers(machine: Machine) -> Iterator[GoInstaller]:
    """Go's own installers that Windows knows: entries of the list of programs, and the installer's key of the user."""
    placed = machine.registry.value(USER, GO_KEY, "installLocation")
    folder = placed.text if placed is not None else ""
    found = False
    for hive, key in _UNINSTALL:
        for product in machine.registry.subkeys(hive, key)[:2000]:
            if not re.fullmatch(_PRODUCT, product):
                continue
            name = machine.registry.value(hive, f"{key}\\{product}", "DisplayName")
            match = re.fullmatch(_GO, name.text) if name is not None else None
            if match is None:
                continue
            where = machine.registry.value(hive, f"{key}\\{product}", "InstallLocation")
            version = f"go{match[1]}" if match[1] else ""
            found = True
            yield GoInstaller(
                product=product, version=version, folder=(where.text if where is not None else "") or folder
            )
    if placed is not None and not found:
        yield GoInstaller(product="", version="", folder=folder)


def machine_folders(environment: WindowsEnvironment) -> tuple[str, ...]:
    """The folders of the machine's Path, expanded: Windows puts them before every user's own."""
    value = environment.machine_value("Path")
    return tuple(folders(value.text if value else "", environment.machine_variables))


def program_names(machine: Machine) -> tuple[str, ...]:
    """What a file is called that `go` starts; on Windows one for every ending of PATHEXT, in its order."""
    if machine.sysname != "Windows":
        return ("go",)
    endings = (machine.variable("PATHEXT") or ".COM;.EXE;.BAT;.CMD").lower().split(";")
    return tuple(f"go{ending}" for ending in endings if ending in {".com", ".exe", ".bat", ".cmd"}) or ("go.exe",)


def _programs(machine: Machine, folders: Iterable[str]) -> Iterator[Path]:
    for folder in folders:
        for name in program_names(machine) if Path(folder).is_absolute() else ():
            if is_file(Path(folder) / name):
                yield Path(folder) / name


def _synchronised(machine: Machine) -> Iterator[str]:
    for name in ("OneDrive", "OneDriveConsumer", "OneDriveCommercial"):
        value = machine.variable(name) or machine.variable(name.upper())
        if value:
            yield value
    documents = machine.registry.value(USER, _SHELL_FOLDERS, "Personal")
    if documents is not None and "onedrive" in documents.text.lower():
        known = {name.upper(): value for name, value in machine.environment.items()}
        yield from folders(documents.text, known)


def _text(machine: Machine, key: str, name: str) -> str:
    value = machine.registry.value(MACHINE, key, name)
    return value.text if value is not None else ""


def _build(machine: Machine) -> int:
    match = re.match(r"\d+\.\d+\.(\d{1,9})", machine.release)
    return int(match[1]) if match else 0
