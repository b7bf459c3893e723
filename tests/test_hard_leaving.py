"""The real wizard, left on every page by a key, by a signal, by its terminal or by kill -9: nothing stays behind."""

from __future__ import annotations

import contextlib
import os
import shlex
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.account import Account
from tests.support.hard_release import command, serving, undo_all
from tests.support.release_server import Handler, ReleaseServer
from tests.support.tmux import Tmux
from tests.support.tools import need

pytestmark = pytest.mark.slow
PAGES = (
    "A clean start",
    "Which version of Go?",
    "Where from, and where to?",
    "Which shells should find Go?",
    "Which module proxy?",
    "none made yet",
)
WAYS = ("quit", "TERM", "HUP", "terminal", "KILL")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ReleaseServer]:
    """Its archives stop half way, so that the download is always under way."""

    def half(request: Handler, path: str) -> bool:
        if not path.endswith(".tar.gz"):
            return False
        content = request.server.files[path.rsplit("/", 1)[-1]].read_bytes()
        request.send_response(200)
        request.send_header("Content-Length", str(len(content)))
        request.end_headers()
        request.write(content[: len(content) // 2])
        request.connection.settimeout(600)
        with contextlib.suppress(OSError):
            request.connection.recv(1)  # until the other side hangs up
        request.close_connection = True
        return True

    with serving(tmp_path_factory.mktemp("releases"), padding=3_000_000) as running:
        running.faults.append(half)
        yield running


@pytest.fixture
def account(tmp_path: Path) -> Account:
    need("tmux")
    made = Account(tmp_path / "gopher")
    for name in (".bashrc", ".profile"):
        (made.home / name).write_bytes((Path("/etc/skel") / name).read_bytes())
    return made


def _ended(pid: int, seconds: float = 60) -> None:
    """Wait for the program: for its process to be gone, or to be a zombie."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            if Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z":
                return
        except OSError:
            return
        time.sleep(0.02)
    raise AssertionError(f"it still runs {seconds} s later")


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("page", [0, 3, 5, 6], ids=["first", "download", "review", "install"])
def test_leaving(account: Account, server: ReleaseServer, tmp_path: Path, page: int, way: str) -> None:
    before = account.picture()
    pid_file = tmp_path / "pid"
    line = f"echo $$ > {shlex.quote(str(pid_file))}; exec {shlex.join(command('--source', server.url))}"
    with Tmux(["sh", "-c", line], account.environment) as terminal:
        for text in PAGES[: page + 1]:
            terminal.wait_for(text)
            if text != PAGES[min(page, len(PAGES) - 1)] or page == len(PAGES):
                terminal.press("Enter")
        if page == len(PAGES):
            terminal.wait_for("Installing Go")
        pid = int(pid_file.read_text())
        if way == "quit":
            terminal.press("C-q")
            terminal.wait_for("Stop the installation?" if page == len(PAGES) else "Leave gowizard?")
            terminal.press(*(["Left", "Enter"] if page == len(PAGES) else ["Enter"]))
            if page == len(PAGES):  # the installation is stopped, and the wizard stays to tell
                terminal.wait_for("Stopped")
                terminal.press("C-q")
                terminal.wait_for("Leave gowizard?", "exit status")
                terminal.press("Enter")
        elif way == "terminal":
            terminal._tmux("kill-server")
        else:
            os.kill(pid, getattr(signal, f"SIG{way}"))
        _ended(pid)
    started = account.in_shell("/bin/bash", "true")
    assert (started.returncode, started.stderr) == (0, "")
    if way == "KILL":
        undo_all(account)
    assert account.picture() == before
