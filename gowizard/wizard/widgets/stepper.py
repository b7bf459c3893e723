"""Where we are: every step with a mark for done, current, to come or skipped."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Static

from gowizard.dataclass import dataclass
from gowizard.wizard.widgets.marks import Marks


@dataclass(frozen=True, kw_only=True)
class StepLine:
    """One line of the stepper; `state` is done, current, coming or skipped."""

    id: str
    title: str
    state: str


class StepRow(Static):
    """One line; a click on a finished step opens it."""

    class Opened(Message):
        """The user wants to go back to a step."""

        def __init__(self, step: str) -> None:
            super().__init__()
            self.step = step

    def __init__(self, marks: Marks) -> None:
        super().__init__(classes="step")
        self.marks = marks
        self.line = StepLine(id="", title="", state="coming")

    def show(self, line: StepLine) -> None:
        """The mark and the title, in the look of the state."""
        mark = {
            "done": self.marks.done,
            "current": self.marks.current,
            "coming": self.marks.coming,
            "skipped": self.marks.skipped,
        }[line.state]
        if line != self.line:
            self.line = line
            self.update(Text(f"{mark} {line.title}"))
            self.set_classes(f"step -{line.state}")

    def on_click(self) -> None:
        """Ask to open the step."""
        if self.line.state == "done":
            self.post_message(self.Opened(self.line.id))


class Stepper(Vertical):
    """The column of steps."""

    def __init__(self, marks: Marks, count: int) -> None:
        super().__init__(id="stepper")
        self.marks, self.count = marks, count

    def compose(self) -> ComposeResult:
        for _row in range(self.count):
            yield StepRow(self.marks)

    def show(self, lines: Sequence[StepLine]) -> None:
        """One line a row; rows that are left over are not shown."""
        for number, row in enumerate(self.query(StepRow)):
            row.display = number < len(lines)
            if row.display:
                row.show(lines[number])
