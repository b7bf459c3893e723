"""Other things that are called go."""

from __future__ import annotations

from tests.doctor.case import Case
from tests.doctor.patient import Patient


def _alias(patient: Patient) -> None:
    patient.append(".bashrc", "alias go='git checkout'\n")


def _old_tree(patient: Patient) -> None:
    patient.append(".bashrc", 'alias go="/opt/go1.16/bin/go"  # old\n')


def _in_fish(patient: Patient) -> None:
    patient.shell = "/usr/bin/fish"
    patient.write(".config/fish/config.fish", f"set -gx PATH {patient.tree}/bin $PATH\nalias go 'cd ~/src'\n")


def _function(patient: Patient) -> None:
    patient.append(".bashrc", 'go() {\n  cd "$HOME/src/$1"\n}\n')


CASES = (
    Case(102, "an alias", _alias, finds="go-alias"),
    Case(102, "an alias of a Go that is gone", _old_tree, finds="go-alias"),
    Case(102, "an alias in fish", _in_fish, finds="go-alias", needs=("fish",)),
    Case(102, "a function", _function, finds="go-function", repaired=False),
)
