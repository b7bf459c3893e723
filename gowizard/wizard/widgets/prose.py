"""Chinese paragraphs: lines may end between any two characters, but never before a full stop or a comma."""

from __future__ import annotations

import re

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
        return Content("\n".join(row for line in self.text.split("\n") for row in wrap(line, width)))

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


def prose(text: str) -> Prose | str:
    """A paragraph for a Static, broken as the language now chosen breaks lines."""
    return text if language() == "en" else Prose(text)
