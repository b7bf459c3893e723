"""The repair's pages at 80x24: what is wrong, the exact change, one key to mend it, and ways back."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

import pytest
from textual.widgets import Button, Input

from gowizard.errors import GowizardError
from gowizard.locales import set_language
from tests.support.fake_backend import FakeBackend
from tests.support.fake_repairer import HELLO, FakeRepairer, goroot, guess, ill, kept, package
from tests.support.pretend import DEBIAN_GO, pretend_host
from tests.support.wizard_pilot import Walker, in_loop, walking

pytestmark = pytest.mark.slow


@asynccontextmanager
async def repairing(repairer: FakeRepairer, **options: Any) -> AsyncIterator[Walker]:
    async with walking(FakeBackend(repairer=repairer), page="findings", **options) as walk:
        yield walk


async def _known(walk: Walker) -> None:
    await walk.until(lambda: walk.session.care.state == "known" and walk.wizard.focused is not None, "the findings")


def _ready(walk: Walker, step: str) -> bool:
    page = walk.wizard.page
    return walk.step == step and page is not None and page.ready()


@in_loop
async def test_one_screen_tells_what_is_wrong_and_one_key_mends_it() -> None:
    repairer = ill(left=())
    async with repairing(repairer) as walk:
        await walk.shows("2 things are wrong with Go here")
        for words in ("[x] ✗ GOROOT names a folder", "! /usr/lib/go-1.19 holds files", "[ ] i GOSUMDB is off"):
            await walk.shows(words)
        for words in ("Every go command fails", "~/.bashrc:12 export GOROOT=/opt/go"):
            await walk.shows(words)
        await walk.press("enter")
        await walk.until(lambda: _ready(walk, "mending-proof"), "the proof")
        assert "mend goroot-gone" in repairer.calls
        assert walk.heading() == HELLO
        await walk.press("enter")
        await walk.until(lambda: walk.step == "mended")
        await walk.shows("Go 1.27.3 works here")
        assert walk.enters == 2
        await walk.press("ctrl+q")
        await walk.until(lambda: walk.app.return_value is not None)
        outcome = walk.app.outcome()
        assert outcome.status == 0
        assert any("gowizard undo" in line for line in outcome.lines)


@in_loop
async def test_what_the_terminal_keeps_is_told_and_a_fresh_shell_is_without_it() -> None:
    async with repairing(ill(left=(kept(),))) as walk:
        await _known(walk)
        await walk.press("enter")
        await walk.until(lambda: _ready(walk, "mending-proof"), "the proof")
        await walk.press("enter")
        await walk.until(lambda: walk.step == "mended")
        assert walk.heading() == HELLO
        await walk.shows("This terminal still has its old GOROOT")
        await walk.shows("Continue in a fresh shell here")
        walk.wizard.leave(exec_shell=True)
        await walk.until(lambda: walk.app.return_value is not None)
        outcome = walk.app.outcome()
        assert (outcome.status, outcome.exec_shell, outcome.unset) == (0, True, ("GOROOT",))


@in_loop
async def test_a_healthy_machine_gets_a_short_calm_page() -> None:
    async with repairing(FakeRepairer()) as walk:
        await _known(walk)
        assert walk.heading() == "Go works here"
        await walk.shows("97 checks found nothing to mend.")
        assert not walk.choices("findings").display
        assert len([row for row in walk.text().splitlines() if row[25:].strip()]) <= 7
        await walk.press("enter")
        await walk.until(lambda: walk.app.return_value is not None)
        assert walk.app.outcome().status == 0


@in_loop
async def test_space_decides_what_is_mended() -> None:
    repairer = ill()
    async with repairing(repairer) as walk:
        await _known(walk)
        await walk.press("up", "space", "down", "down", "space")
        await walk.until(lambda: walk.session.care.ticked.get("gosumdb-off"), "the tick")
        assert walk.session.care.chosen() == ("gosumdb-off",)
        await walk.press("up", "up", "space", "down", "down", "space")
        await walk.until(lambda: not walk.session.care.ticked["gosumdb-off"], "the tick")
        assert walk.session.care.chosen() == ("goroot-gone",)
        await walk.press("up", "up", "space")
        await walk.until(lambda: str(walk.wizard.query_one("#next", Button).label) == "Leave")
        assert repairer.calls == ["examine"]


@in_loop
async def test_enter_on_a_finding_shows_all_about_it_with_the_diff() -> None:
    async with repairing(ill(), size=(80, 24)) as walk:
        await _known(walk)
        await walk.press("up", "enter")
        for words in ("+# gowizard: disabled 2026-11-24", "https://go.dev/doc/manage-install"):
            await walk.shows(words)
        assert " ".join(walk.text().split()).count("GOROOT names a folder that is no Go tree: /opt/go") == 1
        await walk.press("escape", "down", "enter")
        await walk.shows("sudo apt-get install --reinstall golang-1.19-go")


@in_loop
async def test_an_enter_right_behind_an_arrow_is_meant_for_the_row() -> None:
    repairer = ill()
    async with repairing(repairer) as walk:
        await _known(walk)
        for key in ("down", "enter"):  # as they come from a fast hand: nothing is waited for
            walk.app.simulate_key(key)
        await walk.shows("sudo apt-get install --reinstall golang-1.19-go")
        assert repairer.calls == ["examine"]


@in_loop
async def test_a_repair_after_which_no_go_is_found_says_what_to_do() -> None:
    error = GowizardError("No new terminal finds a Go", "", "Install one with `gowizard install`.")
    async with repairing(ill(left=(), failing={"prove": error})) as walk:
        await _known(walk)
        await walk.press("enter")
        await walk.until(lambda: _ready(walk, "mending-proof"), "the proof")
        await walk.shows("Install one with `gowizard install`.")


@in_loop
async def test_where_there_is_room_the_change_stands_in_a_pane_of_its_own() -> None:
    async with repairing(ill(), size=(132, 43)) as walk:
        await _known(walk)
        query = walk.wizard.query_one
        rows, evidence, remedy = (query(f"#{name}").region for name in ("findings", "evidence", "remedy"))
        assert rows.right <= evidence.x and evidence.bottom <= remedy.y
        await walk.shows("-export GOROOT=/opt/go")


@in_loop
async def test_the_mouse_ticks_and_repairs() -> None:
    repairer = ill(left=())
    async with repairing(repairer) as walk:
        await _known(walk)
        await walk.still()
        await walk.pilot.click("#findings", offset=(4, 2))
        await walk.until(lambda: walk.session.care.chosen() == ("goroot-gone", "gosumdb-off"), "the tick")
        await walk.pilot.click("#next")
        await walk.until(lambda: walk.step == "mending-proof")
        assert "mend goroot-gone gosumdb-off" in repairer.calls


@in_loop
async def test_a_message_that_is_pasted_is_looked_for_first() -> None:
    repairer = ill(about=("What fits your message comes first.",))
    async with repairing(repairer) as walk:
        await _known(walk)
        walk.wizard.query_one("#message", Input).focus()
        await walk.pilot.press(*"go: x", "enter")
        await walk.shows("What fits your message comes first.")
        assert repairer.calls == ["examine", "examine go: x"]


@in_loop
async def test_stopping_puts_everything_back_and_the_list_is_there_again() -> None:
    repairer = ill(held={"change"})
    async with repairing(repairer) as walk:
        await _known(walk)
        await walk.press("enter")
        await walk.until(lambda: walk.session.care.running == "goroot-gone")
        await walk.press("escape")
        await walk.shows("Everything that was changed so far is put back.")
        await walk.press("enter")
        assert walk.session.care.state == "mending"
        await walk.press("escape")
        await walk.press("left", "enter")
        await walk.shows("Everything was put back as it was.")
        await walk.press("enter")
        await walk.until(lambda: walk.step == "findings" and walk.session.care.state == "known")


@in_loop
async def test_a_failure_is_told_and_the_report_can_be_copied() -> None:
    broken = GowizardError("The disk is full", "No room in ~/sdk", "Make room.")
    async with repairing(ill(failing={"change": broken})) as walk:
        await _known(walk)
        await walk.press("enter")
        await walk.shows("That did not work")
        await walk.shows("No room in ~/sdk")
        await walk.press("r")
        await walk.shows("The report is on the clipboard")
        await walk.press("ctrl+q")
        await walk.shows("Nothing was changed.")


@in_loop
async def test_what_is_new_is_shown_first_and_can_be_taken_back_at_once() -> None:
    fresh = replace(package(), key="fresh", title="Something else broke")
    repairer = ill(left=(fresh,))
    async with repairing(repairer) as walk:
        await _known(walk)
        await walk.press("enter")
        await walk.shows("Something new came to light")
        await walk.shows("New: Something else broke")
        await walk.press("down", "enter")
        await walk.shows("Take the repair back?")
        await walk.press("left", "enter")
        await walk.shows("Taken back")
        assert repairer.calls[-1] == "undo"
        await walk.press("ctrl+q")
        await walk.shows("The repair was taken back.")


@in_loop
async def test_what_is_left_to_a_person_stands_on_the_last_page() -> None:
    async with repairing(ill()) as walk:
        await _known(walk)
        await walk.press("enter")
        await walk.until(lambda: _ready(walk, "mending-proof"))
        await walk.press("enter")
        await walk.until(lambda: walk.step == "mended")
        assert walk.heading() == "Not everything works yet"
        await walk.shows("sudo apt-get install --reinstall golang-1.19-go")
        await walk.press("ctrl+q")
        await walk.until(lambda: walk.app.return_value is not None)
        assert walk.app.outcome().status == 1


@in_loop
async def test_many_repaired_things_hide_neither_what_is_left_nor_what_can_be_done() -> None:
    many = tuple(replace(goroot(), key=f"fault-{n}", title=f"Fault {n}") for n in range(30))
    async with repairing(FakeRepairer(found=(*many, package()), left=(package(),))) as walk:
        await _known(walk)
        await walk.press("enter")
        await walk.until(lambda: _ready(walk, "mending-proof"))
        await walk.press("enter")
        await walk.until(lambda: walk.step == "mended")
        for words in ("sudo apt-get install", "30 things are repaired", "Take the repair back", "Look again"):
            await walk.shows(words)
        await walk.press("down", "enter")
        await walk.shows("Fault 0")


@in_loop
async def test_the_repair_can_be_taken_back_from_the_last_page() -> None:
    repairer = ill(left=())
    async with repairing(repairer) as walk:
        await _known(walk)
        await walk.press("enter")
        await walk.until(lambda: _ready(walk, "mending-proof"))
        await walk.press("enter")
        await walk.until(lambda: walk.step == "mended")
        rows = [row.id for row in walk.choices("actions").rows if not row.header]
        await walk.press(*["down"] * rows.index("undo"), "enter")
        await walk.shows("Take the repair back?")
        await walk.press("left", "enter")
        await walk.shows("Everything is as it was before the repair.")
        assert "undo" not in [row.id for row in walk.choices("actions").rows]


@in_loop
async def test_the_first_page_offers_it_where_a_go_is_broken() -> None:
    broken = replace(DEBIAN_GO, problem="not executable", complete=False)
    backend = FakeBackend(host=pretend_host(gos=(broken,)), repairer=ill())
    async with walking(backend) as walk:
        await walk.answered()
        await walk.press("down", "enter")
        await walk.until(lambda: walk.step == "findings")
        await walk.shows("2 things are wrong with Go here")
        await walk.press("escape")
        await walk.until(lambda: walk.step == "machine")
        assert "apply" not in backend.calls


@pytest.mark.parametrize("size", [(80, 24), (60, 20), (132, 43)])
@in_loop
async def test_everything_is_in_sight_at_every_size(size: tuple[int, int]) -> None:
    async with repairing(ill(), size=size) as walk:
        await _known(walk)
        await walk.still()
        for widget in (*walk.wizard.query(".heading"), *walk.wizard.query(Input), *walk.wizard.query(Button)):
            if widget.display:
                assert widget.region.height and widget.region.bottom <= size[1] - 1, widget
                assert walk.wizard.find_widget(widget).visible_region.size == widget.region.size, widget
        assert walk.choices("findings").size.height >= 3


@in_loop
async def test_it_speaks_chinese() -> None:
    set_language("zh_CN")
    try:
        async with repairing(FakeRepairer(found=(goroot(), guess()), left=())) as walk:
            await _known(walk)
            await walk.shows("这里的 Go 有 1 个问题")
            await walk.press("enter")
            await walk.until(lambda: _ready(walk, "mending-proof"))
            await walk.press("enter")
            await walk.shows("撤销修复")
    finally:
        set_language("en")


@in_loop
async def test_a_terminal_without_unicode_gets_ascii_alone() -> None:
    backend = FakeBackend(host=pretend_host(unicode=False), repairer=ill(left=()))
    async with walking(backend, page="findings") as walk:
        await _known(walk)
        await walk.still()
        strange = {sign for sign in walk.text() if not sign.isascii()} - set("“”")
        assert not strange
        await walk.press("enter")
        await walk.until(lambda: _ready(walk, "mending-proof"))
        assert not {sign for sign in walk.text() if not sign.isascii()} - set("“”")
