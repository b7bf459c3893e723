"""Pairs and triples of faults that hide each other; names are those of the cases."""

from __future__ import annotations

from tests.doctor.case import Combination
from tests.doctor.cases import every_case

_TOGETHER: tuple[tuple[str, ...], ...] = (
    ("GOROOT gone, in .bashrc", "GOROOT gone, in the go env file"),
)
_BY_NAME = {case.name: case for case in every_case()}
COMBINATIONS = tuple(Combination(tuple(_BY_NAME[name] for name in names)) for names in _TOGETHER)
