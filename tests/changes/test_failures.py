"""A failing run is taken back and says why: full disk, read-only, no permission, cancelled, broken off."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from gowizard import changes
from gowizard.cancellation import Cancel, Cancelled
from gowizard.changes import ChangeFinished, ChangeReverted, RolledBack, files
from gowizard.changes.failures import reason
from gowizard.changes.records import There
from gowizard.errors import GowizardError
from tests.changes.world import World, silent
from tests.support.lacking import LINKS


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path).build()


def _failing(
    name: str, at: int, code: int, monkeypatch: pytest.MonkeyPatch, *, forever: bool = False
) -> None:
    """The `at`-th call of os.NAME fails, or all from there."""
    real: Callable[..., Any] = getattr(os, name)
    count = 0

    def call(*words: Any, **more: Any) -> Any:
        nonlocal count
        count += 1
        if count == at or (forever and count > at):
            raise OSError(
                code, os.strerror(code), *(str(word) for word in words[:1] if isinstance(word, Path))
            )
        return real(*words, **more)

    monkeypatch.setattr(os, name, call)


@LINKS
@pytest.mark.parametrize(
    ("name", "at", "code", "words"),
    [
        ("replace", 14, errno.ENOSPC, "full"),
        ("write", 40, errno.ENOSPC, "full"),
        ("write", 30, errno.EDQUOT, "quota"),
        ("rename", 1, errno.EROFS, "read-only"),
        ("rename", 2, errno.EXDEV, "different file systems"),
        ("symlink", 2, errno.EACCES, "not allowed"),
        ("mkdir", 6, errno.EACCES, "not allowed"),
        ("chmod", 4, errno.EPERM, "not allowed"),
    ],
)
def test_a_system_error_is_taken_back_and_explained(
    world: World, monkeypatch: pytest.MonkeyPatch, name: str, at: int, code: int, words: str
) -> None:
    before = world.picture()
    seen: list[object] = []
    with changes.open_run(world.state, title="T", verb="test") as run:
        run.list_staging(world.home / "opt" / ".staging-go1.27")
        planned = world.changes(world.stage())
        _failing(name, at, code, monkeypatch)
        with pytest.raises(GowizardError) as caught:
            run.apply(planned, seen.append, Cancel())
        monkeypatch.undo()
    assert words in str(caught.value) and "taken back" in caught.value.cause
    assert seen[-1] == RolledBack(())
    assert world.picture() == before
    assert [run.status for run in changes.history(world.state)] == ["rolled back"]
    assert changes.undo(world.state).run is None


def test_a_disk_that_stays_full_is_still_taken_back(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not even the journal can be written any more; the next start closes it."""
    before = world.picture()
    with changes.open_run(world.state, title="T", verb="test") as run:
        run.list_staging(world.home / "opt" / ".staging-go1.27")
        planned = world.changes(world.stage())[:1]  # trees and links: taking them back needs no space
        _failing("write", 9, errno.ENOSPC, monkeypatch, forever=True)
        with pytest.raises(GowizardError, match="full"):
            run.apply(planned, silent, Cancel())
        monkeypatch.undo()
    assert world.picture() == before
    left = changes.interrupted(world.state)
    assert left is not None and left.roll_back(silent) == ()
    assert world.picture() == before
    assert changes.history(world.state)[0].status == "rolled back"


@pytest.mark.parametrize("how", ["cancel", "break"])
def test_stopping_takes_back(world: World, how: str) -> None:
    before = world.picture()
    cancel = Cancel()
    seen: list[object] = []

    def receive(event: object) -> None:
        seen.append(event)
        if isinstance(event, ChangeFinished) and event.id == "shell":
            if how == "break":
                raise KeyboardInterrupt
            cancel.set()

    with changes.open_run(world.state, title="T", verb="test") as run:
        run.list_staging(world.home / "opt" / ".staging-go1.27")
        planned = world.changes(world.stage())
        with pytest.raises(Cancelled if how == "cancel" else KeyboardInterrupt):
            run.apply(planned, receive, cancel)
    assert [event for event in seen if isinstance(event, ChangeReverted | RolledBack)] == [
        ChangeReverted("shell", "shell"), ChangeReverted("toolchain", "tree"), RolledBack(()),
    ]  # fmt: skip
    assert world.picture() == before


def test_a_journal_that_cannot_be_made_is_explained(tmp_path: Path) -> None:
    (tmp_path / "state").write_bytes(b"a file in the way")
    with pytest.raises(GowizardError, match="journal"):
        changes.open_run(tmp_path / "state", title="T", verb="test")


def test_what_cannot_be_taken_back_is_named_and_the_rest_is(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.apply()
    real = os.replace

    def replace(source: Any, destination: Any) -> None:
        if Path(destination).name == ".bashrc":
            raise OSError(errno.EACCES, "no", str(destination))
        real(source, destination)

    monkeypatch.setattr(os, "replace", replace)
    report = changes.undo(world.state)
    monkeypatch.undo()
    assert [(kept.path.name, kept.reason) for kept in report.kept] == [
        (".bashrc", "You are not allowed to change it.")
    ]
    assert report.reverted == ("rest", "tree")
    assert changes.interrupted(world.state) is None
    assert report.run is not None
    again = changes.undo(world.state, report.run.id)  # what was kept may be tried again by name
    assert (again.kept, again.reverted) == ((), ("shell",))


def test_a_read_only_mark_comes_back_when_the_replace_fails_simulated(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on Windows, where the mark has to go before a file is replaced."""

    def refuse(_source: Path, destination: Path) -> None:
        assert destination.stat().st_mode & 0o200
        raise PermissionError(13, "held")

    path = tmp_path / "profile"
    path.write_bytes(b"old")
    path.chmod(0o444)
    monkeypatch.setattr(files, "_WINDOWS", True)
    monkeypatch.setattr(files, "replace", refuse)
    with pytest.raises(PermissionError):
        files.put_file(path, b"new", There(kind="file"), tmp_path / "part")
    assert path.read_bytes() == b"old" and stat.S_IMODE(path.stat().st_mode) == 0o444
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(
    ("code", "cause", "remedy"),
    [
        (errno.ENOSPC, "The disk is full.", "Free some space"),
        (errno.EDQUOT, "Your disk quota is used up.", "ask for more"),
        (errno.EROFS, "The file system is read-only.", "Choose another place"),
        (errno.EACCES, "not allowed", "another place"),
        (errno.EXDEV, "different file systems", "same file system"),
        (errno.ENAMETOOLONG, "too long", "shorter"),
        (errno.EIO, "The disk reported an error.", "Check the disk"),
    ],
)
def test_what_a_disk_refuses_is_told_in_plain_words(code: int, cause: str, remedy: str) -> None:
    said = reason(OSError(code, os.strerror(code), "/somewhere"))
    assert cause in said[0] and remedy in said[1]
