"""The `go env` file that Go does not read, or reads otherwise than it was meant."""

from __future__ import annotations

from tests.doctor.case import Case
from tests.doctor.cases.stored_values import exported, stored
from tests.doctor.patient import Patient


def _switched_off(patient: Patient) -> None:
    stored("GOFLAGS=-mod=mod")(patient)
    exported("export GOENV=off")(patient)


def _folder(patient: Patient) -> None:
    patient.write(".config/go/env/readme", "a folder by mistake\n")


def _closed_file(patient: Patient) -> None:
    patient.write(".config/go/env", "GOFLAGS=-mod=mod\n", 0o000)


def _closed_folder(patient: Patient) -> None:
    patient.write(".config/go/env", "GOFLAGS=-mod=mod\n")
    (patient.home / ".config" / "go").chmod(0o600)


def _of_root(patient: Patient) -> None:
    patient.foreign.add(patient.write(".config/go/env", "GOFLAGS=-mod=mod\n", 0o600))


_SHELL = "export GOFLAGS=-mod=mod\nGOPROXY = https://goproxy.cn,direct\n  GOSUMDB=sum.golang.google.cn\n"

def _of_goenv(patient: Patient) -> None:
    patient.write(".goenv/version", "1.20\n")
    for name in (".bashrc", ".profile"):
        patient.append(name, 'export GOENV="$HOME/.goenv"\n')


CASES = (
    Case(36, "GOENV=off, and a file that is not read", _switched_off, finds="goenv-off"),
    Case(37, "lines end as on Windows", stored("GO111MODULE=on\r\nGOTOOLCHAIN=local\r\n"), finds="go-env-crlf"),
    Case(38, "byte order mark", stored(b"\xef\xbb\xbfGOFLAGS=-mod=mod\nGOPRIVATE=corp.example\n"), finds="go-env-bom"),
    Case(38, "UTF-16", stored("GOFLAGS=-mod=mod\r\nGOFOO=1\r\n".encode("utf-16")), finds="go-env-utf16"),
    Case(39, "lines of a shell", stored(_SHELL), finds="go-env-lines"),
    Case(39, "quotes and a comment", stored('GOBIN="/opt/bin"\nGO111MODULE=on # always\n'), finds="go-env-lines"),
    Case(39, "a harmful line that was ignored", stored("export GOFLAGS=-foo\n"), finds="go-env-lines"),
    Case(40, "goenv's folder", _of_goenv, finds="go-env-unreadable"),
    Case(40, "a folder", _folder, finds="go-env-unreadable"),
    Case(40, "a file that is closed", _closed_file, finds="go-env-unreadable", uid=12345),
    Case(40, "a folder that is closed", _closed_folder, finds="go-env-unreadable", uid=12345),
    Case(40, "a file of root's", _of_root, finds="go-env-unreadable", uid=12345, repaired=False),
)
