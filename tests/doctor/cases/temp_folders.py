"""Temporary folders and room."""

from __future__ import annotations

import subprocess
from pathlib import Path

from tests.doctor.case import Case
from tests.doctor.patient import Patient

_USER = 12345


def _mounted(place: Path, options: str) -> None:
    place.mkdir(exist_ok=True, parents=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"mode=1777,{options}", "tmpfs", place], check=True)


def _small(patient: Patient, options: str) -> None:
    """A TMPDIR of its own kind; /tmp itself may hold the programs that test."""
    _mounted(patient.home / "tmp", options)
    for name in (".bashrc", ".profile"):
        patient.append(name, 'export TMPDIR="$HOME/tmp"\n')


def noexec_temp(patient: Patient) -> None:
    """As hardened machines and containers mount /tmp."""
    _small(patient, "noexec,size=512m")


def _gotmpdir_gone(patient: Patient) -> None:
    patient.go_env("GOTMPDIR=/mnt/ramdisk/go\n")


def _tmpdir_gone(patient: Patient) -> None:
    for name in (".bashrc", ".profile"):
        patient.append(name, "export TMPDIR=/nonexistent/tmp\n")


def _tmpdir_below_home(patient: Patient) -> None:
    for name in (".bashrc", ".profile"):
        patient.append(name, 'export TMPDIR="$HOME/.tmp"\n')


def _tmpdir_of_root(patient: Patient) -> None:
    place = patient.home.parent / "root-tmp"
    place.mkdir()
    place.chmod(0o755)
    for name in (".bashrc", ".profile"):
        patient.append(name, f"export TMPDIR={place}\n")


def _tmpdir_a_file(patient: Patient) -> None:
    place = patient.write("tmp", "oops\n")
    patient.go_env(f"GOTMPDIR={place}\n")


def _full_temp(patient: Patient) -> None:
    _small(patient, "size=6m")


def _no_inodes(patient: Patient) -> None:
    _small(patient, "size=512m,nr_inodes=200")


def _full_cache(patient: Patient) -> None:
    cache = patient.cold_cache()
    _mounted(cache, "size=2m")


def _read_only_cache(patient: Patient) -> None:
    cache = patient.cold_cache()
    _mounted(cache, "size=2m")
    subprocess.run(["mount", "-o", "remount,ro", cache], check=True)


CASES = (
    Case(49, "TMPDIR is full", _full_temp, finds="no-room", private_mounts=True),
    Case(49, "no inodes left in TMPDIR", _no_inodes, finds="no-room", private_mounts=True),
    Case(49, "build cache is full", _full_cache, finds="no-room", private_mounts=True, repaired=False),
    Case(49, "build cache is read-only", _read_only_cache, finds="no-room", private_mounts=True, repaired=False),
    Case(50, "TMPDIR is noexec", noexec_temp, finds="temp-noexec", private_mounts=True),
    Case(51, "GOTMPDIR in the go env file is gone", _gotmpdir_gone, finds="temp-folder"),
    Case(51, "TMPDIR is gone", _tmpdir_gone, finds="temp-folder"),
    Case(51, "TMPDIR below the home was never made", _tmpdir_below_home, finds="temp-folder"),
    Case(51, "TMPDIR is root's", _tmpdir_of_root, finds="temp-folder", uid=_USER),
    Case(51, "GOTMPDIR is a file", _tmpdir_a_file, finds="temp-folder"),
)
