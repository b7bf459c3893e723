"""Text measured in terminal cells: a Chinese character takes two, and lines break between characters too."""

from __future__ import annotations

import re
import unicodedata

# What may stand alone on a line: a size with its unit, a run of narrow characters, or one wide one with the
# punctuation that clings to it.
_OPENING, _CLOSING = "“（《", "，。；：、！？”）》"
# Compiled when something is wrapped: that takes a millisecond, and most runs do not.
_PIECE = (
    rf"\s+|\d[\d.]* [kMG]?B\b[{_CLOSING}]*"
    rf"|[{_OPENING}]*(?:[!-~]+|[^\s!-~{_OPENING}{_CLOSING}])[{_CLOSING}]*|[{_OPENING}{_CLOSING}]+"
)


def cells(text: str) -> int:
    """How many columns the text takes in a terminal."""
    return sum(
        0 if unicodedata.combining(mark) else 2 if unicodedata.east_asian_width(mark) in "WF" else 1
        for mark in text
    )


def pad(text: str, width: int) -> str:
    """The text with blanks up to `width` columns."""
    return text + " " * (width - cells(text))


def cut(text: str, width: int) -> str:
    """As much of the text's beginning as `width` columns hold."""
    while cells(text) > width:
        text = text[:-1]
    return text


def wrap(text: str, width: int) -> list[str]:
    """Lines of at most `width` columns for one line; a longer word stays whole, punctuation begins no line."""
    lines = [""]
    for piece in re.findall(_PIECE, text):
        if lines[-1] and cells(lines[-1]) + cells(piece.rstrip()) > width:
            lines[-1] = lines[-1].rstrip()
            lines.append("")
        lines[-1] += piece if lines[-1] or piece.strip() else ""
    return lines
