"""A list to choose from, one row a choice, whose state is told by marks and not by colour alone.

Textual's own OptionList shows the highlight, and its Checkbox and RadioButton their state, by colour only.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Offset, Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.widgets import Input

from gowizard.dataclass import replace
from gowizard.locales import N_
from gowizard.wizard.widgets.marks import Marks
from gowizard.wizard.widgets.rows import CHOOSE, Choice, fit, label_width


class RowMessage(Message):
    """What happened to a row of a list."""

    def __init__(self, choices: Choices, choice: Choice) -> None:
        super().__init__()
        self.choices, self.choice = choices, choice

    @property
    def control(self) -> Choices:
        """The list: `on` tells lists apart by it."""
        return self.choices


class Choices(ScrollView, can_focus=True):
    """`radio`: the mark follows the highlight and Enter takes it. Rows with `checked` are boxes for Space."""

    # Few: Textual works out each of them whenever the focus comes or goes.
    COMPONENT_CLASSES: ClassVar[set[str]] = {"choices--row", "choices--highlight", "choices--header"}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1)", show=False),
        Binding("down,j", "move(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
        Binding("home", "edge(-1)", show=False),
        Binding("end", "edge(1)", show=False),
        Binding("enter", "take", CHOOSE, key_display="enter"),
        Binding("space", "tick", N_("Tick")),
    ]
    highlighted: reactive[int] = reactive(-1)

    class Highlighted(RowMessage):
        """Another row is highlighted. `by_user` is False when the page did it."""

        def __init__(self, choices: Choices, choice: Choice, by_user: bool) -> None:
            super().__init__(choices, choice)
            self.by_user = by_user

    class Taken(RowMessage):
        """Enter on a row that can be taken; on a list that has none yet, a row without an id."""

    class Toggled(RowMessage):
        """A box changed."""

    def __init__(
        self,
        choices: Sequence[Choice] = (),
        *,
        marks: Marks,
        radio: bool = True,
        second: bool = False,
        highlighted: str = "",
        id: str | None = None,
    ) -> None:
        super().__init__(id=id)
        self.marks, self.radio = marks, radio
        self.second = second  # beside another list: its pointer shows only while it has the focus
        self.moved = False  # whether the user moved the highlight
        self._rows: list[Choice] = []
        self.show(choices, highlighted)

    @property
    def rows(self) -> tuple[Choice, ...]:
        """All rows as they are now."""
        return tuple(self._rows)

    @property
    def current(self) -> Choice | None:
        """The highlighted row."""
        return self._rows[self.highlighted] if 0 <= self.highlighted < len(self._rows) else None

    def show(self, choices: Sequence[Choice], highlighted: str = "") -> None:
        """Replace the rows; the highlight goes to `highlighted`, or stays on its id, or to the first row."""
        kept = highlighted or (self.current.id if self.current else "")
        self._rows = list(choices)
        ids = [row.id for row in self._rows]
        if kept in ids:
            place = ids.index(kept)
        else:
            place = next((i for i, row in enumerate(self._rows) if not row.header and not row.refusal), -1)
        self.virtual_size = Size(0, len(self._rows))
        self.set_reactive(Choices.highlighted, place)
        self.refresh(layout=True)
        if self.is_mounted:
            self._announce(False)
            self.call_after_refresh(self._reveal)

    def checked(self) -> tuple[str, ...]:
        """Ids of the boxes that are ticked."""
        return tuple(row.id for row in self._rows if row.checked)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many rows as there are choices."""
        return max(1, len(self._rows))

    def on_mount(self) -> None:
        """Tell the page what is highlighted first."""
        self._announce(False)

    def on_resize(self) -> None:
        """Keep the highlight in sight."""
        self._reveal()

    def on_focus(self) -> None:
        """Bring the terminal's cursor to the highlight."""
        self._reveal()
        self._announce(False)

    def action_move(self, by: int) -> None:
        """The next row that is not a header; the list does not wrap."""
        place = self.highlighted + by
        while 0 <= place < len(self._rows) and self._rows[place].header:
            place += by
        if 0 <= place < len(self._rows):
            self._go(place)
        else:
            self._leave(by)
            if by < 0:
                self.scroll_to(y=0, animate=False)

    def action_page(self, by: int) -> None:
        """A screenful up or down."""
        target = self.highlighted + by * max(1, self.size.height - 1)
        self._go_near(min(max(target, 0), len(self._rows) - 1), -by)

    def action_edge(self, side: int) -> None:
        """The first or the last row."""
        self._go_near(0 if side < 0 else len(self._rows) - 1, -side)

    def action_take(self) -> None:
        """Enter."""
        row = self.current if self._rows else Choice(id="", label="")
        if row is None or row.refusal:
            self.app.bell()
        else:
            self.post_message(self.Taken(self, row))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The footer names Space only where there is something to tick."""
        return action != "tick" or any(row.checked is not None for row in self._rows)

    def action_tick(self) -> None:
        """Space: tick or clear a box."""
        row = self.current
        if row is not None and row.checked is not None and not row.refusal:
            self._rows[self.highlighted] = row = replace(row, checked=not row.checked)
            self.refresh()
            self.post_message(self.Toggled(self, row))

    def on_click(self, event: events.Click) -> None:
        """A click highlights; on a box it ticks; a second click takes."""
        place = event.get_content_offset_capture(self).y + self.scroll_offset.y
        if not (0 <= place < len(self._rows)) or self._rows[place].header:
            return
        again = place == self.highlighted
        self._go(place)
        if self._rows[place].checked is not None:
            self.action_tick()
        elif again and event.chain == 2:
            self.action_take()

    def _leave(self, by: int) -> None:
        """Over the edge of the list lies the next list or field of the page."""
        chain = self.screen.focus_chain
        place = chain.index(self) + by if self in chain else -1
        if 0 <= place < len(chain) and isinstance(chain[place], Choices | Input):
            self.screen.set_focus(chain[place])  # at once: the next key is meant for it

    def _go_near(self, place: int, step: int) -> None:
        while 0 <= place < len(self._rows) and self._rows[place].header:
            place += step
        if 0 <= place < len(self._rows):
            self._go(place)

    def _go(self, place: int) -> None:
        self.moved = True
        if place != self.highlighted:
            self.highlighted = place
            self._announce(True)
        self._reveal()

    def _announce(self, by_user: bool) -> None:
        if self.current is not None:
            self.post_message(self.Highlighted(self, self.current, by_user))

    def _reveal(self) -> None:
        if self.highlighted < 0:
            return
        if not self.moved:  # the first rows stay in sight as long as the highlight allows it
            self.scroll_to(y=max(0, self.highlighted - max(self.size.height, 1) + 1), animate=False, force=True)
        above = 1 if self.highlighted > 0 and self._rows[self.highlighted - 1].header else 0
        self.scroll_to_region(
            Region(0, self.highlighted - above, 1, 1 + above), animate=False, force=True, x_axis=False
        )
        if self.has_focus:  # braille displays and screen readers follow the real cursor
            row = self.highlighted - round(self.scroll_y)
            self.app.cursor_position = self.content_region.offset + Offset(0, row)

    def render_line(self, y: int) -> Strip:
        """One row as cells."""
        place = y + self.scroll_offset.y
        width = self.scrollable_content_region.width
        if not 0 <= place < len(self._rows):
            return Strip.blank(width, self.rich_style)
        row = self._rows[place]
        here = place == self.highlighted and (self.has_focus or not self.second)
        if row.header:
            style = self.get_component_rich_style("choices--header") if row.label else self.rich_style
            return Strip([Segment(set_cell_size(row.label, width), style)])
        text = self._style("step-coming" if row.refusal else "foreground", here)
        note = self._style("step-coming" if row.refusal else "quiet", here) + Style(bold=False)
        mark = self._style("accent-ink" if here or row.checked else "quiet", here)
        lead = self._lead(row, here)
        rest = self._rest(lead)
        label = fit(row.label, label_width(row, self._rows, rest), self.marks.dots)
        segments = [Segment(lead, mark), Segment(" ", text), Segment(label, text)]
        rest -= cell_len(label)
        if row.note and rest > 4:
            segments += [Segment("  ", text), Segment(fit(row.note, rest - 2, self.marks.dots), note)]
        return Strip(segments).adjust_cell_length(width, text).simplify()

    def cuts(self, row: Choice) -> bool:
        """Whether the row is too narrow for its label."""
        rest = self._rest(self._lead(row, False))
        return rest > 0 and cell_len(row.label) > label_width(row, self._rows, rest)

    def _rest(self, lead: str) -> int:
        """The columns behind the mark and a blank; one before the scrollbar stays free."""
        return self.scrollable_content_region.width - cell_len(lead) - 1 - self.show_vertical_scrollbar

    def _lead(self, row: Choice, here: bool) -> str:
        if row.checked is not None:
            pointer = self.marks.current if here else " "
            return f"{pointer} {self.marks.box_on if row.checked else self.marks.box_off}"
        if not self.radio:
            return self.marks.current if here else " "
        if row.refusal:
            return self.marks.refused
        return self.marks.radio_on if here else self.marks.radio_off

    def _style(self, ink: str, here: bool) -> Style:
        """A row's look in one of the theme's colours."""
        colour = self.app.stylesheet.parse_style(f"${ink}").rich_style
        style = self.get_component_rich_style("choices--row") + colour
        return style + self.get_component_rich_style("choices--highlight", partial=True) if here else style
