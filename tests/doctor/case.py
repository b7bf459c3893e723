"""A fault to plant, and what is to come of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tests.doctor.patient import Patient


@dataclass(frozen=True)
class Case:
    """One planted fault. The table prints a row for each; `entry` is the catalogue's number."""

    entry: int
    name: str
    plant: Callable[[Patient], None]
    finds: str  # id of the finding that must come
    repaired: bool = True  # gowizard mends it by itself; False: found, right words, nothing changed
    also: frozenset[str] = frozenset()  # ids of further findings that the fault itself causes
    proves: bool = True  # after the repair the proof passes
    uid: int = 0  # whose home it is; faults of permissions need an ordinary user
    needs: tuple[str, ...] = ()  # programs
    private_mounts: bool = False  # planted in a mount namespace of its own
