"""Words as the go command splits them (cmd/internal/quoted)."""

from __future__ import annotations

import re

_BLANKS = re.compile(r"[ \t\r\n]*")  # isSpaceByte there: no other kind of space counts
_WORD = re.compile(r"[^ \t\r\n]+")


def split(text: str) -> list[str]:
    """The words: parted at blanks; one that begins with a quote ends at the next such quote, nothing is escaped.

    Raises ValueError where that quote never comes.
    """
    words, at = [], 0
    while (begin := _BLANKS.match(text, at).end()) < len(text):  # type: ignore[union-attr]
        if (quote := text[begin]) in "\"'":
            end = text.find(quote, begin + 1)
            if end < 0:
                raise ValueError(text)
            words.append(text[begin + 1 : end])
            at = end + 1
        else:
            at = _WORD.match(text, begin).end()  # type: ignore[union-attr]
            words.append(text[begin:at])
    return words


def joined(words: list[str]) -> str:
    """One text that splits into the words again."""
    return " ".join(f"'{word}'" if any(letter.isspace() for letter in word) else word for word in words)
