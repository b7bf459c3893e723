"""One row of a list, and how its columns share the width."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len, set_cell_size

from gowizard.dataclass import dataclass
from gowizard.locales import N_

CHOOSE, DETAILS = N_("Choose"), N_("Details")


@dataclass(frozen=True, kw_only=True)
class Choice:
    """One row. A choice with a `refusal` can be highlighted, to read why, but not taken.

    `enter` is what the footer calls Enter there.
    """

    id: str
    label: str
    note: str = ""
    detail: str = ""
    refusal: str = ""
    header: bool = False
    checked: bool | None = None  # None: not a box
    enter: str = CHOOSE


def label_width(row: Choice, rows: Sequence[Choice], width: int) -> int:
    """The column of the labels; more where the row's own note leaves it room."""
    if not row.note:
        return width
    alone = min(cell_len(row.label), width - cell_len(row.note) - 2)
    return min(width, max(_column(rows, width), alone))


def _column(rows: Sequence[Choice], width: int) -> int:
    """How wide the labels are: as they need, as long as the notes get theirs or three fifths."""
    noted = [row for row in rows if row.note and not row.header]
    label = max((cell_len(row.label) for row in noted), default=0)
    note = max((cell_len(row.note) for row in noted), default=0)
    return min(label, max(width * 2 // 5, width - note - 2))


def fit(text: str, width: int, dots: str) -> str:
    """Exactly `width` cells."""
    if cell_len(text) <= width:
        return set_cell_size(text, width)
    end = dots if width > 4 else ""
    return set_cell_size(text, width - cell_len(end)) + end
