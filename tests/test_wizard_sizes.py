"""Every page of the pictures is whole in the smallest window, in every language and with the 16 colours' lines."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest
from textual.widgets import Button, Input, Static

from gowizard.releases import MIRRORS
from gowizard.wizard.steps import step_named
from gowizard.wizard.widgets.choices import Choices
from gowizard.wizard.widgets.page import Detail
from tests.support.multilingual import Multilingual
from tests.support.pretend import pretend_host, pretend_shell
from tests.support.screens import OFFICIAL, SCENES, Scene, Size, look
from tests.support.wizard_pilot import Walker, in_loop, walking

pytestmark = pytest.mark.slow
LOOKS = [((60, 20), "ansi", "en"), ((60, 20), "dark", "zh_CN")]


def cut_off(walker: Walker) -> list[str]:
    """What of the page, or of the dialog over it, cannot be seen whole."""
    screen = walker.app.screen
    kinds = (".heading", ".dialog-title", ".dialog-hint", Input, Button)
    found = []
    for widget in [widget for kind in kinds for widget in screen.query(kind)]:
        if not all(getattr(node, "display", True) for node in widget.ancestors_with_self):
            continue
        seen = screen.find_widget(widget).visible_region
        if not widget.region or seen != widget.region:
            found.append(f"{widget} {widget.region} {seen}")
    for choices in screen.query(Choices):
        if choices.display and choices.size.height < min(3, len(choices.rows)):
            found.append(f"{choices} has {choices.size.height} of {len(choices.rows)} rows")
    for detail in screen.query(Detail):
        told = str(detail.query_one(Static).render())
        if detail.display and told.strip() and screen.find_widget(detail).visible_region.height < 2:
            found.append(f"{detail} {detail.region}")
    return found


def crowded() -> Multilingual:
    """As many shells as gowizard knows, and nothing that answers: every list is long, every sentence takes two rows."""
    host = pretend_host()
    more = tuple(pretend_shell(name, (f".{name}rc", False)) for name in ("dash", "ksh", "mksh", "tcsh", "elvish"))
    silent = OFFICIAL | {mirror.source for mirror in MIRRORS} | {"default", "pip"}
    return Multilingual(host=replace(host, shells=host.shells + more), silent=frozenset(silent))


def own(step: str) -> Callable[[Walker], Awaitable[None]]:
    """The way to a page of offers, and to the row whose field opens then."""

    async def go(walker: Walker) -> None:
        await walker.answered()
        walker.session.answers = replace(walker.session.answers, source="https://go.example.org/dl")
        await walker.wizard.show(step_named(step))
        await walker.answered()
        await walker.press("end", *(["up"] if step == "proxy" else []))
        await walker.until(lambda: step == "environment" or walker.wizard.page.own_chosen, "the field")

    return go


CROWDED = [
    Scene("place-own", own("place"), crowded),
    Scene("environment-shells", own("environment"), crowded),
    Scene("proxy-own", own("proxy"), crowded),
]


@pytest.mark.parametrize("spoken", ["en", "zh_CN"])
@pytest.mark.parametrize("size", [(60, 20), (60, 24), (80, 24)], ids=str)
@pytest.mark.parametrize("scene", CROWDED, ids=lambda scene: scene.name)
def test_fields_stay_in_sight_beside_long_lists(scene: Scene, size: Size, spoken: str) -> None:
    assert look(scene, cut_off, spoken=spoken, size=size) == []


@pytest.mark.parametrize(("size", "theme", "spoken"), LOOKS, ids=["60x20-en", "60x20-zh_CN"])
@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)
def test_nothing_is_cut_off(scene: Scene, size: Size, theme: str, spoken: str) -> None:
    assert look(scene, cut_off, theme=theme, spoken=spoken, size=size) == []


@in_loop
async def test_a_long_name_leaves_the_machine_its_place() -> None:
    host = pretend_host()
    host = replace(host, user=replace(host.user, name="wolfeschlegelsteinhausenbergerdorff." * 3))
    async with walking(Multilingual(host=host), size=(60, 20)) as walk:
        await walk.answered()
        first = walk.text().splitlines()[0]
        assert first.startswith("  gowizard  ") and "wolfeschlegelstein" in first and first.endswith("… · linux/amd64")
