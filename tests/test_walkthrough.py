"""The README's moving picture can be made, is small and well-formed, and shows what the program shows."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest
from rich.segment import Segment
from rich.style import Style

from tests.support.moving_picture import Frame, svg, words
from tests.support.pretend import HELLO
from tests.support.screens import LANGUAGES
from tests.support.walkthrough import draw, path_of

SVG = "{http://www.w3.org/2000/svg}"
PAGES = {
    "en": ("A clean start", "Which version of Go?", "Which shells should find Go?", "Review", HELLO),
    "zh_CN": ("全新开始", "选择哪个", "确认", HELLO),
}


def frames_of(picture: str) -> list[str]:
    """The words of each frame, joined by blanks."""
    root = ElementTree.fromstring(picture)
    rows = {f"#{row.get('id')}": [text.text or "" for text in row.iter(f"{SVG}text")] for row in root.iter(f"{SVG}g")}
    shown = [group for group in root.iter(f"{SVG}g") if (group.get("class") or "").startswith("f ")]
    return [" ".join(word for use in group.iter(f"{SVG}use") for word in rows[use.get("href", "")]) for group in shown]


@pytest.mark.parametrize("spoken", LANGUAGES)
def test_the_kept_one_is_small_moves_and_ends_with_hello(spoken: str) -> None:
    picture = path_of(spoken).read_text(encoding="utf-8")
    assert len(picture.encode()) < 300_000
    assert "<script" not in picture and not re.search(r"""(?:href|src|url)\s*[=(]\s*["']?https?:""", picture)
    frames = frames_of(picture)
    assert len(frames) >= 12 and len(re.findall(r"@keyframes k\d+", picture)) == len(frames)
    place = 0
    for page in PAGES[spoken]:  # the pages come in this order
        place = next(number for number in range(place, len(frames)) if page in frames[number])
    assert HELLO in frames[-1] and HELLO not in frames[-4]


@pytest.mark.slow
@pytest.mark.parametrize("spoken", LANGUAGES)
def test_the_kept_one_shows_what_is(spoken: str) -> None:
    assert frames_of(draw(spoken)) == frames_of(path_of(spoken).read_text(encoding="utf-8"))


def test_a_row_of_two_frames_is_drawn_once_and_each_frame_has_its_time() -> None:
    style = Style.parse("#ffffff on #000000")
    same, other = (Segment("same <row>", style),), (Segment("将 a", style),)
    made = svg([Frame((same, same), 1.0), Frame((same, other), 3.0, "Enter")], title="t", ground="#000000")
    assert made.count("same &lt;row&gt;") == 1 and frames_of(made) == ["same <row> same <row>", "same <row> 将 a"]
    assert "k0{0%{opacity:1}25.00%{opacity:0}}" in made and "k1{0%{opacity:0}25.00%{opacity:1}}" in made
    assert "prefers-reduced-motion" in made


def test_wide_signs_stand_apart_at_their_columns() -> None:
    assert list(words("  ab c  d")) == [(2, "ab c"), (8, "d")]
    assert list(words(" 安装Go 吗")) == [(1, "安装"), (5, "Go"), (8, "吗")]


def test_the_readme_shows_it() -> None:
    readme = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")
    for spoken in LANGUAGES:
        assert f"](screenshots/{path_of(spoken).name})" in readme
