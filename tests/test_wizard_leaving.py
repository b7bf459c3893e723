"""The last page, and leaving from any page: what is said, what is kept, how fast it is."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from gowizard.wizard.screen import WizardScreen
from tests.support.fake_backend import FakeBackend
from tests.support.own_time import OwnTime
from tests.support.pretend import HELLO
from tests.support.wizard_pilot import in_loop, walking

pytestmark = pytest.mark.slow
ROOT = Path(__file__).resolve().parent.parent


@in_loop
async def test_enter_on_the_last_page_keeps_the_log_and_the_app() -> None:
    async with walking() as walk:
        await walk.to("done")
        await walk.press("enter", "enter")
        assert walk.app.return_value is None and walk.app.is_running
        await walk.press("down", "enter")
        await walk.shows("The log of the proof")
        assert "go version go1.27.3" in walk.text()
        await walk.press("escape", "escape")
        await walk.until(lambda: walk.step == "proof")
        assert HELLO in walk.wizard.query_one("#log").text


@in_loop
async def test_the_last_page_offers_what_comes_next() -> None:
    backend = FakeBackend()
    async with walking(backend) as walk:
        await walk.to("done")
        details = {row.id: row.detail for row in walk.choices("actions").rows}
        assert '. "$HOME/.config/gowizard/env.sh"' in details["line"]
        assert "gowizard undo" in details["undo"]
        assert "C compiler" in details["needs"] and "git" in details["needs"]
        assert "VS Code" in details["editors"]
        assert "gowizard-20261123" in details["log"]
        ids = list(details)
        await walk.press(*["down"] * ids.index("keep"), "enter")
        await walk.shows("✓ kept")
        await walk.press("down", "enter")
        await walk.shows("✓ saved")
        assert {"keep", "save"} <= set(backend.calls)
        await walk.press("end", "enter")
    outcome = walk.app.outcome()
    assert outcome.status == 0 and not outcome.exec_shell
    assert outcome.lines[0] == HELLO
    assert "taken back first" in outcome.lines[1]


@in_loop
async def test_a_fresh_shell_takes_the_place_of_gowizard() -> None:
    async with walking() as walk:
        await walk.to("done")
        await walk.press("down", "down", "enter")
    outcome = walk.app.outcome()
    assert outcome.exec_shell and str(outcome.shell) == "/bin/bash"
    assert not any("terminal that is open now" in line for line in outcome.lines)


@in_loop
async def test_a_failed_proof_keeps_its_log_open_and_names_the_cause() -> None:
    async with walking(FakeBackend(proof_ok=False)) as walk:
        await walk.to("proof")
        await walk.until(lambda: walk.session.proof.state == "done")
        await walk.shows("It does not work yet")
        assert "Likely cause: GOROOT is set" in walk.text()
        assert "✗ Your first program" in walk.text()
        await walk.press("enter")
        await walk.until(lambda: walk.step == "done")
        await walk.press("ctrl+q")
    assert walk.app.outcome().status == 1


@pytest.mark.parametrize(
    ("step", "sentence"),
    [("machine", "Nothing was changed."), ("environment", "Nothing was changed. The download is removed")],
)
@in_loop
async def test_quitting_says_what_state_the_machine_is_in(step: str, sentence: str) -> None:
    async with walking(FakeBackend(held={"stage"})) as walk:
        await walk.to(step)
        await walk.press("ctrl+q")
        await walk.shows(sentence)
        await walk.press("right", "enter")  # Stay
        assert isinstance(walk.app.screen, WizardScreen)
        await walk.press("ctrl+q", "enter")
    outcome = walk.app.outcome()
    assert outcome.status == 130
    assert outcome.lines[0].startswith("Nothing was changed.")


@in_loop
async def test_leaving_never_waits_for_a_worker() -> None:
    backend = FakeBackend(held={"look", "versions"})  # `look` cannot be cancelled at all
    async with walking(backend) as walk:
        await walk.press("ctrl+q")
        await walk.shows("Leave gowizard?")
        watch = OwnTime()
        await walk.press("enter")
        await walk.until(lambda: walk.app.return_value is not None)
    assert watch.seconds < 1.0


@in_loop
async def test_something_unforeseen_shows_no_traceback_no_values(capfd: pytest.CaptureFixture[str]) -> None:
    token = "s3cr3t-token"
    backend = FakeBackend()
    with pytest.raises(ZeroDivisionError):  # run_test raises again what the app met
        async with walking(backend) as walk:

            def explode() -> None:
                password = token
                raise ZeroDivisionError(len(password))

            walk.wizard.call_later(explode)
            await walk.until(lambda: walk.app.crash is not None)
    outcome = walk.app.outcome()
    said = "\n".join(outcome.lines) + capfd.readouterr().err
    assert outcome.status == 1
    assert "Something inside gowizard went wrong" in said and "gowizard-20261123" in said
    assert token not in said and "Traceback" not in said


STUCK = """
import os, threading
from gowizard import wizard
from gowizard.wizard.app import WizardApp
from tests.support.fake_backend import FakeBackend

class Backend(FakeBackend):
    def close(self):
        os.write(1, b"closed")

def stuck(app):
    app._told_to_end()
    app._told_to_end()
    threading.Event().wait()

wizard._GRACE = 0.2
WizardApp.run = stuck
wizard.run_with(Backend())
"""


def test_a_wizard_whose_terminal_is_gone_ends_even_where_nothing_can_be_written_any_more() -> None:
    done = subprocess.run([sys.executable, "-c", STUCK], cwd=ROOT, capture_output=True, timeout=60)
    assert (done.returncode, done.stdout) == (1, b"closed"), done.stderr
