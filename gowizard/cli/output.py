"""Text for people and JSON for programs. State is never told by colour alone; nothing from outside is printed raw."""

from __future__ import annotations

import os
import shutil
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TextIO

from gowizard.cli.console import is_plain_console, takes_sequences
from gowizard.cli.window import Window
from gowizard.folders import with_tilde
from gowizard.locales import N_, _
from gowizard.locales.columns import cells, cut, pad, wrap
from gowizard.run import safe_text

MARKS = {"done": "✓", "failed": "✗", "warning": "!", "skipped": "·", "step": "▸", "hint": "→"}
ASCII_MARKS = {
    "done": "[ok]",
    "failed": "[failed]",
    "warning": "[!]",
    "skipped": "[-]",
    "step": ">",
    "hint": "->",
}
# For --plain and screen readers: a state in words, where the text does not say it itself.
WORD_MARKS = {"done": N_("done:"), "failed": N_("failed:"), "warning": N_("warning:")}
_TYPEWRITER = str.maketrans({"“": '"', "”": '"', "…": "...", "–": "-", "→": "->", "·": "-"})
_COLOURS = {
    "done": "32",
    "failed": "31",
    "warning": "33",
    "step": "36",
    "hint": "36",
    "skipped": "2",
    "+": "32",
    "-": "31",
}


def size_text(count: float) -> str:
    """Bytes for people: 71 MB, 1.3 GB (powers of ten, as file managers show them)."""
    for unit in ("B", "kB", "MB", "GB"):
        if count < 999.5 or unit == "GB":
            return f"{count:.0f} {unit}" if unit in {"B", "kB"} or count >= 99.5 else f"{count:.1f} {unit}"
        count /= 1000
    return ""


def _within(text: str, indent: int) -> str:
    """Safe to show behind a mark: a line break in somebody's name makes no line that has a mark of its own."""
    return safe_text(text).replace("\n", "\n" + " " * (indent + 4))


def _rows(text: str, width: int) -> list[str]:
    """The text in lines that begin as far in as it does."""
    lead = text[: len(text) - len(text.lstrip())]
    return [lead + line for line in wrap(text, width - len(lead))]


def _joined(sign: str, text: str) -> str:
    """A wide colon has its blank already."""
    return f"{sign}{text}" if sign.endswith("：") else f"{sign} {text}"


