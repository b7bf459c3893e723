"""Settings in the `go env` file that a variable hides, or that an empty variable does not."""

from __future__ import annotations

from tests.doctor.case import Case
from tests.doctor.cases.stored_values import exported, stored
from tests.doctor.patient import Patient


def _hidden(patient: Patient) -> None:
    stored("GOPROXY=https://goproxy.cn,direct")(patient)
    exported("export GOPROXY=https://goproxy.io,direct")(patient)


def _empty(patient: Patient) -> None:
    stored("GOFLAGS=-mod=mod")(patient)
    exported("export GOFLAGS=")(patient)


CASES = (
    Case(33, "go env -w GOPROXY, and a variable", _hidden, finds="setting-hidden"),
    Case(34, "GOFLAGS empty in startup files", _empty, finds="variable-empty"),
)
