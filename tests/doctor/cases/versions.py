"""A Go that is too old for the project, or for what the project names, or too new for the system or the processor."""

from __future__ import annotations

import shutil

from tests.doctor.case import Case
from tests.doctor.cases.on_path import in_sdk, without_line
from tests.doctor.healthy import _overlay as overlay
from tests.doctor.patient import Patient


def _project(patient: Patient, lines: str) -> None:
    patient.write("project/go.mod", f"module example.com/project\n\n{lines}")
    patient.write("project/.git/HEAD", "ref: refs/heads/main\n")
    patient.folder = "project"


def _distribution(patient: Patient) -> None:
    """Debian's golang-1.20. No such archive can be had here, so its files are those of 1.26.6."""
    assert patient.ward is not None
    tree = overlay(patient, "/usr/lib") / "go-1.20"
    shutil.copytree(patient.ward.other_tree("1.26.6"), tree, symlinks=True)
    (tree / "VERSION").write_text("go1.20.14\n")
    info = overlay(patient, "/var/lib/dpkg") / "info"
    (info / "golang-1.20-go.list").write_text(f"{tree}\n{tree}/bin\n{tree}/bin/go\n{tree}/VERSION\n")
    without_line(patient, f'export PATH="{tree}/bin:$PATH"\n')


def _too_old(patient: Patient) -> None:
    _distribution(patient)
    _project(patient, "go 1.22.0\n")


def _too_old_newer_here(patient: Patient) -> None:
    in_sdk(patient)
    _too_old(patient)


def _no_such_toolchain(patient: Patient) -> None:
    _project(patient, "go 1.21.0\n\ntoolchain go1.28\n")


def _old_kernel(patient: Patient) -> None:
    """Linux 2.6, as far as programs are told (personality(2), UNAME26)."""
    patient.python = ["setarch", "--uname-2.6", *patient.python]


def _newer_processor(patient: Patient) -> None:
    """A Go built with GOAMD64=v4, as such a one answers; a real one would run on the processors of today."""
    tree = patient.home / "go-v4"
    for part in ("VERSION", "src", "pkg"):
        (tree / "bin").mkdir(parents=True, exist_ok=True)
        (tree / part).symlink_to(patient.tree / part)
    said = "This program can only be run on AMD64 processors with v4 microarchitecture support."
    patient.write("go-v4/bin/go", f"#!/bin/sh\necho '{said}' >&2\nexit 1\n", 0o755)
    without_line(patient, f'export PATH="{tree}/bin:$PATH"\n')


CASES = (
    Case(10, "Debian's Go 1.20, a project of 1.22", _too_old, finds="go-too-old", private_mounts=True),
    Case(10, "Debian's Go 1.20, a project of 1.22, 1.27 in ~/sdk", _too_old_newer_here, finds="go-too-old",
         private_mounts=True),
    Case(13, "toolchain go1.28 in go.mod", _no_such_toolchain, finds="toolchain-not-available", repaired=False),
    Case(84, "Linux 2.6", _old_kernel, finds="system-too-old", repaired=False, needs=("setarch",)),
    Case(96, "Go for a newer processor", _newer_processor, finds="processor-too-old"),
)  # fmt: skip
