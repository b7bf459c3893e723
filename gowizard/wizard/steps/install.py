"""Install: named steps with marks, bytes, speed and time left. Enter does nothing here."""

from __future__ import annotations

from collections.abc import Iterable

from rich.text import Text
from textual.widget import Widget
from textual.widgets import Static

from gowizard.locales import _
from gowizard.wizard.steps.failure import trouble
from gowizard.wizard.widgets.bar import Bar
from gowizard.wizard.widgets.download import how_far
from gowizard.wizard.widgets.measure import short
from gowizard.wizard.widgets.page import Detail, Page

_MUCH = 60.0  # seconds left of a download


class InstallPage(Page):
    """Shows the work; the screen does it."""

    can_go_back = False

    def heading(self) -> str:
        state = self.session.work.state
        if state == "failed":
            return _("That did not work")
        if state == "stopped":
            return _("Stopped")
        return _("Installing {go}").format(go=self.session.wanted)

    def sentence(self) -> str:
        work = self.session.work
        if work.state == "failed":
            return self._rolled_back()
        if work.state == "stopped":
            return self._rolled_back()
        if work.waiting_for:
            names = _(", ").join(work.waiting_for)
            return _("Go is at work: it goes on when {programs} has ended. Esc stops.").format(programs=names)
        staging = self.session.staging
        slow = staging.state == "running" and (staging.seconds_left or 0.0) > _MUCH
        if self.patience.tried_by("download" if slow else ""):
            return _("This source is slow. Esc stops and puts everything back; another one may be faster.")
        return _("Esc stops; then everything is put back as it was.")

    def body(self) -> Iterable[Widget]:
        yield Static(id="work", markup=False)
        yield Bar(self.marks, id="work-bar")
        yield Static(id="work-rate", classes="hint", markup=False)
        yield Detail()

    def opened(self) -> None:
        self.keep_telling()
        self.wizard.carry_out_plan()
        self.refresh_facts()

    def ready(self) -> bool:
        return self.session.work.state in {"failed", "stopped"}

    def next_text(self) -> str:
        return _("Back to the review") if self.ready() else _("Installing") + self.marks.dots

    def refresh_facts(self) -> None:
        self.retell()
        staging, work = self.session.staging, self.session.work
        steps = self._steps()
        self.query_one("#work", Static).update(steps)
        self.query_one("#work", Static).display = bool(steps)
        bar = self.query_one("#work-bar", Bar)
        loading = work.state == "running" and staging.state == "running"
        bar.display = loading
        bar.fill(staging.share)
        rate = how_far(staging, self.marks) if loading else ""
        self.query_one("#work-rate", Static).update(rate)
        self.query_one("#work-rate", Static).display = bool(rate)
        self.query_one(Detail).display = work.error is not None or bool(work.kept)
        if work.error is not None:
            self.query_one(Detail).show(trouble(work.error, self.wizard.where_to_read(), self.ink))
        if self.ready():
            self.wizard.focus_next_button()

    def _rolled_back(self) -> str:
        if self.session.work.kept:
            return _("Everything was put back except: {paths}").format(paths=_(", ").join(self.session.work.kept))
        return _("Everything was put back as it was.")

    def _steps(self) -> Text:
        session, plan = self.session, self.session.plan
        text = Text()
        if plan is None:
            return text
        if plan.archive is not None:
            state = {"ready": "done", "failed": "failed"}.get(session.staging.state, "current")
            if state == "current" and self.ready():
                state = "failed"
            told = _("Download, check and unpack {go}").format(go=session.wanted)
            if session.staging.verified:
                told += f"  ({session.staging.verified})"
            self._line(text, state, told)
        for change in plan.changes:
            if change.id in session.work.finished and not self.ready():
                state = "done"
            elif change.id == session.work.running:
                state = "failed" if self.ready() else "current"
            else:
                state = "coming"
            self._line(text, state, short(change.title, session.backend.host.user.home))
        text.rstrip()
        return text

    def _line(self, text: Text, state: str, told: str) -> None:
        mark = {
            "done": self.marks.done,
            "current": self.marks.current,
            "coming": self.marks.coming,
            "failed": self.marks.failed,
        }[state]
        style = {
            "done": self.ink("step-done"),
            "current": self.ink("step-current"),
            "coming": self.ink("step-coming"),
            "failed": self.ink("bad"),
        }[state]
        text.append(f"{mark} ", style=style)
        text.append(told + "\n", style=self.ink("step-coming") if state == "coming" else "")
