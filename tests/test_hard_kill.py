"""kill -9 at 200 random moments of install, undo, use, uninstall and of the recovery itself.

After each: a login shell starts silently, the current link is there once it was there, the next start settles
the account, and undo gives back the very home of before.
"""

from __future__ import annotations

import os
import random
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.support.account import Account
from tests.support.hard_release import serving
from tests.support.hard_zygote import Zygote

pytestmark = pytest.mark.slow
ROUNDS = 40  # of each of five kinds
INSTALL = ["--yes", "--no-proof", "--source"]


class Victim:
    """An account in memory whose program is killed."""

    def __init__(self, home: Path, zygote: Zygote, url: str) -> None:
        self.account = Account(home)
        self.zygote = zygote
        self.url = url
        self.killed = 0
        self.watched = False  # the next run that is to be killed is
        self.late: float | None = None  # its seconds where it came to its end before
        self.said = home.parent / "said"
        self.bare = home.parent / "bare"
        self.both = home.parent / "both"
        for name in (".bashrc", ".profile"):
            (home / name).write_bytes((Path("/etc/skel") / name).read_bytes())
        self._copy(home, self.bare)
        self.install("1.27.3")
        self.install("1.26.6")
        self._copy(home, self.both)

    @staticmethod
    def _copy(source: Path, to: Path) -> None:
        if to.exists():
            shutil.rmtree(to)
        shutil.copytree(source, to, symlinks=True)

    def back_to(self, snapshot: Path) -> dict[str, tuple[object, ...]]:
        self._copy(snapshot, self.account.home)
        return self.account.picture()

    def run(self, *words: str, kill_after: float | None = None, expect: int | None = 0) -> float:
        status, seconds = self.zygote.run(
            list(words), self.account.environment, self.said, kill_after=kill_after
        )
        said = self.said.read_text()
        assert "Traceback" not in said and "did not expect" not in said, said
        if kill_after is None and expect is not None:
            assert status == expect, f"{words}: {status}\n{said}"
        self.killed += status == -9
        if kill_after is not None and self.watched:
            self.watched, self.late = False, None if status == -9 else seconds
        return seconds

    def install(self, version: str, kill_after: float | None = None) -> float:
        return self.run("install", version, *INSTALL, self.url, kill_after=kill_after)

    def undo_all(self) -> None:
        while "nothing to undo" not in (self.said.read_text() if self.run("undo", "--yes") else ""):
            pass

    def check_now(self, *, linked: bool) -> None:
        """What must hold right after a kill, before anything settles it."""
        started = self.account.in_shell("/bin/bash", "true")
        assert (started.returncode, started.stdout, started.stderr) == (0, "", "")
        link = self.account.home / "sdk" / "go"
        if linked:
            assert (link / "VERSION").is_file(), os.readlink(link)


@pytest.fixture(scope="module")
def victim(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Victim]:
    memory = Path("/dev/shm")
    in_memory = os.access(memory, os.W_OK)
    folder = Path(tempfile.mkdtemp("-kill", "gowizard-", memory)) if in_memory else tmp_path_factory.mktemp("kill")
    try:
        with serving(folder) as server, Zygote() as zygote:
            yield Victim(folder / "home", zygote, server.url)
    finally:
        shutil.rmtree(folder)


def _install(victim: Victim, moment: float, again: bool) -> None:
    before = victim.back_to(victim.bare)
    victim.install("1.27.3", moment)
    victim.check_now(linked=False)
    if again:
        victim.install("1.27.3")
        victim.check_now(linked=True)
    victim.undo_all()
    assert victim.account.picture() == before


def _recovery(victim: Victim, moment: float, again: bool) -> None:
    before = victim.back_to(victim.bare)
    victim.install("1.27.3", 0.05 + moment / 2)
    victim.run("undo", "--yes", kill_after=moment / 2)
    victim.check_now(linked=False)
    if again:
        victim.run("undo", "--yes", kill_after=moment / 3)
    victim.undo_all()
    assert victim.account.picture() == before


def _undo(victim: Victim, moment: float, again: bool) -> None:
    bare = victim.back_to(victim.bare)
    victim.back_to(victim.both)
    victim.run("undo", "--yes", kill_after=moment)
    victim.check_now(linked=True)  # the first of the two installs still holds
    if again:
        victim.run("undo", "--yes", kill_after=moment / 2)
    victim.undo_all()
    assert victim.account.picture() == bare


def _use(victim: Victim, moment: float, again: bool) -> None:
    before = victim.back_to(victim.both)
    victim.run("use", "1.27.3", "--yes", kill_after=moment)
    victim.check_now(linked=True)
    if again:
        victim.run("use", "1.27.3", "--yes", kill_after=moment / 2)
        victim.check_now(linked=True)
    victim.run("use", "1.27.3", "--yes")
    assert (victim.account.home / "sdk/go/VERSION").read_text().startswith("go1.27.3")
    victim.run("undo", "--yes")
    assert victim.account.picture() == before


def _uninstall(victim: Victim, moment: float, again: bool) -> None:
    before = victim.back_to(victim.both)
    victim.run("uninstall", "1.27.3", "--yes", kill_after=moment)
    victim.check_now(linked=True)
    if again:
        victim.run("uninstall", "1.27.3", "--yes", kill_after=moment / 2)
        victim.check_now(linked=True)
    victim.run("uninstall", "1.27.3", "--yes", expect=None)  # 1 where the first came to its end
    assert not (victim.account.home / "sdk/go1.27.3").exists()
    victim.run("undo", "--yes")
    assert victim.account.picture() == before


_KINDS: dict[str, tuple[Callable[[Victim, float, bool], None], list[str]]] = {
    "install": (_install, []),
    "recovery": (_recovery, []),
    "undo": (_undo, ["undo", "--yes"]),
    "use": (_use, ["use", "1.27.3", "--yes"]),
    "uninstall": (_uninstall, ["uninstall", "1.27.3", "--yes"]),
}


@pytest.mark.parametrize("kind", _KINDS)
def test_killed_at_random_moments(victim: Victim, kind: str) -> None:
    act, words = _KINDS[kind]
    if words:
        victim.back_to(victim.both)
        whole = victim.run(*words)
    else:
        victim.back_to(victim.bare)
        whole = victim.install("1.27.3")
    chance = random.Random(f"gowizard {kind}")
    before = victim.killed
    for number in range(ROUNDS):
        victim.watched = True
        act(victim, chance.uniform(0.0, whole), number % 2 == 0)
        if victim.late is not None:  # the first one, which tells how long it takes, was held up
            whole = min(whole, victim.late)
    assert victim.killed - before >= ROUNDS // 2, "the moments were chosen too late"
