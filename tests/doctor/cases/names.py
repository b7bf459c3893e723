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


def _other_program(patient: Patient) -> None:
    patient.write("node_modules/.bin/go", "#!/bin/sh\necho 'Usage: go <project>'; exit 2\n", 0o755)
    for name in (".bashrc", ".profile"):
        patient.append(name, 'export PATH="$HOME/node_modules/.bin:$PATH"\n')


CASES = (
    Case(102, "an alias", _alias, finds="go-alias"),
    Case(102, "an alias of a Go that is gone", _old_tree, finds="go-alias"),
    Case(102, "an alias in fish", _in_fish, finds="go-alias", needs=("fish",)),
    Case(102, "a function", _function, finds="go-function", repaired=False),
    Case(102, "another program of that name", _other_program, finds="go-other-program"),
)
