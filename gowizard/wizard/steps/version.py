"""Version: which Go? The latest is the default; what cannot run here says so."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.widget import Widget
from textual.widgets import Input

from gowizard.answers import Answers
from gowizard.dataclass import replace
from gowizard.locales import N_, _, sentences
from gowizard.wizard.backend import VersionOffer
from gowizard.wizard.widgets.choices import Choices
from gowizard.wizard.widgets.field import Field
from gowizard.wizard.widgets.measure import age, size
from gowizard.wizard.widgets.page import Detail, Page
from gowizard.wizard.widgets.rows import Choice

ELSEWHERE = "elsewhere"


class VersionPage(Page):
    """A list that arrives when the server answers; until then Enter takes the latest."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("slash", "filter", N_("Filter"))]

    def heading(self) -> str:
        return _("Which version of Go?")

    def sentence(self) -> str:
        versions = self.session.versions
        if versions is not None:
            told = _("From {origin}, {age}.").format(origin=versions.origin, age=age(versions.age))
            if self.session.none_runs:
                return sentences(told, _("None of them can run on this machine."))
            return f"{told} {versions.note}".strip()
        if self.session.versions_error is not None:
            return _("No list of versions could be had; Enter takes what you ask for on the next page.")
        return _("Asking for the list of versions") + self.marks.dots

    def body(self) -> Iterable[Widget]:
        yield Field(placeholder=_("type to filter, Esc clears"), id="filter")
        yield Choices(self._rows(), marks=self.marks, highlighted=self._wanted(), id="versions")
        yield Detail()

    def opened(self) -> None:
        self.query_one("#filter", Input).display = False
        self.refresh_facts()
        self.query_one("#versions", Choices).focus()

    def refresh_facts(self) -> None:
        self.retell()
        choices = self.query_one("#versions", Choices)
        choices.show(self._rows(), "" if choices.moved else self._wanted())
        error = self.session.versions_error
        if self.session.versions is None and error is not None:
            self.query_one(Detail).show("\n".join(filter(None, (error.title, error.cause, error.remedy))))

    def on_key(self, event: events.Key) -> None:
        """A digit opens the filter with itself in it; Esc and Down leave it."""
        box = self.query_one("#filter", Input)
        if box.has_focus:
            if event.key in {"down", "escape"}:
                event.stop()
                event.prevent_default()
                if event.key == "escape":
                    box.value = ""
                    box.display = False
                self.query_one("#versions", Choices).focus()
        elif (event.character or "").isdigit():
            event.stop()
            event.prevent_default()
            self.action_filter(str(event.character))

    def action_filter(self, text: str = "") -> None:
        """Open the filter."""
        box = self.query_one("#filter", Input)
        box.display = True
        box.value = text
        box.focus()
        self.call_after_refresh(box.action_end)

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        choices = self.query_one("#versions", Choices)
        rows = self._rows()
        exact = f"go{event.value.strip().removeprefix('go')}"
        choices.show(rows, exact if any(row.id == exact for row in rows) else "")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        if self.query_one("#versions", Choices).current is not None:
            self.post_message(self.Advanced())
        else:
            self.app.bell()

    def on_choices_highlighted(self, event: Choices.Highlighted) -> None:
        self.query_one(Detail).show(event.choice.refusal or event.choice.detail)

    def on_choices_taken(self, event: Choices.Taken) -> None:
        event.stop()
        self.post_message(self.Advanced())

    def ready(self) -> bool:
        row = self.query_one("#versions", Choices).current
        return row is None or not row.refusal

    def take(self) -> Answers:
        row = self.query_one("#versions", Choices).current
        if row is None or row.id == ELSEWHERE or self.session.versions is None:
            return self.session.answers
        return replace(self.session.answers, version=row.id.removeprefix("go"))

    def _wanted(self) -> str:
        """The id of the row that the answers mean."""
        versions, asked = self.session.versions, self.session.answers.version.removeprefix("go")
        if versions is None or not versions.offers:
            return ""
        if self.session.none_runs:
            return ELSEWHERE
        names = [offer.name for offer in versions.offers]
        for name in (f"go{asked}", versions.proposed):
            if name in names:
                return name
        return next((o.name for o in versions.offers if not o.refusal), names[0])

    def _rows(self) -> list[Choice]:
        versions = self.session.versions
        if versions is None:
            return []
        wanted = self.query_one("#filter", Input).value.strip().removeprefix("go") if self.is_mounted else ""
        default = versions.proposed or (versions.offers[0].name if versions.offers else "")
        why = _("your project asks for it") if versions.for_project else _("default")
        rows = [self._row(o, why if o.name == default else "") for o in versions.offers if wanted in o.number]
        return [*self._elsewhere(), *rows]

    def _elsewhere(self) -> list[Choice]:
        """The way on where nothing of this list runs here."""
        versions = self.session.versions
        if versions is None or not versions.offers or not self.session.none_runs:
            return []
        told = _("The next page asks where from; the list of that source follows.")
        return [
            Choice(
                id=ELSEWHERE,
                label=_("Another source"),
                note=_("may have one that runs here"),
                detail=f"{versions.offers[0].refusal}\n{told}",
            )
        ]

    def _row(self, offer: VersionOffer, why: str) -> Choice:
        notes = [offer.note, why]
        if offer.end_of_life:
            notes.append(_("end of life"))
        if offer.refusal:
            notes = [_("cannot run here")]
        detail = offer.detail
        if offer.size:
            nearby = self.session.versions is not None and self.session.versions.nearby
            told = _("{size} in the folder: nothing to download.") if nearby else _("{size} to download.")
            detail = sentences(detail, told.format(size=size(offer.size)))
        between = f" {self.marks.between} "
        return Choice(
            id=offer.name,
            label=offer.number,
            note=between.join(filter(None, notes)),
            detail=detail.strip(),
            refusal=offer.refusal,
        )
