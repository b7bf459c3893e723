"""Files called go in PATH that are no working Go, and no /proc."""

from __future__ import annotations

import os
import shutil
import subprocess

from tests.doctor.case import Case
from tests.doctor.cases.on_path import in_sdk, without_line
from tests.doctor.patient import Patient

_FIRST = 'export PATH="$HOME/bin:$PATH"\n'


def _first(patient: Patient, content: bytes, mode: int = 0o755) -> None:
    """A file ~/bin/go before the tree's in PATH."""
    for name in (".bashrc", ".profile"):
        patient.append(name, _FIRST)
    patient.write("bin/go", content, mode)


def _copied(patient: Patient) -> None:
    in_sdk(patient)
    without_line(patient, _FIRST)
    (patient.home / "bin").mkdir()
    shutil.copy2(patient.tree / "bin" / "go", patient.home / "bin" / "go")


def _copied_before_tree(patient: Patient) -> None:
    _first(patient, (patient.tree / "bin" / "go").read_bytes())


def _copied_alone(patient: Patient) -> None:
    """No tree is left anywhere."""
    without_line(patient, _FIRST)
    (patient.home / "bin").mkdir()
    shutil.copy2(patient.tree / "bin" / "go", patient.home / "bin" / "go")


def _copied_by_root(patient: Patient) -> None:
    """In a folder that its user cannot write."""
    in_sdk(patient)
    without_line(patient, 'export PATH="$HOME/tools:$PATH"\n')
    (patient.home / "tools").mkdir()
    shutil.copy2(patient.tree / "bin" / "go", patient.home / "tools" / "go")
    patient.foreign.add(patient.home / "tools")


def _web_page(patient: Patient) -> None:
    _first(patient, b"<!DOCTYPE html>\n<html><head><title>Not found</title></head></html>\n")


def _empty(patient: Patient) -> None:
    _first(patient, b"")


def _cut_short(patient: Patient) -> None:
    _first(patient, b"")
    shutil.copy2(patient.tree / "bin" / "go", patient.home / "bin" / "go")
    os.truncate(patient.home / "bin" / "go", 3_000_000)


def _archive(patient: Patient) -> None:
    """The archive saved under the program's name."""
    assert patient.ward is not None
    with next(patient.ward.archives.glob("*.tar.gz")).open("rb") as file:
        _first(patient, file.read(100_000))


def _other_machine(patient: Patient) -> None:
    content = bytearray((patient.tree / "bin" / "go").read_bytes())
    content[18:20] = (183).to_bytes(2, "little")  # e_machine: arm64
    _first(patient, bytes(content))


def _without_proc(patient: Patient) -> None:
    subprocess.run(["umount", "-l", "/proc"], check=True)


def _script(patient: Patient) -> None:
    _first(patient, b'#!/bin/sh\nexec /opt/go1.20/bin/go "$@"\n')


CASES = (
    Case(26, "go for another machine first in PATH", _other_machine, finds="go-spoilt"),
    Case(58, "go copied out of its tree", _copied, finds="go-without-tree"),
    Case(58, "copied go before the tree in PATH", _copied_before_tree, finds="go-without-tree"),
    Case(58, "copied go, no tree left", _copied_alone, finds="go-without-tree"),
    Case(58, "copied go in a folder of root's", _copied_by_root, finds="go-without-tree", uid=12345),
    Case(59, "a script to a Go that is gone", _script, finds="go-script-broken"),
    Case(61, "web page saved as go", _web_page, finds="go-spoilt"),
    Case(61, "empty file as go", _empty, finds="go-spoilt"),
    Case(61, "go cut short", _cut_short, finds="go-spoilt"),
    Case(61, "archive saved as go", _archive, finds="go-spoilt"),
    Case(98, "/proc not mounted", _without_proc, finds="no-proc", repaired=False, private_mounts=True),
)
