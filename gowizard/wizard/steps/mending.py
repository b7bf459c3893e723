"""Mending: each change with its mark as it is made, then the second look and what came of it."""

from __future__ import annotations

from collections.abc import Iterable

from rich.text import Text
from textual.widget import Widget
from textual.widgets import Static

from gowizard.locales import _, sentences
from gowizard.wizard.widgets.bar import Bar
from gowizard.wizard.widgets.choices import Choices
from gowizard.wizard.widgets.download import how_far
from gowizard.wizard.widgets.page import Detail, Page
from gowizard.wizard.widgets.rows import Choice


class MendingPage(Page):
    """Shows the work; the screen does it."""

    can_go_back = False

    def heading(self) -> str:
        care = self.session.care
        if care.state == "failed":
            return _("That did not work")
        if care.state == "stopped":
            return _("Stopped")
        if care.state == "looking":
            return _("Looking again")
        if care.undone is not None:
            return _("Taken back") if not care.undone.kept else _("Taken back, with exceptions")
        if care.mended is not None and care.state == "mended":
            if care.mended.new:
                return _("Something new came to light")
            return _("Repaired") if care.mended.run else _("Nothing was changed")
        return _("Repairing")

    def sentence(self) -> str:
        care = self.session.care
        if care.state in {"failed", "stopped"}:
            if care.kept:
                return _("Everything was put back except: {paths}").format(paths=_(", ").join(care.kept))
            return _("Everything was put back as it was.")
        if care.state == "mended" and care.mended is not None and care.mended.new and care.undone is None:
            return _("The changes are made. Look at what is new, or take them back at once.")
        return sentences(_("Esc stops; then everything is put back as it was.")) if self._works else ""

    def body(self) -> Iterable[Widget]:
        yield Static(id="work", markup=False)
        yield Bar(self.marks, id="work-bar")
        yield Static(id="work-rate", classes="hint", markup=False)
        yield Choices(self._rows(), marks=self.marks, radio=False, id="afterwards")
        yield Detail()

    def opened(self) -> None:
        self.wizard.start_mending()
        self.refresh_facts()

    def ready(self) -> bool:
        return self.session.care.state in {"failed", "stopped", "mended"}

    def next_text(self) -> str:
        care = self.session.care
        if not self.ready():
            return _("Repairing") + self.marks.dots
        if care.state in {"failed", "stopped"}:
            return _("Back to the list")
        if care.undone is not None:
            return _("Leave")
        return _("Look at it") if care.mended is not None and care.mended.new else _("Next")

    def settled(self) -> bool:
        care = self.session.care
        if care.undone is not None:
            self.wizard.leave()
            return False
        if care.state != "mended" or (care.mended is not None and care.mended.new):
            self.wizard.open_findings()
            return False
        return True

    def refresh_facts(self) -> None:
        self.retell()
        self.query_one("#work", Static).update(self._steps())
        staging = self.session.staging
        loading = self.session.care.state == "mending" and staging.state == "running"
        bar = self.query_one("#work-bar", Bar)
        bar.display = loading
        bar.fill(staging.share)
        told = self.query_one("#work-rate", Static)
        told.update(how_far(staging, self.marks) if loading else "")
        told.display = loading
        choices, rows = self.query_one("#afterwards", Choices), self._rows()
        choices.show(rows)
        choices.display = bool(rows)
        self.query_one(Detail).show(self._told())
        self.query_one(Detail).display = self.ready()
        if self.ready():
            self.wizard.focus_next_button()

    def on_choices_taken(self, event: Choices.Taken) -> None:
        event.stop()
        if event.choice.id == "undo":
            self.wizard.ask_undo()
        else:
            self.post_message(self.Advanced())

    @property
    def _works(self) -> bool:
        return self.session.care.state == "mending"

    def _rows(self) -> list[Choice]:
        care = self.session.care
        if care.state != "mended" or care.mended is None or not care.mended.new or care.undone is not None:
            return []
        return [
            Choice(id="look", label=_("Look at what is new")),
            Choice(id="undo", label=_("Take the changes back now")),
        ]

    def _told(self) -> str:
        care = self.session.care
        if care.error is not None:
            parts = [care.error.title, care.error.cause, care.error.remedy, "", self.wizard.where_to_read()]
            return "\n".join(parts).strip()
        if care.undone is not None:
            kept = [_("Kept: {path}: {reason}").format(path=path, reason=why) for path, why in care.undone.kept]
            return "\n".join([*(f"- {title}" for title in care.undone.reverted), *kept])
        if care.mended is None or care.state != "mended":
            return ""
        lines = [_("Repaired: {title}").format(title=title) for title in care.mended.repaired]
        lines += [_("Still there: {title}").format(title=title) for title in care.mended.still]
        lines += [_("New: {title}").format(title=title) for title in care.mended.new]
        return "\n".join([*lines, *care.mended.notes])

    def _steps(self) -> Text:
        care, text = self.session.care, Text()
        if self.session.staging.state != "none" and care.fetches:
            ready = self.session.staging.state == "ready"
            state = "done" if ready else "failed" if self.ready() else "current"
            self._line(text, state, _("Download, check and unpack Go"))
        for id, title in care.planned:
            if id in care.finished and care.state not in {"failed", "stopped"}:
                state = "done"
            elif id == care.running:
                state = "failed" if self.ready() else "current"
            else:
                state = "coming"
            self._line(text, state, title)
        if care.planned and care.state in {"looking", "mended"}:
            self._line(text, "current" if care.state == "looking" else "done", _("Look again"))
        text.rstrip()
        return text

    def _line(self, text: Text, state: str, told: str) -> None:
        mark = getattr(self.marks, state)
        colour = {"done": "step-done", "current": "step-current", "coming": "step-coming", "failed": "bad"}[state]
        text.append(f"{mark} ", style=self.ink(colour))
        text.append(told + "\n", style=self.ink("step-coming") if state == "coming" else "")
