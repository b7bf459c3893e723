"""Startup files that the shell stumbles over."""

from __future__ import annotations

from tests.doctor.case import Case
from tests.doctor.cases.path_items import LOST, in_both
from tests.doctor.patient import Patient


def _unclosed(patient: Patient) -> None:
    in_both(patient, f'export PATH="{patient.tree}/bin:$PATH\necho rest >/dev/null\n')


def _stray_mark(patient: Patient) -> None:
    in_both(patient, f'{patient.path_line}export GOFLAGS=-v=false"\n')


def _unclosed_in_zsh(patient: Patient) -> None:
    patient.shell = "/usr/bin/zsh"
    patient.write(".zshrc", f"export PATH='{patient.tree}/bin:'$PATH\nexport GOPATH='$HOME/go\n# it\n")
    patient.write(".zshenv", "")


def _spaces(patient: Patient) -> None:
    in_both(patient, f"export PATH = {patient.tree}/bin:$PATH\n")


def _no_end(patient: Patient) -> None:
    patient.append(".bashrc", "if true; then\n  echo there >/dev/null\n")


def _bash_in_fish(patient: Patient) -> None:
    patient.shell = "/usr/bin/fish"
    patient.write(".config/fish/config.fish", f"export PATH=$PATH:{patient.tree}/bin\n")


def _assignment_in_fish(patient: Patient) -> None:
    patient.shell = "/usr/bin/fish"
    patient.write(".config/fish/config.fish", f"PATH=$PATH:{patient.tree}/bin\nGOFLAGS=-v=false\n")


def _bash_in_tcsh(patient: Patient) -> None:
    patient.shell = "/usr/bin/tcsh"
    patient.write(".tcshrc", f"export GOFLAGS=-v=false\nexport PATH=$PATH:{patient.tree}/bin\n")


def _fish_in_bash(patient: Patient) -> None:
    in_both(patient, f"set -gx PATH {patient.tree}/bin $PATH\n")


def _csh_in_bash(patient: Patient) -> None:
    in_both(patient, f"setenv PATH {patient.tree}/bin:$PATH\n")


def _dollar(patient: Patient) -> None:
    in_both(patient, f"export $PATH=$PATH:{patient.tree}/bin\n")


def _of_windows(patient: Patient) -> None:
    lines = '$env:GO111MODULE = "on"\nset GOPRIVATE=corp.example\nsetx GONOSUMDB "corp.example"\n'
    for name in (".bashrc", ".profile"):
        patient.append(name, lines)


def _ends(patient: Patient) -> None:
    patient.write(".profile", f"umask 022\nexit 0\n{patient.path_line}")


def _strict(patient: Patient) -> None:
    in_both(patient, f"set -euo pipefail\ngrep -q gopher /dev/null\n{patient.path_line}")


SYNTAX, FOREIGN = "startup-syntax", "startup-foreign"
CASES = (
    Case(67, "quotation that does not end", _unclosed, finds=SYNTAX, also=LOST),
    Case(67, "stray quotation mark", _stray_mark, finds=SYNTAX, also=LOST),
    Case(67, "quotation that does not end, in zsh", _unclosed_in_zsh, finds=SYNTAX, also=LOST, needs=("zsh",)),
    Case(67, "spaces around =", _spaces, finds=SYNTAX, also=LOST),
    Case(67, "if without end", _no_end, finds=SYNTAX, repaired=False, also=LOST),
    Case(67, "exit in .profile", _ends, finds="startup-ends"),
    Case(67, "set -e in a terminal", _strict, finds="startup-ends", in_terminal=False),
    Case(69, "bash's export in fish", _bash_in_fish, finds=FOREIGN, also=LOST, needs=("fish",)),
    Case(69, "bash's assignment in fish", _assignment_in_fish, finds=FOREIGN, also=LOST, needs=("fish",)),
    Case(69, "bash's export in tcsh", _bash_in_tcsh, finds=FOREIGN, also=LOST, needs=("tcsh",)),
    Case(69, "fish's set in bash", _fish_in_bash, finds=FOREIGN, also=LOST),
    Case(69, "csh's setenv in bash", _csh_in_bash, finds=FOREIGN, also=LOST),
    Case(69, "lines of PowerShell and cmd in bash", _of_windows, finds=FOREIGN,
         in_terminal=False),  # its `set` takes the words away by which that shell is to start gowizard
    Case(67, "a dollar sign before the name", _dollar, finds=SYNTAX, also=LOST),
)
