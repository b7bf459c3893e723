"""Themes: ours are good, a user's may be short, a bad file is named and never fatal."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from gowizard.wizard import themes
from tests.support.fake_backend import FakeBackend, pretend_host
from tests.support.wizard_pilot import in_loop, walking


def test_our_own_themes_are_good() -> None:
    loaded = themes.load((themes.own_folder(),))
    assert {"dark", "light"} <= {theme.name for theme in loaded.themes}
    assert loaded.problems == ()
    for theme in loaded.themes:
        assert all(value.startswith("#") for value in themes.own_variables(theme).values())


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('primary = "blurple"', "“blurple” is not a colour"),
        ('primary = "#fff"\nprimry = "#000"', "unknown key primry"),
        ('name = "x"', "“primary” is missing"),
        ('primary = "#fff"\ndark = "yes"', "must be true or false"),
        ('primary = "#fff"\n[variables]\nquiet = "nope"', "“nope” is not a colour"),
        ("primary = ", "Invalid value"),
        ("primary = 7", "is not a colour"),
    ],
)
def test_a_bad_file_is_named_with_its_fault(tmp_path: Path, text: str, words: str) -> None:
    (tmp_path / "mine.toml").write_text(text, encoding="utf-8")
    loaded = themes.load((tmp_path,))
    assert loaded.themes == ()
    assert len(loaded.problems) == 1
    assert "mine.toml" in loaded.problems[0] and words in loaded.problems[0]


@pytest.mark.slow
@in_loop
async def test_a_user_s_theme_of_three_lines_works_and_a_bad_one_is_one_message(tmp_path: Path) -> None:
    folder = tmp_path / "themes"
    folder.mkdir()
    (folder / "mine.toml").write_text('name = "mine"\nprimary = "#ff00aa"\ndark = true\n')
    (folder / "bad.toml").write_text('primary = "blurple"\n')
    backend = FakeBackend(host=pretend_host(config=tmp_path))
    async with walking(backend, theme="mine") as walk:
        assert walk.app.theme == "mine"
        await walk.shows("A theme could not be used")
        walk.app.theme = "light"
        await walk.to("review")


@pytest.mark.slow
@in_loop
async def test_no_color_means_no_colour() -> None:
    host = replace(pretend_host(), environment={"NO_COLOR": "1"})
    async with walking(FakeBackend(host=host)) as walk:
        assert walk.app.native_ansi_color
        assert set(themes.own_variables(walk.app.current_theme).values()) == {"ansi_default"}
        await walk.to("proof")


@pytest.mark.slow
@in_loop
async def test_an_unknown_theme_is_said_and_the_dark_one_taken() -> None:
    async with walking(theme="neon") as walk:
        assert walk.app.theme == "dark"
        await walk.shows("There is no theme “neon”")
