"""Enter and the main button: no key press is lost when it becomes ready, and none goes astray while it is not."""

from __future__ import annotations

import pytest
from textual.events import Key
from textual.widgets import Button

from tests.support.wizard_pilot import in_loop, walking

pytestmark = pytest.mark.slow


@in_loop
async def test_an_enter_in_the_very_moment_the_button_becomes_ready_is_not_lost() -> None:
    async with walking() as walk:
        await walk.to("review")
        wizard, button = walk.wizard, walk.wizard.query_one("#next", Button)
        wizard.set_focus(None)
        button.disabled = True
        wizard.focus_next_button()
        walk.app.post_message(Key("enter", "\r"))  # before anything that was put off until later
        assert wizard.focused is button and not button.disabled
        await walk.until(lambda: walk.backend.applied, "the installation")


@in_loop
async def test_a_button_that_is_not_ready_does_not_hand_the_enter_to_back() -> None:
    async with walking() as walk:
        await walk.to("review")
        wizard, button = walk.wizard, walk.wizard.query_one("#next", Button)
        await walk.until(lambda: wizard.focused is button, "the button's focus")
        walk.session.plan = None  # as while it is composed anew
        wizard.refresh_frame()
        assert button.disabled and wizard.focused is None
        await walk.press("enter")
        await walk.pilot.pause()
        assert walk.step == "review"


@in_loop
async def test_two_presses_in_quick_succession_are_two() -> None:
    async with walking() as walk:
        await walk.answered()
        wizard, button = walk.wizard, walk.wizard.query_one("#next", Button)
        assert wizard.focused is button
        await walk.press("enter")
        await walk.until(lambda: walk.step == "version")
        wizard.set_focus(button)
        assert not button.has_class("-active")  # while it has, Textual ignores the key
        await walk.press("enter")
        await walk.until(lambda: walk.step == "place")
