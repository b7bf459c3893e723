"""The wizard's page with a kit: offered first, the code asked for once, and none taken only on a second Enter."""

from __future__ import annotations

from typing import Any

from gowizard.errors import GowizardError
from tests.support.account import Account
from tests.support.multilingual import Multilingual
from tests.support.wizard_pilot import in_loop, walking


class Beside(Multilingual):
    """A pretend machine with a kit; `wrong_code` refuses what is typed."""

    wrong_code = False

    def check_kit_code(self, text: str) -> str:
        if self.wrong_code:
            raise GowizardError("The code does not belong to this kit", "", "Compare it.")
        return super().check_kit_code(text)


def _beside() -> Beside:
    return Beside(kit=True, silent=frozenset({"official", "google-cn"}))


@in_loop
async def test_the_kit_is_first_and_a_second_enter_takes_it_without_its_code() -> None:
    async with walking(_beside()) as walk:
        await walk.to("place")
        await walk.shows("A kit lies here")
        page: Any = walk.wizard.page
        assert next(iter(walk.session.sources)) == "kit" and page.chosen.id == "kit"
        await walk.press("enter")
        await walk.until(lambda: walk.app.focused is not None and walk.app.focused.id == "code")
        assert walk.step == "place"
        await walk.press("enter")
        await walk.until(lambda: walk.step == "environment")
        assert (walk.session.answers.source, walk.session.answers.kit_code) == ("kit", "")
        assert "pip" not in walk.backend.asked  # no third party is asked where the kit is taken


@in_loop
async def test_a_wrong_code_stays_on_the_page_and_says_so() -> None:
    backend = _beside()
    backend.wrong_code = True
    async with walking(backend) as walk:
        await walk.to("place")
        await walk.press("enter", *"7k2qx", "enter")
        await walk.shows("does not belong to this kit")
        assert walk.step == "place"
        backend.wrong_code = False
        await walk.press("enter")
        await walk.until(lambda: walk.step == "environment")
        assert walk.session.answers.kit_code == "7k2qx"


def test_requests_that_make_no_sense_are_refused(tmp_path: Any) -> None:
    account = Account(tmp_path / "home")
    for words, told in (
        (("kit", "bake", "x"), "knows no “bake”"),
        (("kit", "make"), "Which folder?"),
        (("kit", "make", "x", "--for", "linux"), "is no system"),
        (("kit", "check", "x", "--kit-code", "7K2Q"), "no code of a kit"),
    ):
        assert told in account.gowizard(*words, expect=2).stderr
    assert "There is no kit in" in account.gowizard("kit", "check", "x", expect=1).stderr
    assert not (account.home / "x").exists()
