"""Every page of the pictures is whole in the smallest window, in every language and with the 16 colours' lines."""

from __future__ import annotations

import pytest
from textual.widgets import Button, Input, Static

from gowizard.wizard.widgets.choices import Choices
from gowizard.wizard.widgets.page import Detail
from tests.support.screens import SCENES, Scene, Size, look
from tests.support.wizard_pilot import Walker

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


@pytest.mark.parametrize(("size", "theme", "spoken"), LOOKS, ids=["60x20-en", "60x20-zh_CN"])
@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)
def test_nothing_is_cut_off(scene: Scene, size: Size, theme: str, spoken: str) -> None:
    assert look(scene, cut_off, theme=theme, spoken=spoken, size=size) == []
