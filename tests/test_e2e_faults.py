"""Killed, doubled, switched under load: whatever happens to the process, the machine works and undo is exact."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support import real_go
from tests.support.account import Account
from tests.support.hard_release import serving
from tests.support.release_server import ReleaseServer

pytestmark = pytest.mark.slow
INSTALL = [sys.executable, "-m", "gowizard", "install", "--yes", "--no-proof"]


@pytest.fixture(scope="module")
def server() -> Iterator[ReleaseServer]:
    with ReleaseServer([real_go.archive("1.26.6"), real_go.archive("1.27.3")]) as running:
        yield running


@pytest.fixture
def account(tmp_path: Path) -> Account:
    made = Account(tmp_path / "gopher")
    for name in (".bashrc", ".profile"):
        (made.home / name).write_bytes((Path("/etc/skel") / name).read_bytes())
    return made


def _start(account: Account, *words: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [*INSTALL, *words],
        env=account.environment,
        cwd=account.home,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def test_killed_at_random_moments_it_is_taken_back_exactly(account: Account, server: ReleaseServer) -> None:
    before = account.picture()
    chance = random.Random(20261123)
    whole = 4.0
    for _attempt in range(5):  # tests/test_hard_kill.py kills 200 times, with a smaller archive
        child = _start(account, "--source", server.url)
        try:
            child.wait(timeout=chance.uniform(0.3, whole))
        except subprocess.TimeoutExpired:
            os.killpg(child.pid, signal.SIGKILL)
            child.wait()
        # A login shell starts and says nothing, whatever was half done.
        started = account.in_shell("/bin/bash", "true")
        assert (started.returncode, started.stderr) == (0, "")
        while "nothing to undo" not in account.gowizard("undo", "--yes").stdout:
            pass
        assert account.picture() == before


def test_a_termination_signal_takes_back_and_says_so(account: Account, server: ReleaseServer) -> None:
    before = account.picture()
    child = _start(account, "--source", server.url)
    journal = account.home / ".local/state/gowizard/journal"
    while not any(account.home.glob(".gowizard-staging-*")) and child.poll() is None:
        time.sleep(0.005)
    child.terminate()
    assert child.wait(timeout=120) == 130
    assert journal.exists()
    assert account.picture() == before


def test_two_at_once_the_second_waits(account: Account, tmp_path: Path) -> None:
    with serving(tmp_path, padding=6_000_000) as server:
        first = _start(account, "--source", server.url)
        second = _start(account, "1.26", "--source", server.url, "--no-use")
        assert (first.wait(timeout=120), second.wait(timeout=120)) == (0, 0)
    assert len(account.json("list")["installed"]) == 2


def test_switching_under_a_running_build(account: Account, server: ReleaseServer) -> None:
    account.gowizard("install", "1.27", "--source", server.url, "--yes", "--no-proof")
    account.gowizard("install", "1.26", "--source", server.url, "--yes", "--no-proof", "--no-use")
    (account.home / "hello.go").write_text(
        'package main\n\nimport "fmt"\n\nfunc main() { fmt.Println("built") }\n'
    )
    build = subprocess.Popen(
        [str(account.home / "sdk/go/bin/go"), "build", "-a", "-p", "1", "-o", "hello", "hello.go"],
        cwd=account.home,
        env=account.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    switches = 0
    while build.poll() is None and switches < 40:
        account.gowizard("use", "1.26.6" if switches % 2 == 0 else "1.27.3", "--yes")
        switches += 1
    output = build.communicate(timeout=240)[0]
    assert build.returncode == 0, output.decode()
    assert switches >= 4
