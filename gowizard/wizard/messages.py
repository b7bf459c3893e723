"""What happened on a worker thread, told to the screen; past tense, one handler owns each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.message import Message

from gowizard.errors import GowizardError
from gowizard.proof.events import ProofReport
from gowizard.wizard.backend import Look, ProxyOffer, Shown, SourceOffer, UndoResult, VersionList

if TYPE_CHECKING:
    from gowizard.plan import Plan


class Looked(Message):
    """Earlier runs and conflicting lines are known."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.look = look


class VersionsArrived(Message):
    """A list of versions is here."""

    def __init__(self, versions: VersionList) -> None:
        super().__init__()
        self.versions = versions


class SourceAnswered(Message):
    """A source answered, or did not."""

    def __init__(self, offer: SourceOffer) -> None:
        super().__init__()
        self.offer = offer


class ProxyAnswered(Message):
    """A module proxy answered, or did not."""

    def __init__(self, offer: ProxyOffer) -> None:
        super().__init__()
        self.offer = offer


class AddressAnswered(Message):
    """An address of a GOPROXY value that was typed is asked, or answered."""

    def __init__(self, value: str, offer: ProxyOffer) -> None:
        super().__init__()
        self.value, self.offer = value, offer


class PlanComposed(Message):
    """The plan for the present answers, with the preview of every change by its id."""

    def __init__(self, plan: Plan, previews: dict[str, tuple[Shown, ...]]) -> None:
        super().__init__()
        self.plan = plan
        self.previews = previews


class Proven(Message):
    """The proof ended."""

    def __init__(self, report: ProofReport) -> None:
        super().__init__()
        self.report = report


class Undone(Message):
    """The latest run was taken back."""

    def __init__(self, result: UndoResult) -> None:
        super().__init__()
        self.result = result


class Settled(Message):
    """The unfinished run was continued or rolled back."""

    def __init__(self, sentence: str) -> None:
        super().__init__()
        self.sentence = sentence


class EventsArrived(Message):
    """A batch of events of a long job waits in its feed."""

    def __init__(self, job: str, feed: Any) -> None:
        super().__init__()
        self.job = job
        self.feed = feed


class JobEnded(Message):
    """A job is over: well, with an error, or stopped."""

    def __init__(self, job: str, error: GowizardError | None = None, stopped: bool = False) -> None:
        super().__init__()
        self.job = job
        self.error = error
        self.stopped = stopped
