"""Lines that lead to Go in files that the shell does not read, or has read too early."""

from __future__ import annotations

from tests.doctor.case import Case
from tests.doctor.cases.on_path import in_sdk
from tests.doctor.cases.path_items import LOST
from tests.doctor.patient import BASHRC, PROFILE, Patient


def _profile_in_zsh(patient: Patient) -> None:
    patient.shell = "/usr/bin/zsh"
    patient.write(".zshrc", "setopt histignoredups\n")


def _login_only(patient: Patient) -> None:
    patient.write(".bashrc", BASHRC)


def _window_only(patient: Patient) -> None:
    patient.write(".profile", "umask 022\n")


def _bashrc_in_fish(patient: Patient) -> None:
    patient.shell = "/usr/bin/fish"
    patient.write(".config/fish/config.fish", "set -g fish_greeting\n")


def _shadowed(patient: Patient) -> None:
    patient.write(".bashrc", BASHRC)
    patient.write(".bash_profile", "# made by some installer\nexport EDITOR=vi\n")


def _shadowed_by_bash_login(patient: Patient) -> None:
    patient.write(".bashrc", BASHRC)
    patient.write(".profile", PROFILE + patient.path_line)
    patient.write(".bash_login", "umask 022\n")


def _in_tmux(patient: Patient) -> None:
    patient.session["TMUX"] = "/tmp/tmux-0/default,1,0"


def _in_editor(patient: Patient) -> None:
    patient.session["TERM_PROGRAM"] = "vscode"


def _under_sudo(patient: Patient) -> None:
    patient.session |= {"SUDO_USER": "gopher", "SUDO_UID": "0", "SUDO_COMMAND": "/usr/bin/go version"}


def _becomes_zsh(patient: Patient) -> None:
    patient.write(".bashrc", f"{BASHRC}exec zsh\n")
    patient.write(".profile", patient.path_line)
    patient.write(".zshrc", "setopt histignoredups\n")


def _behind_return(patient: Patient) -> None:
    patient.write(".bashrc", f"{BASHRC}[ -n \"$SSH_TTY\" ] || return\n{patient.path_line}")
    patient.write(".profile", f"{PROFILE}if [ -n \"$SSH_TTY\" ]; then\n  {patient.path_line}fi\n")


def _led_away(patient: Patient) -> None:
    patient.write(".bashrc", BASHRC)
    (patient.home / ".profile").unlink()
    (patient.home / ".profile").symlink_to("dotfiles/profile")
    in_sdk(patient)


UNREAD, SHADOWED, OLD = "startup-not-read", "startup-shadowed", "session-old"
CASES = (
    Case(2, ".profile and .bashrc in zsh", _profile_in_zsh, finds=UNREAD, also=LOST, needs=("zsh",)),
    Case(2, "at a login only", _login_only, finds=UNREAD),
    Case(2, "in a window only", _window_only, finds=UNREAD),
    Case(2, "behind a return", _behind_return, finds=UNREAD),
    Case(2, ".profile is a link to nothing", _led_away, finds="startup-closed", also=LOST),
    Case(2, ".bashrc in fish", _bashrc_in_fish, finds=UNREAD, also=LOST, needs=("fish",)),
    Case(2, "at a login only, in a bash that becomes zsh", _becomes_zsh, finds=UNREAD, needs=("zsh",),
         in_terminal=False),
    Case(3, ".bash_profile shadows .profile", _shadowed, finds=SHADOWED, also=LOST),
    Case(3, ".bash_login shadows .profile", _shadowed_by_bash_login, finds=SHADOWED, also=LOST),
    Case(4, "an old session in tmux", _in_tmux, finds=OLD, repaired=False, in_terminal=False),
    Case(4, "an old session in an editor", _in_editor, finds=OLD, repaired=False, in_terminal=False),
    Case(71, "under sudo", _under_sudo, finds="sudo-path", repaired=False),
)  # fmt: skip
