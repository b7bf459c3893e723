"""The repair's half of the screen: looking, mending, proving; parting.py ends it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.message import Message

from gowizard.cancellation import Cancel
from gowizard.changes.events import ChangeFinished, ChangeStarted, RolledBack
from gowizard.dataclass import replace
from gowizard.locales import language
from gowizard.wizard import messages
from gowizard.wizard.background import Background, Post
from gowizard.wizard.care import Care, Checkup, Examined, LookingAgain, Mended, Planned
from gowizard.wizard.jobs import Jobs
from gowizard.wizard.parting import Parting
from gowizard.wizard.session import Proof, Session, Staging
from gowizard.wizard.steps import step_after, step_named

if TYPE_CHECKING:
    from gowizard.wizard.steps import Step


class CheckedUp(Message):
    """An examination is over."""

    def __init__(self, checkup: Checkup) -> None:
        super().__init__()
        self.checkup = checkup


class WasMended(Message):
    """The changes are made, and the machine was looked at again."""

    def __init__(self, mended: Mended) -> None:
        super().__init__()
        self.mended = mended


class Repairing(Parting, Jobs):
    """What the wizard's screen does on the repair's pages; on the others it leaves everything as it is."""

    session: Session
    background: Background

    if TYPE_CHECKING:
        step: Step
        page: Any

    # Looking

    def start_looking(self) -> None:
        """On the repair's pages nothing is asked of the network; a run that was killed is settled first."""
        if not self.repairs:
            super().start_looking()
            return
        backend = self.session.backend
        self.background.start("look", lambda post, cancel: post(messages.Looked(backend.look())))

    def start_examining(self) -> None:
        """Look at the machine, unless that is known already."""
        if self.session.care.state == "known" and self.session.care.spoken != language():
            self.look_anew()
        care, backend = self.session.care, self.session.backend
        if care.state != "waiting":
            return
        care.state, care.through, care.error, care.spoken = "examining", 0, None, language()
        message = care.message

        def work(post: Post, cancel: Cancel) -> None:
            post(CheckedUp(backend.repairer.examine(message, self._feed("examine", post, cancel), cancel)))

        self.background.start("examine", work)

    def ask_about(self, message: str) -> None:
        """A message was pasted: look with it in mind."""
        self.session.care.message = message.strip()
        self.look_anew()
        self.start_examining()
        self.refresh_page()

    def open_findings(self) -> None:
        """The list, with what is wrong now."""
        care = self.session.care
        if care.state != "mended" or care.undone is not None or not (care.mended and care.mended.new):
            self.look_anew()
        else:
            care.state = "known"
        self.run_worker(self.show(step_named("findings")), exclusive=True, group="show")

    def look_anew(self) -> None:
        """Forget what was found; what was ticked and what was mended stay."""
        old = self.session.care
        self.session.care = Care(message=old.message, ticked=old.ticked, checkup=old.checkup, runs=old.runs)

    def on_checked_up(self, event: CheckedUp) -> None:
        """What was found can be shown."""
        care = self.session.care
        care.checkup, care.state = event.checkup, "known"
        self.refresh_page()

    # Mending

    def start_mending(self) -> None:
        """Make the changes that mend what is ticked."""
        session = self.session
        care, repairer, keys = session.care, session.backend.repairer, session.care.chosen()
        if care.state != "known":
            return
        care.state, care.mended, care.undone, care.error = "mending", None, None, None
        care.planned, care.finished, care.running, care.kept = (), (), "", ()
        session.proof, session.staging = Proof(), Staging()

        def work(post: Post, cancel: Cancel) -> None:
            post(WasMended(repairer.mend(keys, self._feed("mend", post, cancel), cancel)))

        self.background.start("mend", work)

    async def on_was_mended(self, event: WasMended) -> None:
        """To the proof at once; where something new came to light, that is shown first."""
        if "mend" in self.feeds:
            self._learn(self.feeds["mend"].drain())
        care, mended = self.session.care, event.mended
        care.state, care.mended, care.checkup = "mended", mended, mended.checkup
        if mended.run:
            care.runs.append(mended.run)
        self.refresh_page()
        if self.step.id == "mending" and mended.run and not mended.new:
            await self.show(step_after("mending", self.session) or step_named("mended"))

    async def on_job_ended(self, event: messages.JobEnded) -> None:
        """An examination or a repair is over; the other jobs are told to the others."""
        care = self.session.care
        if event.job in self.feeds:
            self._learn(self.feeds[event.job].drain())
        if event.job == "examine" and care.state == "examining":
            care.state, care.error = ("stopped" if event.stopped else "failed"), event.error
        elif event.job == "mend" and care.state in {"mending", "looking"}:
            care.state, care.error = ("stopped" if event.stopped else "failed"), event.error
            if event.stopped or event.error is not None:
                self.session.staging = Staging()

    def _learn_one(self, event: Any, lines: list[tuple[str, str]]) -> None:
        care = self.session.care
        match event:
            case Examined(through=through):
                care.through = through
            case Planned(changes=planned, fetches=fetches):
                care.planned, care.fetches = planned, fetches
                if fetches:
                    self.session.staging = Staging(state="running", title="Go")
            case LookingAgain():
                care.state, care.running = "looking", ""
            case ChangeStarted(id=name) if care.state == "mending":
                care.running = name
                if self.session.staging.state == "running":
                    self.session.staging = replace(self.session.staging, state="ready")
            case ChangeFinished(id=name) if care.state == "mending":
                care.finished = (*care.finished, name)
            case RolledBack(kept=kept) if care.state == "mending":
                care.kept = kept
            case _:
                super()._learn_one(event, lines)

    def start_proof(self) -> None:
        """On the repair's page: of the Go that a new terminal finds."""
        if not self.repairs:
            super().start_proof()
            return
        session, repairer = self.session, self.session.backend.repairer
        if session.proof.state != "waiting":
            return
        session.proof = Proof(state="running")

        def work(post: Post, cancel: Cancel) -> None:
            post(messages.Proven(repairer.prove(self._feed("proof", post, cancel), cancel)))

        self.background.start("proof", work)

    def busy(self) -> bool:
        """Also while it is mended."""
        return super().busy() or self.session.care.state in {"mending", "looking"}
