"""What failed, to read: the title in bold, why, what to do, and more quietly where all of it is written down."""

from __future__ import annotations

from collections.abc import Callable

from rich.text import Text

from gowizard.errors import GowizardError


def trouble(error: GowizardError, where_to_read: str, ink: Callable[[str], str]) -> Text:
    """The parts of a failure, a blank line before the places."""
    text = Text()
    text.append(error.title, style=f"bold {ink('bad')}".strip())
    for part, style in (
        (error.cause, ink("foreground")),
        (error.remedy, ink("foreground")),
        (where_to_read and "\n" + where_to_read, ink("quiet")),
    ):
        if part:
            text.append("\n" + part, style=style)
    return text
