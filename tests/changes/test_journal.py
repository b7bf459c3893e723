"""The journal's format and the lock: torn lines, damage, newer and older formats, two runs at once."""

from __future__ import annotations

import hashlib
import os
import threading
from pathlib import Path

import pytest

from gowizard import changes
from gowizard.cancellation import Cancel
from gowizard.changes import Busy, Change, Interrupted
from gowizard.changes.codec import from_line, to_line
from gowizard.changes.journal import Journal
from gowizard.changes.model import RegistryValue, SetRegistryValue
from gowizard.changes.records import ApplyBegun, Committed
from gowizard.errors import GowizardError
from tests.changes.world import World, silent
from tests.support.lacking import FORK, MODES

# As version 1 wrote it. This text must never change: journals of released versions stay undoable.
VERSION_1 = """\
{"is":"run-opened","format":1,"id":"20260101-120000","number":1,"title":"Set up","verb":"install","when":"2026-01-01T12:00:00+00:00","answers":""}
{"is":"staging-listed","path":{"is":"path","text":"HOME/sdk/.staging"},"missing":[{"is":"path","text":"HOME/sdk"}]}
{"is":"apply-begun","changes":[{"is":"change","id":"c","title":"everything","why":"","effects":[{"is":"write-file","path":{"is":"path","text":"HOME/rc"},"content":{"is":"bytes","sha256":"NEW"},"mode":null,"before":{"is":"seen","kind":"file","sha256":"OLD","mode":416,"target":""},"old":{"is":"bytes","sha256":"OLD"}},{"is":"make-folder","path":{"is":"path","text":"HOME/a/b"},"mode":448},{"is":"set-link","path":{"is":"path","text":"HOME/link"},"target":"new","before":{"is":"seen","kind":"link","sha256":"","mode":null,"target":"old"}},{"is":"move","source":{"is":"path","text":"HOME/from"},"destination":{"is":"path","text":"HOME/to"},"reason":""},{"is":"set-mode","path":{"is":"path","text":"HOME/tool"},"mode":493,"before":{"is":"seen","kind":"file","sha256":"NEW","mode":420,"target":""}},{"is":"remove-file","path":{"is":"path","text":"HOME/gone"},"before":{"is":"seen","kind":"file","sha256":"OLD","mode":384,"target":""},"old":{"is":"bytes","sha256":"OLD"}}]}]}
{"is":"effect-intended","number":0,"there":{"is":"there","kind":"file","content":{"is":"bytes","sha256":"OLD"},"mode":416,"uid":UID,"gid":GID,"mtime_ns":1500000000123456789,"attributes":[],"target":"","missing":[],"aside":null,"fingerprint":"","value":null}}
{"is":"effect-done","number":0,"left":"NEW","mode":416}
{"is":"effect-intended","number":1,"there":{"is":"there","kind":"absent","content":null,"mode":null,"uid":null,"gid":null,"mtime_ns":null,"attributes":[],"target":"","missing":[{"is":"path","text":"HOME/a"}],"aside":null,"fingerprint":"","value":null}}
{"is":"effect-done","number":1,"left":"","mode":null}
{"is":"effect-intended","number":2,"there":{"is":"there","kind":"link","content":null,"mode":null,"uid":UID,"gid":GID,"mtime_ns":1500000000123456789,"attributes":[],"target":"old","missing":[],"aside":null,"fingerprint":"","value":null}}
{"is":"effect-done","number":2,"left":"","mode":null}
{"is":"effect-intended","number":3,"there":{"is":"there","kind":"absent","content":null,"mode":null,"uid":null,"gid":null,"mtime_ns":null,"attributes":[],"target":"","missing":[],"aside":null,"fingerprint":"","value":null}}
{"is":"effect-done","number":3,"left":"","mode":null}
{"is":"effect-intended","number":4,"there":{"is":"there","kind":"file","content":null,"mode":420,"uid":UID,"gid":GID,"mtime_ns":1500000000123456789,"attributes":[],"target":"","missing":[],"aside":null,"fingerprint":"","value":null}}
{"is":"effect-done","number":4,"left":"","mode":null}
{"is":"effect-intended","number":5,"there":{"is":"there","kind":"file","content":{"is":"bytes","sha256":"OLD"},"mode":384,"uid":UID,"gid":GID,"mtime_ns":1500000000123456789,"attributes":[["user.x",{"is":"bytes","sha256":"NEW"}]],"target":"","missing":[],"aside":null,"fingerprint":"","value":null}}
{"is":"effect-done","number":5,"left":"","mode":null}
{"is":"committed"}
"""  # noqa: E501


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path).build()


