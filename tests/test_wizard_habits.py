"""Small things that people expect of any wizard: keys, help, marks, a way back to the beginning, a cursor to follow."""

from __future__ import annotations

import asyncio

import pytest
from textual.command import CommandPalette
from textual.geometry import Offset
from textual.widgets import Input

from gowizard.wizard.screen import WizardScreen
from gowizard.wizard.steps import step_named
from gowizard.wizard.widgets import patience
from gowizard.wizard.widgets.keyline import KeyLine
from gowizard.wizard.widgets.stepper import Stepper
from tests.support.fake_backend import FakeBackend
from tests.support.pretend import DEBIAN_GO, pretend_host
from tests.support.wizard_pilot import Walker, in_loop, walking

pytestmark = pytest.mark.slow


@in_loop
async def test_f1_explains_and_the_footer_names_the_keys() -> None:
    async with walking(FakeBackend(held={"stage"})) as walk:
        for step in ("machine", "version", "review"):
            await walk.to(step)
            await walk.shows("f1 Help")
            assert "Quit" in walk.text() and ("esc Back" in walk.text() or step == "machine")
            await walk.press("f1")
            await walk.shows("back; your answers are kept")
            await walk.press("escape")
            await walk.until(lambda: isinstance(walk.app.screen, WizardScreen))


@in_loop
async def test_a_key_that_is_named_can_be_clicked() -> None:
    async with walking(FakeBackend(held={"stage"}), size=(60, 20)) as walk:
        await walk.to("place")
        keys = walk.wizard.query_one(KeyLine)
        assert sum(hint.width + 2 for hint in keys.hints) <= 60
        help_at = walk.text().splitlines()[-1].index("f1 Help")
        await walk.pilot.click(KeyLine, offset=(help_at - 1, 0))  # between two
        await walk.pilot.pause()
        assert isinstance(walk.app.screen, WizardScreen)
        await walk.pilot.click(KeyLine, offset=(help_at + 3, 0))
        await walk.shows("back; your answers are kept")


@in_loop
async def test_j_and_k_move_like_the_arrows() -> None:
    async with walking() as walk:
        await walk.to("version")
        versions, first = walk.choices("versions"), walk.choices("versions").highlighted
        await walk.press("j", "j", "k")
        await walk.until(lambda: versions.highlighted == first + 1)


@in_loop
async def test_what_the_highlight_means_stands_beside_it() -> None:
    async with walking(FakeBackend(host=pretend_host(gos=(DEBIAN_GO,)), held={"stage"})) as walk:
        lists = {"machine": "options", "version": "versions", "place": "sources", "proxy": "proxies"}
        for step, name in lists.items():
            await walk.to(step)
            row = walk.choices(name).current
            assert row is not None and (row.detail or row.refusal), step
            await walk.shows(" ".join((row.detail or row.refusal).split())[:30])


@in_loop
async def test_finished_steps_open_with_a_click_and_later_ones_do_not() -> None:
    async with walking(FakeBackend(held={"stage"})) as walk:
        await walk.to("place")
        rows = [line.state for line in walk.wizard.query_one(Stepper).lines]
        await walk.pilot.click(Stepper, offset=(3, rows.index("coming")))
        await walk.pilot.pause()
        assert walk.step == "place"
        await walk.pilot.click(Stepper, offset=(3, rows.index("done")))
        await walk.until(lambda: walk.step == "machine")


async def start_again(walk: Walker) -> None:
    await walk.press("ctrl+p")
    await walk.until(lambda: isinstance(walk.app.screen, CommandPalette), "the palette")
    await walk.press(*"again")
    await walk.shows("Start again")
    await walk.press("enter")
    await walk.until(lambda: isinstance(walk.app.screen, WizardScreen), "the wizard")


