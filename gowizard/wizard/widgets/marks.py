"""Marks that say a state by their shape; ASCII where the terminal lacks more."""

from __future__ import annotations

from gowizard.dataclass import dataclass


@dataclass(frozen=True, kw_only=True)
class Marks:
    """One glyph a state, all one cell wide but the boxes."""

    done: str = "✓"
    current: str = "▸"
    coming: str = "·"
    skipped: str = "–"
    failed: str = "✗"
    warning: str = "!"
    radio_on: str = "(•)"
    radio_off: str = "( )"
    box_on: str = "[x]"
    box_off: str = "[ ]"
    refused: str = "(–)"
    bar_full: str = "━"
    bar_empty: str = "─"
    dots: str = "…"
    spinner: str = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏"
    between: str = "·"


FANCY = Marks()
PLAIN = Marks(
    done="+",
    current=">",
    coming=".",
    skipped="-",
    failed="x",
    radio_on="(*)",
    refused="(-)",
    bar_full="#",
    bar_empty=".",
    dots="...",
    spinner="|/-\\",
    between="-",
)


def marks_for(unicode: bool) -> Marks:
    """The set for a terminal."""
    return FANCY if unicode else PLAIN
