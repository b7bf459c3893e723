"""Text broken into rows where its reader expects it: Chinese, differences, names with what they mean, and places.

Chinese lines may end between any two characters, but never before a full stop or a comma. A line of a difference
that is too long goes on further in, so that it is not taken for two. A path that is too long ends after a slash.
"""

from __future__ import annotations

import re
from itertools import pairwise

from rich.text import Text
from textual.content import Content
from textual.css.styles import RulesMap
from textual.strip import Strip
from textual.style import Style
from textual.visual import RenderOptions, Visual

from gowizard.locales import language
from gowizard.locales.columns import cells, wrap


class Prose(Visual):
    """Text that is wrapped for the width it is given; Textual alone breaks lines at blanks."""

    def __init__(self, text: str) -> None:
        self.text = text

    def __str__(self) -> str:
        return self.text

    def _wrapped(self, width: int) -> Content:
        lines = (part for line in self.text.split("\n") for part in _parted(line, width))
        return Content("\n".join(row for line in lines for row in wrap(line, width)))

    def render_strips(self, width: int, height: int | None, style: Style, options: RenderOptions) -> list[Strip]:
        """The rows."""
        return self._wrapped(width).render_strips(width, height, style, options)

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:
        """As wide as its longest line."""
        return Content(self.text).get_optimal_width(rules, container_width)

    def get_height(self, rules: RulesMap, width: int) -> int:
        """How many rows it takes."""
        return self._wrapped(width).get_height(rules, width) if width else 0


class Keys(Prose):
    """Lines of a name and what it means, two blanks between: what wraps goes on under the meaning."""

    def _wrapped(self, width: int) -> Content:
        return Content("\n".join(row for line in self.text.split("\n") for row in _hanging(line, width)))


def _hanging(line: str, width: int) -> list[str]:
    named = re.match(r"\S+(?: \S+)*\s{2,}", line)
    if named is None:
        return wrap(line, width)
    lead = cells(named[0])
    first, *rest = wrap(line[named.end() :], width - lead)
    return [named[0] + first, *(" " * lead + row for row in rest)]


class Lines(Prose):
    """Lines with colours of their own: what wraps of a difference goes on two columns further in."""

    def __init__(self, text: str | Text) -> None:
        content = Content(text) if isinstance(text, str) else Content.from_rich_text(text)
        super().__init__(content.plain)
        self._lines = content.split("\n", allow_blank=True)

    def _wrapped(self, width: int) -> Content:
        return Content("\n").join(row for line in self._lines for row in self._rows(line, width))

    @staticmethod
    def _rows(line: Content, width: int) -> list[Content]:
        if not line.plain.startswith(("+", "-", " ")):
            if language() != "en":
                return _as_broken(line, width)
            parts = line.divide([at for at in _slashes(line.plain, width) if at])
            return [row for part in parts for row in part.wrap(width)] or [line]
        first, *more = line.wrap(width) or [line]
        if more:
            rest = line[len(first.plain) :]
            more = [Content("  ") + row for row in rest[len(rest.plain) - len(rest.plain.lstrip()) :].wrap(width - 2)]
        return [first, *more]


def _as_broken(line: Content, width: int) -> list[Content]:
    """The rows of a Chinese line, with its colours."""
    found, end = [], 0
    for part in _parted(line.plain, width):
        for row in wrap(part, width):
            start = line.plain.index(row, end)
            end = start + len(row)
            found.append(line[start:end])
    return found


def _slashes(line: str, width: int, words: str = r"\S+") -> list[int]:
    """Where words that are wider than a row may end: behind the last slash that fits."""
    found = []
    for word in re.finditer(words, line):
        cut = word[0].rfind("/", 0, width) + 1
        if cells(word[0]) > width and cut > 1:
            found.append(word.start() + cut)
    return found


def _parted(line: str, width: int) -> list[str]:
    # Behind a Chinese character a row may end anyway: what it touches is no part of an address.
    ends = [0, *_slashes(line, width, r"[!-~]+"), len(line)]
    return [line[start:end] for start, end in pairwise(ends)]


def prose(text: str) -> Prose:
    """A paragraph for a Static, broken as the language now chosen breaks lines."""
    return Lines(text) if language() == "en" else Prose(text)
