"""A go at work is named before an undo, a repair's undo or the settling of a killed run takes its tree away.

Real processes on this machine, and a run that really was killed.
"""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from gowizard import changes, host, net, toolchain
from gowizard.answers import Answers
from gowizard.toolchain import InUse, Layout
from gowizard.wizard import core, earlier, repairer
from tests.support.account import Account
from tests.test_toolchain_store import make_tree

SHORT_WAIT = """
import runpy, sys
from gowizard.toolchain import running
running.WAIT_FOR_GO = 0.2
sys.argv[0] = "gowizard"
runpy.run_module("gowizard", run_name="__main__")
"""
KILLED = """
import os, sys
from pathlib import Path
from gowizard import changes, host, toolchain
from gowizard.cancellation import Cancel
from gowizard.changes import Change, ChangeFinished, write_file
home = Path(sys.argv[1])
wanted = (toolchain.remove(toolchain.Layout.under(home / "sdk"), "go1.26.6"),
          Change(id="note", title="Write a note", effects=(write_file(home / "note", b"x"),)))
def kill(event):
    if isinstance(event, ChangeFinished) and sys.argv[2] == event.id:
        os.kill(os.getpid(), 9)
with changes.open_run(host.detect().dirs.state, title="Uninstall go1.26.6", verb="uninstall") as run:
    run.apply(wanted, kill, Cancel())
"""


class Home(Account):
    """A home with two versions, of which go1.26.6 is uninstalled; `aside` is where its tree waits."""

    def __init__(self, home: Path) -> None:
        super().__init__(home)
        for version in ("go1.26.6", "go1.27.3"):
            make_tree(home / "sdk" / version, version)
        (home / "sdk" / "go").symlink_to("go1.27.3")
        self.tree = home / "sdk" / "go1.26.6"

    def uninstall(self, *, killed_after: str = "") -> Path:
        command = [sys.executable, "-c", KILLED, str(self.home), killed_after]
        done = subprocess.run(command, env=self.environment, cwd=self.home, capture_output=True, text=True)
        assert done.returncode == (-signal.SIGKILL if killed_after else 0), done.stderr
        assert not self.tree.exists()
        return next(path.parent for path in (self.home / "sdk").rglob("VERSION") if "1.27.3" not in str(path))

    def shortly(self, *words: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-c", SHORT_WAIT, *words]
        return subprocess.run(command, env=self.environment, cwd=self.home, capture_output=True, text=True)


@contextmanager
def at_work(tree: Path) -> Iterator[str]:
    """A real process of that tree's go; the answer is how it is named."""
    shutil.copy(shutil.which("sleep") or "/bin/sleep", tree / "bin" / "go")
    with subprocess.Popen([tree / "bin" / "go", "100"]) as process:
        yield f"go ({process.pid})"
        process.kill()


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "gopher")


def names_it(done: subprocess.CompletedProcess[str], go: str, tree: Path) -> None:
    assert done.returncode == 1 and "Traceback" not in done.stderr
    said = " ".join(done.stderr.split())
    assert f"Go is at work just now: {go}" in said and f"It runs from {tree}" in said, done.stderr
    assert "Nothing was changed" in done.stderr


def test_an_undo_takes_no_tree_from_under_a_go(home: Home) -> None:
    aside = home.uninstall()
    with at_work(aside) as go:
        names_it(home.shortly("undo", "--yes"), go, aside)
        assert aside.is_dir() and not home.tree.exists()
    home.shortly("undo", "--yes")
    assert home.tree.is_dir() and not aside.exists() and not (home.home / "note").exists()


@pytest.mark.parametrize("killed_after", ["uninstall", "note"])
def test_a_killed_run_is_settled_only_when_its_go_has_ended(home: Home, killed_after: str) -> None:
    aside = home.uninstall(killed_after=killed_after)
    with at_work(aside) as go:
        before = home.picture()
        names_it(home.shortly("undo", "--yes"), go, aside)
        assert home.picture() == before
    done = home.shortly("undo", "--yes")
    assert done.returncode == 0 and "That run was rolled back." in done.stdout + done.stderr
    assert home.tree.is_dir() and not aside.exists() and not (home.home / "note").exists()


def test_an_undo_takes_back_the_killed_run_and_none_before_it(home: Home) -> None:
    home.shortly("use", "1.26.6", "--yes")
    home.shortly("use", "1.27.3", "--yes")
    before = home.picture()
    home.uninstall(killed_after="note")
    done = home.shortly("undo", "--yes", "--json")
    assert (done.returncode, json.loads(done.stdout)["reverted"]) == (0, ["Uninstall go1.26.6"])
    assert home.picture() == before


