"""Proof: fresh shells and the user's own first program, printing live into a log pane."""

from __future__ import annotations

from collections.abc import Iterable

from rich.text import Text
from textual.containers import Container
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Static

from gowizard.locales import _
from gowizard.locales.columns import cells
from gowizard.wizard.widgets.logpane import LogPane
from gowizard.wizard.widgets.measure import duration
from gowizard.wizard.widgets.page import Page
from gowizard.wizard.widgets.prose import prose

_TITLES = 40  # columns: the times stay where they are when a longer title comes


class Folded(Static):
    """The line in the place of the log while that is folded away; a click opens it."""

    class Clicked(Message):
        """Open it."""

    def on_click(self) -> None:
        """Tell the page."""
        self.post_message(self.Clicked())


class ProofPage(Page):
    """Steps with marks, and what the programs print."""

    can_go_back = False

    def heading(self) -> str:
        proof = self.session.proof
        if proof.state == "done" and proof.report is not None and proof.report.ok:
            return proof.hello or _("It works")
        if proof.state in {"done", "failed"}:
            return _("It does not work yet")
        if proof.state == "stopped":
            return _("The proof was stopped")
        return _("Does it work?")

    def sentence(self) -> str:
        proof = self.session.proof
        if proof.error is not None:
            return proof.error.title
        if proof.state == "done" and proof.report is not None:
            if proof.report.ok:
                return _("Your first program ran, found by a fresh shell.")
            failed = next((step for step in proof.report.steps if step.ok is False), None)
            return failed.message if failed is not None and failed.message else _("See the log below.")
        if proof.state == "stopped":
            return _("What was installed stays; `gowizard prove` runs this again.")
        if self.patience.tried_by(running := self._at_work()):
            if running == "run":
                return _("Go compiles its library for the first program: once, and it takes a while.")
            return _("This step takes longer than usual. Esc stops.")
        return _("New shells and real programs, with nothing of gowizard's in their way.")

    def body(self) -> Iterable[Widget]:
        with Container(id="proof"):
            yield Static(id="proof-steps", markup=False)
            yield LogPane(self.session.proof.lines, id="log")
            yield Folded(id="folded", markup=False)
            yield Static(id="to-read", classes="hint", markup=False)

    def opened(self) -> None:
        self.keep_telling()
        self.wizard.start_proof()
        self.refresh_facts()

    def ready(self) -> bool:
        return self.session.proof.state in {"done", "failed", "stopped"}

    def next_text(self) -> str:
        if not self.ready():
            return _("Proving") + self.marks.dots
        return _("Next")

    def printed(self, lines: list[tuple[str, str]]) -> None:
        """Append a batch to the log."""
        self.query_one(LogPane).add(lines)

    def _at_work(self) -> str:
        """The id of the step at work."""
        proof = self.session.proof
        return next((step.id for step in proof.started if step.id not in proof.finished), "")

    def fold_log(self) -> None:
        """Fold the log away, or open it."""
        self.session.proof.log_open = not self._open
        self.refresh_facts()

    def on_folded_clicked(self, event: Folded.Clicked) -> None:
        event.stop()
        self.fold_log()

    @property
    def _open(self) -> bool:
        """The log is open while the proof runs and where it failed, and folded away once all went well."""
        proof = self.session.proof
        went_well = proof.report is not None and proof.report.ok
        return not went_well if proof.log_open is None else proof.log_open

    def refresh_facts(self) -> None:
        self.retell()
        report = self.session.proof.report
        self.query_one(LogPane).display = self._open
        folded = self.query_one("#folded", Folded)
        folded.display = not self._open
        told = _("{n} lines in the log; the key o opens it.").format(n=len(self.session.proof.lines))
        folded.update(f"{self.marks.current} {told}")
        to_read = self.query_one("#to-read", Static)
        good = report is not None and report.ok
        told = ""
        if self.session.proof.failure is not None:  # one line: the log needs the room
            told, *_rest = self.wizard.where_to_read().splitlines() or [""]
            if (error := self.session.proof.error) is not None:
                told = "\n".join(filter(None, [error.cause, error.remedy, told]))
        elif good and not self._open:
            told = self._left_out()
        to_read.display = bool(told.strip())
        to_read.update(prose(told))
        self.query_one(".heading").set_class(good, "-good")
        self.query_one("#proof-steps", Static).update(self._steps())
        if self.ready():
            self.wizard.focus_next_button()

    def _left_out(self) -> str:
        """Why steps were skipped."""
        finished = self.session.proof.finished.values()
        return "\n".join(["", *(step.message for step in finished if step.ok is None and step.message)])

    def _steps(self) -> Text:
        proof = self.session.proof
        text = Text()
        column = max((_TITLES, *(cells(step.title) for step in proof.started)))
        for step in proof.started:
            ended = proof.finished.get(step.id)
            if ended is None:
                over = self.ready()
                mark, style = (self.marks.failed if over else self.marks.current), self.ink("step-current")
            elif ended.ok:
                mark, style = self.marks.done, self.ink("step-done")
            elif ended.ok is None:
                mark, style = self.marks.skipped, self.ink("step-coming")
            else:
                mark, style = self.marks.failed, self.ink("bad")
            text.append(f"{mark} ", style=style)
            text.append(step.title)
            after = " " * (column - cells(step.title) + 2)
            if ended is not None and ended.ok is None:
                text.append(after + _("skipped"), style=self.ink("quiet"))
            elif ended is not None:
                text.append(after + duration(ended.seconds), style=self.ink("quiet"))
            text.append("\n")
        text.rstrip()
        return text
