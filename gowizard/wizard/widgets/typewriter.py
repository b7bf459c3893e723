"""Signs that a terminal without Unicode lacks, in the words of every page and of Textual's own palette."""

from __future__ import annotations

from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

_SIGNS = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "…": ".", "–": "-", "—": "-", "·": "-", "×": "x"})


class Typewriter(LineFilter):
    """Puts a sign of ASCII in the place of each of them: one column for one column. Chinese stays."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The same segments with other signs."""
        return [Segment(text.translate(_SIGNS), style, control) for text, style, control in segments]
