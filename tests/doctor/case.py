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
    message: str = ""  # what the user pastes in, for faults that only a message shows
    online: bool = False  # found by asking servers; the case brings those that it needs
    in_terminal: bool = True  # False: the fault is no fault there, or such a terminal does not know whose home it is in
    alone: bool = False  # it is a matter of tenths of a second: no other case runs meanwhile


@dataclass(frozen=True)
class Combination:
    """Faults in one home that hide each other: all are to be found, and mended in one run."""

    cases: tuple[Case, ...]

    @property
    def name(self) -> str:
        """The entries and names of its cases."""
        return " + ".join(f"{case.entry} {case.name}" for case in self.cases)

    @property
    def uid(self) -> int:
        return max(case.uid for case in self.cases)

    @property
    def alone(self) -> bool:
        return any(case.alone for case in self.cases)

    @property
    def private_mounts(self) -> bool:
        return any(case.private_mounts for case in self.cases)
