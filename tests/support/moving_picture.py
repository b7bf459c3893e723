"""Frames of a terminal as one SVG that plays by itself: CSS alone, so that it moves in a README too.

A row that several frames share is drawn once and used again; without animation the last frame shows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style

CELL, ROW, LEFT, TOP = 12.2, 24.4, 10.0, 46.0
STYLE = """
.f{opacity:0}.f.last{opacity:1}
text{font:20px "Fira Code",ui-monospace,Menlo,Consolas,"DejaVu Sans Mono","Noto Sans Mono CJK SC",monospace}
.b{font-weight:bold}.u{text-decoration:underline}
@media (prefers-reduced-motion:reduce){.f{animation:none!important}}
"""

DOTS = ("#ff5f57", "#febc2e", "#28c840")
Row = tuple[Segment, ...]


@dataclass(frozen=True)
class Frame:
    """One picture: its rows, how long it stays in seconds, and the keys that led here."""

    rows: tuple[Row, ...]
    seconds: float
    keys: str = ""

    @property
    def text(self) -> str:
        """The words on it."""
        return "\n".join("".join(segment.text for segment in row).rstrip() for row in self.rows)


def words(told: str) -> Iterator[tuple[int, str]]:
    """Pieces without outer blanks, each with its column; wide signs are kept apart from narrow ones."""
    wide = cell_len(told) > len(told)
    pattern = r"[\u2e80-\uffef]+|[^\s\u2e80-\uffef]+" if wide else r"\S+(?: \S+)*"
    for piece in re.finditer(pattern, told):
        yield cell_len(told[: piece.start()]), piece.group()


def place(signs: str, column: float) -> str:
    """The attributes that hold a word at its column, whatever the width of the font."""
    x = LEFT + column * CELL
    if cell_len(signs) == 2 * len(signs):
        return 'x="' + " ".join(f"{x + 2 * CELL * number:g}" for number in range(len(signs))) + '"'
    return f'x="{x:g}" textLength="{cell_len(signs) * CELL:g}"'


def _ink(style: Style | None) -> tuple[str, str, str]:
    if style is None:
        return "#d8dee4", "", ""
    fore = style.color.triplet.hex if style.color and style.color.triplet else "#d8dee4"
    back = style.bgcolor.triplet.hex if style.bgcolor and style.bgcolor.triplet else ""
    if style.reverse:
        fore, back = back or "#14181c", fore
    return fore, back, " ".join(sign for sign, on in (("b", style.bold), ("u", style.underline)) if on)


def _row(row: Row, ground: str) -> str:
    column, grounds, texts = 0, [], []
    for text, style, _control in row:
        fore, back, kind = _ink(style)
        width = cell_len(text)
        if back and back != ground and width:
            if grounds and grounds[-1][2] == back and grounds[-1][0] + grounds[-1][1] == column:
                grounds[-1] = (grounds[-1][0], grounds[-1][1] + width, back)
            else:
                grounds.append((column, width, back))
        for start, signs in words(text):
            named = f' class="{kind}"' if kind else ""
            texts.append(f'<text y="18" fill="{fore}"{named} {place(signs, column + start)}>{escape(signs)}</text>')
        column += width
    boxes = [
        f'<rect x="{LEFT + x * CELL:g}" width="{n * CELL + 0.3:g}" height="{ROW + 0.3:g}" fill="{back}"/>'
        for x, n, back in grounds
    ]
    return "".join(boxes + texts)


def svg(frames: Sequence[Frame], *, title: str, ground: str, columns: int = 80, rows: int = 24) -> str:
    """The whole picture; it begins again when it is through."""
    width, height = columns * CELL + 2 * LEFT, rows * ROW + TOP + 14
    total = sum(frame.seconds for frame in frames)
    drawn: dict[str, int] = {}
    rules, groups, begun = [], [], 0.0
    for number, frame in enumerate(frames):
        last = number == len(frames) - 1
        start, end = 100 * begun / total, 100 * (begun + frame.seconds) / total
        begun += frame.seconds
        steps = f"0%{{opacity:{int(not number)}}}" + (f"{start:.2f}%{{opacity:1}}" if number else "")
        rules.append(f"@keyframes k{number}{{{steps}" + ("" if last else f"{end:.2f}%{{opacity:0}}") + "}")
        rules.append(f".k{number}{{animation:k{number} {total:g}s step-end infinite}}")
        uses = []
        for place_in_frame, row in enumerate(frame.rows):
            made = _row(row, ground)
            if made:
                name = drawn.setdefault(made, len(drawn))
                uses.append(f'<use href="#r{name}" y="{TOP + place_in_frame * ROW:g}"/>')
        keys = f'<text x="{width - 14:g}" y="28" text-anchor="end" fill="#9fb3c2">{escape(frame.keys)}</text>'
        groups.append(f'<g class="f k{number}{" last" if last else ""}">{keys}{"".join(uses)}</g>')
    defs = "".join(f'<g id="r{number}">{made}</g>' for made, number in drawn.items())
    dots = "".join(f'<circle cx="{22 + 20 * n}" cy="22" r="6" fill="{dot}"/>' for n, dot in enumerate(DOTS))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" role="img">'
        f"<title>{escape(title)}</title><style>{STYLE}{''.join(rules)}</style><defs>{defs}</defs>"
        f'<rect width="{width:g}" height="{height:g}" rx="8" fill="#292f36"/>{dots}'
        f'<rect x="6" y="{TOP - 4:g}" width="{width - 12:g}" height="{rows * ROW + 8:g}" fill="{ground}"/>'
        f"{''.join(groups)}</svg>\n"
    )
