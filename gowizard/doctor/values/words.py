"""Words as the go command splits them (cmd/internal/quoted)."""

from __future__ import annotations


def split(text: str) -> list[str]:
    """The words: parted at blanks; one that begins with a quote ends at the next such quote, nothing is escaped.

    Raises ValueError where that quote never comes.
    """
    words = []
    rest = text.lstrip(" \t\r\n")
    while rest:
        if rest[0] in "\"'":
            word, closed, rest = rest[1:].partition(rest[0])
            if not closed:
                raise ValueError(text)
        else:
            word = rest.split(maxsplit=1)[0]
            rest = rest[len(word) :]
        words.append(word)
        rest = rest.lstrip(" \t\r\n")
    return words


def joined(words: list[str]) -> str:
    """One text that splits into the words again."""
    return " ".join(f"'{word}'" if any(letter.isspace() for letter in word) else word for word in words)
