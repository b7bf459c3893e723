"""kill -9 before every single call that changes the disk: in apply, in recovery, in undo."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest

from gowizard import changes
from gowizard.changes.trees import remove_tree
from tests.changes.killing import killed_at
from tests.changes.world import BASHRC, Picture, World, silent, timeless

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="kills need fork")
# Every call in the slow run, every eleventh in the quick one.
steps = pytest.mark.parametrize("step", [11, pytest.param(1, marks=pytest.mark.slow)])


@pytest.fixture(autouse=True)
def _no_sync(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "fsync", lambda handle: None)


@pytest.fixture
def worlds() -> Iterator[Callable[[], World]]:
    """Makes the same world again and again, at one path; in memory where that is possible, being so many."""
    memory = Path("/dev/shm")
    folder = tempfile.mkdtemp(dir=memory if os.access(memory, os.W_OK) else None)
    world = World(Path(folder) / "world")

    def again() -> World:
        remove_tree(world.root)
        return world.build()

    yield again
    remove_tree(Path(folder))


@pytest.fixture
def before(worlds: Callable[[], World]) -> Picture:
    return worlds().picture()


@pytest.fixture
def after(worlds: Callable[[], World]) -> Picture:
    world = worlds()
    world.apply()
    return timeless(world.picture())


def _until_it_ends(worlds: Callable[[], World], step: int) -> Iterator[tuple[int, World]]:
    """Worlds whose apply was killed ever later; ends when it is not killed any more."""
    for number in count(1, step):
        world = worlds()
        if not killed_at(number, world.apply):
            assert number > 50
            return
        yield number, world


@steps
def test_killed_in_apply_and_rolled_back(worlds: Callable[[], World], before: Picture, step: int) -> None:
    for number, world in _until_it_ends(worlds, step):
        how = world.settle(forward=False)
        if how == "none" and world.picture() != before:  # killed after the commit
            assert changes.history(world.state)[0].status == "done"
            changes.undo(world.state)
        assert world.picture() == before, f"killed at {number}, settled: {how}"
        assert changes.interrupted(world.state) is None


@steps
def test_killed_in_apply_and_continued(
    worlds: Callable[[], World], before: Picture, after: Picture, step: int
) -> None:
    ways = set()
    for number, world in _until_it_ends(worlds, step):
        how = world.settle(forward=True)
        ways.add(how)
        found = timeless(world.picture())
        assert found == (timeless(before) if how == "back" or found == timeless(before) else after), number
        if how == "on":
            assert changes.history(world.state)[0].status == "done"
            report = changes.undo(world.state)
            assert report.kept == () and report.reverted == ("rest", "shell", "tree")
            assert world.picture() == before, number
    assert {"on", "back"} <= ways


@steps
@pytest.mark.parametrize("forward", [True, False])
def test_recovery_killed_too(
    worlds: Callable[[], World], before: Picture, after: Picture, forward: bool, step: int
) -> None:
    """Some kills of apply, and after each every kill of the recovery, which is killed once more."""
    for at in (71, 134, 194):
        for number in count(1, step):
            world = worlds()
            if not killed_at(at, world.apply):
                break
            killed = killed_at(number, lambda world=world: world.settle(forward=forward))
            killed_at(number + 1, lambda world=world: world.settle(forward=forward))
            world.settle(forward=forward)
            assert changes.interrupted(world.state) is None
            assert timeless(world.picture()) == (after if forward else timeless(before)), (at, number)
            if not killed:
                assert number > 5
                break


@steps
def test_undo_killed(worlds: Callable[[], World], before: Picture, step: int) -> None:
    for number in count(1, step):
        world = worlds()
        world.apply()
        killed = killed_at(number, lambda world=world: changes.undo(world.state))
        left = changes.interrupted(world.state)
        if killed and left is not None:
            assert left.can_continue
            if number % 2:
                left.go_on(silent)
            else:
                left.roll_back(silent)
        elif changes.history(world.state)[0].status == "done":  # killed before the undo was recorded
            changes.undo(world.state)
        assert changes.history(world.state)[0].status == "undone"
        assert world.picture() == before, number
        if not killed:
            assert number > 30
            break


@steps
def test_undo_of_edited_files_killed(worlds: Callable[[], World], step: int) -> None:
    """The owner's lines are there once, ours are gone, wherever the undo was broken off."""
    for number in count(1, step):
        world = worlds()
        world.apply()
        for name in (".bashrc", "dotfiles/zshrc", ".config/fish/conf.d/gowizard.fish"):
            path = world.home / name
            path.write_bytes(b"# first\n" + path.read_bytes() + b"# last\n")
        killed = killed_at(number, lambda world=world: changes.undo(world.state))
        left = changes.interrupted(world.state)
        if left is not None:
            assert left.roll_back(silent) == ()
        elif changes.history(world.state)[0].status == "done":
            changes.undo(world.state)
        assert (world.home / ".bashrc").read_bytes() == b"# first\n" + BASHRC + b"\r\n# last\n"
        assert (world.home / ".zshrc").read_bytes() == b"# first\nsetopt x\n# last\n"
        assert (world.home / ".config/fish/conf.d/gowizard.fish").read_bytes() == b"# first\n# last\n"
        assert not list(world.home.rglob(".gowizard-*"))
        if not killed:
            break


def test_killed_while_staging_leaves_nothing(worlds: Callable[[], World], before: Picture) -> None:
    world = worlds()

    def only_stage() -> None:
        run = changes.open_run(world.state, title="Install", verb="install", answers="schema = 1\n")
        run.list_staging(world.home / "opt" / ".staging-go1.27")
        world.stage()
        os.kill(os.getpid(), 9)

    assert killed_at(10_000, only_stage)
    left = changes.interrupted(world.state)
    assert left is not None and not left.can_continue and left.answers == "schema = 1\n"
    assert left.title == "Install" and left.stage is changes.Stage.STAGING
    assert left.roll_back(silent) == ()
    assert world.picture() == before
    assert changes.history(world.state) == ()
