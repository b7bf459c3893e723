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


def _in_a_function(patient: Patient) -> None:
    patient.append(".bashrc", "setup(){ export GOROOT=/usr/local/go1.9; export EDITOR=vi; }\nsetup\n")
    _everywhere(patient, 'case "$(uname -s)" in\n  Linux) export GOROOT=/usr/lib/go-1.16 ;;\n  *) ;;\nesac\n')


def _of_gvm(patient: Patient) -> None:
    """gvm's Go was deleted, and gvm is still read."""
    patient.write(".gvm/environments/default", 'export GVM_ROOT; GVM_ROOT="$HOME/.gvm"\n'
                  'export GOROOT; GOROOT="$GVM_ROOT/gos/go1.16"\n')  # fmt: skip
    patient.write(".gvm/scripts/gvm", '. "$HOME/.gvm/environments/default"\n')
    patient.append(".bashrc", '[[ -s "$HOME/.gvm/scripts/gvm" ]] && source "$HOME/.gvm/scripts/gvm"\n')


def _one_line(patient: Patient) -> None:
    _everywhere(patient, 'export GOPATH="$HOME/go"; export GOROOT="$HOME/.go"; export PATH="$GOPATH/bin:$PATH"; # g\n')


def _stored_anew(patient: Patient) -> None:
    patient.go_env("GOROOT=/opt/gone\n")
    patient.append(".bashrc", "go env -w GOROOT=/opt/gone\n")


def _in_pam(patient: Patient) -> None:
    patient.write(".pam_environment", "GOROOT DEFAULT=/opt/gone\n")
    patient.session["GOROOT"] = "/opt/gone"


def _at_each_prompt(patient: Patient) -> None:
    patient.append(".bashrc", "set_go(){ export GOROOT=/opt/gone; }\nPROMPT_COMMAND=set_go\n")
    patient.session["GOROOT"] = "/opt/gone"


def _of_direnv(patient: Patient) -> None:
    patient.folder = "work"
    patient.write("work/.envrc", "export GOROOT=/opt/gone\n")
    patient.session |= {"GOROOT": "/opt/gone", "DIRENV_DIR": f"-{patient.home}/work"}


CASES = (
    Case(7, "GOROOT gone, in .bashrc", _gone_in_bashrc, finds="goroot-gone"),
    Case(7, "GOROOT gone, in .bashrc, .profile and the go env file", _gone_in_both, finds="goroot-gone"),
    Case(7, "GOROOT gone, in this session only", _session_only, finds="goroot-in-session", repaired=False),
    Case(7, "GOROOT gone, in statements with others", _among_others, finds="goroot-gone"),
    Case(7, "GOROOT gone, in a zsh that bash becomes", _in_its_successor, finds="goroot-gone", needs=("zsh",),
         in_terminal=False),
    Case(7, "GOROOT gone, in a function and in arms of case", _in_a_function, finds="goroot-gone"),
    Case(7, "GOROOT gone, in gvm's files", _of_gvm, finds="goroot-gone"),
    Case(7, "GOROOT gone, on a line with others", _one_line, finds="goroot-gone"),
    Case(7, "GOROOT gone, in direnv's file", _of_direnv, finds="goroot-in-session", repaired=False, in_terminal=False),
    Case(35, "GOROOT gone, stored anew at each start", _stored_anew, finds="goroot-gone"),
    Case(8, "GOROOT of another version", _other, finds="goroot-other"),
    Case(8, "GOROOT of another version, in the go env file", _other_in_go_env, finds="goroot-other"),
    Case(16, "GOROOT names bin", _bin_folder, finds="goroot-gone"),
    Case(35, "GOROOT gone, in the go env file", _gone_in_go_env, finds="goroot-gone"),
)  # fmt: skip
