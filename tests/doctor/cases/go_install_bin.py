"""Programs that were built and are not found."""

from __future__ import annotations

from tests.doctor.case import Case
from tests.doctor.patient import Patient

_PROGRAM = "#!/bin/sh\necho hello\n"


def _gopath_bin(patient: Patient) -> None:
    patient.write("go/bin/gopls", _PROGRAM, 0o755)


def _gobin(patient: Patient) -> None:
    patient.write("tools/bin/dlv", _PROGRAM, 0o755)
    patient.go_env(f"GOBIN={patient.home}/tools/bin\n")


def _gopath_in_fish(patient: Patient) -> None:
    patient.shell = "/usr/bin/fish"
    line = f"set -gx GOPATH ~/work\nset -gx PATH {patient.tree}/bin $PATH\n"
    patient.write(".config/fish/config.fish", line)
    patient.write("work/bin/staticcheck", _PROGRAM, 0o755)


CASES = (
    Case(14, "~/go/bin", _gopath_bin, finds="go-install-bin"),
    Case(14, "GOBIN", _gobin, finds="go-install-bin"),
    Case(14, "GOPATH/bin in fish", _gopath_in_fish, finds="go-install-bin", needs=("fish",)),
)
