"""GOROOT that is left over."""

from __future__ import annotations

from tests.doctor.case import Case
from tests.doctor.patient import Patient


def _gone_in_bashrc(patient: Patient) -> None:
    patient.append(".bashrc", "export GOROOT=/opt/gone\n")


def _gone_in_go_env(patient: Patient) -> None:
    patient.go_env("GOROOT=/opt/oldgo\n")


CASES = (
    Case(7, "GOROOT gone, in .bashrc", _gone_in_bashrc, finds="goroot-gone"),
    Case(35, "GOROOT gone, in the go env file", _gone_in_go_env, finds="goroot-gone"),
)
