"""Full, read-only and vanishing file systems, no file handles left, a clock that jumps: told, and nothing lost."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from gowizard import changes
from gowizard.cancellation import Cancel
from tests.support.account import Account
from tests.support.hard_disk import fill, read_only, small
from tests.support.hard_release import command, serving, tiny, undo_all
from tests.support.hard_zygote import Zygote
from tests.support.release_server import Handler, ReleaseServer

pytestmark = pytest.mark.slow
INSTALL = ("install", "--yes", "--no-proof", "--source")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ReleaseServer]:
    with serving(tmp_path_factory.mktemp("releases")) as running:
        yield running


@pytest.fixture(scope="module")
def zygote() -> Iterator[Zygote]:
    with Zygote() as running:
        yield running


@pytest.fixture
def account(tmp_path: Path) -> Account:
    return _dressed(Account(tmp_path / "gopher"))


def _dressed(account: Account) -> Account:
    for name in (".bashrc", ".profile"):
        (account.home / name).write_bytes((Path("/etc/skel") / name).read_bytes())
    return account


def _told(status: int, said: str, *words: str) -> None:
    """A failure in three parts: its mark, a cause, and one of the words expected."""
    assert status in {1, 2}, said
    assert "✗" in said and "Traceback" not in said and "did not expect" not in said, said
    assert not words or any(word in said for word in words), said


def _sweep(zygote: Zygote, account: Account, tmp_path: Path, *words: str) -> bool:
    """One install on a file system that is about to be full; whether it was enough."""
    said_file = tmp_path / "said"
    status, _seconds = zygote.run([*words], account.environment, said_file)
    said = said_file.read_text()
    if status:
        _told(status, said, "full", "fit", "quota", "room", "space")
    started = account.in_shell("/bin/bash", "true")
    assert (started.returncode, started.stderr) == (0, "")
    return status == 0


def test_a_disk_that_becomes_full(tmp_path: Path, server: ReleaseServer, zygote: Zygote) -> None:
    """Pages left for the run: from none to enough, each time with the account as before afterwards."""
    enough = 0
    with small(tmp_path / "disk", size="2m") as disk:
        account = _dressed(Account(disk / "gopher"))
        before = account.picture()
        for pages in range(0, 66, 3):
            filler = fill(disk, pages * 4096)
            done = _sweep(zygote, account, tmp_path, *INSTALL, server.url)
            enough += done
            if not done:
                assert account.picture() == before, f"{pages} pages"
            filler.unlink()
            undo_all(account)
            assert account.picture() == before, f"{pages} pages"
    assert 0 < enough < 20, "the sweep missed the interesting part"


def test_a_disk_whose_inodes_run_out(tmp_path: Path, server: ReleaseServer, zygote: Zygote) -> None:
    """The tree goes elsewhere, so that it is the account's own files that cannot be made."""
    enough = 0
    with small(tmp_path / "disk", inodes=400) as disk:
        account = _dressed(Account(disk / "gopher"))
        before = account.picture()
        for left in range(0, 34, 3):
            held = disk / "held"
            held.mkdir()
            for number in range(os.statvfs(disk).f_ffree - left):
                (held / str(number)).touch()
            done = _sweep(zygote, account, tmp_path, *INSTALL, server.url, "--dir", str(tmp_path / "sdk"))
            enough += done
            if not done:
                assert account.picture() == before, f"{left} inodes"
            shutil.rmtree(held)
            undo_all(account)
            assert account.picture() == before, f"{left} inodes"
            assert not (tmp_path / "sdk").exists()
    assert 0 < enough < 11, "the sweep missed the interesting part"


def test_too_few_inodes_are_seen_before_anything_is_fetched(tmp_path: Path, server: ReleaseServer) -> None:
    with small(tmp_path / "disk", inodes=300) as disk:
        account = _dressed(Account(disk / "gopher"))
        before = account.picture()
        done = account.gowizard(*INSTALL, server.url, expect=1)
        assert "files and folders" in done.stderr and "--dir" in done.stderr
        assert account.picture() == before


def test_a_read_only_home(account: Account, server: ReleaseServer) -> None:
    before = account.picture()
    with read_only(account.home):
        for words in ((*INSTALL, server.url), ("undo", "--yes"), ("use", "1.27.3", "--yes")):
            done = account.gowizard(*words, expect=None)
            if words != ("undo", "--yes"):  # nothing to undo is no failure
                _told(done.returncode, done.stdout + done.stderr)
        assert account.gowizard("list").returncode == 0
        assert account.gowizard("history").returncode == 0
    assert account.picture() == before


@pytest.mark.parametrize("place", [".local/state/gowizard", ".cache", "sdk", ".config"])
def test_one_folder_is_read_only(account: Account, server: ReleaseServer, place: str) -> None:
    """Each of the folders that a run writes to. Without a cache the run may succeed all the same."""
    (account.home / place).mkdir(parents=True)
    before = account.picture()
    with read_only(account.home / place):
        done = account.gowizard(*INSTALL, server.url, expect=None)
        if place == ".config":  # the script is shown, to be put there by hand
            assert done.returncode == 1 and "cannot be written" in done.stdout
        elif place != ".cache" or done.returncode:
            _told(done.returncode, done.stdout + done.stderr, "read-only", "written")
            assert account.picture() == before
    undo_all(account)
    assert account.picture() == before


def test_a_home_that_becomes_read_only_after_the_install(account: Account, server: ReleaseServer) -> None:
    before = account.picture()
    account.gowizard(*INSTALL, server.url)
    installed = account.picture()
    with read_only(account.home):
        done = account.gowizard("undo", "--yes", expect=None)
        _told(done.returncode, done.stdout + done.stderr, "read-only")
        started = account.in_shell("/bin/bash", "command -v go")
        assert started.stdout.strip().endswith("/sdk/go/bin/go")
    assert account.picture() == installed
    undo_all(account)
    assert account.picture() == before


