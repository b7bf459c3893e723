"""Small windows over the page: a question, a message, the help."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from gowizard.locales import N_, _
from gowizard.wizard.widgets.button import Button
from gowizard.wizard.widgets.prose import Keys, Lines, prose


class Ask(ModalScreen[str]):
    """A question with two or three answers; the result is the id of the button, "" for Esc."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "answer('')", N_("Back"), show=False),
        Binding("left", "app.focus_previous", show=False),
        Binding("right", "app.focus_next", show=False),
    ]

    def __init__(
        self, title: str, lines: Sequence[str], answers: Sequence[tuple[str, str]], *, focus: str = ""
    ) -> None:
        super().__init__()
        self._title, self._lines, self._answers = title, lines, answers
        self._focus = focus or answers[0][0]

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static(self._title, classes="dialog-title", markup=False)
            with VerticalScroll(classes="dialog-body", can_focus=False):
                for line in self._lines:
                    yield Static(prose(line), markup=False)
            with Horizontal(classes="buttons"):
                for name, label in self._answers:
                    yield Button(label, id=name, classes="-primary" if name == self._focus else "")

    def on_mount(self) -> None:
        """Put the focus on the harmless answer."""
        self.query_one(f"#{self._focus}", Button).focus()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """That is the answer."""
        event.stop()
        self.dismiss(event.button.id or "")

    def action_answer(self, answer: str) -> None:
        """Answer without a button."""
        self.dismiss(answer)


class Tell(Ask):
    """Something to read, closed by Enter or Esc."""

    def __init__(self, title: str, lines: Sequence[str]) -> None:
        super().__init__(title, lines, [("close", _("Close"))])


class Wait(ModalScreen[None]):
    """Keeps the page as it is while something is put back; whoever opened it closes it."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self._title = title

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static(self._title, classes="dialog-title", markup=False)


class Reader(ModalScreen[None]):
    """A longer text to scroll through."""

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (80, "-broad")]  # noqa: RUF012
    VERTICAL_BREAKPOINTS = [(0, "-short"), (26, "-middle"), (36, "-high")]  # noqa: RUF012

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,enter,f1", "app.pop_screen", N_("Close"), show=False),
    ]

    def __init__(self, title: str, text: Sequence[str] | Text) -> None:
        super().__init__()
        self._title = title
        self._told = Lines(text) if isinstance(text, Text) else Keys("\n".join(text))

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog -tall"):
            yield Static(self._title, classes="dialog-title", markup=False)
            with VerticalScroll(classes="dialog-body"):
                yield Static(self._told, markup=False)
            yield Static(_("Esc closes"), classes="dialog-hint", markup=False)

    def on_mount(self) -> None:
        """Arrows scroll at once."""
        self.query_one(VerticalScroll).focus()
