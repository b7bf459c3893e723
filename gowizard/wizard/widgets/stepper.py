"""Where we are: every step with a mark for done, current, to come or skipped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.text import Text
from textual.message import Message
from textual.widgets import Static

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

    def __init__(self, line: StepLine, marks: Marks) -> None:
        mark = {
            "done": marks.done,
            "current": marks.current,
            "coming": marks.coming,
            "skipped": marks.skipped,
        }[line.state]
        super().__init__(Text(f"{mark} {line.title}"), classes=f"step -{line.state}")
        self.line = line

    def on_click(self) -> None:
        """Ask to open the step."""
        if self.line.state == "done":
            self.post_message(self.Opened(self.line.id))


class Stepper(Static):
    """The column of steps."""

    def __init__(self, marks: Marks) -> None:
        super().__init__(id="stepper")
        self.marks = marks

    async def show(self, lines: Sequence[StepLine]) -> None:
        """Replace all lines."""
        async with self.batch():
            await self.remove_children()
            await self.mount_all(StepRow(line, self.marks) for line in lines)
