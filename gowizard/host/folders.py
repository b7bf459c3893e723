"""Where gowizard and Go keep their own files, and the proxies that the environment names."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from gowizard.host.facts import Dirs
from gowizard.host.machine import Machine
from gowizard.host.path_items import folders

_NAME = "gowizard"
_XDG = {"config": ("XDG_CONFIG_HOME", ".config"), "cache": ("XDG_CACHE_HOME", ".cache"),
        "state": ("XDG_STATE_HOME", ".local/state")}  # fmt: skip


def xdg(machine: Machine, home: Path, kind: str) -> Path:
    """The XDG base folder "config", "cache" or "state". The specification has relative values ignored."""
    variable, default = _XDG[kind]
    given = machine.variable(variable)
    return Path(given) if given and Path(given).is_absolute() else home / default


def dirs(machine: Machine, home: Path) -> Dirs:
    """gowizard's folders for one user.

    These are platformdirs' own rules, computed here from the machine's variables (platformdirs reads os.environ and
    takes relative XDG values). On Windows, as there, config and state are one folder, in which no two names meet.
    """
    if machine.sysname == "Darwin":
        return _mac_dirs(machine, home)
    if machine.sysname == "Windows":
        given = machine.variable("LOCALAPPDATA")
        own = (Path(given) if given and Path(given).is_absolute() else home / "AppData" / "Local") / _NAME
        return Dirs(config=own, cache=own / "Cache", state=own, log=own / "Logs")
    state = xdg(machine, home, "state") / _NAME
    return Dirs(
        config=xdg(machine, home, "config") / _NAME,
        cache=xdg(machine, home, "cache") / _NAME,
        state=state,
        log=state / "log",
    )


def _mac_dirs(machine: Machine, home: Path) -> Dirs:
    """Below ~/Library, but for the XDG variables that are set: who sets them on a Mac means them."""

    def place(kind: str, usual: str) -> Path:
        return (xdg(machine, home, kind) if machine.variable(_XDG[kind][0]).startswith("/") else home / usual) / _NAME

    return Dirs(
        config=place("config", "Library/Application Support"),
        cache=place("cache", "Library/Caches"),
        state=place("state", "Library/Application Support"),
        log=home / "Library/Logs" / _NAME,
    )


def system_dirs(machine: Machine | None = None) -> Dirs:
    """gowizard's folders for `--system`, where root installs for everybody."""

    def place(path: str) -> Path:
        return machine.system(path) if machine else Path(path)

    return Dirs(
        config=place("/etc/gowizard"),
        cache=place("/var/cache/gowizard"),
        state=place("/var/lib/gowizard"),
        log=place("/var/log/gowizard"),
    )


def go_env_file(machine: Machine, home: Path) -> Path | None:
    """Where `go env -w` writes; None for GOENV=off and where Go itself finds no place.

    Go refuses a relative XDG_CONFIG_HOME instead of ignoring it (os.UserConfigDir).
    """
    given = machine.variable("GOENV")
    if given:
        return None if given == "off" else machine.cwd / given
    if machine.sysname == "Windows":
        folder = machine.variable("APPDATA")
        return Path(folder) / "go" / "env" if folder else None
    if machine.sysname == "Darwin":
        return home / "Library" / "Application Support" / "go" / "env"
    base = machine.variable("XDG_CONFIG_HOME")
    if base and not Path(base).is_absolute():
        return None
    return xdg(machine, home, "config") / "go" / "env"


def proxies(machine: Machine) -> Mapping[str, str]:
    """The proxy variables as they are set, upper and lower case apart, values whole: credentials included."""
    wanted = {"http_proxy", "https_proxy", "all_proxy", "no_proxy"}
    return {name: value for name, value in machine.environment.items() if name.lower() in wanted and value}


def path_entries(machine: Machine) -> tuple[Path, ...]:
    """The entries of PATH in order, as written; empty ones (the working folder) are left out."""
    if machine.sysname == "Windows":
        return tuple(Path(folder) for folder in folders(machine.variable("PATH"), {}))
    return tuple(Path(entry) for entry in machine.variable("PATH").split(":") if entry)
