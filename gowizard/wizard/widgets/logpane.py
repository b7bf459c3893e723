"""The pane in which programs print, line by line, as fast as they like.

Not Textual's Log: that one measures lines on executor threads, which quitting would wait for, and does
not wrap.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from rich.cells import cell_len, chop_cells
from rich.segment import Segment
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.selection import Selection
from textual.strip import Strip

from gowizard.locales import N_
from gowizard.locales.columns import wrap

COMMAND, OUTPUT, GOOD, BAD = "command", "output", "good", "bad"
_MOST = 20_000  # rows kept


class LogPane(ScrollView, can_focus=True):
    """Lines of `(kind, text)`, already safe for a terminal. Follows the end unless scrolled up."""

    ALLOW_SELECT = True
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "logpane--command",
        "logpane--output",
        "logpane--good",
        "logpane--bad",
    }
    BINDINGS: ClassVar[list[BindingType]] = [Binding("c", "copy", N_("Copy log"))]

    def __init__(self, lines: Iterable[tuple[str, str]] = (), *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._lines: list[tuple[str, str]] = list(lines)
        self._rows: list[tuple[str, str]] = []
        self._wrapped_at = 0
        self._follow = True  # until somebody scrolls up

    @property
    def text(self) -> str:
        """Everything that was printed and is still kept."""
        return "\n".join(text for _kind, text in self._lines)

    def add(self, lines: list[tuple[str, str]]) -> None:
        """Append lines; one call for many lines."""
        self._lines += lines
        if self._wrapped_at:
            self._rows += self._wrap(lines)
        if len(self._rows) > _MOST:
            del self._rows[: len(self._rows) - _MOST]
            del self._lines[: max(0, len(self._lines) - _MOST)]
        self._sized()

    def on_mount(self) -> None:
        """Wrap what was given at the start."""
        self.on_resize()

    def on_resize(self) -> None:
        """Wrap again for another width."""
        width = self.scrollable_content_region.width
        if width > 0 and width != self._wrapped_at:
            self._wrapped_at = width
            self._rows = self._wrap(self._lines)[-_MOST:]
            self._sized()
        elif self._follow:  # another height: the end stays in sight
            self._to_end()

    def action_copy(self) -> None:
        """Put the whole log on the clipboard."""
        self.app.copy_to_clipboard(self.text)

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """The selected rows."""
        return selection.extract("\n".join(text for _kind, text in self._rows)), "\n"

    def render_line(self, y: int) -> Strip:
        """One row as cells."""
        place, width = y + self.scroll_offset.y, self.scrollable_content_region.width
        if place >= len(self._rows):
            return Strip.blank(width, self.rich_style)
        kind, text = self._rows[place]
        style = self.get_component_rich_style(f"logpane--{kind}")
        strip = Strip([Segment(text, style)]).adjust_cell_length(width, style)
        return strip.apply_offsets(0, place)

    def _wrap(self, lines: list[tuple[str, str]]) -> list[tuple[str, str]]:
        width = max(8, self._wrapped_at)
        rows = []
        for kind, row in ((kind, row) for kind, text in lines for row in text.split("\n")):
            text = row.expandtabs(4) if "\t" in row else row
            if (text.isascii() and len(text) <= width) or cell_len(text) <= width:
                rows.append((kind, text))
            else:
                rows += [(kind, piece) for piece in broken_rows(text[:4000], width)]
        return rows

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Scrolling up stops following the end, reaching it starts again."""
        super().watch_scroll_y(old_value, new_value)
        self._follow = new_value >= self.max_scroll_y - 1

    def _sized(self) -> None:
        follow = self._follow
        self.virtual_size = Size(0, len(self._rows))
        if follow:
            self._to_end()
        self.call_after_refresh(self._scrollbar_known, follow)
        self.refresh()

    def _scrollbar_known(self, follow: bool) -> None:
        """A scrollbar that came with the last lines takes a column, without a resize."""
        if follow:
            self._to_end()
        self.on_resize()
        # one that was not there yet when the pane was scrolled was not told
        self.vertical_scrollbar.position = self.scroll_offset.y

    def _to_end(self) -> None:
        self.scroll_to(y=max(0, len(self._rows) - self.scrollable_content_region.height), animate=False, force=True)
        self._follow = True


def broken_rows(text: str, width: int) -> list[str]:
    """Rows of at most `width` cells: between words, and a longer word (a path, an address) where the row ends."""
    lead = text[: len(text) - len(text.lstrip())]
    if cell_len(lead) > width // 2:
        return chop_cells(text, width)
    rows = wrap(text[len(lead) :], width - cell_len(lead))
    return [piece for row in rows for piece in chop_cells(lead + row, width)]
