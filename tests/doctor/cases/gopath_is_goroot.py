"""GOPATH and the Go tree are one folder."""

from __future__ import annotations

from tests.doctor.case import Case
from tests.doctor.patient import Patient


def _tree_is_default_gopath(patient: Patient) -> None:
    patient.own_tree("go")


def _gopath_names_tree(patient: Patient) -> None:
    tree = patient.own_tree("go1.27.3")
    patient.go_env(f"GOPATH={tree}\n")


def _gopath_names_tree_in_bashrc(patient: Patient) -> None:
    tree = patient.own_tree("go1.27.3")
    for name in (".bashrc", ".profile"):
        patient.append(name, f"export GOPATH={tree}\n")


CASES = (
    Case(24, "tree unpacked as ~/go", _tree_is_default_gopath, finds="gopath-is-goroot"),
    Case(24, "GOPATH in the go env file is the tree", _gopath_names_tree, finds="gopath-is-goroot"),
    Case(24, "GOPATH in .bashrc is the tree", _gopath_names_tree_in_bashrc, finds="gopath-is-goroot"),
)
