"""Startup files as Windows saves them."""

from __future__ import annotations

from tests.doctor.case import Case
from tests.doctor.cases.path_items import LOST, in_both
from tests.doctor.patient import BASHRC, PROFILE, Patient


def _carriage_returns(patient: Patient) -> None:
    for name in (".bashrc", ".profile"):
        path = patient.home / name
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))


def _one_line(patient: Patient) -> None:
    in_both(patient, f"export PATH=$PATH:{patient.tree}/bin\r\n")


def _mark(patient: Patient) -> None:
    for name in (".bashrc", ".profile"):
        patient.write(name, b"\xef\xbb\xbf" + patient.path_line.encode())


def _utf16(patient: Patient) -> None:
    patient.write(".bashrc", (BASHRC + patient.path_line).encode("utf-16"))
    patient.write(".profile", PROFILE)


def _zsh(patient: Patient) -> None:
    patient.shell = "/usr/bin/zsh"
    patient.write(".zshenv", f"path+=({patient.tree}/bin)\r\nexport PATH=$PATH\r\n")


def _csh(patient: Patient) -> None:
    patient.shell = "/usr/bin/tcsh"
    patient.write(".cshrc", f"setenv PATH ${{PATH}}:{patient.tree}/bin\r\n")


CASES = (
    Case(66, "CRLF", _carriage_returns, finds="startup-bytes", also=LOST),
    Case(66, "CRLF in the line that leads to Go", _one_line, finds="startup-bytes", also=LOST),
    Case(66, "startup files with a byte order mark", _mark, finds="startup-bytes", also=LOST),
    Case(66, "startup files in UTF-16", _utf16, finds="startup-bytes", also=LOST),
    Case(66, "CRLF in zsh", _zsh, finds="startup-bytes", also=LOST, needs=("zsh",)),
    Case(66, "CRLF in tcsh", _csh, finds="startup-bytes", also=LOST, needs=("tcsh",)),
)
