"""What pages with a list of offers share: others answer for the rows, and one row is for an entry of one's own."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.containers import Horizontal
from textual.widget import Widget
from textual.widgets import Input, Static

from gowizard.wizard.widgets.choices import Choices
from gowizard.wizard.widgets.field import Field
from gowizard.wizard.widgets.page import Detail, Page
from gowizard.wizard.widgets.rows import Choice


class OfferPage(Page):
    """A list, under it a field that shows while the row `own` is highlighted, and what the highlighted row means."""

    offers_id: ClassVar[str]
    own: ClassVar[str]  # id of the row and of its field
    with_field: ClassVar[tuple[str, ...]] = ()  # other rows that open a field: the list is lower then

    def rows(self) -> list[Choice]:
        """The list as it is now."""
        raise NotImplementedError

    def wanted(self) -> str:
        """The id of the row to highlight while the user has not moved."""
        raise NotImplementedError

    def meaning(self, choice: Choice) -> str:
        """What stands beside the list."""
        return choice.refusal or choice.detail

    def looked_further(self) -> None:
        """The user looks at other rows: now the others may be asked too."""

    def opens(self, choice: Choice) -> bool:
        """Whether Enter on a row opened something instead of answering the question."""
        return False

    def list_and_field(self, label: str, text: str, placeholder: str) -> Iterable[Widget]:
        """The widgets; `text` is what the field holds at first."""
        yield Choices(self.rows(), marks=self.marks, highlighted=self.wanted(), id=self.offers_id)
        with Horizontal(classes="field", id=f"{self.own}-row"):
            yield Static(label, classes="label", markup=False)
            yield Field(text, id=self.own, placeholder=placeholder)
        yield Detail()

    @property
    def choices(self) -> Choices:
        """The list."""
        return self.query_one(f"#{self.offers_id}", Choices)

    @property
    def field(self) -> Input:
        """The field."""
        return self.query_one(f"#{self.own}", Input)

    @property
    def chosen(self) -> Choice | None:
        """The highlighted row."""
        return self.choices.current

    @property
    def own_chosen(self) -> bool:
        """Whether the row for an entry of one's own is highlighted."""
        return self.chosen is not None and self.chosen.id == self.own

    def refresh_facts(self) -> None:
        self.retell()
        self.choices.show(self.rows(), "" if self.choices.moved else self.wanted())

    def on_choices_highlighted(self, event: Choices.Highlighted) -> None:
        self.query_one(f"#{self.own}-row").display = event.choice.id == self.own
        self.set_class(event.choice.id in {self.own, *self.with_field}, "-own")
        self.query_one(Detail).show(self.meaning(event.choice))
        if event.by_user:
            self.looked_further()

    def on_choices_taken(self, event: Choices.Taken) -> None:
        event.stop()
        if self.opens(event.choice):
            return
        if event.choice.id == self.own and not self.field.value.strip():
            self.field.focus()
        else:
            self.post_message(self.Advanced())

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.post_message(self.Advanced())
