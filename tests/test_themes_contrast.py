"""Text stands out from what it stands on, by the ratio of WCAG 2.2: measured, not promised."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parent.parent / "themes"
LEAST = {"high-contrast": 7.0, "projector": 7.0}  # WCAG level AAA; the others reach AA
WORDS = ("foreground", "primary", "accent", "success", "warning", "error")
GROUNDS = ("background", "surface")


def _luminance(colour: str) -> float:
    shares = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The ratio, from 1 to 21."""
    bright, dim = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


def test_the_measure_is_right() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.toml")), ids=lambda path: path.stem)
def test_words_stand_out(path: Path) -> None:
    theme = tomllib.loads(path.read_text(encoding="utf-8"))
    least = LEAST.get(theme["name"], 4.5)
    theme |= theme.get("variables", {})
    quiet = ("quiet", "step-coming", "step-done") if theme["name"] in LEAST else ()  # these themes promise it for all
    found = {(word, ground): contrast(theme[word], theme[ground]) for word in (*WORDS, *quiet) for ground in GROUNDS}
    assert {pair: round(ratio, 2) for pair, ratio in found.items() if ratio < least} == {}
