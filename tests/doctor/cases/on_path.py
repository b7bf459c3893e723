"""What a new terminal finds as go: nothing, a link to nothing, another Go than is meant."""

from __future__ import annotations

import subprocess
from pathlib import Path

from gowizard.host import Machine
from gowizard.host.places import well_known_roots
from tests.doctor.case import Case
from tests.doctor.patient import BASHRC, PROFILE, Patient


def without_line(patient: Patient, more: str = "") -> None:
    """Startup files that do not lead to the tree."""
    patient.write(".bashrc", BASHRC + more)
    patient.write(".profile", PROFILE + more)


def in_sdk(patient: Patient) -> Path:
    """The tree at a place where it is looked for."""
    place = patient.home / "sdk" / "go1.27.3"
    place.parent.mkdir()
    place.symlink_to(patient.tree)
    return place


def _not_on_path(patient: Patient) -> None:
    without_line(patient)
    in_sdk(patient)


def _not_on_path_zsh(patient: Patient) -> None:
    patient.shell = "/usr/bin/zsh"
    patient.write(".zshrc", "setopt histignoredups\n")
    _not_on_path(patient)


def hide_system_gos(patient: Patient) -> None:
    """Trees that this machine has of its own are covered; needs a mount namespace of the case's own."""
    for root in well_known_roots(Machine.real(), patient.home):
        if root.is_dir() and not root.is_symlink() and not root.is_relative_to(patient.home):
            subprocess.run(["mount", "-t", "tmpfs", "none", root], check=True)


def _none_at_all(patient: Patient) -> None:
    hide_system_gos(patient)
    without_line(patient)


def _link_to_nothing(patient: Patient) -> None:
    in_sdk(patient)
    without_line(patient, 'export PATH="$HOME/bin:$PATH"\n')
    (patient.home / "bin").mkdir()
    (patient.home / "bin" / "go").symlink_to("/opt/go1.22/bin/go")


def _current_is_gone(patient: Patient) -> None:
    """gowizard's own link, whose tree was removed by hand."""
    in_sdk(patient)
    without_line(patient, 'export PATH="$HOME/sdk/go/bin:$PATH"\n')
    (patient.home / "sdk" / "go").symlink_to("go1.27.2")


def _newer_behind_system(patient: Patient) -> None:
    """The line of go.dev's own instructions, with another Go in /usr/local/bin."""
    assert patient.ward is not None
    subprocess.run(["mount", "-t", "tmpfs", "none", "/usr/local/bin"], check=True)
    for name in ("go", "gofmt"):
        Path("/usr/local/bin", name).symlink_to(patient.ward.other_tree("1.26.6") / "bin" / name)
    without_line(patient, f'export PATH="$PATH:{patient.tree}/bin"\n')


def _unpacked_into_itself(patient: Patient) -> None:
    """The archive was unpacked in ~/sdk/go, so that its own folder go came to lie in there."""
    patient.own_tree("sdk/go/go")
    for name in (".bashrc", ".profile"):
        path = patient.home / name
        path.write_text(path.read_text().replace("sdk/go/go/bin", "sdk/go/bin"))


CASES = (
    Case(1, "Go in ~/sdk, not on PATH", _not_on_path, finds="go-not-on-path"),
    Case(1, "Go in a folder of its own name", _unpacked_into_itself, finds="go-not-on-path"),
    Case(1, "Go in ~/sdk, not on zsh's PATH", _not_on_path_zsh, finds="go-not-on-path", needs=("zsh",)),
    Case(1, "no Go at all", _none_at_all, finds="no-go", private_mounts=True),
    Case(6, "newer Go behind the system's", _newer_behind_system, finds="go-shadowed", private_mounts=True),
    Case(59, "go is a link to nothing", _link_to_nothing, finds="go-link-broken"),
    Case(59, "the current tree is gone", _current_is_gone, finds="go-link-broken"),
)
