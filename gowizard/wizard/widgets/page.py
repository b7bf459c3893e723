"""What every page is: a heading, a sentence, one question, and the answers it leaves."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Static

from gowizard.answers import Answers
from gowizard.locales import _
from gowizard.wizard.session import Session
from gowizard.wizard.widgets.marks import Marks
from gowizard.wizard.widgets.patience import Patience
from gowizard.wizard.widgets.prose import Lines, prose

if TYPE_CHECKING:
    from gowizard.wizard.screen import WizardScreen


class Detail(VerticalScroll, can_focus=False):
    """What the highlighted choice means."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id, classes="detail")
        self._text = Static(markup=False)

    def compose(self) -> ComposeResult:
        yield self._text

    def show(self, text: str | Text) -> None:
        """Replace the text and start at its top."""
        self._text.update(prose(text) if isinstance(text, str) else Lines(text))
        self._text.display = bool(text)
        self.scroll_home(animate=False)


class Page(Vertical):
    """A page is built from the session each time it is shown, so Back keeps every answer."""

    next_label = ""  # empty: "Next"
    can_go_back = True

    class Advanced(Message):
        """The page's question is answered: go on."""

    def __init__(self, session: Session, marks: Marks) -> None:
        super().__init__(classes="page")
        self.session, self.marks = session, marks
        self.patience = Patience()

    def heading(self) -> str:
        """The question in a few words."""
        raise NotImplementedError

    def sentence(self) -> str:
        """One sentence under the heading."""
        return ""

    def body(self) -> Iterable[Widget]:
        """The widgets between the sentence and the buttons."""
        return ()

    def compose(self) -> ComposeResult:
        yield Static(self.heading(), classes="heading", markup=False)
        yield Static(prose(self.sentence()), classes="sentence", markup=False)
        yield from self.body()

    def retell(self) -> None:
        """Show heading and sentence again after the session changed."""
        self.query_one(".heading", Static).update(self.heading())
        self.query_one(".sentence", Static).update(prose(self.sentence()))

    def keep_telling(self) -> None:
        """While the page's work runs its sentence changes with the time too."""
        self.set_interval(1.0, lambda: None if self.ready() else self.retell())

    def opened(self) -> None:
        """The page is on the screen: start its questions to the network and focus its first widget."""

    def refresh_facts(self) -> None:
        """The session learnt something."""

    def printed(self, lines: list[tuple[str, str]]) -> None:
        """Programs printed lines of `(kind, text)`, see widgets/logpane.py; only a page with a log shows them."""

    def take(self) -> Answers:
        """The answers with this page's in them. Raises GowizardError where an entry cannot be used."""
        return self.session.answers

    def settled(self) -> bool:
        """Whether the page may be left now; False where it first finds something out, or tells it."""
        return True

    def ready(self) -> bool:
        """Whether Next can be pressed."""
        return True

    def next_text(self) -> str:
        """What the main button says."""
        return _("Next")

    def ink(self, name: str) -> str:
        """One of our own colours as a Rich style; none where the theme has none."""
        value = self.app.theme_variables[name]
        return "" if value.startswith("ansi") else value

    @property
    def wizard(self) -> WizardScreen:
        """The screen this page lies on."""
        from gowizard.wizard.screen import WizardScreen

        screen = self.screen
        assert isinstance(screen, WizardScreen)
        return screen
