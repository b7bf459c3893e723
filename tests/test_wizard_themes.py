"""Themes: ours are good, a user's may be short, a bad file is named and never fatal."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from gowizard.locales import set_language
from gowizard.wizard import themes
from gowizard.wizard.app import WizardApp
from tests.support.fake_backend import FakeBackend
from tests.support.pretend import pretend_host
from tests.support.wizard_pilot import in_loop, walking


def test_our_own_themes_are_good() -> None:
    loaded = themes.load((themes.own_folder(),))
    assert {theme.name for theme in loaded.themes} == {"dark", "light", "high-contrast", "projector", "ansi"}
    assert loaded.problems == ()
    for theme in loaded.themes:
        sign = "ansi_" if theme.ansi else "#"
        assert all(value.startswith(sign) for value in themes.own_variables(theme).values())


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
        ('name = "a,b"\nprimary = "#fff"', "“name” must be a text"),
        ('primary = "#fff" # \x1b[2J', "character"),
        ("primary = " + "[" * 5000, "mine.toml"),
        ("#" * 70_000, "too large"),
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
async def test_many_bad_files_are_one_message_that_leaves_the_page_in_sight(tmp_path: Path) -> None:
    folder = tmp_path / "themes"
    folder.mkdir()
    for number in range(9):
        (folder / f"bad{number}.toml").write_text('primary = "blurple"\n')
    async with walking(FakeBackend(host=pretend_host(config=tmp_path))) as walk:
        (notice,) = walk.app._notifications
        assert "bad2.toml" in notice.message and "bad3.toml" not in notice.message
        assert notice.message.endswith("\nand 6 more")


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


GOOD = 'name = "mine"\nprimary = "{colour}"\ndark = true\n'


def _write(path: Path, text: str) -> None:
    """As editors save: another inode, so that a second write within a clock tick is seen too."""
    fresh = path.with_suffix(".new")
    fresh.write_text(text)
    fresh.replace(path)


@in_loop
async def test_a_theme_in_use_follows_its_file_at_once(tmp_path: Path) -> None:
    folder = tmp_path / "themes"
    folder.mkdir()
    mine = folder / "mine.toml"
    _write(mine, GOOD.format(colour="#ff00aa"))
    async with walking(FakeBackend(host=pretend_host(config=tmp_path)), theme="mine") as walk:
        brand = walk.wizard.query_one("#brand")
        await walk.until(lambda: brand.styles.color.hex == "#FF00AA")
        _write(mine, GOOD.format(colour="#00ffaa"))
        await walk.until(lambda: brand.styles.color.hex == "#00FFAA", "the timer that looks at the files")

        told = len(walk.app._notifications)
        _write(mine, "primary = [")
        _write(folder / "worse.toml", 'primary = "[blink]"')
        walk.app.reread_themes()
        await walk.pilot.pause()
        notices = list(walk.app._notifications)[told:]
        assert len(notices) == 1 and "mine.toml" in notices[0].message and "worse.toml" in notices[0].message
        assert brand.styles.color.hex == "#00FFAA"  # the last good one stays
        walk.app.reread_themes()
        await walk.pilot.pause()
        assert len(walk.app._notifications) == told + 1  # nothing changed: not said again

        mine.unlink()
        (folder / "worse.toml").unlink()
        walk.app.reread_themes()
        await walk.pilot.pause()
        assert walk.app.theme == "mine" and brand.styles.color.hex == "#00FFAA"  # in force, so it stays
        await walk.to("version")


@pytest.mark.slow
@in_loop
async def test_a_new_file_is_in_the_palette_and_its_highlight_shows_it(tmp_path: Path) -> None:
    (tmp_path / "themes").mkdir()
    async with walking(FakeBackend(host=pretend_host(config=tmp_path))) as walk:
        await walk.answered()
        _write(tmp_path / "themes" / "mine.toml", GOOD.format(colour="#ff00aa"))
        for keys, left in ((("escape", "escape"), "dark"), (("enter", "enter"), "mine")):
            await walk.press("f2")
            await walk.until(lambda: len(walk.app.screen_stack) > 1)
            await walk.press(*"Theme: mine")
            await walk.until(lambda: walk.app.theme == "mine", "the preview")
            for key in keys:
                await walk.press(key)
                await walk.pilot.pause()
                if len(walk.app.screen_stack) == 1:
                    break
            await walk.until(lambda: len(walk.app.screen_stack) == 1, "the end of the palette")
            await walk.until(lambda left=left: walk.app.theme == left)


@pytest.mark.slow
@in_loop
async def test_opening_the_palette_alone_leaves_the_theme_as_it_is() -> None:
    set_language("zh_CN")  # in Chinese a theme is the palette's first row, and so highlighted at once
    try:
        async with walking(theme="dark") as walk:
            await walk.answered()
            await walk.press("f2")
            await walk.shows("主题：ansi")
            await walk.still()
            assert walk.app.theme == "dark"
            dark = walk.wizard.styles.background.rgb
            await walk.press("down", "down", "down")
            await walk.until(lambda: walk.app.theme == "light", "a preview")
            palette, page = walk.app.screen.styles, walk.wizard.styles
            await walk.until(lambda: palette.background.rgb == page.background.rgb != dark, "the palette's own colours")
            await walk.press("up", "up", "up")
            await walk.until(lambda: walk.app.theme == "ansi", "the first row's preview")
            await walk.press("escape")
            await walk.until(lambda: walk.app.theme == "dark")
    finally:
        set_language("en")


@pytest.mark.slow
@in_loop
async def test_words_that_carry_a_colour_change_with_the_theme() -> None:
    async with walking(theme="dark") as walk:
        await walk.to("review")
        await walk.press("down", "down", "down")
        await walk.until(lambda: "#7fc98b" in _colours(walk.app), "the green of the dark theme")
        walk.app.theme = "light"
        await walk.until(lambda: not {"#7fc98b", "#14181c", "#d8dee4"} & _colours(walk.app), "all colours changed")
        assert "#2c7a3f" in _colours(walk.app)


def _sixteen(colours: int, **environment: str) -> FakeBackend:
    host = pretend_host()
    return FakeBackend(
        host=replace(host, terminal=replace(host.terminal, colours=colours), environment=environment)
    )


@pytest.mark.parametrize(("colours", "wanted", "taken"), [(16, "", "ansi"), (16, "light", "light"), (256, "", "dark")])
@in_loop
async def test_the_terminal_chooses_unless_a_theme_was_named(colours: int, wanted: str, taken: str) -> None:
    async with walking(_sixteen(colours), theme=wanted) as walk:
        assert walk.app.theme == taken


def _colours(app: WizardApp) -> set[str]:
    """Every colour on the screen as it is sent to the terminal."""
    styles = [seg.style for strip in app.screen._compositor.render_strips() for seg in strip if seg.style]
    return {str(colour.name) for style in styles for colour in (style.color, style.bgcolor) if colour is not None}


@in_loop
async def test_the_ansi_theme_uses_only_what_every_terminal_has() -> None:
    async with walking(_sixteen(16), theme="") as walk:
        for step in ("machine", "version", "review", "proof"):
            await walk.to(step)
            await walk.pilot.pause()
            assert _colours(walk.app) <= {"default", "color(0)", "color(6)"}, step
            for segment in (seg for strip in walk.app.screen._compositor.render_strips() for seg in strip):
                if segment.style and segment.style.bgcolor and segment.style.bgcolor.name == "color(6)":
                    inked = segment.style.color is not None and segment.style.color.name == "color(0)"
                    assert inked or not segment.text.strip(" │|"), segment  # words upon the accent are black
        walk.app.theme = "light"
        await walk.until(lambda: any(name.startswith("#") for name in _colours(walk.app)), "the other theme")
        walk.app.theme = "ansi"
        await walk.until(lambda: _colours(walk.app) <= {"default", "color(0)", "color(6)"}, "this one again")


@pytest.mark.slow
@in_loop
async def test_no_color_means_no_colour(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with walking(_sixteen(256, NO_COLOR="1"), theme="light") as walk:
        for step in ("version", "environment", "review"):
            await walk.to(step)
            await walk.pilot.pause()
            assert _colours(walk.app) <= {"default"}, step
            styles = [seg.style for strip in walk.app.screen._compositor.render_strips() for seg in strip]
            assert any(style.reverse for style in styles if style), step  # what has the focus is still told
        await walk.press("ctrl+q")
        await walk.pilot.pause()
        assert _colours(walk.app) <= {"default"}
        await walk.press("escape", "f2")
        await walk.shows("Keys and what happens when")
        await walk.press("down")
        rows = walk.app.screen.query_one("CommandList")
        lit = lambda: any(seg.style.underline for seg in rows.render_line(2 * rows.highlighted))  # noqa: E731
        await walk.until(lit, "a highlight")


@pytest.mark.slow
@in_loop
async def test_an_unknown_theme_is_said_and_the_dark_one_taken() -> None:
    async with walking(theme="neon") as walk:
        assert walk.app.theme == "dark"
        await walk.shows("There is no theme “neon”")
