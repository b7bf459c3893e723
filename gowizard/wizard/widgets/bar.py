"""A progress bar of plain characters: it keeps its meaning without colour and without Unicode."""

from __future__ import annotations

from typing import ClassVar

from rich.text import Text
from textual.widgets import Static

from gowizard.wizard.widgets.marks import Marks


class Bar(Static):
    """A line that fills up. `share` from 0 to 1, None while the size is unknown."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"bar--full", "bar--empty"}

    def __init__(self, marks: Marks, *, id: str | None = None) -> None:
        super().__init__(id=id, classes="bar")
        self.marks = marks
        self.share: float | None = 0.0

    def fill(self, share: float | None) -> None:
        """Show this share."""
        self.share = share
        self.refresh()

    def render(self) -> Text:
        """The bar with its percentage."""
        width = max(4, self.size.width - 5)
        share = min(max(self.share or 0.0, 0.0), 1.0)
        full = int(width * share)
        percent = "    " if self.share is None else f"{int(share * 100):>4}%"
        return Text.assemble(
            (self.marks.bar_full * full, self.get_component_rich_style("bar--full", partial=True)),
            (
                self.marks.bar_empty * (width - full),
                self.get_component_rich_style("bar--empty", partial=True),
            ),
            percent,
        )
