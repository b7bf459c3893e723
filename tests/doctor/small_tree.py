"""A Go tree in miniature: every file that is looked at, none of the others. Its programs are /bin/true."""

from __future__ import annotations

import shutil
from pathlib import Path

from gowizard.doctor.integrity import PACKAGES

TOOLS = ("asm", "cgo", "compile", "cover", "link", "vet")


def small_tree(root: Path, version: str = "go1.27.3") -> Path:
    """A sound tree at `root` for linux/amd64, or whatever this machine is."""
    from gowizard.host import Machine
    from gowizard.host.processor import goarch

    machine = Machine.real()
    tools = root / "pkg" / "tool" / f"{machine.sysname.lower()}_{goarch(machine.machine)}"
    old = int(version.split(".")[1]) <= 24
    names = (*TOOLS, *(("buildid", "pack", "test2json") if old else ()))
    (root / "bin").mkdir(parents=True)
    tools.mkdir(parents=True)
    program = shutil.which("true") or "/bin/true"
    for path in (root / "bin" / "go", root / "bin" / "gofmt", *(tools / name for name in names)):
        shutil.copy(program, path)
    for name in PACKAGES:
        folder = root / "src" / name
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "file.go").write_text("package p\n")
    (root / "VERSION").write_text(f"{version}\n")
    return root


def tools_of(root: Path) -> Path:
    """The folder of the tree's tools."""
    return next((root / "pkg" / "tool").iterdir())