def apply(world: World, name: str = "new") -> str:
    with changes.open_run(world.state, title=name, verb="test") as run:
        run.apply(
            (Change(id="c", title="C", effects=(changes.write_file(world.home / name, b"x"),)),),
            silent,
            Cancel(),
        )
        return run.id


@MODES
def test_a_journal_of_version_1_is_undone(tmp_path: Path) -> None:
    home, state = tmp_path / "home", tmp_path / "state"
    journal = state / "journal" / "20260101-120000"
    (journal / "bytes").mkdir(parents=True)
    text = (
        VERSION_1.replace("HOME", str(home)).replace("UID", str(os.getuid())).replace("GID", str(os.getgid()))
    )
    for word, content in (("OLD", b"before\n"), ("NEW", b"before\nours\n")):
        name = hashlib.sha256(content).hexdigest()
        (journal / "bytes" / name).write_bytes(content)
        text = text.replace(f'"{word}"', f'"{name}"')
    (journal / "records.jsonl").write_text(text)
    (home / "a/b").mkdir(parents=True)
    (home / "sdk").mkdir()
    (home / "rc").write_bytes(b"before\nours\n")
    (home / "rc").chmod(0o640)
    (home / "link").symlink_to("new")
    (home / "to").mkdir()
    (home / "tool").write_bytes(b"before\nours\n")
    (home / "tool").chmod(0o755)
    report = changes.undo(state)
    assert report.reverted == ("everything",) and report.kept == ()
    assert {name: value[:2] for name, value in World(tmp_path).picture().items()} == {
        "rc": ("file", "0o100640"), "link": ("link", "old"), "from": ("folder", "0o40755"),
        "tool": ("file", "0o100644"), "gone": ("file", "0o100600"),
    }  # fmt: skip
    assert (home / "rc").read_bytes() == (home / "gone").read_bytes() == b"before\n"
    assert (home / "rc").stat().st_mtime_ns == 1_500_000_000_123_456_789


def test_a_torn_last_line_is_dropped_and_written_over(world: World) -> None:
    apply(world)
    records = next(world.state.glob("journal/*/records.jsonl"))
    with records.open("ab") as stream:
        stream.write(b'{"is":"undo-beg')
    assert changes.history(world.state)[0].status == "done"
    assert changes.undo(world.state).reverted == ("C",)
    assert b"undo-beg{" not in records.read_bytes() and changes.history(world.state)[0].status == "undone"


def test_a_run_without_a_first_record_never_was(world: World) -> None:
    folder = world.state / "journal" / "20260101-000000"
    folder.mkdir(parents=True)
    (folder / "records.jsonl").write_bytes(b'{"is":"run-ope')
    assert changes.history(world.state) == () and changes.interrupted(world.state) is None
    apply(world)
    assert not folder.exists()


@pytest.mark.parametrize("spoil", ["line", "bytes", "format", "record"])
def test_damage_and_newer_formats_are_refused_not_misread(world: World, spoil: str) -> None:
    apply(world)
    records = next(world.state.glob("journal/*/records.jsonl"))
    content = records.read_bytes()
    match spoil:
        case "line":
            records.write_bytes(content.replace(b"\n", b"garbage\n", 1))
        case "bytes":
            next(world.state.glob("journal/*/bytes/*")).write_bytes(b"damaged")
        case "format":
            records.write_bytes(content.replace(b'"format":1', b'"format":2', 1))
        case "record":
            records.write_bytes(content + b'{"is":"of-tomorrow"}\n')
    before = world.picture()
    with pytest.raises(GowizardError, match="cannot be read"):
        changes.undo(world.state)
    assert world.picture() == before


def test_fields_of_tomorrow_are_skipped() -> None:
    assert from_line(b'{"is":"committed","when":"later"}', lambda name: b"") == Committed()


def test_registry_values_survive_the_journal() -> None:
    values = [
        RegistryValue(kind=kind, data=data)
        for kind, data in ((1, "text"), (2, "%A%;ü"), (3, b"\0\xff"), (4, 7), (7, ["a", "b"]), (None, None))
    ]
    record = ApplyBegun(
        changes=tuple(
            Change(
                id="c",
                title="t",
                effects=(SetRegistryValue(key="K", name="N", value=value, before=values[-1]),),
            )
            for value in values
        )
    )
    stored: dict[str, bytes] = {}

    def keep(content: bytes) -> str:
        stored[name := hashlib.sha256(content).hexdigest()] = content
        return name

    assert from_line(to_line(record, keep), stored.__getitem__) == record


