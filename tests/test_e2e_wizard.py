"""The wizard as a newcomer meets it: an empty HOME, a real terminal, a real Go, Enter and nothing else."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support import real_go
from tests.support.account import Account
from tests.support.release_server import ReleaseServer
from tests.support.tmux import Tmux
from tests.support.tools import need

HELLO = "Hello, Go environment is ready!"
COMMAND = [sys.executable, "-m", "gowizard"]
PAGES = (
    "A clean start",
    "Which version of Go?",
    "Where from, and where to?",
    "Which shells should find Go?",
    "Which module proxy?",
    "none made yet",
)
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def server() -> Iterator[ReleaseServer]:
    with ReleaseServer([real_go.archive("1.26.6"), real_go.archive("1.27.3")]) as running:
        yield running


@pytest.fixture
def account(tmp_path: Path) -> Account:
    need("tmux")
    return Account(tmp_path / "gopher")


def _enter_to_hello(account: Account, server: ReleaseServer) -> tuple[int, float]:
    start = time.monotonic()
    with Tmux([*COMMAND, "--source", server.url], account.environment) as terminal:
        for page in PAGES:
            terminal.wait_for(page)
            terminal.press("Enter")
        terminal.wait_for("Does it work?", "Install")
        terminal.wait_for(HELLO, seconds=240)
        took = time.monotonic() - start
        terminal.wait_for("Next")
        terminal.press("Enter")
        terminal.wait_for("Leave")
        return terminal.keys, took


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_enter_alone_leads_from_nothing_to_hello_and_undo_back(
    account: Account, server: ReleaseServer, shell: str
) -> None:
    """In bash with the build cache of a newcomer, which is empty."""
    need(shell)
    if shell != "bash":
        account.warm()
    account.shell = f"/usr/bin/{shell}"
    before = account.picture()
    keys, seconds = _enter_to_hello(account, server)
    assert keys <= 10
    # On a machine that is at work for others as well, the wizard has no more than its share of the time.
    assert seconds <= 90 * max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1) / 2)
    found = account.in_shell(account.shell, "go version")
    assert "go version go1.27.3 linux/amd64" in found.stdout
    account.gowizard("undo", "--yes")
    assert account.picture() == before


def test_quitting_before_install_says_that_nothing_was_changed(
    account: Account, server: ReleaseServer
) -> None:
    before = account.picture()
    with Tmux([*COMMAND, "--source", server.url], account.environment) as terminal:
        for page in PAGES[:-1]:
            terminal.wait_for(page)
            terminal.press("Enter")
        terminal.wait_for(PAGES[-1])
        terminal.press("C-q")
        terminal.wait_for("Quit", "Leave")
        terminal.press("Enter")
        terminal.wait_for("exit status")
        assert "Nothing was changed" in terminal.screen
    assert account.picture() == before


def test_a_second_start_opens_on_what_is_installed(account: Account, server: ReleaseServer) -> None:
    with ReleaseServer([real_go.archive("1.26.6", thin=True)]) as thin:
        account.gowizard("install", "--source", thin.url, "--yes", "--no-proof")
    with Tmux([*COMMAND, "--source", server.url], account.environment) as terminal:
        screen = terminal.wait_for("1.26.6")
        assert "A clean start" not in screen


def test_a_small_window_asks_politely_and_carries_on(account: Account, server: ReleaseServer) -> None:
    with Tmux([*COMMAND, "--source", server.url], account.environment) as terminal:
        terminal.wait_for(PAGES[0])
        terminal.resize(40, 10)
        terminal.wait_for("larger")
        terminal.resize(80, 24)
        terminal.wait_for(PAGES[0])
