"""What applying and taking back say while it happens; past tense, nothing to interpret."""

from __future__ import annotations

from gowizard.dataclass import dataclass


@dataclass(frozen=True)
class ChangeStarted:
    """A change is about to act."""

    id: str
    title: str
    index: int  # from 1
    count: int


@dataclass(frozen=True)
class ChangeFinished:
    """All effects of a change are in place and recorded."""

    id: str
    title: str
    index: int
    count: int


@dataclass(frozen=True)
class ChangeReverted:
    """All effects of a change were taken back, by undo or because a run failed."""

    id: str
    title: str


@dataclass(frozen=True)
class RolledBack:
    """A failed or cancelled run was taken back; `kept` names what could not be."""

    kept: tuple[str, ...]


ApplyEvent = ChangeStarted | ChangeFinished | ChangeReverted | RolledBack
