"""Does it work? What a new shell sees, and what the user's first program says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gowizard.late import late

if TYPE_CHECKING:
    from gowizard.proof.events import OutputLine, ProofEvent, ProofReport, StepFinished, StepStarted
    from gowizard.proof.proving import run
    from gowizard.proof.request import HELLO, HELLO_SOURCE, ProofRequest

__getattr__ = late(
    __name__,
    {
        "events": ("OutputLine", "ProofEvent", "ProofReport", "StepFinished", "StepStarted"),
        "proving": ("run",),
        "request": ("HELLO", "HELLO_SOURCE", "ProofRequest"),
    },
)

__all__ = [
    "HELLO",
    "HELLO_SOURCE",
    "OutputLine",
    "ProofEvent",
    "ProofReport",
    "ProofRequest",
    "StepFinished",
    "StepStarted",
    "run",
]
