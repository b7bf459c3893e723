"""The pictures in screenshots/ show what is: each scene is played again and its text compared, in every language.

After a change that is meant: `python -m tests.support.screens` writes them anew.
"""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree

import pytest

from tests.support.screens import LANGUAGES, SCENES, THEMES, Scene, lying, path_of, picture, tidy
from tests.support.wizard_pilot import screen_text

QUICK = {("review-diff", "en"), ("proof", "zh_CN")}  # a sample for every run; the others take a minute
PICTURES = [
    pytest.param(
        scene,
        spoken,
        id=f"{scene.name}-{spoken}",
        marks=() if (scene.name, spoken) in QUICK else pytest.mark.slow,
    )
    for scene in SCENES
    for spoken in LANGUAGES
]


@pytest.mark.parametrize(("scene", "spoken"), PICTURES)
def test_a_picture_shows_what_is(scene: Scene, spoken: str) -> None:
    kept = screen_text(path_of(scene, "dark", spoken).read_text(encoding="utf-8"))
    assert screen_text(picture(scene, "dark", spoken)) == kept


def test_both_themes_have_every_picture_with_the_same_words() -> None:
    for scene in SCENES:
        for spoken in LANGUAGES:
            files = [path_of(scene, theme, spoken).read_text(encoding="utf-8") for theme in THEMES]
            assert len({screen_text(svg) for svg in files}) == 1, (scene.name, spoken)
            for svg in files:
                ElementTree.fromstring(svg)


def test_there_is_no_picture_that_nobody_draws() -> None:
    drawn = {path_of(scene, theme, spoken) for scene in SCENES for theme in THEMES for spoken in LANGUAGES}
    assert lying() == drawn


def test_words_of_a_tidy_picture_stand_at_their_columns() -> None:
    text = '<text class="t-r1" x="{x}" y="20" textLength="{n}" clip-path="url(#t)">{told}</text>'
    tidied = tidy(text.format(x="12.2", n="61", told="&#160;&#160;ab&#160;"))
    assert tidied == text.format(x="36.6", n="24.4", told="ab")
    made = tidy(text.format(x="0", n="85.4", told="将&#160;a&lt;放入"))
    assert 'x="0" y="20" clip' in made and '>将<' in made
    assert 'x="36.6" y="20" textLength="24.4"' in made and ">a&lt;<" in made
    assert 'x="61 85.4"' in made and ">放入<" in made