@pytest.mark.parametrize("answer", ["y", "n"])
def test_who_says_undo_at_a_terminal_is_asked_to_take_it_back_not_to_finish_it(home: Home, answer: str) -> None:
    import pexpect

    aside = home.uninstall(killed_after="note")
    words = ["-c", SHORT_WAIT, "undo"]
    told = pexpect.spawn(sys.executable, words, env=home.environment, cwd=str(home.home), timeout=30, encoding="utf-8")
    told.expect("An earlier run was interrupted: Uninstall go1.26.6")
    told.expect("Take back “Uninstall go1.26.6”")
    told.sendline(answer)
    told.expect("That run was rolled back." if answer == "y" else "A run is left in the middle.")
    told.expect(pexpect.EOF)
    told.close()
    assert told.exitstatus == (0 if answer == "y" else 130)
    assert (home.tree.is_dir(), aside.exists()) == (answer == "y", answer == "n")


def test_what_changed_since_a_run_was_killed_is_kept_and_told(home: Home) -> None:
    home.uninstall(killed_after="note")
    (home.home / "note").unlink()
    (home.home / "note").mkdir()
    done = home.shortly("undo", "--yes", "--json")
    told = json.loads(done.stdout)
    assert (done.returncode, told["ok"]) == (1, False)
    assert [each["path"] for each in told["kept"]] == [str(home.home / "note")]
    assert (home.home / "note").is_dir() and home.tree.is_dir()


def test_a_look_at_the_undo_of_a_killed_run_shows_that_run_and_leaves_it(home: Home) -> None:
    home.uninstall(killed_after="note")
    before = home.picture()
    told = home.shortly("undo", "--dry-run").stdout
    assert "An earlier run was interrupted: " in told and "~/note" in told and "nothing to undo" not in told
    assert home.picture() == before


def test_a_killed_run_is_settled_before_the_next_one_is_planned(home: Home) -> None:
    home.uninstall(killed_after="note")
    assert "not installed" in home.shortly("use", "1.26.6", "--dry-run").stderr
    done = home.shortly("use", "1.26.6", "--yes")
    assert done.returncode == 0, done.stdout + done.stderr
    assert (home.home / "sdk" / "go").readlink() == Path("go1.26.6")


def state_of(home: Home, monkeypatch: pytest.MonkeyPatch) -> host.Host:
    """This process' host, which is that home's."""
    for name, value in home.environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(home.home)
    for module in (earlier, repairer):
        monkeypatch.setattr(module, "_PATIENCE", 0.2)
    return host.detect()


def _wizard(found: host.Host) -> Callable[[], object]:
    backend = core.CoreBackend(found, Answers())
    return lambda: backend.settle(False, lambda event: None)


def _repair(found: host.Host) -> Callable[[], object]:
    made = repairer.CoreRepairer(found, Answers(), net.Client(offline=True, environment={}), None)
    made._runs.append(changes.history(found.dirs.state)[0].id)
    return lambda: made.undo(lambda event: None)


@pytest.mark.parametrize(("killed_after", "face"), [("note", _wizard), ("", _repair)])
def test_the_wizard_names_it_and_can_be_asked_again(
    home: Home, monkeypatch: pytest.MonkeyPatch, killed_after: str, face: Callable[[host.Host], Callable[[], object]]
) -> None:
    aside = home.uninstall(killed_after=killed_after)
    take_back = face(state_of(home, monkeypatch))
    with at_work(aside) as go:
        with pytest.raises(InUse, match=go.replace("(", r"\(").replace(")", r"\)")):
            take_back()
        assert aside.is_dir()
    take_back()
    assert home.tree.is_dir() and not aside.exists()


def test_going_on_asks_for_what_is_still_to_be_taken_away(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    """Killed after the first change the tree is away already: to go on takes nothing more from anybody."""
    aside = home.uninstall(killed_after="uninstall")
    found = state_of(home, monkeypatch)
    left = changes.interrupted(found.dirs.state)
    assert left is not None and left.can_continue
    assert toolchain.taken_back(left.made) == (aside,) and toolchain.taken_away(left.ahead) == ()
    with at_work(aside):
        core.CoreBackend(found, Answers()).settle(True, lambda event: None)
    assert (home.home / "note").exists() and aside.is_dir()
    assert Layout.under(home.home / "sdk").tree("go1.27.3").is_dir()
