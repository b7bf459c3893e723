"""GOROOT that is left over."""

from __future__ import annotations

from tests.doctor.case import Case
from tests.doctor.patient import Patient


def _everywhere(patient: Patient, line: str) -> None:
    for name in (".bashrc", ".profile"):
        patient.append(name, line)


def _gone_in_bashrc(patient: Patient) -> None:
    patient.append(".bashrc", "export GOROOT=/opt/gone\n")


def _gone_in_go_env(patient: Patient) -> None:
    patient.go_env("GOROOT=/opt/oldgo\n")


def _gone_in_both(patient: Patient) -> None:
    _gone_in_go_env(patient)
    _everywhere(patient, "export GOROOT=/usr/local/Cellar/go/1.4.1/libexec\n")


def _other(patient: Patient) -> None:
    assert patient.ward is not None
    _everywhere(patient, f"export GOROOT={patient.ward.other_tree('1.26.6')}\n")


def _other_in_go_env(patient: Patient) -> None:
    assert patient.ward is not None
    patient.go_env(f"GOROOT={patient.ward.other_tree('1.26.6')}\n")


def _bin_folder(patient: Patient) -> None:
    _everywhere(patient, f"export GOROOT={patient.tree}/bin\n")


def _session_only(patient: Patient) -> None:
    patient.session["GOROOT"] = "/opt/gone"


def _among_others(patient: Patient) -> None:
    patient.append(".bashrc", "export EDITOR=vi \\\n  GOROOT=/opt/gone \\\n  GOPATH=$HOME/go\n")
    patient.append(".bashrc", '[ -z "$GOROOT" ] && export GOROOT=/opt/gone\n')
    patient.append(".profile", "GOROOT=/opt/gone EDITOR=vi\nexport GOROOT EDITOR\n")


def _in_its_successor(patient: Patient) -> None:
    patient.append(".bashrc", "[ -x /usr/bin/zsh ] && exec zsh\n")
    patient.write(".zshenv", "typeset -gx GOROOT=/opt/gone\n")


CASES = (
    Case(7, "GOROOT gone, in .bashrc", _gone_in_bashrc, finds="goroot-gone"),
    Case(7, "GOROOT gone, in .bashrc, .profile and the go env file", _gone_in_both, finds="goroot-gone"),
    Case(7, "GOROOT gone, in this session only", _session_only, finds="goroot-in-session", repaired=False),
    Case(7, "GOROOT gone, in statements with others", _among_others, finds="goroot-gone"),
    Case(7, "GOROOT gone, in a zsh that bash becomes", _in_its_successor, finds="goroot-gone", needs=("zsh",),
         in_terminal=False),
    Case(8, "GOROOT of another version", _other, finds="goroot-other"),
    Case(8, "GOROOT of another version, in the go env file", _other_in_go_env, finds="goroot-other"),
    Case(16, "GOROOT names bin", _bin_folder, finds="goroot-gone"),
    Case(35, "GOROOT gone, in the go env file", _gone_in_go_env, finds="goroot-gone"),
)  # fmt: skip
