"""Package and version managers that do not lead to their Go."""

from __future__ import annotations

import subprocess
from pathlib import Path

from tests.doctor.case import Case
from tests.doctor.cases.on_path import without_line
from tests.doctor.patient import Patient


def _asdf_without_version(patient: Patient) -> None:
    told = '#!/usr/bin/env bash\n# asdf-plugin: golang\necho "No version is set for command go" >&2\nexit 126\n'
    patient.write(".asdf/shims/go", told, 0o755)
    without_line(patient, 'export PATH="$HOME/.asdf/shims:$PATH"\n')


def _goenv_gone(patient: Patient) -> None:
    """The shim names a program in a folder that an upgrade removed."""
    told = '#!/usr/bin/env bash\nexec "/opt/gone/goenv/2.0.7/libexec/goenv" exec "${0##*/}" "$@"\n'
    patient.write(".goenv/shims/go", told, 0o755)
    without_line(patient, 'export PATH="$HOME/.goenv/shims:$PATH"\n')


def _snap_broken(patient: Patient) -> None:
    snap = "#!/bin/sh\necho 'go: cannot find GOROOT directory: /snap/bin/go' >&2\nexit 2\n"
    patient.write("usr/bin/snap", snap, 0o755)
    (patient.home / "snap-bin").mkdir()
    (patient.home / "snap-bin" / "go").symlink_to("../usr/bin/snap")
    without_line(patient, 'export PATH="$HOME/snap-bin:$PATH"\n')


def _brew_not_linked(patient: Patient) -> None:
    subprocess.run(["mount", "-t", "tmpfs", "none", "/home"], check=True)
    brew = Path("/home/linuxbrew/.linuxbrew")
    cellar = brew / "Cellar" / "go" / "1.27.3"
    cellar.mkdir(parents=True)
    subprocess.run(["cp", "-r", str(patient.tree), str(cellar / "libexec")], check=True)
    (brew / "opt").mkdir()
    (brew / "opt" / "go").symlink_to("../Cellar/go/1.27.3")
    (brew / "bin").mkdir()
    without_line(patient, f'export PATH="{brew}/bin:$PATH"\n')


CASES = (
    Case(28, "snap's go does not find its tree", _snap_broken, finds="shim-leads-nowhere", repaired=False),
    Case(29, "asdf without a version", _asdf_without_version, finds="shim-leads-nowhere", repaired=False),
    Case(29, "goenv's shim leads to nothing", _goenv_gone, finds="shim-leads-nowhere"),
    Case(104, "Homebrew's go is not linked", _brew_not_linked, finds="brew-not-linked", private_mounts=True),
)
