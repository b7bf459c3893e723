"""What the repair's pages know: findings ready to be shown, what was mended, and how far it is."""

from __future__ import annotations

from typing import Protocol

from gowizard.cancellation import Cancel
from gowizard.dataclass import dataclass, field
from gowizard.doctor.model import Severity
from gowizard.errors import GowizardError
from gowizard.proof.events import ProofReport
from gowizard.wizard.backend import Emit, Report, Shown, UndoResult


@dataclass(frozen=True, kw_only=True)
class Ailment:
    """A finding as it may be shown: no secrets, no control characters, ~ for the home folder."""

    key: str
    severity: Severity
    title: str
    affects: str = ""
    evidence: tuple[tuple[str, str], ...] = ()  # where, what
    explanation: str = ""
    remedy: str = ""  # its title
    automatic: bool = False
    preselected: bool = False
    shown: tuple[Shown, ...] = ()  # what the remedy alone would change
    commands: tuple[str, ...] = ()
    reason: str = ""
    alternative: str = ""
    risk: str = ""
    links: tuple[str, ...] = ()
    terminal: str = ""  # the variable that this terminal alone holds so; no file reaches it


@dataclass(frozen=True, kw_only=True)
class Checkup:
    """What an examination found. `line` is about the Go that works here, `about` about the message that was pasted."""

    ailments: tuple[Ailment, ...]
    healthy: bool
    line: str
    counts: str = ""
    about: tuple[str, ...] = ()
    checks: int = 0
    seconds: float = 0.0


@dataclass(frozen=True, kw_only=True)
class Mended:
    """What a repair came to, by titles; `steps` are left to a person, `notes` say what was left out and why."""

    applied: tuple[str, ...] = ()
    repaired: tuple[str, ...] = ()
    still: tuple[str, ...] = ()
    new: tuple[str, ...] = ()
    steps: tuple[tuple[str, tuple[str, ...], str], ...] = ()  # title, lines, reason
    notes: tuple[str, ...] = ()
    run: str = ""
    checkup: Checkup


@dataclass(frozen=True)
class Planned:
    """The changes that are about to be made: (id, title)."""

    changes: tuple[tuple[str, str], ...]
    fetches: bool = False


@dataclass(frozen=True)
class Examined:
    """One more check is through."""

    through: int


@dataclass(frozen=True)
class LookingAgain:
    """The changes are made; the machine is examined anew."""


class Repairer(Protocol):
    """The core of the repair, as narrow as its pages need it. Failures are GowizardError, stopping is Cancelled."""

    def examine(self, message: str, emit: Emit, cancel: Cancel) -> Checkup:
        """Look at the machine; what fits the message comes first."""

    def mend(self, keys: tuple[str, ...], emit: Emit, cancel: Cancel) -> Mended:
        """Mend these findings of the latest examination and look again; taken back on failure and cancel."""

    def prove(self, emit: Emit, cancel: Cancel) -> ProofReport:
        """Run the proof of the Go that a new terminal finds."""

    def undo(self, emit: Emit) -> UndoResult:
        """Take back all that was mended since the start, the latest first."""

    def report(self) -> Report:
        """The doctor's report, kept beside the log."""


@dataclass
class Care:
    """The repair's state: waiting, examining, known, mending, looking, mended, failed, stopped."""

    state: str = "waiting"
    through: int = 0  # checks that are through
    message: str = ""
    spoken: str = ""  # the language of what was found
    checkup: Checkup | None = None
    ticked: dict[str, bool] = field(default_factory=dict)  # what the user decided, by key
    planned: tuple[tuple[str, str], ...] = ()
    fetches: bool = False
    finished: tuple[str, ...] = ()  # ids of changes
    running: str = ""
    mended: Mended | None = None
    runs: list[str] = field(default_factory=list)
    undone: UndoResult | None = None
    kept: tuple[str, ...] = ()
    error: GowizardError | None = None

    def chosen(self) -> tuple[str, ...]:
        """Keys of what will be mended."""
        return tuple(item.key for item in self._ailments if item.automatic and self.is_ticked(item))

    def is_ticked(self, ailment: Ailment) -> bool:
        """Whether it will be mended: as the user decided, else where it is no guess."""
        return self.ticked.get(ailment.key, ailment.preselected)

    @property
    def in_this_terminal(self) -> tuple[Ailment, ...]:
        """What this terminal, opened before the repair, holds as it was; nothing where no repair stands."""
        stands = self.mended is not None and bool(self.mended.run) and self.undone is None
        return tuple(item for item in self._ailments if item.terminal) if stands else ()

    @property
    def _ailments(self) -> tuple[Ailment, ...]:
        return self.checkup.ailments if self.checkup is not None else ()


