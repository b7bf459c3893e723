"""Does it work? What a new shell sees, and what the user's first program says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from gowizard.proof.events import OutputLine, ProofEvent, ProofReport, StepFinished, StepStarted
    from gowizard.proof.proving import run
    from gowizard.proof.request import HELLO, HELLO_SOURCE, ProofRequest

_MODULES = {
    "HELLO": "request",
    "HELLO_SOURCE": "request",
    "OutputLine": "events",
    "ProofEvent": "events",
    "ProofReport": "events",
    "ProofRequest": "request",
    "StepFinished": "events",
    "StepStarted": "events",
    "run": "proving",
}

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


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    value = getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
    globals()[name] = value
    return value
