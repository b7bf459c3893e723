"""Arrows and paging keys that the focused widget leaves: they move the page's list, or what is explained on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widgets import Input

from gowizard.wizard.widgets.choices import Choices
from gowizard.wizard.widgets.page import Detail, Page

if TYPE_CHECKING:
    from textual.screen import Screen

    Base = Screen[None]
else:
    Base = object


class Arrows(Base):
    """A part of the wizard's screen; see screen.py for the others."""

    if TYPE_CHECKING:
        page: Page | None

    def action_nudge(self, by: int) -> None:
        """Arrows leave a field, and move the page's list even while a button has the focus."""
        if isinstance(self.focused, Input):
            self.focus_next() if by > 0 else self.focus_previous()
            return
        lists = [choices for choices in self.query(Choices) if choices.display and choices.rows]
        if lists and self.page is not None:
            self.set_focus(lists[0])  # at once: an Enter behind the arrow must not press the button
            lists[0].action_move(by)
        else:
            self._scroll(by)

    def action_turn(self, by: int) -> None:
        """A screenful of what is explained, where a button or a field has the focus."""
        self._scroll(by * max(2, self.app.size.height // 4))

    def _scroll(self, rows: int) -> None:
        for detail in self.query(Detail):
            if detail.display:
                detail.scroll_relative(y=rows, animate=False)