def test_an_unfinished_run_stops_the_next(world: World) -> None:
    apply(world)
    records = next(world.state.glob("journal/*/records.jsonl"))
    lines = records.read_bytes().splitlines(keepends=True)
    records.write_bytes(b"".join(lines[:-1]))
    for action in (lambda: apply(world, "other"), lambda: changes.undo(world.state)):
        with pytest.raises(Interrupted, match="new"):
            action()
    left = changes.interrupted(world.state)
    assert left is not None and left.can_continue and left.stage is changes.Stage.APPLYING
    left.go_on(silent)
    assert changes.interrupted(world.state) is None
    with pytest.raises(GowizardError, match="settled already"):
        left.roll_back(silent)


def test_a_run_whose_tree_was_tampered_with_cannot_continue(world: World) -> None:
    with pytest.raises(ZeroDivisionError), changes.open_run(world.state, title="T", verb="test") as run:
        run.list_staging(world.home / "opt" / ".staging-go1.27")
        staged = world.stage()
        journal = Journal.read(world.state / "journal" / run.id)
        assert journal is not None
        journal.append(ApplyBegun(changes=world.changes(staged)))
        run.close = lambda: run._lock.close()  # type: ignore[method-assign]
        raise ZeroDivisionError
    left = changes.interrupted(world.state)
    assert left is not None and left.can_continue
    (staged / "extra").write_bytes(b"")
    left = changes.interrupted(world.state)
    assert left is not None and not left.can_continue
    with pytest.raises(GowizardError, match="cannot be continued"):
        left.go_on(silent)
    assert left.roll_back(silent) == ()


def test_old_rolled_back_runs_are_forgotten_and_nothing_else(world: World) -> None:
    apply(world, "kept")
    with pytest.raises(KeyboardInterrupt), changes.open_run(world.state, title="broken", verb="test") as run:

        def stop(event: object) -> None:
            raise KeyboardInterrupt

        run.apply((Change(id="c", title="C"),), stop, Cancel())
    assert [run.status for run in changes.history(world.state)] == ["rolled back", "done"]
    for records in world.state.glob("journal/*/records.jsonl"):
        text = records.read_text()
        when = text.split('"when":"')[1].split('"')[0]
        records.write_text(text.replace(when, "2020-01-01T00:00:00+00:00"))
    apply(world, "later")
    assert [run.title for run in changes.history(world.state)] == ["later", "kept"]


def test_the_second_run_is_told_who_holds_the_lock(world: World) -> None:
    with changes.open_run(world.state, title="Install", verb="install"):
        with pytest.raises(Busy) as caught:
            changes.open_run(world.state, title="Other", verb="install")
        assert caught.value.pid == os.getpid() and "Install" in caught.value.cause
        with pytest.raises(Busy):
            changes.undo(world.state) if changes.history(world.state) else None
    apply(world)


def test_the_second_run_waits(world: World) -> None:
    first = changes.open_run(world.state, title="Install", verb="install")
    told: list[str] = []

    def on_wait(holder: str) -> None:
        told.append(holder)
        threading.Thread(target=first.close).start()

    with changes.open_run(world.state, title="Other", verb="install", wait=30, on_wait=on_wait) as second:
        second.apply((), silent, Cancel())
    assert len(told) == 1 and f"{os.getpid()}: Install" in told[0]


@FORK
def test_a_child_does_not_keep_the_lock(world: World) -> None:
    import subprocess

    with changes.open_run(world.state, title="Install", verb="install"):
        child = subprocess.Popen(["sleep", "60"], close_fds=False)
    try:
        apply(world)
    finally:
        child.kill()
        child.wait()


@FORK
def test_a_killed_holder_holds_nothing(world: World) -> None:
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        changes.open_run(world.state, title="Killed", verb="install")
        os.write(writing, b"x")
        os.read(reading, 0)
        os.kill(os.getpid(), 9)
    os.waitpid(child, 0)
    assert os.read(reading, 1) == b"x"
    left = changes.interrupted(world.state)
    assert left is not None and left.title == "Killed"
    left.roll_back(silent)
    apply(world)
