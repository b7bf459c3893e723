"""Does it work? What a new shell sees, and what the user's first program says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gowizard.late import late

if TYPE_CHECKING:
    from gowizard.proof.events import OutputLine, ProofEvent, ProofReport, StepFinished, StepStarted
    from gowizard.proof.proving import run
    from gowizard.proof.request import HELLO, HELLO_SOURCE, ProofRequest
    from gowizard.proof.titles import title_of

__getattr__ = late(
    __name__,
    {
        "events": ("OutputLine", "ProofEvent", "ProofReport", "StepFinished", "StepStarted"),
        "proving": ("run",),
        "request": ("HELLO", "HELLO_SOURCE", "ProofRequest"),
        "titles": ("title_of",),
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
    "title_of",
]
