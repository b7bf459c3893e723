"""A Go tree in miniature: every file that is looked at, none of the others. Its programs are /bin/true, or a header."""

from __future__ import annotations

import shutil
from pathlib import Path

from gowizard.doctor.integrity import PACKAGES
from tests.support.fake_machine import pe

TOOLS = ("asm", "cgo", "compile", "cover", "link", "vet")
UNTIL_1_24 = ("buildid", "pack", "test2json")


def small_tree(root: Path, version: str = "go1.27.3") -> Path:
    """A sound tree at `root` for linux/amd64, or whatever this machine is."""
    from gowizard.host import Machine
    from gowizard.host.processor import goarch

    machine = Machine.real()
    tools = root / "pkg" / "tool" / f"{machine.sysname.lower()}_{goarch(machine.machine)}"
    old = int(version.split(".")[1]) <= 24
    names = (*TOOLS, *(UNTIL_1_24 if old else ()))
    (root / "bin").mkdir(parents=True)
    tools.mkdir(parents=True)
    program = shutil.which("true") or "/bin/true"
    for path in (root / "bin" / "go", root / "bin" / "gofmt", *(tools / name for name in names)):
        shutil.copy(program, path)
    return _with_sources(root, version)


def windows_tree(root: Path, version: str = "go1.19.8") -> Path:
    """A sound tree for windows/amd64; its programs are headers that no system starts."""
    for name in ("bin/go", "bin/gofmt", *(f"pkg/tool/windows_amd64/{tool}" for tool in (*TOOLS, *UNTIL_1_24))):
        program = root / f"{name}.exe"
        program.parent.mkdir(parents=True, exist_ok=True)
        program.write_bytes(pe("amd64").ljust(120_000, b"\0"))
        program.chmod(0o755)
    return _with_sources(root, version)


def _with_sources(root: Path, version: str) -> Path:
    for name in PACKAGES:
        folder = root / "src" / name
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "file.go").write_bytes(b"package p\n")
    (root / "VERSION").write_bytes(f"{version}\n".encode())
    return root


def tools_of(root: Path) -> Path:
    """The folder of the tree's tools."""
    return next((root / "pkg" / "tool").iterdir())
