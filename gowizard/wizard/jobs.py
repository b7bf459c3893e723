"""The slow work behind the pages: which job is started when, and what the session learns from it."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING, Any

from textual.message import Message

from gowizard.answers import Answers, Existing
from gowizard.cancellation import Cancel
from gowizard.changes.events import ChangeFinished, ChangeStarted, RolledBack
from gowizard.dataclass import replace
from gowizard.locales import _
from gowizard.proof.events import OutputLine, StepFinished, StepStarted
from gowizard.toolchain.events import Connecting, Received, Retrying, Unpacked, Verified
from gowizard.toolchain.running import StillRunning
from gowizard.wizard import messages
from gowizard.wizard.backend import Emit
from gowizard.wizard.background import Background, Feed, Post
from gowizard.wizard.looking import Looking
from gowizard.wizard.session import Proof, Session, Staging, Work
from gowizard.wizard.steps import step_after, step_named
from gowizard.wizard.widgets.logpane import BAD, COMMAND, GOOD, OUTPUT

HELLO = "Hello, Go environment is ready!"


def _key(answers: Answers) -> tuple[object, ...]:
    """What a download was started for."""
    return (answers.version, answers.source, answers.sha256, answers.dir, answers.kit_code)


class Jobs(Looking):
    """Half of the wizard's screen; see screen.py for the other."""

    session: Session
    _frozen = False  # whether what the start left is no matter of the collector's any more

    if TYPE_CHECKING:
        page: Any
        step: Any

        def refresh_frame(self) -> None: ...
        async def show(self, step: Any) -> None: ...
        def waited(self) -> None: ...
        def tell_failure(self, error: Any) -> None: ...
        def ask_trust_about(self, error: Any) -> None: ...

    def setup_jobs(self) -> None:
        """Called once, before anything is started."""
        self.background = Background(self._post)
        self.feeds: dict[str, Feed] = {}
        backend = self.session.backend
        self.session.sources = {offer.name: offer for offer in backend.sources()}
        self.session.proxies = {offer.name: offer for offer in backend.proxies()}

    def collect_in_portions(self) -> None:
        """Look for cyclic garbage again, which the start put off: seldom, because `tidy` does it at a good moment.

        What the start left is not looked at any more: with it a search takes 0.3 s, and a key waits as long.
        """
        gc.freeze()
        gc.set_threshold(20_000, 5, 10)
        self._frozen = True

    def tidy(self) -> None:
        """Free the page that was left, which is full of cycles, while the new one is read: 10 ms. Otherwise that is
        done in the middle of some later page change, for several pages at once.
        """
        if self._frozen and not self.busy():
            gc.collect()

    def on_unmount(self) -> None:
        """Give frozen objects back to the collector."""
        gc.unfreeze()

    def _post(self, message: Message) -> None:
        self.post_message(message)

    # The download in the corner

    def store(self, answers: Answers) -> None:
        """Keep a page's answers; the download follows version, source and place."""
        session = self.session
        if answers != session.answers:
            session.answers, session.plan, session.plan_error = answers, None, None
        fetches = answers.existing is Existing.BESIDE and not session.only_prove
        key = _key(answers)
        if session.staging.state != "none" and (not fetches or key != session.staging.key):
            self.stop_staging()
        known = not session.none_runs  # else the versions of the source that was named now are asked for first
        if self.step.id == "place" and fetches and known and session.staging.state in {"none", "failed"}:
            self.start_staging()

    def start_staging(self) -> None:
        """Begin the download for the present answers."""
        session, answers = self.session, self.session.answers
        key = _key(answers)
        session.staging = Staging(state="running", title=session.wanted, key=key)

        def work(post: Post, cancel: Cancel) -> None:
            session.backend.unstage()
            session.backend.stage(answers, self._feed("stage", post, cancel), cancel)

        self.background.start("stage", work)

    def stop_staging(self) -> None:
        """Give the download up; what it fetched stays in the cache for the next try."""
        self.background.stop("stage")
        self.session.staging = Staging()

    # Review, install, proof

    def compose_plan(self) -> None:
        """Work out the plan and its previews."""
        session, answers = self.session, self.session.answers
        if session.plan is not None:
            return

        def work(post: Post, cancel: Cancel) -> None:
            plan = session.backend.compose(answers, cancel)
            previews = {change.id: session.backend.preview(change) for change in plan.changes}
            post(messages.PlanComposed(plan, previews))

        self.background.start("compose", work)

    def try_again(self) -> None:
        """After a failure: fetch and compose once more."""
        self.session.plan_error = self.session.plan = None
        if self.session.staging.state == "failed":
            self.start_staging()
        self.compose_plan()
        self.refresh_page()

    def on_plan_composed(self, event: messages.PlanComposed) -> None:
        """The review can be shown."""
        self.session.plan, self.session.previews = event.plan, event.previews
        self.session.plan_error = None
        if self.session.staging.state in {"running", "ready"}:
            self.session.staging.title = self.session.wanted
        self.refresh_page()

    def carry_out_plan(self) -> None:
        """Install."""
        session, plan = self.session, self.session.plan
        assert plan is not None
        session.work = Work(state="running")
        if plan.archive is not None and session.staging.state in {"none", "failed"}:
            session.staging = Staging(state="running", title=session.wanted, key=session.staging.key)

        def work(post: Post, cancel: Cancel) -> None:
            session.backend.apply(plan, self._feed("apply", post, cancel), cancel)

        self.background.start("apply", work)

    def start_proof(self) -> None:
        """Run the proof, once."""
        session = self.session
        if session.proof.state != "waiting":
            return
        session.proof = Proof(state="running")
        gc.freeze()  # a full collection over the whole interface is a stall of 0.1 s while lines stream
        answers, plan = session.answers, None if session.only_prove else session.plan

        def work(post: Post, cancel: Cancel) -> None:
            emit = self._feed("proof", post, cancel)
            post(messages.Proven(session.backend.prove(answers, plan, emit, cancel)))

        self.background.start("proof", work)

    def _feed(self, job: str, post: Post, cancel: Cancel) -> Emit:
        self.feeds[job] = feed = Feed(job, post, cancel)
        return feed.emit

    def busy(self) -> bool:
        """Whether the machine is being changed, or proven, at this moment."""
        return self.session.work.state == "running" or self.session.proof.state == "running"

    def on_events_arrived(self, event: messages.EventsArrived) -> None:
        """A batch; the next one not before 50 ms."""
        self._learn(event.feed.take())
        self.set_timer(event.feed.pause, event.feed.rearm)

    def on_proven(self, event: messages.Proven) -> None:
        """The proof's verdict."""
        self._learn(self.feeds["proof"].drain())
        self.session.proof.report = event.report
        self.session.proof.state = "done"
        self.refresh_page()

    async def on_job_ended(self, event: messages.JobEnded) -> None:
        """A job is over; what that means depends on the job."""
        session, error = self.session, event.error
        if event.job in self.feeds:
            self._learn(self.feeds.pop(event.job).drain())
        if event.job == "versions":
            session.versions_error = error
        elif event.job == "stage" and session.staging.state == "running":
            session.staging.state = "failed" if error is not None else "none" if event.stopped else "ready"
            session.staging.error = error
            self.ask_trust_about(error)
        elif event.job == "compose" and not event.stopped and error is not None:
            session.plan_error = error
            self.ask_trust_about(error)
        elif event.job == "trial":
            session.trial.state = "none" if event.stopped else "done"
        elif event.job == "proof" and session.proof.state == "running":
            session.proof.state = "stopped" if event.stopped else "failed"
            session.proof.error = error
        elif event.job == "apply":
            await self._applied(event)
            return
        elif event.job in {"undo", "settle"} and error is not None:
            self.waited()
            self.tell_failure(error)
        self.refresh_page()

    async def _applied(self, event: messages.JobEnded) -> None:
        session = self.session
        session.work.error = event.error
        if event.error is not None or event.stopped:
            session.work.state = "failed" if event.error is not None else "stopped"
            session.staging = Staging(key=session.staging.key)
            session.plan = None
            self.refresh_page()
            return
        session.work.state, session.work.running = "done", ""
        session.staging = replace(session.staging, state="ready")
        if self.step.id == "install":
            await self.show(step_after("install", session) or step_named("done"))

    def _learn(self, events: list[Any]) -> None:
        lines: list[tuple[str, str]] = []
        for event in events:
            self._learn_one(event, lines)
        self.session.proof.lines += lines
        if lines and self.page is not None and self.page.is_mounted:
            self.page.printed(lines)
        if any(not isinstance(event, OutputLine) for event in events):
            self.refresh_page()

    def _learn_one(self, event: Any, lines: list[tuple[str, str]]) -> None:
        staging, work, proof = self.session.staging, self.session.work, self.session.proof
        match event:
            case Received(done=done, total=total, per_second=rate, seconds_left=left):
                staging.done, staging.total, staging.per_second, staging.seconds_left = (
                    done,
                    total,
                    rate,
                    left,
                )
                staging.note = ""
            case Connecting():
                staging.note = ""
            case Retrying(attempt=attempt):
                staging.note = _("trying again ({n})").format(n=attempt)
            case Verified(level=level):
                staging.verified = level
                if work.state == "running":
                    staging.state = "ready"
            case Unpacked():
                pass
            case StillRunning(programs=programs):
                work.waiting_for = programs
            case ChangeStarted(id=name):
                work.running, work.waiting_for = name, ()
                if staging.state == "running":
                    staging.state = "ready"
            case ChangeFinished(id=name):
                work.finished, work.running = (*work.finished, name), ""
            case RolledBack(kept=kept):
                work.kept = kept
            case StepStarted():
                proof.started.append(event)
                lines.append((COMMAND, f"$ {event.command}"))
            case OutputLine(text=text):
                if text.strip() == HELLO:
                    proof.hello = HELLO
                lines.append((GOOD if text.strip() == HELLO else OUTPUT, text))
            case StepFinished(id=name, ok=ok, message=message):
                proof.finished[name] = event
                if ok is False:
                    lines.append((BAD, message or _("This step failed.")))
                elif ok is None:
                    lines.append((OUTPUT, _("Skipped: {reason}").format(reason=message)))
