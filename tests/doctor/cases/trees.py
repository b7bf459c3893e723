"""Trees that are mixed, damaged, of another machine or without permission to run."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from tests.doctor.case import Case
from tests.doctor.patient import Patient
from tests.support import real_go

_ARM64 = 183  # e_machine


def _tools(tree: Path) -> Path:
    return next((tree / "pkg" / "tool").iterdir())


def _mixed(patient: Patient) -> None:
    """1.27.3 unpacked over 1.26.6."""
    assert patient.ward is not None
    newer = patient.tree
    tree = patient.own_tree("sdk/go", patient.ward.other_tree("1.26.6"))
    shutil.copytree(newer, tree, symlinks=True, dirs_exist_ok=True)


def _mixed_back(patient: Patient) -> None:
    """1.26.6 unpacked over 1.27.3."""
    assert patient.ward is not None
    tree = patient.own_tree("sdk/go")
    packed = real_go.archive("1.26.6")
    shutil.copy2(packed.path, patient.ward.archives)
    with (patient.ward.archives / "SHA256SUMS").open("a") as sums:
        sums.write(f"{packed.sha256}  {packed.path.name}\n")
    shutil.copytree(patient.ward.other_tree("1.26.6"), tree, symlinks=True, dirs_exist_ok=True)


def _tool_missing(patient: Patient) -> None:
    (_tools(patient.own_tree()) / "compile").unlink()


def _tool_empty(patient: Patient) -> None:
    (_tools(patient.own_tree()) / "link").write_bytes(b"")


def _tool_cut_short(patient: Patient) -> None:
    os.truncate(_tools(patient.own_tree()) / "asm", 1_000_000)


def _tools_without_x(patient: Patient) -> None:
    for tool in _tools(patient.own_tree()).iterdir():
        tool.chmod(0o644)


def _folder_of_tools_missing(patient: Patient) -> None:
    shutil.rmtree(patient.own_tree() / "pkg" / "tool")


def _package_missing(patient: Patient) -> None:
    shutil.rmtree(patient.own_tree() / "src" / "fmt")


def _source_cut_short(patient: Patient) -> None:
    file = patient.own_tree() / "src" / "fmt" / "print.go"
    os.truncate(file, file.stat().st_size // 2)


def _source_changed(patient: Patient) -> None:
    file = patient.own_tree() / "src" / "fmt" / "print.go"
    file.write_bytes(file.read_bytes() + b"\nfunc broken( {\n")


def _source_closed(patient: Patient) -> None:
    """root's tree, which ordinary users may not read."""
    tree = patient.own_tree("go1.27.3")
    (tree / "src").chmod(0o700)
    patient.foreign.add(tree)


def _bin_without_x(patient: Patient) -> None:
    for program in (patient.own_tree() / "bin").iterdir():
        program.chmod(0o644)


def _all_without_x(patient: Patient) -> None:
    tree = patient.own_tree()
    for program in (*(tree / "bin").iterdir(), *_tools(tree).iterdir()):
        program.chmod(0o644)


def _other_machine(patient: Patient) -> None:
    """The archive for arm64: all programs say so in their headers."""
    tree = patient.own_tree()
    for program in (*(tree / "bin").iterdir(), *_tools(tree).iterdir()):
        with program.open("r+b") as file:
            file.seek(18)
            file.write(_ARM64.to_bytes(2, "little"))
    _tools(tree).rename(tree / "pkg" / "tool" / "linux_arm64")


def _web_page_in_tree(patient: Patient) -> None:
    (patient.own_tree() / "bin" / "go").write_bytes(b"<!DOCTYPE html>\n<html><body>404</body></html>\n")


def _other_libc(patient: Patient) -> None:
    """A go that was linked against musl, as a build of one's own on Alpine is."""
    go = patient.own_tree() / "bin" / "go"
    content = Path("/bin/true").resolve().read_bytes()
    start = content.index(b"/lib64/ld-linux-x86-64.so.2")
    loader = b"/lib/ld-musl-x86_64.so.1\0\0\0"
    go.write_bytes(content[:start] + loader + content[start + len(loader) :])


def _closed(patient: Patient) -> None:
    patient.own_tree().chmod(0o644)


CASES = (
    Case(9, "1.27.3 unpacked over 1.26.6", _mixed, finds="tree-mixed"),
    Case(9, "1.26.6 unpacked over 1.27.3", _mixed_back, finds="tree-mixed"),
    Case(16, "package fmt missing in the tree", _package_missing, finds="tree-damaged"),
    Case(16, "src closed to this user", _source_closed, finds="tree-damaged", uid=12345),
    Case(26, "tree of another machine", _other_machine, finds="tree-wrong-system"),
    Case(56, "compile missing", _tool_missing, finds="tree-damaged"),
    Case(56, "link empty", _tool_empty, finds="tree-damaged"),
    Case(56, "asm cut short", _tool_cut_short, finds="tree-damaged"),
    Case(56, "tools without x bit", _tools_without_x, finds="tree-not-executable"),
    Case(56, "pkg/tool missing", _folder_of_tools_missing, finds="tree-damaged"),
    Case(57, "print.go cut short", _source_cut_short, finds="tree-damaged"),
    Case(57, "print.go changed", _source_changed, finds="tree-damaged"),
    Case(60, "bin without x bit", _bin_without_x, finds="tree-not-executable"),
    Case(60, "all programs without x bit", _all_without_x, finds="tree-not-executable", uid=12345),
    Case(60, "the tree is closed", _closed, finds="go-closed", also=frozenset({"go-not-on-path"}), uid=12345),
    Case(61, "web page as the tree's go", _web_page_in_tree, finds="tree-damaged"),
    Case(94, "go linked against another libc", _other_libc, finds="tree-damaged"),
)
