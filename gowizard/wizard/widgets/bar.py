"""A progress bar of plain characters: it keeps its meaning without colour and without Unicode."""

from __future__ import annotations

from textual.content import Content
from textual.widgets import Static

from gowizard.wizard.widgets.marks import Marks


def bar(share: float | None, width: int, marks: Marks) -> Content:
    """A line of `width` cells that is filled as far as `share`, from 0 to 1, says; None while the size is unknown."""
    width = max(4, width - 5)
    share_known = min(max(share or 0.0, 0.0), 1.0)
    full = int(width * share_known)
    percent = "    " if share is None else f"{int(share_known * 100):>4}%"
    return Content.assemble((marks.bar_full * full, "$primary"), (marks.bar_empty * (width - full), "$line"), percent)


class Bar(Static):
    """A line that fills up. `share` from 0 to 1, None while the size is unknown."""

    def __init__(self, marks: Marks, *, id: str | None = None) -> None:
        super().__init__(id=id, classes="bar")
        self.marks = marks
        self.share: float | None = 0.0

    def fill(self, share: float | None) -> None:
        """Show this share."""
        self.share = share
        self.refresh()

    def render(self) -> Content:
        """The bar with its percentage."""
        return bar(self.share, self.size.width, self.marks)
