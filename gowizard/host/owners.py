"""Who put a Go there? Package managers, version managers and archives are told by paths and databases."""

from __future__ import annotations

import re
from pathlib import Path

from gowizard.host.files import entries, is_file, open_regular, read_head, read_proc
from gowizard.host.links import is_link
from gowizard.host.machine import Machine
from gowizard.host.packages import package_of
from gowizard.host.path_items import key_of
from gowizard.host.places import manager_folders
from gowizard.host.receipts import GO_PACKAGE, TREE, go_receipt
from gowizard.host.windows import go_installers

# a part of the resolved path that tells the owner
_MARKS = (
    ("/Cellar/", "homebrew"), ("/.linuxbrew/", "homebrew"),
    ("/homebrew/", "homebrew"), ("/snap/", "snap"),
    ("/nix/store/", "nix"), ("/gnu/store/", "guix"), ("/opt/local/lib/", "macports"),
    ("/scoop/apps/", "scoop"), ("/winget/packages/", "winget"), ("/chocolatey/lib/", "chocolatey"),
    ("/golang.org/toolchain@", "go"), ("/site-packages/", "pip"), ("/dist-packages/", "pip"),
)  # fmt: skip
_DPKG_LIST = re.compile(r"golang(-[\d.]+)?-go(:\w+)?\.list")
_DATABASE_LIMIT = 16 * 1024 * 1024


def owner_of_tree(machine: Machine, home: Path, root: Path, binary: Path) -> str:
    """The FoundGo.owner of a GOROOT whose resolved bin/go is `binary`; "archive" where nothing else fits."""
    for name, folder in manager_folders(machine, home).items():
        if root.is_relative_to(_resolved(folder)) or root.is_relative_to(folder):
            return name
    plain = machine.logical(root)
    for mark, name in _MARKS:
        if mark in (f"{plain.as_posix()}/".lower() if machine.sysname == "Windows" else f"{plain.as_posix()}/"):
            return name
    if machine.sysname == "Windows" and (found := _windows_package(machine, root)):
        return found
    if machine.sysname == "Darwin" and plain == TREE and go_receipt(machine) is not None:
        return f"pkg:{GO_PACKAGE}"
    if machine.sysname == "Linux" and plain.parts[1:2] == ("usr",) and plain.parts[2:3] != ("local",):
        return _package(machine, machine.logical(binary), plain) or "archive"
    if machine.sysname not in {"Darwin", "Windows"} and (package := package_of(machine, machine.logical(binary))):
        return package
    if any((folder / "conda-meta").is_dir() for folder in (root.parent, root.parent.parent)):
        return "conda"
    return _unpacked(root)


def _windows_package(machine: Machine, root: Path) -> str:
    """Who started Go's installer for this tree: "chocolatey", or "msi" with the product's code; "" for no installer."""
    for installer in go_installers(machine):
        if installer.folder and key_of(installer.folder, {}) == key_of(str(root), {}):
            store = machine.variable("ChocolateyInstall") or machine.variable("CHOCOLATEYINSTALL")
            if store and (Path(store) / "lib" / "golang").is_dir():
                return "chocolatey"
            return f"msi:{installer.product}" if installer.product else "msi"
    return ""


def _unpacked(root: Path) -> str:
    """Who unpacked a tree: golang.org/dl leaves the archive inside, gowizard keeps the link `go` beside."""
    if any(name.startswith("go1") and name.endswith((".tar.gz", ".zip")) for name in entries(root)):
        return "golang.org/dl"
    link = root.parent / "go"
    if root.name.startswith("go1") and is_link(link) and _resolved(link).parent == root.parent:
        return "gowizard"
    return "golang.org/dl" if (root / ".unpacked-success").is_file() else "archive"


def _resolved(path: Path) -> Path:
    try:
        return path.resolve()
    except (OSError, RuntimeError):
        return path


def _package(machine: Machine, binary: Path, root: Path) -> str:
    folder = machine.system("/var/lib/dpkg/info")
    for name in entries(folder, 100_000):
        if _DPKG_LIST.fullmatch(name) and str(binary) in read_proc(folder / name, 1024 * 1024).split("\n"):
            return f"dpkg:{name.removesuffix('.list').partition(':')[0]}"
    pacman = [
        n for n in entries(machine.system("/var/lib/pacman/local"), 100_000) if re.match(r"go-[\d:]", n)
    ]
    if pacman and root == Path("/usr/lib/go"):
        return "pacman:go"
    if root == Path("/usr/lib/go") and _apk_has_go(machine):
        return "apk:go"
    rpm = ("/var/lib/rpm", "/usr/lib/sysimage/rpm", "/usr/share/rpm")
    if any(
        machine.system(name).is_dir() for name in rpm
    ):  # a binary database; Fedora's tree is /usr/lib/golang
        return "rpm:golang" if root.name == "golang" else f"rpm:{root.name}"
    portage = [n for n in entries(machine.system("/var/db/pkg/dev-lang")) if re.match(r"go-\d", n)]
    return "portage:dev-lang/go" if portage else ""


def _apk_has_go(machine: Machine) -> bool:
    for name in ("/lib/apk/db/installed", "/usr/lib/apk/db/installed"):
        with open_regular(machine.system(name)) as handle:
            if handle is not None and b"\nP:go\n" in b"\n" + handle.read(_DATABASE_LIMIT):
                return True
    return False


# what a version manager's shim is called, or what it calls
_SHIM_PROGRAMS = {
    "mise": "mise",
    "snap": "snap",
    "proto-shim": "proto",
    "asdf": "asdf",
    "goenv": "goenv",
    "vfox": "vfox",
}
_SHIM_WORDS = re.compile(rb"\b(asdf|goenv|mise|gvm|proto|vfox)\b")


def shim_owner(machine: Machine, home: Path, binary: Path) -> str:
    """The version manager whose shim a `go` is, "script" for any other script; empty for a real program."""
    target = _resolved(binary)
    if target.name in _SHIM_PROGRAMS:
        return _SHIM_PROGRAMS[target.name]
    for name, folder in manager_folders(machine, home).items():
        if binary.parent == folder / "shims" or target.parent == _resolved(folder) / "shims":
            return name
    if machine.sysname == "Windows" and (found := _windows_shim(machine, binary)):
        return found
    head = read_head(target, 2048)
    if not head.startswith(b"#!"):
        return ""
    words = _SHIM_WORDS.search(head)
    return words.group(1).decode() if words else "script"


def _windows_shim(machine: Machine, binary: Path) -> str:
    """Scoop keeps the program's path beside its shim; Chocolatey's and WinGet's lie in folders of their own."""
    if is_file(binary.with_suffix(".shim")):
        return "scoop"
    place = binary.parent.as_posix().lower()
    if place.endswith("/chocolatey/bin"):
        return "chocolatey"
    if place.endswith("/winget/links"):
        return "winget"
    if binary.suffix.lower() in {".bat", ".cmd"}:
        words = _SHIM_WORDS.search(read_head(binary, 2048))
        return words.group(1).decode() if words else "script"
    return ""
