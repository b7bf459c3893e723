"""Questions in lines: numbered choices and typed answers, for screen readers, serial lines and dumb terminals.

Nothing is redrawn. Every question takes `back`, `quit` and `?`, and Enter takes the default that it names. These
words are understood in English always, and in the language now chosen.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from functools import partial

from gowizard.cli.output import Output
from gowizard.dataclass import dataclass
from gowizard.errors import GowizardError
from gowizard.locales import N_, _

_WORDS = (N_("back"), N_("quit"), N_("more"), N_("help"), N_("install"), N_("prove"), N_("all"), N_("none"))
_SHORT = {"b": "back", "q": "quit", "exit": "quit"}


class Back(Exception):
    """The user wants the question before."""


class Leave(Exception):
    """The user quits, or nothing more can be read; `status` is set where all is said already."""

    def __init__(self, status: int | None = None) -> None:
        super().__init__()
        self.status = status


def word_of(text: str) -> str:
    """The English word that was meant, typed in English or in the language now chosen; else the text, lower case."""
    typed = text.strip().lower().replace("？", "?")
    return next((word for word in _WORDS if typed == _(word).lower()), _SHORT.get(typed, typed))


@dataclass(frozen=True, kw_only=True)
class Row:
    """One choice. `refusal` says why it cannot be taken; `id` and `label` may be typed instead of its number."""

    id: str
    label: str
    note: str = ""
    detail: str = ""
    refusal: str = ""

    @property
    def told(self) -> str:
        """Label and note as one phrase."""
        return _("{label}, {note}").format(label=self.label, note=self.note) if self.note else self.label


class Asker:
    """Asks on the output and reads whole lines from standard input."""

    def __init__(self, out: Output) -> None:
        self.out = out

    def choose(
        self,
        question: str,
        rows: Sequence[Row],
        default: str,
        *,
        short: int = 0,
        free: Callable[[str], str] | None = None,
    ) -> str:
        """The id of the row that was chosen.

        With `short` only so many rows are read out until `more` is typed. `free` turns any other text into an
        answer, which is returned as it is; it raises GowizardError for what it refuses.
        """
        shown = list(rows[:short] if short else rows)
        self._list(shown, 1)
        while True:
            text = self.read(_prompt(question, rows, shown, default), partial(self._explain, shown))
            word = word_of(text)
            if word == "more" and len(shown) < len(rows):
                self._list(rows[len(shown) :], len(shown) + 1)
                shown = list(rows)
                continue
            if word.startswith("?"):
                self._explain(_picked(rows, word[1:].strip()) or shown)
                continue
            found = _picked(rows, text or default)
            if not found and free is not None and text and not text.isdigit():
                try:
                    return free(text)
                except GowizardError as error:
                    self.refuse(error)
                    continue
            if not found:
                self.out.mark("warning", _("“{text}” is none of the choices.").format(text=text))
            elif found[0].refusal:
                self.out.mark("warning", found[0].refusal)
            else:
                return found[0].id

    def text(self, question: str, default: str, check: Callable[[str], str], about: str = "") -> str:
        """A typed answer after `check`, which returns it made whole or raises GowizardError."""
        told = _("{question} (Enter for {default}): ") if default else _("{question} (Enter for none): ")
        while True:
            text = self.read(told.format(question=question, default=default), lambda: self.out.prose(about))
            try:
                return check(text or default)
            except GowizardError as error:
                self.refuse(error)

    def yes(self, question: str, default: bool = True, about: str = "") -> bool:
        """A yes or no."""
        told = _("{question} yes or no (Enter for {default}): ")
        prompt = told.format(question=question, default=_("yes") if default else _("no"))
        while True:
            word = self.read(prompt, lambda: self.out.prose(about)).lower()
            if not word:
                return default
            if word in {"y", "yes", "是"}:
                return True
            if word in {"n", "no", "否"}:
                return False
            self.out.mark("warning", _("Please answer yes or no."))

    def read(self, prompt: str, explain: Callable[[], None]) -> str:
        """One line without blanks around it; raises Back, or Leave also at the end of input."""
        while True:
            self.out.prompt(prompt)
            try:
                line = sys.stdin.readline()
            except UnicodeDecodeError:
                self.out.mark("warning", _("That could not be read; please type it again."))
                continue
            if not line:
                self.out.line()
                raise Leave
            text = line.strip()
            word = word_of(text)
            if word == "quit":
                raise Leave
            if word == "back":
                raise Back
            if word not in {"?", "help"}:
                return text
            explain()
            self.out.prose(_("“back” goes to the question before, “quit” leaves. Enter takes what is named."))

    def refuse(self, error: GowizardError) -> None:
        """Say why an answer was not taken."""
        self.out.mark("warning", error.title)
        for part in (error.cause, error.remedy):
            for row in part.splitlines():
                self.out.prose(row)

    def _list(self, rows: Sequence[Row], first: int) -> None:
        for number, row in enumerate(rows, first):
            refused = _("{choice} (cannot be chosen)").format(choice=row.told) if row.refusal else row.told
            self.out.prose(f"{number}. {refused}")

    def _explain(self, rows: Sequence[Row]) -> None:
        for row in rows:
            about = row.refusal or row.detail or row.note
            if about:
                self.out.prose(_("{label}: {detail}").format(label=row.label, detail=about))


def _prompt(question: str, rows: Sequence[Row], shown: Sequence[Row], default: str) -> str:
    name = next((row.label for row in rows if row.id == default), default)
    if len(shown) < len(rows):
        told = _("{question} Number, “more” or “?” (Enter for {default}): ")
    else:
        told = _("{question} Number or “?” (Enter for {default}): ")
    return told.format(question=question, default=name)


def _picked(rows: Sequence[Row], text: str) -> list[Row]:
    """The row that a number, an id or a label names; empty for none."""
    if text.isdecimal() and 1 <= int(text) <= len(rows):
        return [rows[int(text) - 1]]
    return [row for row in rows if {row.id.lower(), row.label.lower()} & {text.lower(), word_of(text)}]
