"""What the proof says while it runs."""

from __future__ import annotations

from gowizard.dataclass import dataclass


@dataclass(frozen=True)
class StepStarted:
    """A step of the proof began; `command` is what a user would type."""

    id: str  # "version:" and "login", "interactive", "window" or "path"; "env", "run", "build", "module"
    title: str
    command: str


@dataclass(frozen=True)
class OutputLine:
    """One line that the step's program printed, made safe for a terminal."""

    id: str
    text: str


@dataclass(frozen=True)
class StepFinished:
    """A step ended. `ok` None means skipped, `message` the reason; a failure's names the likely cause."""

    id: str
    ok: bool | None
    seconds: float
    message: str = ""


ProofEvent = StepStarted | OutputLine | StepFinished


@dataclass(frozen=True)
class ProofReport:
    """How every step ended."""

    steps: tuple[StepFinished, ...]

    @property
    def ok(self) -> bool:
        """Whether no step failed and at least one passed."""
        return any(step.ok for step in self.steps) and not any(step.ok is False for step in self.steps)
