"""Findings: what is wrong, the evidence, and the exact change that mends it. Enter mends what is ticked."""

from __future__ import annotations

from collections.abc import Iterable

from rich.text import Text
from textual.containers import Container, Horizontal
from textual.events import Paste
from textual.widget import Widget
from textual.widgets import Input, Static

from gowizard.doctor.model import Severity
from gowizard.locales import _, ngettext, sentences
from gowizard.wizard.care import Ailment
from gowizard.wizard.steps.difference import difference
from gowizard.wizard.widgets.choices import Choices
from gowizard.wizard.widgets.field import Field
from gowizard.wizard.widgets.page import Detail, Page
from gowizard.wizard.widgets.rows import DETAILS, Choice

_WIDE = 120  # columns from which the change stands in a pane of its own
_HIGH = 28  # rows from which a blank one lies between what is wrong and what mends it


class MessageField(Field):
    """Takes a message of several lines as one."""

    def _on_paste(self, event: Paste) -> None:
        self.insert_text_at_cursor(" ".join(event.text.split()))
        event.prevent_default()
        event.stop()


class FindingsPage(Page):
    """The list with marks, evidence beside it, the change below, and a field for a message."""

    def heading(self) -> str:
        care = self.session.care
        if care.error is not None:
            return care.error.title
        if care.checkup is None or care.state in {"waiting", "examining"}:
            return _("Looking at Go on this machine")
        if care.checkup.healthy:
            return _("Go works here")
        wrong = sum(item.severity > Severity.ADVICE for item in care.checkup.ailments)
        return ngettext("{n} thing is wrong with Go here", "{n} things are wrong with Go here", wrong).format(n=wrong)

    def sentence(self) -> str:
        care = self.session.care
        if care.error is not None:
            return sentences(care.error.cause, care.error.remedy)
        if care.checkup is None or care.state in {"waiting", "examining"}:
            told = ngettext("{n} check is through.", "{n} checks are through.", care.through).format(n=care.through)
            return sentences(told, _("Nothing is changed.")) if care.through else _("Nothing is changed.")
        if care.checkup.about:
            return sentences(*care.checkup.about)
        if care.checkup.healthy:
            looked = ngettext("{n} check", "{n} checks", care.checkup.checks).format(n=care.checkup.checks)
            nothing = _("{checks} found nothing to mend.").format(checks=looked)
            return sentences(care.checkup.line, nothing)
        if care.chosen():
            return _("“Repair” mends what is ticked. Every change stands below; you can undo all of them.")
        return _("Nothing is ticked. What a person has to do stands below each.")

    def body(self) -> Iterable[Widget]:
        with Container(id="repair"):
            yield Choices(self._rows(), marks=self.marks, radio=False, id="findings")
            with Container(id="about"):
                yield Detail(id="evidence")
                yield Detail(id="remedy")
        with Horizontal(classes="field"):
            yield Static(_("A message"), classes="label", markup=False)
            yield MessageField(
                self.session.care.message,
                placeholder=_("paste what Go or the shell said"),
                id="message",
            )

    def opened(self) -> None:
        self.wizard.call_after_refresh(self.wizard.start_examining)
        self.refresh_facts()

    def ready(self) -> bool:
        return self.session.care.state in {"known", "failed", "stopped", "mended"}

    def next_text(self) -> str:
        if not self.ready():
            return _("Looking") + self.marks.dots
        return _("Repair") if self.session.care.chosen() else _("Leave")

    def settled(self) -> bool:
        if self.session.care.chosen():
            return True
        self.wizard.leave()
        return False

    def refresh_facts(self) -> None:
        self.retell()
        choices = self.query_one("#findings", Choices)
        choices.show(self._rows())
        choices.display = bool(choices.rows)
        checkup = self.session.care.checkup
        self.query_one(".heading").set_class(checkup is not None and checkup.healthy and self.ready(), "-good")
        self._show(choices.current)
        focused = self.screen.focused
        if self.ready() and (focused is None or focused.id not in {"findings", "message"}):
            self.wizard.focus_next_button()

    def on_resize(self) -> None:
        """The panes change with the width."""
        if self.query("#findings"):
            self._show(self.query_one("#findings", Choices).current)

    def on_choices_highlighted(self, event: Choices.Highlighted) -> None:
        self._show(event.choice)

    def on_choices_toggled(self, event: Choices.Toggled) -> None:
        event.stop()
        self.session.care.ticked[event.choice.id] = bool(event.choice.checked)
        self.retell()
        self.wizard.refresh_frame()

    def on_choices_taken(self, event: Choices.Taken) -> None:
        """Enter on a finding shows all about it."""
        event.stop()
        ailment = self._ailment(event.choice.id)
        if ailment is not None:
            wrong = _stacked(self._evidence(ailment), self._why(ailment))
            mends = _stacked(self._remedy(ailment), self._more(ailment))
            self.wizard.read(ailment.title, _stacked(wrong, mends, between="\n\n"))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.wizard.ask_about(event.value)

    def _rows(self) -> list[Choice]:
        care = self.session.care
        if care.checkup is None:
            return []
        rows = []
        for item in care.checkup.ailments:
            mark = {Severity.BLOCKS: self.marks.failed, Severity.HURTS: self.marks.warning, Severity.ADVICE: "i"}
            lead = "" if item.automatic else "    "  # as wide as a box
            note = "" if item.automatic or not item.commands else _("for you to do")
            checked = care.is_ticked(item) if item.automatic else None
            label = f"{lead}{mark[item.severity]} {item.title}"
            rows.append(Choice(id=item.key, label=label, note=note, checked=checked, enter=DETAILS))
        return rows

    def _ailment(self, key: str) -> Ailment | None:
        checkup = self.session.care.checkup
        return next((item for item in checkup.ailments if item.key == key), None) if checkup is not None else None

    def _show(self, choice: Choice | None) -> None:
        ailment = self._ailment(choice.id) if choice is not None else None
        evidence, remedy = self.query_one("#evidence", Detail), self.query_one("#remedy", Detail)
        wide = self.app.size.width >= _WIDE
        remedy.display = wide and ailment is not None
        evidence.display = ailment is not None
        if choice is None or ailment is None:
            return
        title = Text(ailment.title, style="bold") if self.query_one("#findings", Choices).cuts(choice) else Text()
        about, why, mends = self._evidence(ailment), self._why(ailment), self._remedy(ailment)
        if wide:
            evidence.show(_stacked(title, about, why))
            remedy.show(_stacked(mends, self._more(ailment)))
        else:  # what mends it is seen without scrolling
            between = "\n\n" if self.app.size.height >= _HIGH else "\n"
            more = _stacked(why, self._more(ailment))
            evidence.show(_stacked(_stacked(title, about), mends, more, between=between))

    def _evidence(self, item: Ailment) -> Text:
        text = Text()
        if item.affects:
            text.append(item.affects + "\n")
        for where, what in item.evidence:
            text.append(f"{where}  ", style=self.ink("accent-ink"))
            text.append(what + "\n", style=self.ink("foreground"))
        return text

    def _why(self, item: Ailment) -> Text:
        return Text(item.explanation, style=self.ink("quiet"))

    def _remedy(self, item: Ailment) -> Text:
        text = Text()
        if item.remedy:
            told = _("Remedy: {title}") if item.automatic else _("For you to do: {title}")
            text.append(told.format(title=item.remedy) + "\n", style="bold")
        text.append_text(difference(item.shown, self.ink))
        for command in item.commands:
            text.append(f"  {command}\n", style=self.ink("foreground"))
        return text

    def _more(self, item: Ailment) -> Text:
        text = Text()
        for told, what in ((_("Why: {text}"), item.reason), (_("Or: {text}"), item.alternative)):
            if what:
                text.append(told.format(text=what) + "\n", style=self.ink("quiet"))
        for line in (item.risk, *item.links):
            if line:
                text.append(line + "\n", style=self.ink("quiet"))
        return text


def _stacked(*parts: Text, between: str = "\n") -> Text:
    """The parts below each other, without those that are empty."""
    for part in parts:
        part.rstrip()
    return Text(between).join(part for part in parts if part)
