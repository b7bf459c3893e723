"""The machine and version pages of every simulated system at 80 by 24, in both languages, with nothing cut off."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from gowizard.answers import Answers
from gowizard.cancellation import Cancel
from gowizard.host import Host, detect
from gowizard.locales import _, set_language
from gowizard.releases import Catalogue
from gowizard.releases.listing import parse_list
from gowizard.wizard import offers
from gowizard.wizard.backend import VersionList
from tests.support.fake_backend import FakeBackend
from tests.support.fake_machine import FakeMachine
from tests.support.multilingual import Multilingual
from tests.support.other_systems import OTHERS, Other, release_list
from tests.support.wizard_pilot import Walker, in_loop, walking
from tests.test_wizard_sizes import cut_off

pytestmark = pytest.mark.slow
CATALOGUE = Catalogue(source="official", releases=parse_list(json.dumps(release_list()).encode(), "go.dev")[0])


@dataclass
class OnSystem(Multilingual):
    """The pretend machine with the real core's versions for its system, in the language that is chosen."""

    def versions(self, answers: Answers, cancel: Cancel) -> VersionList:
        return offers.version_list(CATALOGUE, self.host.system, "go.dev")


def _detected(made: FakeMachine) -> Host:
    """The host, with the paths of Gos and home as the simulated machine itself would name them."""
    machine = made.build()
    host = detect(machine)
    gos = [
        replace(go, binary=machine.logical(go.binary), root=go.root and machine.logical(go.root)) for go in host.gos
    ]
    return replace(host, gos=tuple(gos), user=replace(host.user, home=machine.logical(host.user.home)))


def whole(walker: Walker, text: str) -> bool:
    """Whether a text is on the screen to its end, wrapped or not."""
    seen = "".join(re.sub("[│▁-█]", "", row[25:]) for row in walker.text().splitlines())
    return "".join(text.split()) in "".join(seen.split())


@pytest.mark.parametrize("language", ["en", "zh_CN"])
@pytest.mark.parametrize("other", OTHERS, ids=lambda other: other.name)
@in_loop
async def test_the_pages_are_whole(other: Other, language: str, tmp_path: Path) -> None:
    set_language(language)
    backend = OnSystem(host=_detected(other.make(tmp_path)))
    async with walking(backend, size=(80, 24)) as walk:
        await walk.answered()
        await walk.pilot.pause(0.05)
        assert cut_off(walk) == []
        for words in other.shows:
            assert words in walk.text()
        await walk.press("enter")
        await walk.until(lambda: walk.step == "version")
        await walk.answered()
        await walk.pilot.pause(0.05)
        assert cut_off(walk) == []
        rows = {row.id: row for row in walk.choices("versions").rows}
        chosen = walk.choices("versions").current
        assert chosen is not None
        if other.archive or other.newest:
            assert chosen.id == f"go{other.newest or '1.27.3'}" and not chosen.refusal
        else:
            assert chosen == rows.pop("elsewhere") and all(row.refusal for row in rows.values())
            assert whole(walk, _("None of them can run on this machine."))
            assert whole(walk, rows["go1.27.3"].refusal)
        latest = rows["go1.27.3"]
        assert bool(latest.refusal) is not bool(other.archive)
        if other.newest:
            await walk.press("down")  # the latest is the row after the one that is proposed
            await walk.pilot.pause(0.05)
            assert walk.choices("versions").current == latest and other.newest in latest.refusal
            assert whole(walk, latest.refusal)


@dataclass
class TwoLists(FakeBackend):
    """Nothing of go.dev's list runs here, everything of a list of the user's own."""

    def versions(self, answers: Answers, cancel: Cancel) -> VersionList:
        listed = super().versions(answers, cancel)
        if answers.source.startswith("http"):
            return replace(listed, origin=answers.source)
        return replace(listed, offers=tuple(replace(offer, refusal="Not for this machine.") for offer in listed.offers))


@in_loop
async def test_where_nothing_runs_another_source_is_asked_for_its_versions() -> None:
    async with walking(TwoLists()) as walk:
        await walk.to("version")
        assert walk.choices("versions").current.id == "elsewhere"
        await walk.press("enter")
        await walk.until(lambda: walk.step == "place")
        await walk.answered()
        await walk.press("end", "tab", *"http://mirror.example/dl")
        await walk.press("enter")
        await walk.until(lambda: walk.step == "version")
        await walk.shows("From http://mirror.example/dl")
        assert walk.session.staging.state == "none"
        await walk.press("enter")
        await walk.until(lambda: walk.step == "place")
        await walk.answered()
        await walk.press("enter")
        await walk.until(lambda: walk.step == "environment")
        assert walk.session.answers.source == "http://mirror.example/dl" and walk.session.staging.state != "none"
