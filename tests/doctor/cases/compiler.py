"""C compilers and their flags left over from another build."""

from __future__ import annotations

from tests.doctor.case import Case
from tests.doctor.cases.stored_values import exported, stored
from tests.doctor.patient import Patient


def _with_a_blank(patient: Patient) -> None:
    patient.write("my tools/gcc", '#!/bin/sh\nexec gcc "$@"\n', 0o755)
    stored(f"CC={patient.home}/my tools/gcc")(patient)


CASES = (
    Case(62, "CC of a cross build", exported("export CC=arm-linux-gnueabihf-gcc-9"), finds="compiler-gone"),
    Case(62, "CC gone, in the go env file", stored("CC=/opt/gone/gcc"), finds="compiler-gone"),
    Case(62, "CC with a blank and no quotes", _with_a_blank, finds="compiler-gone"),
    Case(62, "CGO_CFLAGS junk", exported("export CGO_CFLAGS=-bogusflag"), finds="compiler-flags", needs=("gcc",)),
    Case(62, "CGO_LDFLAGS junk", stored("CGO_LDFLAGS=-lnosuch"), finds="compiler-flags", needs=("gcc",)),
)
