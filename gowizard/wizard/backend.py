"""The one object through which the pages know the core, and the small facts it hands them.

Everything here is synchronous. What may take long is given a `Cancel` and is called on a thread of its own
(`background.py`); the rest answers at once.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from gowizard.answers import Answers
from gowizard.cancellation import Cancel
from gowizard.changes.model import Change
from gowizard.dataclass import dataclass
from gowizard.errors import GowizardError
from gowizard.host.facts import Host, Room
from gowizard.proof.events import ProofReport

if TYPE_CHECKING:
    from gowizard.plan import Plan
    from gowizard.wizard.care import Repairer

Emit = Callable[[Any], None]


class Reach(Enum):
    """What is known about a place on the network."""

    UNASKED = "unasked"
    ASKING = "asking"
    YES = "yes"
    NO = "no"


@dataclass(frozen=True, kw_only=True)
class Unfinished:
    """A run that was killed."""

    title: str
    when: str
    can_continue: bool


@dataclass(frozen=True, kw_only=True)
class Installed:
    """A Go that gowizard put here."""

    version: str  # "go1.27.3"
    root: Path
    current: bool


@dataclass(frozen=True, kw_only=True)
class Look:
    """What earlier runs left, and which lines would defeat the next one."""

    unfinished: Unfinished | None = None
    installed: tuple[Installed, ...] = ()
    conflicts: tuple[Change, ...] = ()
    last_run: str = ""  # title of the run that `undo` would take back


@dataclass(frozen=True, kw_only=True)
class VersionOffer:
    """A version on the list. `refusal` says why it cannot run here; empty where it can."""

    name: str  # "go1.27.3"
    note: str = ""  # translated: "latest stable", "release candidate"
    detail: str = ""
    end_of_life: bool = False
    refusal: str = ""
    size: int = 0  # bytes of the archive, 0 where unknown

    @property
    def number(self) -> str:
        """The name without "go"."""
        return self.name.removeprefix("go")


@dataclass(frozen=True, kw_only=True)
class VersionList:
    """Versions, the latest first. `age` in seconds."""

    offers: tuple[VersionOffer, ...]
    origin: str  # "go.dev"
    proposed: str = ""  # what was asked for, or what the project wants; empty for the first
    for_project: bool = False  # a project file is why
    age: float = 0.0
    nearby: bool = False  # the archives lie in a folder: nothing is downloaded
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class SourceOffer:
    """A place that Go can be fetched from."""

    name: str  # as in --source
    title: str
    voucher: str  # a `releases.model.Voucher` value
    short: str = ""  # the title where there is little room; "" where it is short itself
    detail: str = ""
    official: bool = False  # may be contacted unasked
    reach: Reach = Reach.UNASKED
    seconds: float = 0.0
    message: str = ""
    more: bool = False  # a third party, shown and asked when the user opens the list or the official ones fail
    refusal: str = ""  # why it cannot be chosen at all


@dataclass(frozen=True, kw_only=True)
class ProxyOffer:
    """A module proxy. `value` is what GOPROXY would be; empty for Go's default, which writes nothing.

    `gosumdb` is what GOSUMDB has to be with it; empty leaves Go's own.
    """

    name: str
    title: str
    value: str
    gosumdb: str = ""
    detail: str = ""
    reach: Reach = Reach.UNASKED
    seconds: float = 0.0
    message: str = ""


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A piece of a change's preview: lines of a unified diff, or a sentence."""

    path: str
    lines: tuple[str, ...]
    diff: bool = False


@dataclass(frozen=True, kw_only=True)
class Report:
    """What may be passed on after a failure, without secrets and names; `path` is None where it could not be kept."""

    text: str
    path: Path | None


@dataclass(frozen=True, kw_only=True)
class UndoResult:
    """What undoing did. `kept` holds (path, reason)."""

    title: str  # of the run; empty where there was nothing to undo
    reverted: tuple[str, ...] = ()
    kept: tuple[tuple[str, str], ...] = ()


class Backend(Protocol):
    """The core, as narrow as the pages need it. Failures are GowizardError, stopping is Cancelled."""

    @property
    def host(self) -> Host:
        """The machine."""

    @property
    def log_path(self) -> Path | None:
        """This run's log file."""

    @property
    def undo_command(self) -> str:
        """What takes the latest run back, as it can be typed here."""

    @property
    def repairer(self) -> Repairer:
        """What stands behind the repair's pages."""

    def defaults(self) -> Answers:
        """What was given on the command line, the rest as this host suggests."""

    def look(self) -> Look:
        """Earlier runs and conflicting lines."""

    def settle(self, go_on: bool, emit: Emit) -> str:
        """Continue or roll back the unfinished run; a sentence about how that ended."""

    def versions(self, answers: Answers, cancel: Cancel) -> VersionList:
        """The list of the best source that answers."""

    def sources(self) -> tuple[SourceOffer, ...]:
        """Every source there is, none of them asked."""

    def ask_sources(self, names: tuple[str, ...], tell: Callable[[SourceOffer], None], cancel: Cancel) -> None:
        """Ask those sources; `tell` gets each answer as it comes."""

    def room(self, parent: Path) -> Room:
        """Free space where trees would lie."""

    def proxies(self) -> tuple[ProxyOffer, ...]:
        """Every module proxy there is, none of them asked; Go's default first."""

    def ask_proxies(self, names: tuple[str, ...], tell: Callable[[ProxyOffer], None], cancel: Cancel) -> None:
        """Ask those proxies; `tell` gets each answer as it comes."""

    def try_goproxy(self, value: str, tell: Callable[[ProxyOffer], None], cancel: Cancel) -> None:
        """Ask every address in a value that `check_goproxy` gave; `tell` gets each, and again when it answered."""

    def check_goproxy(self, text: str) -> tuple[str, str]:
        """A GOPROXY value made whole, and what it means."""

    def check_patterns(self, text: str) -> str:
        """GOPRIVATE patterns made whole."""

    def check_kit_code(self, text: str) -> str:
        """The code as it is shown, held against the kit; "" for none."""

    def check_folder(self, text: str, *, what: str) -> Path:
        """The folder that the text names ("~" allowed); `what` is "gopath" or "dir"."""

    def stage(self, answers: Answers, emit: Emit, cancel: Cancel) -> None:
        """Fetch and unpack beside the destination, to the end; cleans up when cancelled."""

    def unstage(self) -> None:
        """Remove what `stage` made. Called after its `cancel` was set; waits for it."""

    def compose(self, answers: Answers, cancel: Cancel) -> Plan:
        """The plan for these answers."""

    def preview(self, change: Change) -> tuple[Shown, ...]:
        """What a change does, to read."""

    def apply(self, plan: Plan, emit: Emit, cancel: Cancel) -> None:
        """Carry out the plan, staged first where it is not yet; rolled back on failure and cancel."""

    def prove(self, answers: Answers, plan: Plan | None, emit: Emit, cancel: Cancel) -> ProofReport:
        """Run the proof of the plan's Go, or of the Go that is here."""

    def undo(self, emit: Emit) -> UndoResult:
        """Take back the latest run."""

    def report(self, error: GowizardError, answers: Answers, plan: Plan | None) -> Report:
        """The report about a failure, kept beside the log."""

    def terminal_line(self) -> str:
        """What to paste into the terminal that is open now; empty where nothing is needed."""

    def keep_hello(self) -> Path:
        """Keep the program of the proof as ~/hello with a go.mod; the folder."""

    def save_answers(self, answers: Answers) -> Path:
        """Write gowizard.toml; its path."""

    def close(self) -> None:
        """Stop everything and remove what is not installed."""
