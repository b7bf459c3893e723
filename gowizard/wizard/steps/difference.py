"""Previews in colour: lines that come, lines that go, and a line of what stands around them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rich.text import Text

from gowizard.wizard.backend import Shown


def difference(pieces: Sequence[Shown], ink: Callable[[str], str]) -> Text:
    """The pieces as text; `ink` gives the theme's colour of a name."""
    text = Text()
    for piece in pieces:
        if piece.diff:
            text.append(piece.path + "\n", style="bold")
        for line in _near(piece.lines) if piece.diff else piece.lines:
            if not piece.diff:
                style = ""
            elif line.startswith("+"):
                style = ink("diff-add")
            elif line.startswith("-"):
                style = ink("diff-remove")
            else:
                style = ink("quiet")
            text.append(line.rstrip("\n") + "\n", style=style)
    return text


def _near(lines: Sequence[str]) -> list[str]:
    """The lines of a diff that changed, each with one line of what stands around it; no headers."""
    inner = [line for line in lines if not line.startswith(("+++", "---", "@@"))]
    changed = {number for number, line in enumerate(inner) if line.startswith(("+", "-"))}
    return [line for number, line in enumerate(inner) if {number - 1, number, number + 1} & changed]