class Output:
    """Where a command's words go. In JSON mode only `result` prints."""

    def __init__(
        self,
        *,
        json_mode: bool = False,
        ascii_only: bool = False,
        plain: bool = False,
        out: TextIO | None = None,
        err: TextIO | None = None,
    ) -> None:
        self.out = out or sys.stdout
        self.err = err or sys.stderr
        self.json_mode = json_mode
        self.plain = plain
        self._quarter = 0
        encoding = (getattr(self.out, "encoding", "") or "").lower().replace("-", "")
        self.ascii_only = ascii_only or encoding not in {"utf8", "gb18030", "utf16"}
        if self.out.isatty() and is_plain_console(os.environ):
            self.ascii_only = True
        self.colour = (
            self.out.isatty()
            and "NO_COLOR" not in os.environ
            and os.environ.get("TERM") != "dumb"
            and not plain
            and takes_sequences(self.out)
        )
        self.live = self.err.isatty() and not plain and not json_mode and os.environ.get("TERM") != "dumb"
        titled = not (plain or json_mode) and self.err.isatty() and takes_sequences(self.err)
        self.window = Window(self.err, os.environ, wanted=titled)
        self._bar_shown = 0.0
        self._bar_width = 0
        self.home: Path | None = None  # written as ~ by `short`

    def short(self, text: object) -> str:
        """A path, or words with paths in them, as people write it; for titles, never for what is to be pasted."""
        return str(text) if self.home is None else with_tilde(str(text), self.home)

    def line(self, text: str = "", *, indent: int = 0) -> None:
        """One line of text."""
        self._put(safe_text(text), indent)

    def mark(self, kind: str, text: str, *, indent: int = 0) -> None:
        """A line that begins with the mark of a state: done, failed, warning, skipped, step or hint."""
        if self.json_mode:
            return
        if self.plain:
            self.line(_joined(_(WORD_MARKS.get(kind, "")), text).lstrip())
            return
        mark = (ASCII_MARKS if self.ascii_only else MARKS)[kind]
        self._put(f"{self._paint(mark, kind)} {_within(text, indent)}", indent)

    def badge(self, sign: str, kind: str, text: str) -> None:
        """A line that begins with a sign of the caller's, in the colour of a state."""
        self._put(_joined(self._paint(sign, kind), _within(text, 0)), 0)

    def prompt(self, text: str) -> None:
        """A question; what is typed stands behind it."""
        self._clear()
        self._write(self.out, "\n".join(self._fitted(text)))

    def prose(self, text: str) -> None:
        """Sentences that nobody pastes: on a terminal no word of them is cut in two at its edge."""
        for row in self._fitted(text):
            self._put(row, 0)

    def _fitted(self, text: str) -> list[str]:
        width = shutil.get_terminal_size().columns if self.out.isatty() else sys.maxsize
        return [line for row in safe_text(text).split("\n") for line in wrap(row, width)]

    def diff(self, lines: tuple[str, ...], *, indent: int = 4) -> None:
        """A preview; lines that begin with + or - are coloured too."""
        for text in map(safe_text, lines):
            self._put(self._paint(text, text[:1]) if text[:1] in "+-" and text else text, indent)

    def result(self, value: Mapping[str, Any]) -> None:
        """The one object of --json."""
        if self.json_mode:
            import json

            told = json.dumps({"schema": 1, **value}, ensure_ascii=True, indent=2, default=str)
            self._write(self.out, told + "\n")

    def progress(self, label: str, done: int, total: int | None, detail: str = "") -> None:
        """A bar that is redrawn on the error stream, at most ten times a second; nothing where that is no terminal."""
        self.window.progress(done, total)
        if self.plain and not self.json_mode and total:
            self._tell_quarter(label, done, total)
        now = time.monotonic()
        if not self.live or (now - self._bar_shown < 0.1 and done != total):
            return
        self._bar_shown = now
        full, empty = ("#", ".") if self.ascii_only else ("━", "─")
        share = min(1.0, done / total) if total else 0.0
        bar = full * round(share * 24) + empty * (24 - round(share * 24)) if total else ""
        text = cut(f"{label} {bar} {f'{share:4.0%}' if total else size_text(done)} {detail}", 78)
        self._write(self.err, "\r" + pad(text, self._bar_width))
        self._bar_width = cells(text)

    def _tell_quarter(self, label: str, done: int, total: int) -> None:
        quarter = done * 4 // total
        if quarter != self._quarter:
            self._quarter = quarter
            if quarter:
                size = size_text(total)
                told = _("{label}: {percent} percent of {size}")
                self.line(told.format(label=label, percent=quarter * 25, size=size))

    def error(self, title: str, cause: str, remedy: str, log: str = "", report: str = "") -> None:
        """A failure: title, cause, remedy and where log and report lie, on the error stream."""
        self._clear()
        if self.json_mode:
            told = {"title": title, "cause": cause, "remedy": remedy, "log": log}
            self.result({"ok": False, "error": {**told, "report": report}})
            return
        marks = ASCII_MARKS if self.ascii_only else MARKS
        failed = _(WORD_MARKS["failed"]) if self.plain else self._paint(marks["failed"], "failed")
        hint = "" if self.plain else marks["hint"] + " "
        width = shutil.get_terminal_size().columns if self.err.isatty() else sys.maxsize
        rows = [_joined(failed, title)]
        rows += [f"  {line}" for row in cause.splitlines() for line in _rows(row, width - 2)]
        for row in remedy.splitlines():
            first, *more = _rows(row, width - 2 - cells(hint))
            rows += [f"  {hint}{first}", *(f"  {' ' * cells(hint)}{line}" for line in more)]
        if log:
            rows.append("  " + _("Log: {path}").format(path=self.short(log)))
        if report:
            place = self.short(report)
            rows.append("  " + _("Report to pass on, without your name and secrets: {path}").format(path=place))
        self._write(self.err, "\n".join(rows) + "\n")

    def _put(self, text: str, indent: int) -> None:
        """A line that is safe to show already, and may be painted."""
        if not self.json_mode:
            self._clear()
            self._write(self.out, " " * indent + text + "\n")

    def _paint(self, text: str, kind: str) -> str:
        return f"\x1b[{_COLOURS[kind]}m{text}\x1b[0m" if self.colour and kind in _COLOURS else text

    def _clear(self) -> None:
        if self._bar_width:
            self._write(self.err, "\r" + " " * self._bar_width + "\r")
            self._bar_width = 0

    def _write(self, stream: TextIO, text: str) -> None:
        encoding = getattr(stream, "encoding", None) or "utf-8"
        try:
            text.encode(encoding)
        except UnicodeEncodeError:
            text = text.translate(_TYPEWRITER)
        stream.write(text.encode(encoding, "backslashreplace").decode(encoding))
        stream.flush()