@in_loop
async def test_starting_again_is_one_command_until_something_was_changed() -> None:
    async with walking(FakeBackend(held={"stage"})) as walk:
        await walk.to("environment")
        walk.wizard.query_one("#gopath", Input).value = "~/code/go"
        await walk.to("proxy")
        assert walk.session.staging.state == "running"
        await start_again(walk)
        await walk.until(lambda: walk.step == "machine")
        assert walk.session.answers == walk.backend.defaults()
        assert walk.session.staging.state == "none"
        await walk.to("environment")
        assert walk.wizard.query_one("#gopath", Input).value == "~/go"
        assert walk.wizard.can_start_again
        walk.session.work.state = "running"
        assert "Start again" not in [command.title for command in walk.app.get_system_commands(walk.wizard)]


@in_loop
async def test_the_terminals_cursor_follows_the_highlight() -> None:
    async with walking() as walk:
        await walk.to("version")
        versions = walk.choices("versions")
        await walk.until(lambda: walk.app.cursor_position == versions.content_region.offset)
        await walk.press("down")
        below = versions.content_region.offset + Offset(0, 1)
        await walk.until(lambda: walk.app.cursor_position == below)


@pytest.mark.parametrize("unicode", [True, False])
@in_loop
async def test_every_page_tells_its_state_in_plain_characters(unicode: bool) -> None:
    host = pretend_host(unicode=unicode)
    async with walking(FakeBackend(host=host, held={"stage"})) as walk:
        marks = walk.wizard.marks
        titles = ["Machine", "Version", "Source and place", "Environment", "Module proxy", "Review"]
        steps = ["machine", "version", "place", "environment", "proxy", "review"]
        for place, step in enumerate(steps):
            await walk.to(step)
            rows = [line.strip() for line in walk.text().splitlines()]
            for number, title in enumerate(titles):
                mark = marks.done if number < place else marks.current if number == place else marks.coming
                assert any(row.startswith(f"{mark} {title}") for row in rows), (step, title, walk.text())


@in_loop
async def test_the_first_page_says_what_will_be_written_and_how_to_take_it_back() -> None:
    async with walking() as walk:
        await walk.answered()
        await walk.shows("Go will go into ~/sdk")
        await walk.shows("three marked lines")
        await walk.shows("all of it back.")


@in_loop
async def test_the_last_page_says_where_the_bytes_of_before_are() -> None:
    async with walking() as walk:
        await walk.to("done")
        await walk.press(*["down"] * [row.id for row in walk.choices("actions").rows].index("undo"))
        await walk.shows("gowizard undo")
        await walk.shows("state/gowizard/journal")


@in_loop
async def test_a_key_that_comes_while_the_pages_change_answers_neither_of_them() -> None:
    async with walking() as walk:
        await walk.to("review")
        before = walk.session.answers
        change = asyncio.create_task(walk.wizard.show(step_named("place")))
        await asyncio.sleep(0)
        await walk.wizard.advance()
        await walk.wizard.action_back()
        await change
        assert walk.step == "place" and walk.session.answers == before
        assert walk.wizard.page is not None and walk.wizard.page.query("#sources")


@in_loop
async def test_two_ways_to_a_page_at_once_lead_to_one_page() -> None:
    async with walking() as walk:
        await walk.to("review")
        await asyncio.gather(walk.wizard.show(step_named("place")), walk.wizard.show(step_named("version")))
        pages = list(walk.wizard.query_one("#holder").children)
        assert pages == [walk.wizard.page] and walk.step == "version"
        assert pages[0].query("#versions")


@in_loop
async def test_a_step_that_takes_long_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "LONG", 0.2)
    async with walking(FakeBackend(held={"prove"})) as walk:
        await walk.to("proof")
        await walk.shows("Go compiles its library for the first program")


@in_loop
async def test_a_download_that_takes_long_names_a_way_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "LONG", 0.2)
    async with walking(FakeBackend(held={"stage", "fetch"})) as walk:
        await walk.to("review")
        await walk.press("enter")
        await walk.until(lambda: walk.step == "install" and walk.session.staging.done, "the installation")
        await walk.shows("Esc stops; then everything is put back")
        walk.session.staging.seconds_left = 600.0
        await walk.shows("This source is slow.")
