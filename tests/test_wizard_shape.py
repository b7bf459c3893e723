"""Sizes and terminals: complete at 80x24, usable at 60x20, polite below, ASCII where there is no more."""

from __future__ import annotations

import pytest
from textual.widgets import Button, Input

from tests.support.fake_backend import FakeBackend
from tests.support.fake_repairer import ill
from tests.support.pretend import CONFLICT, DEBIAN_GO, pretend_host
from tests.support.wizard_pilot import in_loop, walking

pytestmark = pytest.mark.slow
STEPS = ("machine", "version", "place", "environment", "proxy", "review", "proof", "done")


@pytest.mark.parametrize("size", [(80, 24), (60, 20), (100, 30), (132, 43)])
@in_loop
async def test_on_every_page_heading_list_fields_and_buttons_are_in_sight(size: tuple[int, int]) -> None:
    backend = FakeBackend(host=pretend_host(gos=(DEBIAN_GO,)), seen=CONFLICT)
    async with walking(backend, size=size) as walk:
        for step in STEPS:
            await walk.to(step)
            await walk.until(walk.wizard.page.ready)
            await walk.pilot.pause()
            rows, columns = size[1] - 1, size[0]
            query = walk.wizard.query
            for widget in [*query(".heading"), *query(Input), *query(Button)]:
                if not widget.display or not widget.parent.display:
                    continue
                region = widget.region
                assert region.height and region.bottom <= rows and region.right <= columns, (step, widget)
                shown = walk.wizard.find_widget(widget).visible_region
                assert shown.size == region.size, (step, widget, shown, region)
            for choices in walk.wizard.query("Choices"):
                if choices.display:
                    assert choices.size.height >= min(3, len(choices.rows)), (step, choices)


@in_loop
async def test_a_small_window_asks_and_carries_on_where_it_was() -> None:
    async with walking(FakeBackend(held={"stage"})) as walk:
        await walk.to("environment")
        focused = walk.wizard.focused
        await walk.pilot.resize_terminal(50, 12)
        await walk.shows("A little larger, please")
        await walk.press("enter")
        assert walk.step == "environment"
        await walk.pilot.resize_terminal(60, 20)
        await walk.until(lambda: "Step 4 of 9 · Environment" in walk.text())
        assert walk.wizard.focused is focused
        await walk.pilot.resize_terminal(80, 24)
        await walk.until(lambda: "▸ Environment" in walk.text())


@pytest.mark.parametrize("size", [(1, 1), (20, 6)])
@in_loop
async def test_no_size_is_too_small_to_live(size: tuple[int, int]) -> None:
    async with walking(size=size) as walk:
        await walk.answered()
        await walk.pilot.resize_terminal(80, 24)
        await walk.shows("A clean start")


@in_loop
async def test_a_terminal_without_unicode_gets_ascii_alone() -> None:
    backend = FakeBackend(host=pretend_host(gos=(DEBIAN_GO,), unicode=False), seen=CONFLICT)
    async with walking(backend) as walk:
        for step in STEPS:
            await walk.to(step)
            await walk.until(walk.wizard.page.ready)
            strange = {sign for sign in walk.text() if not sign.isascii()}
            assert not strange, (step, strange)
        await walk.press("f2")
        await walk.shows("Search for commands.")
        assert {sign for sign in walk.text() if not sign.isascii()} <= set("简体中文语言")


@in_loop
async def test_a_repair_without_unicode_has_ascii_alone() -> None:
    backend = FakeBackend(host=pretend_host(unicode=False), repairer=ill())
    async with walking(backend, page="findings") as walk:
        await walk.shows("mends what is ticked")
        assert walk.text().isascii(), walk.text()


@in_loop
async def test_the_mouse_works_too() -> None:
    async with walking(FakeBackend(held={"stage"})) as walk:
        await walk.answered()
        await walk.pilot.click("#next")
        await walk.until(lambda: walk.step == "version")
        await walk.answered()
        await walk.pilot.click("#versions", offset=(3, 1))
        assert walk.choices("versions").current.id == "go1.26.9"
        await walk.pilot.click("#next")
        await walk.until(lambda: walk.step == "place")
        await walk.answered()
        await walk.pilot.click("#stepper", offset=(3, 0))
        await walk.until(lambda: walk.step == "machine")
