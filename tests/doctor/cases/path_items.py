"""PATH as startup files spoil it: literal text, made anew, the wrong thing in it."""

from __future__ import annotations

from tests.doctor.case import Case
from tests.doctor.patient import BASHRC, PROFILE, Patient

LOST = frozenset({"go-not-on-path"})  # that no new terminal finds go is what these faults lead to


def in_both(patient: Patient, more: str) -> None:
    """Instead of the line that leads to Go."""
    patient.write(".bashrc", BASHRC + more)
    patient.write(".profile", PROFILE + more)


def _tilde(patient: Patient) -> None:
    (patient.home / "golang").symlink_to(patient.tree)
    in_both(patient, 'export PATH="$PATH:~/golang/bin"\n')


def _single_quotes(patient: Patient) -> None:
    (patient.home / "golang").symlink_to(patient.tree)
    in_both(patient, "export PATH='$HOME/golang/bin:$PATH'  # Go\n")


def _tilde_in_fish(patient: Patient) -> None:
    patient.shell = "/usr/bin/fish"
    (patient.home / "golang").symlink_to(patient.tree)
    patient.write(".config/fish/config.fish", 'set -gx PATH "~/golang/bin" $PATH\n')


def _made_anew(patient: Patient) -> None:
    in_both(patient, f"export PATH={patient.tree}/bin\n")


def _lost_behind(patient: Patient) -> None:
    patient.append(".bashrc", 'export PATH="/usr/local/bin:/usr/bin:/bin"\n')
    patient.append(".profile", "PATH='/usr/local/bin:/usr/bin:/bin'; export PATH\n")


def _made_anew_in_zsh(patient: Patient) -> None:
    patient.shell = "/usr/bin/zsh"
    patient.write(".zshrc", f"path=({patient.tree}/bin)\n")
    patient.write(".zshenv", patient.path_line)


def _program(patient: Patient) -> None:
    in_both(patient, f'export PATH="$PATH:{patient.tree}/bin/go"\n')


def _root_of_tree(patient: Patient) -> None:
    in_both(patient, f"export PATH=$PATH:{patient.tree}\n")


def _relative(patient: Patient) -> None:
    (patient.home / "golang").symlink_to(patient.tree)
    in_both(patient, "export PATH=golang/bin:$PATH\n")


def _current_folder(patient: Patient) -> None:
    patient.append(".bashrc", "export PATH=$PATH:\n")


def _run_together(patient: Patient) -> None:
    patient.write(".bashrc", f'{BASHRC}export PATH="$PATH;{patient.tree}/bin"\n')
    patient.write(".profile", f"PATH=$PATH{patient.tree}/bin\nexport PATH\n")


def _too_early(patient: Patient) -> None:
    (patient.home / "golang").symlink_to(patient.tree)
    in_both(patient, 'export PATH="$PATH:$GOROOT/bin"\nexport GOROOT=$HOME/golang\n')


CASES = (
    Case(65, "~ in quotes", _tilde, finds="path-literal", also=LOST),
    Case(65, "~ in quotes, an ordinary user's", _tilde, finds="path-literal", also=LOST, uid=12345),
    Case(65, "$HOME in single quotes", _single_quotes, finds="path-literal", also=LOST),
    Case(65, "~ in quotes in fish", _tilde_in_fish, finds="path-literal", also=LOST, needs=("fish",)),
    Case(68, "PATH made anew", _made_anew, finds="path-overwritten", also=LOST),
    Case(68, "PATH made anew behind Go's line", _lost_behind, finds="path-overwritten", also=LOST),
    Case(68, "PATH made anew in zsh", _made_anew_in_zsh, finds="path-overwritten", also=LOST, needs=("zsh",)),
    Case(70, "the program in PATH", _program, finds="path-not-a-folder", also=LOST),
    Case(70, "the tree in PATH instead of its bin", _root_of_tree, finds="path-not-a-folder", also=LOST),
    Case(70, "a relative folder", _relative, finds="path-not-a-folder", also=LOST),
    Case(70, "no colon, or a semicolon, between items", _run_together, finds="path-not-parted", also=LOST),
    Case(70, "GOROOT is set behind PATH", _too_early, finds="path-variable-late", also=LOST),
    Case(70, "the current folder", _current_folder, finds="path-current-folder", repaired=False),
)
