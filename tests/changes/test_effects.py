"""Each effect done and undone, byte for byte and mode for mode; what changed since the preview is refused."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from gowizard import changes
from gowizard.cancellation import Cancel
from gowizard.changes import (
    Change,
    ChangedSince,
    ChangeFinished,
    ChangeStarted,
    Effect,
    MakeFolder,
    Move,
    PlaceTree,
)
from gowizard.changes.trees import Fingerprint
from gowizard.errors import GowizardError
from tests.changes.world import BASHRC, OLD, World, picture, silent, timeless
from tests.support.lacking import FORK, LINKS, MODES, NAMES
from tests.support.own_time import OwnTime


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path).build()


def apply(world: World, *effects: Effect) -> str:
    with changes.open_run(world.state, title="T", verb="test") as run:
        run.apply((Change(id="c", title="the change", effects=effects),), silent, Cancel())
        return run.id


@LINKS
def test_a_whole_run_and_its_undo(world: World) -> None:
    before = world.picture()
    run = world.apply()
    assert (world.home / "sdk/go/bin/go").read_bytes() == b"new binary"
    assert (world.home / ".zshrc").is_symlink() and (world.home / "dotfiles/zshrc").read_bytes().endswith(
        b"block\n"
    )
    assert stat.S_IMODE((world.home / ".bashrc").stat().st_mode) == 0o640
    assert not (world.home / "opt/.staging-go1.27").exists()
    assert [run.status for run in changes.history(world.state)] == ["done"]
    report = changes.undo(world.state)
    assert report.run is not None and (report.run.id, report.run.status) == (run, "undone")
    assert (report.kept, report.later, report.stay) == ((), (), ())
    assert world.picture() == before
    assert changes.undo(world.state).run is None


def test_nothing_to_undo_makes_nothing(tmp_path: Path) -> None:
    assert changes.undo(tmp_path / "state").run is None
    assert changes.interrupted(tmp_path / "state") is None
    assert changes.history(tmp_path / "state") == ()
    assert changes.undo_preview(tmp_path / "state") == ()
    assert not (tmp_path / "state").exists()


@MODES
@pytest.mark.parametrize("mode", [None, 0o600])
def test_writing_keeps_what_it_is_not_asked_to_change(world: World, mode: int | None) -> None:
    before = world.picture()
    path = world.home / ".bashrc"
    if os.geteuid() == 0:
        os.chown(path, 12345, 54321)
    apply(world, changes.write_file(path, b"new", mode))
    status = path.stat()
    assert path.read_bytes() == b"new"
    assert stat.S_IMODE(status.st_mode) == (mode or 0o640)
    if os.geteuid() == 0:
        assert (status.st_uid, status.st_gid) == (12345, 54321)
    changes.undo(world.state)
    if os.geteuid() == 0:
        assert (path.stat().st_uid, path.stat().st_gid) == (12345, 54321)
        os.chown(path, 0, 0)
    assert world.picture() == before


def test_extended_attributes_survive(world: World) -> None:
    path = world.home / ".bashrc"
    try:
        os.setxattr(path, "user.note", b"mine")
    except (OSError, AttributeError):
        pytest.skip("no extended attributes here")
    apply(world, changes.write_file(path, b"new"))
    assert os.getxattr(path, "user.note") == b"mine"
    changes.undo(world.state)
    assert os.getxattr(path, "user.note") == b"mine"


@LINKS
def test_a_chain_of_links_is_followed_and_stays(world: World) -> None:
    (world.home / "second").symlink_to(".zshrc")
    effect = changes.write_file(world.home / "second", b"x")
    assert effect.path == world.home / "dotfiles/zshrc"
    assert effect.old == b"setopt x\n"


@LINKS
def test_a_dangling_link_leads_to_a_new_file(world: World) -> None:
    before = world.picture()
    effect = changes.write_file(world.home / "old-link", b"x")
    assert (effect.path, effect.before.kind) == (world.home / "nowhere", "absent")
    apply(world, effect)
    assert (world.home / "old-link").read_bytes() == b"x"
    changes.undo(world.state)
    assert world.picture() == before


@FORK
def test_circles_folders_and_devices_are_refused(world: World) -> None:
    (world.home / "a").symlink_to("b")
    (world.home / "b").symlink_to("a")
    os.mkfifo(world.home / "pipe")
    with pytest.raises(GowizardError, match="circle"):
        changes.write_file(world.home / "a", b"")
    for name in ("sdk", "pipe"):
        with pytest.raises(GowizardError, match=name):
            changes.write_file(world.home / name, b"")
        with pytest.raises(GowizardError, match=name):
            changes.remove_file(world.home / name)
        with pytest.raises(GowizardError, match=name):
            changes.set_link(world.home / name, "x")
    with pytest.raises(GowizardError):
        changes.set_mode(world.home / "absent", 0o600)


@NAMES
def test_a_name_that_is_no_text_survives_the_journal(world: World) -> None:
    before = world.picture()
    path = Path(os.fsdecode(os.fsencode(world.home) + b"/caf\xe9"))
    apply(world, changes.write_file(path, b"x"), changes.set_link(world.home / "l", os.fsdecode(b"t\xff")))
    assert path.read_bytes() == b"x" and os.readlink(os.fsencode(world.home / "l")) == b"t\xff"
    changes.undo(world.state)
    assert world.picture() == before


def _touch(path: Path) -> None:
    path.write_bytes(b"someone else")


@LINKS
@pytest.mark.parametrize(
    "name", [".bashrc", "new.txt", "old.txt", "sdk/go", "script", "opt/go1.27", "local/aside"]
)
def test_what_changed_since_the_preview_is_refused_and_the_rest_taken_back(world: World, name: str) -> None:
    home = world.home
    staged = world.stage()
    effects: dict[str, Effect] = {
        ".bashrc": changes.write_file(home / ".bashrc", b"x"),
        "new.txt": changes.write_file(home / "new.txt", b"x"),
        "old.txt": changes.remove_file(home / "old.txt"),
        "sdk/go": changes.set_link(home / "sdk/go", "other"),
        "script": changes.set_mode(home / "script", 0o755),
        "opt/go1.27": PlaceTree(staged=staged, destination=home / "opt/go1.27", size=0, files=0),
        "local/aside": Move(source=home / "local/go", destination=home / "local/aside"),
    }
    path = home / name
    if name == "sdk/go":
        path.unlink()
    if name == "script":
        path.chmod(0o700)
    else:
        _touch(path)
    before = world.picture()
    with pytest.raises(ChangedSince, match="changed since the preview") as caught:
        apply(world, changes.write_file(home / "first", b"1"), effects[name])
    assert str(path) in caught.value.title
    assert world.picture() == before
    assert changes.history(world.state)[0].status == "rolled back"


@LINKS
def test_what_is_there_already_is_left_and_not_undone(world: World) -> None:
    home = world.home
    effects = (
        changes.write_file(home / ".bashrc", b"wanted"),
        changes.set_link(home / "sdk/go", "go1.27"),
        MakeFolder(path=home / "folder"),
        changes.remove_file(home / "old.txt"),
    )
    (home / ".bashrc").write_bytes(b"wanted")
    (home / "sdk/go").unlink()
    (home / "sdk/go").symlink_to("go1.27")
    (home / "folder").mkdir(0o700)
    (home / "old.txt").unlink()
    before = world.picture()
    apply(world, *effects)
    assert world.picture() == before
    report = changes.undo(world.state)
    assert (report.reverted, report.kept) == ((), ())
    assert world.picture() == before


@MODES
def test_folders_made_on_the_way_go_too(world: World) -> None:
    before = world.picture()
    apply(
        world,
        MakeFolder(path=world.home / "a/b/c", mode=0o700),
        changes.write_file(world.home / "a/b/c/f", b"1"),
        changes.write_file(world.home / "a/d/e/f", b"2"),
    )
    assert stat.S_IMODE((world.home / "a/b/c").stat().st_mode) == 0o700
    assert changes.undo(world.state).kept == ()
    assert world.picture() == before


def test_events_come_in_order(world: World) -> None:
    seen: list[object] = []
    with changes.open_run(world.state, title="T", verb="test") as run:
        run.apply((Change(id="a", title="A"), Change(id="b", title="B")), seen.append, Cancel())
    assert seen == [
        ChangeStarted("a", "A", 1, 2), ChangeFinished("a", "A", 1, 2),
        ChangeStarted("b", "B", 2, 2), ChangeFinished("b", "B", 2, 2),
    ]  # fmt: skip


@MODES
def test_leaving_without_apply_removes_staging_and_run(world: World) -> None:
    before = world.picture()
    with changes.open_run(world.state, title="T", verb="test") as run:
        run.list_staging(world.home / "opt" / ".staging-go1.27")
        world.stage()
        assert changes.interrupted(world.state) is None  # it is running
    assert world.picture() == before
    assert changes.history(world.state) == ()


@MODES
def test_staging_that_was_not_placed_goes_with_the_commit(world: World) -> None:
    before = world.picture()
    with changes.open_run(world.state, title="T", verb="test") as run:
        run.list_staging(world.home / "opt" / ".staging-go1.27")
        world.stage()
        run.apply((), silent, Cancel())
    assert timeless(world.picture()) == {**timeless(before), "opt": ("folder", "0o40755", os.geteuid())}


@MODES
def test_the_journal_is_private(world: World) -> None:
    world.apply()
    for base, _folders, files in os.walk(world.state):
        assert stat.S_IMODE(Path(base).stat().st_mode) == 0o700, base
        for name in files:
            assert stat.S_IMODE((Path(base) / name).stat().st_mode) == 0o600, name
    assert any(path.read_bytes() == BASHRC for path in world.state.rglob("bytes/*"))


@LINKS
def test_a_fingerprint_shows_every_edit(tmp_path: Path) -> None:
    tree = tmp_path / "tree"
    (tree / "d").mkdir(parents=True)
    (tree / "d/f").write_bytes(b"1")
    (tree / "l").symlink_to("d")
    first = changes.tree_fingerprint(tree)
    (tree / "d/g").write_bytes(b"")
    second = changes.tree_fingerprint(tree)
    (tree / "d/g").unlink()
    assert changes.tree_fingerprint(tree) == first != second
    (tree / "d/f").chmod(0o600)
    third = changes.tree_fingerprint(tree)
    os.utime(tree / "d/f", ns=(OLD, OLD))
    fourth = changes.tree_fingerprint(tree)
    (tree / "l").unlink()
    (tree / "l").symlink_to("e")
    assert len({first, third, fourth, changes.tree_fingerprint(tree)}) == 4
    moved = tree.rename(tmp_path / "moved")
    assert changes.tree_fingerprint(moved) == changes.tree_fingerprint(moved)


@LINKS
def test_a_fingerprint_counted_while_writing_is_the_one_read_afterwards(tmp_path: Path) -> None:
    tree = tmp_path / "tree"
    seen = Fingerprint(str(tree))
    for folder in ("", "a", "a/b", "a.b", "a-b"):
        (tree / folder).mkdir(mode=0o751)
        (tree / folder / "file").write_bytes(folder.encode())
    (tree / "a/link").symlink_to("../a.b/file")
    places = sorted(str(path.relative_to(tree)) for path in tree.rglob("*"))
    for place in reversed(places):
        seen.add(place)
    assert len(places) == 10
    assert seen.hexdigest() == changes.tree_fingerprint(tree)
    (tree / "a/file").chmod(0o600)
    assert seen.hexdigest() != changes.tree_fingerprint(tree)


@pytest.mark.slow
def test_a_fingerprint_of_a_go_tree_takes_a_moment(tmp_path: Path) -> None:
    for folder in range(1000):
        (tmp_path / str(folder)).mkdir()
        for name in range(15):
            (tmp_path / str(folder) / str(name)).touch()
    times = []
    for _round in range(5):
        watch = OwnTime()
        changes.tree_fingerprint(tmp_path)
        times.append(watch.seconds)
    assert min(times) < 0.3, times


def test_importing_is_cheap() -> None:
    import subprocess
    import sys

    heavy = "{'fcntl', 'httpx', 'textual', 'asyncio', 'logging'}"
    code = f"import sys, gowizard.changes; print(sorted({heavy} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout.strip() == "[]"


@MODES
def test_picture_sees_modes(world: World) -> None:
    before = picture(world.home)
    (world.home / "script").chmod(0o700)
    assert picture(world.home) != before


def test_every_public_name_is_there() -> None:
    for name in changes.__all__:
        assert getattr(changes, name) is not None
    with pytest.raises(AttributeError, match="nothing"):
        changes.nothing  # type: ignore[attr-defined]  # noqa: B018
