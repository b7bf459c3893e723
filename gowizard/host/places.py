"""The places where Go trees are known to lie: of archives, packages and version managers."""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path

from gowizard.host.files import entries
from gowizard.host.machine import Machine
from gowizard.host.windows import go_installers

_SYSTEM = (
    "/usr/local/go", "/usr/local/go/go", "/usr/local/go1*",
    "/usr/lib/go", "/usr/lib/go-*", "/usr/lib/golang", "/usr/lib64/go",
    "/usr/lib64/go/*", "/opt/go", "/opt/go1*", "/opt/go/*", "/snap/go/current",
    "/opt/homebrew/opt/go/libexec", "/opt/homebrew/opt/go@*/libexec", "/usr/local/opt/go/libexec",
    "/usr/local/opt/go@*/libexec",
    "/home/linuxbrew/.linuxbrew/opt/go/libexec", "/opt/local/lib/go", "/usr/pkg/go", "/usr/pkg/go1*", "/opt/ooce/go-*",
)  # fmt: skip
_HOME = (
    "sdk/go",
    "sdk/go1*",
    "go",
    "go1*",
    "go/go",  # an archive unpacked in ~/go
    "sdk/go/go",
    "opt/go",
    "opt/go1*",
    "tools/go",
    "tools/go1*",
    ".local/go",
    ".local/go1*",
    ".local/opt/go",
    ".local/opt/go1*",
    ".go",
    ".local/share/go",
    ".g/go",
    ".gvm/gos/*",
    ".gobrew/current/go",
)


def manager_folders(machine: Machine, home: Path) -> dict[str, Path]:
    """Where the version managers keep their things, each by its own variable or default."""
    data = machine.variable("XDG_DATA_HOME")
    share = Path(data) if data.startswith("/") else home / ".local" / "share"
    wanted = {
        "asdf": ("ASDF_DATA_DIR", home / ".asdf"),
        "mise": ("MISE_DATA_DIR", share / "mise"),
        "goenv": ("GOENV_ROOT", home / ".goenv"),
        "gvm": ("GVM_ROOT", home / ".gvm"),
        "g": ("G_HOME", home / ".g"),
        "gobrew": ("GOBREW_ROOT", home / ".gobrew"),
        "proto": ("PROTO_HOME", home / ".proto"),
    }
    return {
        name: Path(machine.variable(variable)) if machine.variable(variable).startswith("/") else default
        for name, (variable, default) in wanted.items()
    }


def well_known_roots(machine: Machine, home: Path, destination: Path | None = None) -> Iterator[Path]:
    """Folders that may be a GOROOT, in the order in which they are worth looking at; most do not exist.

    `destination` is a further parent of trees (--dir).
    """
    if machine.sysname == "Windows":
        yield from _windows(machine, home, destination)
        return
    patterns = [home / name for name in _HOME]
    if destination is not None:
        patterns = [destination / "go", destination / "go1*", *patterns]
    managers = manager_folders(machine, home)
    patterns += [managers["goenv"] / "versions/*", managers["gvm"] / "gos/*"]
    patterns += [managers["asdf"] / "installs/golang/*/go", managers["mise"] / "installs/go/*"]
    patterns += [machine.system(name) for name in _SYSTEM]
    if "com.termux" in (prefix := machine.variable("PREFIX")):
        patterns.append(machine.system(f"{prefix}/lib/go"))
    for pattern in patterns:
        yield from _matching(pattern)


def _windows(machine: Machine, home: Path, destination: Path | None) -> Iterator[Path]:
    variables = {name.upper(): value for name, value in machine.environment.items() if value}
    for installer in go_installers(machine):
        if installer.folder and Path(installer.folder).is_absolute():
            yield Path(installer.folder)
    drive = machine.root if machine.root != Path("/") else Path(variables.get("SYSTEMDRIVE", "C:") + "\\")
    yield drive / "Go"
    for name, usual in (("PROGRAMW6432", "Program Files"), ("PROGRAMFILES", "Program Files"),
                        ("PROGRAMFILES(X86)", "Program Files (x86)")):  # fmt: skip
        yield (Path(variables[name]) if name in variables else drive / usual) / "Go"
    for variable, default in (("SCOOP", home / "scoop"), ("SCOOP_GLOBAL", None)):
        folder = Path(variables[variable]) if variable in variables else default
        if folder is not None:
            yield folder / "apps" / "go" / "current"
    yield from _matching(home / "AppData" / "Local" / "mise" / "installs" / "go" / "*")
    for parent in (destination, home / "sdk"):
        if parent is not None:
            yield parent / "go"
            yield from _matching(parent / "go1*")


def _matching(pattern: Path) -> Iterator[Path]:
    """The paths that fit a pattern with at most one folder name in it that holds a star."""
    parts = pattern.parts
    starred = next((index for index, part in enumerate(parts) if "*" in part), None)
    if starred is None:
        yield pattern
        return
    folder = Path(*parts[:starred])
    for name in entries(folder):
        if fnmatchcase(name, parts[starred]) and not name.startswith("."):
            yield folder.joinpath(name, *parts[starred + 1 :])
