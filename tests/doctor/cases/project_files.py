"""go.mod and go.work where nobody expects them, and a project that wants a newer Go."""

from __future__ import annotations

from tests.doctor.case import Case
from tests.doctor.cases.stored_values import exported, stored
from tests.doctor.patient import Patient


def _newer_project(patient: Patient) -> None:
    patient.write("work/app/go.mod", "module example.org/app\n\ngo 1.28\n")
    patient.write("work/app/main.go", "package main\n\nfunc main() {}\n")
    patient.folder = "work/app"
    stored("GOTOOLCHAIN=local")(patient)


def _malformed(patient: Patient) -> None:
    patient.write("work/app/go.mod", "module example.org/app\n\ngo 1.x\n")
    patient.folder = "work/app"


def _in_gopath(patient: Patient) -> None:
    patient.write("go/go.mod", "module stray\n\ngo 1.27\n")


def _real_project(patient: Patient) -> None:
    patient.write("go/go.mod", "module example.org/mine\n\ngo 1.27\n")
    patient.write("go/main.go", "package main\n\nfunc main() {}\n")


def _go_mod_in_home(patient: Patient) -> None:
    patient.write("go.mod", "module stray\n\ngo 1.27\n")


def _go_work_in_home(patient: Patient) -> None:
    patient.write("go.work", "go 1.27\n\nuse ./gone\n")


CASES = (
    Case(11, "GOTOOLCHAIN=local, and a project of Go 1.28", _newer_project, finds="toolchain-local"),
    Case(23, "go.mod in GOPATH", _in_gopath, finds="go-mod-in-gopath"),
    Case(23, "a real project in GOPATH", _real_project, finds="go-mod-in-gopath", repaired=False),
    Case(99, "go.mod in the home", _go_mod_in_home, finds="project-in-home"),
    Case(99, "go.work in the home", _go_work_in_home, finds="project-in-home"),
    Case(99, "GOWORK gone", exported("export GOWORK=/opt/gone/go.work"), finds="gowork"),
    Case(99, "GOWORK relative", stored("GOWORK=go.work"), finds="gowork"),
    Case(99, "a go line that is no version", _malformed, finds="project-file-malformed", repaired=False),
)
