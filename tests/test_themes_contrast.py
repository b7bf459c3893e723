"""Text stands out from what it stands on, by the ratio of WCAG 2.2: measured, not promised."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from gowizard.wizard import themes

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


EXACT = [path for path in sorted(FOLDER.glob("*.toml")) if path.stem != "ansi"]  # its colours are the terminal's

# Black and cyan as terminals have them out of the box.
PALETTES = {
    "xterm": ("#000000", "#00cdcd"),
    "Linux console": ("#000000", "#00aaaa"),
    "GNOME": ("#171421", "#2aa1b3"),
    "Tango": ("#000000", "#06989a"),
    "Windows Terminal": ("#0c0c0c", "#3a96dd"),
    "Terminal.app": ("#000000", "#00a6b2"),
    "Solarized": ("#073642", "#2aa198"),
}


@pytest.mark.parametrize("name", PALETTES)
def test_black_upon_cyan_stands_out_in_every_terminal(name: str) -> None:
    black, cyan = PALETTES[name]
    assert contrast(black, cyan) >= (4.0 if name == "Solarized" else 4.5)


def test_the_sixteen_colours_are_grounds_and_never_inks() -> None:
    theme = tomllib.loads((FOLDER / "ansi.toml").read_text(encoding="utf-8"))
    assert theme["ansi"] is True
    assert {theme[name] for name in ("foreground", "success", "warning", "error", *GROUNDS)} == {"ansi_default"}
    assert (theme["primary"], theme["variables"]["on-accent"]) == ("ansi_cyan", "ansi_black")


@pytest.mark.parametrize("path", EXACT, ids=lambda path: path.stem)
def test_muted_words_can_be_read_too(path: Path) -> None:
    theme = themes.read(path)
    colours = {**themes.own_variables(theme), **theme.variables}
    grounds = {"background": theme.background or "", "surface": theme.surface or ""}
    found = {(w, g): contrast(colours[w], grounds[g]) for w in ("quiet", "step-coming") for g in grounds}
    assert {pair: round(ratio, 2) for pair, ratio in found.items() if ratio < 4.5} == {}


@pytest.mark.parametrize("path", EXACT, ids=lambda path: path.stem)
def test_words_stand_out(path: Path) -> None:
    theme = tomllib.loads(path.read_text(encoding="utf-8"))
    least = LEAST.get(theme["name"], 4.5)
    theme |= theme.get("variables", {})
    quiet = ("quiet", "step-coming", "step-done") if theme["name"] in LEAST else ()  # these themes promise it for all
    found = {(word, ground): contrast(theme[word], theme[ground]) for word in (*WORDS, *quiet) for ground in GROUNDS}
    assert {pair: round(ratio, 2) for pair, ratio in found.items() if ratio < least} == {}
