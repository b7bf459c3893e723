"""What stands in the way: sources that do not answer, that can be changed on the way, proxies, failures."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from textual.widgets import Input

from gowizard.answers import Answers
from gowizard.cancellation import Cancel
from gowizard.errors import GowizardError
from gowizard.releases import Insecure
from gowizard.wizard.app import WizardApp
from gowizard.wizard.backend import Emit, Reach
from gowizard.wizard.steps import step_named
from gowizard.wizard.widgets.dialogs import Ask, Tell
from gowizard.wizard.widgets.logpane import LogPane
from gowizard.wizard.widgets.page import Detail
from tests.support.fake_backend import FakeBackend
from tests.support.pretend import HELLO, OURS, VERSIONS
from tests.support.wizard_pilot import Walker, in_loop, walking

pytestmark = pytest.mark.slow


class PlainHttp(FakeBackend):
    """Its source is plain http beyond this machine: it needs `trust_source`."""

    def stage(self, answers: Answers, emit: Emit, cancel: Cancel) -> None:
        self._judge(answers)
        super().stage(answers, emit, cancel)

    def compose(self, answers: Answers, cancel: Cancel) -> Any:
        self._judge(answers)
        return super().compose(answers, cancel)

    def _judge(self, answers: Answers) -> None:
        if answers.source.startswith("http://") and not answers.trust_source:
            raise Insecure("go.example can be changed by anybody on the way", "It is plain http.")


async def _choose(walk: Walker, name: str, row: str) -> None:
    """Move the highlight to a row."""
    for _count in range(20):
        current = walk.choices(name).current
        if current is not None and current.id == row:
            return
        await walk.press("down")
    raise AssertionError(f"no row {row}: {[r.id for r in walk.choices(name).rows]}")


@in_loop
async def test_mirrors_are_shown_and_asked_only_when_their_list_is_opened() -> None:
    async with walking() as walk:
        await walk.to("place")
        await _choose(walk, "sources", "more")
        await walk.until(lambda: "pip" in walk.backend.asked)
        assert set(walk.backend.asked) & {"official", "google-cn", "pip", "default"} == set(walk.backend.asked)
        assert "mirror:nju" not in [row.id for row in walk.choices("sources").rows]
        await walk.shows("them is asked before you open this list")
        await walk.press("enter")
        await walk.shows("official · 0.2 s")
        assert {"mirror:nju", "mirror:aliyun"} <= set(walk.backend.asked)
        assert "mirror:tuna" not in walk.backend.asked
        assert walk.choices("sources").current.id == "mirror:nju"
        await walk.shows("https://mirrors.nju.edu.cn/golang/")
        await _choose(walk, "sources", "mirror:tuna")
        await walk.shows("It never had Go, although many scripts name it.")
        await walk.press("enter")
        await walk.pilot.pause()
        assert walk.step == "place"
        await walk.press("up", "enter")
        await walk.until(lambda: walk.step == "environment")
        assert walk.session.answers.source == "mirror:aliyun"


@in_loop
async def test_when_go_dev_fails_the_mirrors_are_asked_and_come_before_a_repackaging() -> None:
    backend = FakeBackend(reachable=frozenset({"pip", "mirror:nju", "default"}))
    async with walking(backend) as walk:
        await walk.to("place")
        await walk.until(lambda: "mirror:nju" in backend.asked)
        await walk.answered()
        await walk.until(lambda: walk.choices("sources").current.id == "mirror:nju")
        await walk.shows("no answer in 3 s")
        await walk.press("enter")
        await walk.until(lambda: walk.step == "environment")
        assert walk.session.answers.source == "mirror:nju"


@in_loop
async def test_a_source_that_can_be_changed_on_the_way_is_asked_about_in_words() -> None:
    async with walking(PlainHttp()) as walk:
        await walk.to("place")
        await _choose(walk, "sources", "other")
        walk.wizard.query_one("#other", Input).value = "http://go.example/dl"
        await walk.press("enter")
        await walk.until(lambda: isinstance(walk.app.screen, Ask), "the question")
        await walk.shows("go.example can be changed by anybody on the way")
        assert walk.app.screen.focused is not None and walk.app.screen.focused.id == "other"
        await walk.press("enter")
        await walk.until(lambda: walk.step == "place" and not isinstance(walk.app.screen, Ask))
        await walk.answered()
        assert walk.session.answers.trust_source is False
        await walk.press("enter")
        await walk.until(lambda: isinstance(walk.app.screen, Ask), "the question again")
        await walk.press("left", "enter")
        await walk.until(lambda: walk.session.staging.state == "ready", "the download")
        assert walk.session.answers.trust_source is True
        await walk.to("review")
        assert walk.session.plan_error is None
        walk.wizard.change_answer("place")
        await walk.until(lambda: walk.step == "place" and walk.wizard.query("#other"), "the page of sources")
        await walk.answered()
        walk.wizard.query_one("#other", Input).value = "http://other.example/dl"
        await walk.press("enter")
        await walk.until(lambda: isinstance(walk.app.screen, Ask), "the question about another address")


@in_loop
async def test_another_source_than_an_insecure_one_leads_through_the_pages_not_seen_yet() -> None:
    async with walking(PlainHttp()) as walk:
        await walk.to("place")
        await _choose(walk, "sources", "other")
        walk.wizard.query_one("#other", Input).value = "http://go.example/dl"
        await walk.press("enter")
        await walk.until(lambda: isinstance(walk.app.screen, Ask), "the question")
        await walk.press("enter")
        await walk.until(lambda: walk.step == "place" and not isinstance(walk.app.screen, Ask))
        await walk.answered()
        walk.wizard.query_one("#other", Input).value = "https://go.example/dl"
        await walk.press("enter")
        await walk.until(lambda: walk.step == "environment", "the page of shells, not the review")


@in_loop
async def test_who_named_a_source_is_offered_it_and_no_third_party_is_asked() -> None:
    backend = FakeBackend(reachable=frozenset(), source="/media/stick")
    async with walking(backend) as walk:
        await walk.to("place")
        await walk.until(lambda: walk.session.sources["official"].reach is Reach.NO)
        await walk.shows("Enter takes the source that you named.")
        assert walk.choices("sources").current.id == "other"
        assert walk.wizard.query_one("#other", Input).value == "/media/stick"
        assert not set(backend.asked) - {"official", "google-cn", "default"}
        await walk.press("enter")
        await walk.until(lambda: walk.step == "environment")
        assert walk.session.answers.source == "/media/stick"


@in_loop
async def test_a_proxy_that_was_typed_is_tried_before_it_is_taken() -> None:
    async with walking() as walk:
        await walk.to("proxy")
        await _choose(walk, "proxies", "custom")
        box = walk.wizard.query_one("#custom", Input)
        box.value = "https://bad.example,direct"
        await walk.press("enter")
        await walk.shows("https://bad.example: claims to have a module")
        await walk.shows("Change it, or press Enter")
        assert walk.step == "proxy"
        box.value = "https://good.example,direct"
        await walk.press("enter")
        await walk.shows("https://good.example: answers (0.2 s)")
        assert walk.step == "proxy"
        await walk.press("enter")
        await walk.until(lambda: walk.step == "review")
        assert walk.session.answers.goproxy == "https://good.example,direct"


@in_loop
async def test_the_review_shows_no_password_of_an_address() -> None:
    async with walking() as walk:
        await walk.to("review")
        answers = replace(walk.session.answers, goproxy="https://joe:s3cret@a.example,direct")
        walk.session.answers = replace(answers, source="https://joe:s3cret@b.example/dl")
        await walk.wizard.show(step_named("review"))
        await walk.answered()
        told = [row.note + row.detail for row in walk.choices("changes").rows if row.id.startswith("answer:")]
        assert "https://***@a.example,direct" in "\n".join(told) and "https://***@b.example/dl" in "\n".join(told)
        assert "s3cret" not in "\n".join(told) + walk.text()


@in_loop
@pytest.mark.parametrize(
    ("nearby", "source", "told"),
    [
        (True, "/media/stick", ("69.8 MB in the folder: nothing to download.", "69.8 MB from the folder, vouched")),
        (False, "https://go.dev/dl", ("69.8 MB to download.", "69.8 MB to download, vouched")),
    ],
)
async def test_nothing_is_downloaded_from_a_folder(nearby: bool, source: str, told: tuple[str, str]) -> None:
    backend = FakeBackend(list_of_versions=replace(VERSIONS, nearby=nearby), source=source)
    async with walking(backend) as walk:
        await walk.to("version")
        assert told[0] in " ".join(walk.text().replace("│", " ").split())
        await walk.to("review")
        assert told[1] in " ".join(walk.text().replace("│", " ").split())


@in_loop
async def test_the_page_of_a_failure_names_its_report_and_one_key_copies_it() -> None:
    backend = FakeBackend(failing={"fetch": GowizardError("The disk is full", "No space.", "Make room.")})
    async with walking(backend) as walk:
        await walk.to("review")
        assert "Copy report" not in walk.text()
        await walk.press("enter")
        await walk.until(lambda: walk.session.work.state == "failed")
        await walk.shows("r Copy report")
        text = "".join(walk.text().split())
        assert "log.report.txt" in text
        await walk.press("r")
        await walk.shows("The report is on the clipboard")
        await walk.press("ctrl+q")
        await walk.shows("Leave gowizard?")
        await walk.until(lambda: "on the clipboard" not in walk.text(), "the message to make room for the question")
        await walk.press("escape")
        assert walk.app.clipboard == "## gowizard report\nThe disk is full\n"
        assert backend.calls.count("report") == 1
        walk.wizard.leave()
        await walk.until(lambda: walk.app.return_value is not None)
        assert walk.app.return_value.status == 1
        assert any(line.startswith("Report") and line.endswith(".report.txt") for line in walk.app.return_value.lines)


@in_loop
async def test_an_undo_that_fails_and_a_crash_name_their_reports() -> None:
    backend = FakeBackend(seen=OURS, failing={"undo": GowizardError("It is locked", "", "")})
    async with walking(backend) as walk:
        await walk.answered()
        walk.wizard.start_undo()
        await walk.until(lambda: isinstance(walk.app.screen, Tell), "the failure")
        await walk.until(lambda: ".report.txt" in "".join(walk.text().split()), "the report")
    app = WizardApp(FakeBackend())
    app.crash = ValueError("x")
    assert any(line.endswith(".report.txt") for line in app.outcome().lines)


@in_loop
async def test_the_log_is_folded_away_after_a_good_proof_and_open_after_a_bad_one() -> None:
    async with walking() as walk:
        await walk.to("proof")
        await walk.until(lambda: walk.session.proof.state == "done")
        await walk.shows("lines in the log; the key o opens it.")
        assert not walk.wizard.query_one(LogPane).display
        assert walk.heading() == HELLO
        await walk.press("o")
        await walk.shows("$ go get rsc.io/quote@v1.5.2")
        await walk.press("o", "enter")
        await walk.until(lambda: walk.step == "done")
    async with walking(FakeBackend(proof_ok=False)) as walk:
        await walk.to("proof")
        await walk.until(lambda: walk.session.proof.state == "done")
        await walk.shows("hello.go:3:8: package fmt is not in std")
        await walk.press("r")
        await walk.until(lambda: "The proof failed" in walk.app.clipboard)


@in_loop
async def test_a_step_of_the_proof_that_was_left_out_says_why_while_the_log_is_folded_away() -> None:
    async with walking(FakeBackend(skipping={"module": "There is no network."})) as walk:
        await walk.to("proof")
        await walk.until(lambda: walk.session.proof.state == "done")
        await walk.shows("There is no network.")
        assert not walk.wizard.query_one(LogPane).display


@in_loop
async def test_where_to_read_about_a_failed_proof_is_told_whole() -> None:
    async with walking(FakeBackend(proof_ok=False)) as walk:
        await walk.to("proof")
        await walk.until(lambda: walk.session.proof.state == "done")
        await walk.shows("gowizard-20261123-101500.log")
        await walk.shows("r Copy report")
        assert walk.wizard.query_one(LogPane).size.height >= 4


@in_loop
async def test_a_long_explanation_is_scrolled_with_keys_where_there_is_no_list() -> None:
    error = GowizardError("No room", "\n".join(f"Cause {n}" for n in range(40)), "")
    async with walking(FakeBackend(failing={"change": error})) as walk:
        await walk.to("review")
        await walk.press("enter")
        await walk.until(lambda: walk.session.work.state == "failed")
        for key in ("down", "pagedown"):
            before = walk.wizard.query_one(Detail).scroll_offset.y
            await walk.press(key)
            await walk.until(lambda before=before: walk.wizard.query_one(Detail).scroll_offset.y > before, key)


@in_loop
async def test_what_was_wrong_with_an_entry_is_not_said_of_the_next_one() -> None:
    async with walking() as walk:
        await walk.to("place")
        walk.wizard.query_one("#dir", Input).focus()
        walk.wizard.query_one("#dir", Input).value = "relative"
        await walk.press("enter")
        await walk.until(lambda: walk.wizard.query_one("#problem").display, "the problem")
        await walk.press("x")
        await walk.until(lambda: not walk.wizard.query_one("#problem").display, "no problem")


@in_loop
async def test_the_footer_says_what_enter_does_on_this_row() -> None:
    async with walking() as walk:
        await walk.to("environment")
        await walk.shows("enter Next")
        await walk.to("review")
        await walk.press("down")
        await walk.shows("enter Details")
        await walk.press("end")
        await walk.shows("enter Change")


@in_loop
async def test_a_review_that_cannot_be_composed_has_its_report_too() -> None:
    backend = FakeBackend()
    backend.failing["compose"] = GowizardError("There is no room", "", "")
    async with walking(backend) as walk:
        await walk.to("review")
        await walk.until(lambda: walk.session.plan_error)
        await walk.press("r")
        await walk.until(lambda: "There is no room" in walk.app.clipboard)
