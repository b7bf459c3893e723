"""The corner that shows the download while the user still answers questions."""

from __future__ import annotations

from textual.content import Content
from textual.widgets import Static

from gowizard.locales import _
from gowizard.wizard.session import Staging
from gowizard.wizard.widgets.bar import bar
from gowizard.wizard.widgets.marks import Marks
from gowizard.wizard.widgets.measure import duration, size, speed


def words(staging: Staging, marks: Marks) -> tuple[str, str, str]:
    """Three short lines, at most 18 cells each in English: what, how much and how fast, what remains."""
    if staging.state == "failed":
        return _("{go}: failed").format(go=staging.title), _("see the review"), ""
    if staging.state == "ready":
        return _("{go} is ready").format(go=staging.title), size(staging.done), _("checked")
    if staging.note:
        return staging.title, staging.note, ""
    if not staging.done:
        waiting = _("pip downloads it") if "pip" in staging.key else _("connecting")
        return staging.title, waiting + marks.dots, ""
    if staging.done == staging.total:
        return staging.title, size(staging.done), _("checking") + marks.dots
    left = ""
    if staging.seconds_left is not None:
        left = _("{time} left").format(time=duration(staging.seconds_left))
    return staging.title, f"{size(staging.done)} {marks.between} {speed(staging.per_second)}", left


def how_far(staging: Staging, marks: Marks) -> str:
    """One line for a page of its own: how much of it, how fast, what remains; empty before anything has come."""
    if staging.note or not staging.done:
        return staging.note
    told = [size(staging.done) + (f" / {size(staging.total)}" if staging.total else "")]
    if staging.done == staging.total:
        told.append(_("checking") + marks.dots)
    else:
        told.append(speed(staging.per_second))
        if staging.seconds_left is not None:
            told.append(_("{time} left").format(time=duration(staging.seconds_left)))
    return f"  {marks.between}  ".join(told)


class Download(Static):
    """What is downloaded, a bar, bytes and speed, and time left."""

    def __init__(self, marks: Marks) -> None:
        super().__init__(id="download")
        self.marks = marks
        self._lines = ("", "", "")
        self._running = False
        self._share: float | None = None

    def show(self, staging: Staging) -> None:
        """Follow the download; hidden while there is none."""
        self.display = staging.state in {"running", "ready", "failed"}
        self._lines, self._running, self._share = words(staging, self.marks), staging.state == "running", staging.share
        self.refresh()

    def render(self) -> Content:
        """The four rows; three without the bar where nothing is on its way."""
        title, rate, left = self._lines
        rows = [bar(self._share, self.size.width, self.marks)] if self._running else []
        rows += [Content.styled(rate, "$quiet"), Content.styled(left, "$quiet")]
        return Content("\n").join([Content.styled(title, "bold"), *rows])
