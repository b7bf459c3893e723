"""The first page: what is here, what earlier runs left, what would defeat the result."""

from __future__ import annotations

from dataclasses import replace

import pytest

from gowizard.answers import Existing
from gowizard.wizard.backend import Emit, Look
from gowizard.wizard.widgets.dialogs import Ask, Wait
from tests.support.fake_backend import FakeBackend
from tests.support.pretend import CONFLICT, DEBIAN_GO, OURS, UNFINISHED, pretend_host
from tests.support.wizard_pilot import in_loop, walking

pytestmark = pytest.mark.slow


@in_loop
async def test_a_bare_machine_is_told_and_asks_nothing() -> None:
    async with walking() as walk:
        await walk.answered()
        text = walk.text()
        assert "No Go was found on this machine" in text
        assert "Debian GNU/Linux 12 (bookworm)" in text and "amd64" in text
        assert not walk.choices("options").display


@in_loop
async def test_a_go_that_is_here_is_named_with_the_consequence_of_every_choice() -> None:
    async with walking(FakeBackend(host=pretend_host(gos=(DEBIAN_GO,)))) as walk:
        await walk.answered()
        assert "1.19.8  /usr/lib/go-1.19  dpkg" in walk.text()
        details = {row.id: row.detail for row in walk.choices("options").rows}
        assert list(details) == ["beside", "adopt:0", "keep"]
        assert "stays as it is" in details["beside"]
        assert "Nothing is downloaded" in details["adopt:0"]
        assert "Changes nothing" in details["keep"]
        await walk.press("down", "down")
        await walk.shows("goes straight to the proof")


@in_loop
async def test_nothing_is_asked_about_a_go_before_it_is_known_whether_it_is_ours() -> None:
    backend = FakeBackend(host=pretend_host(gos=(DEBIAN_GO,)), seen=OURS, held={"look"})
    async with walking(backend) as walk:
        await walk.shows("Looking at Go on this machine")
        await walk.press("enter")
        assert not walk.choices("options").display and walk.step == "machine"
        backend.let("look")
        await walk.shows("Go is set up here")
        assert walk.choices("options").has_focus


@in_loop
async def test_a_line_that_would_defeat_the_result_is_a_box() -> None:
    async with walking(FakeBackend(host=pretend_host(gos=(DEBIAN_GO,)), seen=CONFLICT)) as walk:
        await walk.shows("[x] Comment out GOROOT in ~/.profile")
        await walk.press("down", "down", "down")  # over the edge of the first list
        await walk.shows("Line 12 sets GOROOT")
        await walk.press("space")
        await walk.shows("[ ] Comment out GOROOT")
        assert walk.session.answers.disable_lines is False
        await walk.press("up")
        assert walk.choices("options").has_focus


@in_loop
async def test_where_a_line_defeats_the_go_that_is_here_the_repair_is_offered() -> None:
    for seen, offered in ((OURS, False), (replace(OURS, conflicts=CONFLICT.conflicts), True)):
        async with walking(FakeBackend(seen=seen)) as walk:
            await walk.answered()
            await walk.shows("Go is set up here")
            assert ("repair" in [row.id for row in walk.choices("options").rows]) is offered


@in_loop
async def test_a_second_start_opens_on_what_is_installed() -> None:
    backend = FakeBackend(seen=OURS, held={"prove"})
    async with walking(backend) as walk:
        await walk.answered()
        await walk.shows("Go 1.27.2 is what your shells find.")
        ids = [row.id for row in walk.choices("options").rows]
        assert ids == ["update:1.27.3", "prove", "beside", "undo"]
        await walk.press("down", "enter")
        await walk.until(lambda: walk.step == "proof")
        assert "apply" not in backend.calls


@in_loop
async def test_the_newer_patch_is_one_enter_away() -> None:
    async with walking(FakeBackend(seen=OURS, held={"stage"})) as walk:
        await walk.answered()
        await walk.to("review")
        assert walk.session.answers.version == "1.27.3"
        assert walk.session.answers.existing is Existing.BESIDE


@in_loop
async def test_undo_asks_once_more_and_says_what_it_took_back() -> None:
    backend = FakeBackend(seen=OURS)
    async with walking(backend) as walk:
        await walk.answered()
        await walk.press("end", "enter")
        await walk.shows("Undo the last run?")
        await walk.press("enter")  # the harmless answer
        assert "undo" not in backend.calls
        await walk.press("enter")
        await walk.shows("Undo the last run?")
        await walk.press("left", "enter")
        await walk.shows("Taken back")
        assert "- Put Go 1.27.3 into ~/sdk/go1.27.3" in walk.text()
        await walk.press("enter")
        await walk.shows("A clean start")


@pytest.mark.parametrize(("keys", "sentence"), [(["enter"], "finished"), (["right", "enter"], "rolled back")])
@in_loop
async def test_an_interrupted_run_is_settled_before_anything_else(keys: list[str], sentence: str) -> None:
    async with walking(FakeBackend(seen=UNFINISHED)) as walk:
        await walk.shows("An earlier run was interrupted")
        await walk.press("escape")  # there is no way round it
        await walk.until(lambda: isinstance(walk.app.screen, Ask))
        await walk.press(*keys)
        await walk.shows(f"That run {'is finished' if sentence == 'finished' else 'was rolled back'}.")
        await walk.press("enter")
        await walk.until(lambda: walk.session.look.unfinished is None)


@in_loop
async def test_while_a_run_is_put_back_nobody_goes_on_with_what_is_going() -> None:
    """And the Go that was here is not offered afterwards."""

    class Passing(FakeBackend):
        def settle(self, go_on: bool, emit: Emit) -> str:
            told = super().settle(go_on, emit)
            self.host, self.seen = pretend_host(), Look()
            return told

    backend = Passing(host=pretend_host(gos=(DEBIAN_GO,)), seen=UNFINISHED, held={"settle"})
    async with walking(backend) as walk:
        await walk.shows("An earlier run was interrupted")
        await walk.press("right", "enter")
        await walk.until(lambda: isinstance(walk.app.screen, Wait))
        assert "Putting everything back" in walk.text()
        await walk.press("enter", "escape", "enter")
        assert walk.step == "machine" and isinstance(walk.app.screen, Wait)
        backend.let("settle")
        await walk.shows("That run was rolled back.")
        await walk.press("enter")
        await walk.shows("A clean start")
        await walk.until(lambda: not walk.choices("options").display)
        assert "Go will go into" in walk.text()
        await walk.press("enter")  # the focus is on Next
        await walk.until(lambda: walk.step == "version")
