"""Words as the go command splits them (cmd/internal/quoted)."""

from __future__ import annotations

import re

_WORD = re.compile(r"""'([^']*)'|"([^"]*)"|([^ \t\r\n]+)""")  # isSpaceByte there: no other kind of space counts


def split(text: str) -> list[str]:
    """The words: parted at blanks; one that begins with a quote ends at the next such quote, nothing is escaped.

    Raises ValueError where that quote never comes.
    """
    words = []
    for found in _WORD.finditer(text):
        if found[3] and found[3][0] in "\"'":
            raise ValueError(text)
        words.append(found[found.lastindex or 0])
    return words


def joined(words: list[str]) -> str:
    """One text that splits into the words again."""
    return " ".join(f"'{word}'" if any(letter.isspace() for letter in word) else word for word in words)
