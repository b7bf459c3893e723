"""The pictures in screenshots/ show what is: each scene is played again and its text compared.

After a change that is meant: `python -m tests.support.screens` writes them anew.
"""

from __future__ import annotations

import asyncio

import pytest

from tests.support.screens import SCENES, THEMES, Scene, path_of, picture
from tests.support.wizard_pilot import screen_text

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)
def test_a_picture_shows_what_is(scene: Scene) -> None:
    kept = screen_text(path_of(scene, "dark").read_text(encoding="utf-8"))
    assert screen_text(asyncio.run(picture(scene, "dark"))) == kept


def test_both_themes_have_every_picture_with_the_same_words() -> None:
    for scene in SCENES:
        texts = {screen_text(path_of(scene, theme).read_text(encoding="utf-8")) for theme in THEMES}
        assert len(texts) == 1, scene.name