@pytest.mark.parametrize("handles", [10, 14, 18, 24, 32])
def test_few_file_handles(account: Account, server: ReleaseServer, handles: int) -> None:
    before = account.picture()
    done = subprocess.run(
        ["bash", "-c", f'ulimit -n {handles}; exec "$@"', "bash", *command(*INSTALL, server.url)],
        env=account.environment, cwd=account.home, capture_output=True, text=True, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    if done.returncode:
        _told(done.returncode, done.stdout + done.stderr)
        assert account.picture() == before
    undo_all(account)
    assert account.picture() == before


_FAILING = """
import os, sys
name, at, code, home, *words = sys.argv[1:]
at, code, real, count = int(at), int(code), getattr(os, name), 0
def failing(*given, **more):
    global count
    count += 1
    if count >= at:
        raise OSError(code, os.strerror(code))
    return real(*given, **more)
setattr(os, name, failing)
from gowizard.cli.main import run
sys.exit(run(words))
"""


@pytest.mark.parametrize("code", [errno.EDQUOT, errno.EIO])
@pytest.mark.parametrize("name", ["write", "replace", "rename", "symlink"])
def test_a_call_that_fails_from_some_moment_on(
    account: Account, server: ReleaseServer, name: str, code: int
) -> None:
    """A quota or a dying disk: the n-th call and all after it fail, for the taking back too."""
    before = account.picture()
    words = [*INSTALL, server.url]
    for at in {"write": (1, 4, 12, 20), "replace": (1, 3, 6)}.get(name, (1,)):
        done = subprocess.run(
            [sys.executable, "-c", _FAILING, name, str(at), str(code), str(account.home), *words],
            env=account.environment, cwd=account.home, capture_output=True, text=True, stdin=subprocess.DEVNULL,
        )  # fmt: skip
        _told(done.returncode, done.stdout + done.stderr)
        undo_all(account)
        assert account.picture() == before, (name, at)


def test_the_destination_vanishes_in_mid_run(account: Account, tmp_path: Path) -> None:
    """Somebody deletes what is being unpacked while the archive is on its way, and later the trees."""
    before = account.picture()
    sdk = account.home / "sdk"

    def vanish(request: Handler, path: str) -> bool:
        if not path.endswith(".tar.gz"):
            return False
        file = request.server.files[path.rsplit("/", 1)[-1]]
        content = file.read_bytes()
        request.send_response(200)
        request.send_header("Content-Length", str(len(content)))
        request.end_headers()
        request.write(content[: len(content) // 2])
        request.wfile.flush()
        until = time.monotonic() + 60
        while not (found := list(account.home.glob(".gowizard-staging-*/VERSION"))):
            assert time.monotonic() < until
            time.sleep(0.005)
        while found[0].parent.exists():  # files still come into it meanwhile
            shutil.rmtree(found[0].parent, ignore_errors=True)
        request.write(content[len(content) // 2 :])
        return True

    with serving(tmp_path, padding=6_000_000) as running:
        running.faults.append(vanish)
        done = account.gowizard(*INSTALL, running.url, expect=None)
        _told(done.returncode, done.stdout + done.stderr)
        assert account.picture() == before
        running.faults.clear()
        account.gowizard(*INSTALL, running.url)
    # And afterwards: the trees are gone by hand, undo still ends.
    shutil.rmtree(sdk)
    done = account.gowizard("undo", "--yes", expect=None)
    assert done.returncode in {0, 1}
    left = {name for name in account.picture() if name not in before}
    assert left <= {"sdk"}, left


def test_a_clock_that_jumps_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Runs are told apart and ordered by number, not by the time on the wall."""
    state, file = tmp_path / "state", tmp_path / "file"
    ids = []
    for number, stamp in enumerate(("20261124-120000", "19700101-000000", "19700101-000000", "20991231-235959")):
        monkeypatch.setattr("gowizard.changes.runs.time.strftime", lambda _format, stamp=stamp: stamp)
        effect = changes.write_file(file, str(number).encode())
        with changes.open_run(state, title=str(number), verb="test") as run:
            run.apply((changes.Change(id="c", title="c", effects=(effect,)),), lambda event: None, Cancel())
            ids.append(run.id)
    assert len(set(ids)) == 4
    assert [run.title for run in changes.history(state)] == ["3", "2", "1", "0"]
    for number in (3, 2, 1):
        assert file.read_text() == str(number)
        changes.undo(state)
    changes.undo(state)
    assert not file.exists()


@pytest.mark.parametrize("offset", [-(10**9), 10**9])
def test_a_cache_from_another_time(account: Account, server: ReleaseServer, offset: int) -> None:
    """The clock was wrong when the release list was kept, or is wrong now."""
    first = account.gowizard("list", "--remote", "--source", server.url)
    for path in (account.home / ".cache").rglob("*"):
        os.utime(path, (time.time() + offset, time.time() + offset))
    second = account.gowizard("list", "--remote", "--source", server.url)
    assert "go1.27.3" in second.stdout and first.stdout == second.stdout
    account.gowizard(*INSTALL, server.url)
    undo_all(account)


def test_a_tree_that_is_no_archive_anywhere(tmp_path: Path, account: Account) -> None:
    """A stick that was pulled: the folder source is gone between the list and the archive."""
    stick = tmp_path / "stick"
    stick.mkdir()
    tiny(stick, "1.27.3")
    before = account.picture()
    shutil.rmtree(stick)
    done = account.gowizard(*INSTALL, str(stick), expect=None)
    _told(done.returncode, done.stdout + done.stderr)
    assert account.picture() == before
