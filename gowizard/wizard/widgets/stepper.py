"""Where we are: every step with a mark for done, current, to come or skipped."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content
from textual.events import Click
from textual.message import Message
from textual.widgets import Static

from gowizard.dataclass import dataclass
from gowizard.wizard.widgets.marks import Marks

_LOOKS = {
    "done": "$quiet",
    "current": "bold $step-current",
    "coming": "$step-coming",
    "skipped": "italic $step-coming",
}


@dataclass(frozen=True, kw_only=True)
class StepLine:
    """One line of the stepper; `state` is done, current, coming or skipped."""

    id: str
    title: str
    state: str


class Stepper(Static):
    """The column of steps; a click on a finished one opens it. One widget: nine would take part in every layout."""

    class Opened(Message):
        """The user wants to go back to a step."""

        def __init__(self, step: str) -> None:
            super().__init__()
            self.step = step

    def __init__(self, marks: Marks, lines: Sequence[StepLine]) -> None:
        self.marks, self.lines = marks, tuple(lines)
        super().__init__(self._told(), id="stepper", markup=False)

    def show(self, lines: Sequence[StepLine]) -> None:
        """One line a step."""
        if self.lines != tuple(lines):
            resized = len(self.lines) != len(lines)
            self.lines = tuple(lines)
            self.update(self._told(), layout=resized)

    def _told(self) -> Content:
        """The marks and the titles, in the look of the state."""
        return Content("\n").join(
            Content.styled(f"{getattr(self.marks, line.state)} {line.title}", _LOOKS[line.state])
            for line in self.lines
        )

    def on_click(self, event: Click) -> None:
        """Ask to open the step."""
        offset = event.get_content_offset(self)
        if offset is not None and offset.y < len(self.lines) and self.lines[offset.y].state == "done":
            self.post_message(self.Opened(self.lines[offset.y].id))
