"""What its owner edited since survives undo; what stands on a run is named before the run is undone."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from gowizard import changes
from gowizard.cancellation import Cancel
from gowizard.changes import Change, Effect, MakeFolder, Move, UndoReport
from gowizard.errors import GowizardError
from tests.changes.world import BASHRC, BLOCK, World, silent, timeless
from tests.support.lacking import LINKS, MODES


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path).build()


def apply(world: World, *effects: Effect, title: str = "T") -> str:
    with changes.open_run(world.state, title=title, verb="test") as run:
        run.apply((Change(id="c", title=title, effects=effects),), silent, Cancel())
        return run.id


def undone(world: World, edit: Callable[[], object]) -> UndoReport:
    """Apply everything, let the owner edit something, undo."""
    world.apply()
    edit()
    return changes.undo(world.state)


@MODES
def test_lines_behind_our_block_stay(world: World) -> None:
    path = world.home / ".bashrc"
    report = undone(world, lambda: path.write_bytes(path.read_bytes() + b"alias ll='ls -l'\r\n"))
    assert report.kept == ()
    assert path.read_bytes() == BASHRC + b"\r\nalias ll='ls -l'\r\n"
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_lines_before_our_block_stay(world: World) -> None:
    path = world.home / ".bashrc"
    report = undone(
        world, lambda: path.write_bytes(b"# mine \xff\r\n" + path.read_bytes().replace(b"A=1", b"A=2"))
    )
    assert report.kept == ()
    assert path.read_bytes() == b"# mine \xff\r\n" + BASHRC.replace(b"A=1", b"A=2")


def test_an_edit_inside_our_block_is_kept_and_shown(world: World) -> None:
    path = world.home / ".bashrc"
    report = undone(
        world, lambda: path.write_bytes(path.read_bytes().replace(b". ~/.config", b". /elsewhere"))
    )
    assert [kept.path for kept in report.kept] == [path]
    assert any(line.startswith("-. /elsewhere/gowizard/env.sh") for line in report.kept[0].difference)
    assert b". /elsewhere" in path.read_bytes()
    assert report.reverted == ("rest", "tree")
    assert changes.history(world.state)[0].status == "undone"


def test_a_block_the_owner_removed_already_is_fine(world: World) -> None:
    path = world.home / ".bashrc"
    report = undone(world, lambda: path.write_bytes(BASHRC + b"\r\n# mine\r\n"))
    assert report.kept == ()
    assert path.read_bytes() == BASHRC + b"\r\n# mine\r\n"


def test_a_file_we_made_and_its_owner_filled_keeps_only_his_lines(world: World) -> None:
    path = world.home / ".config/fish/conf.d/gowizard.fish"
    report = undone(world, lambda: path.write_bytes(path.read_bytes() + b"set mine\n"))
    assert report.kept == ()
    assert path.read_bytes() == b"set mine\n"
    assert report.stay == (path.parent, path.parent.parent, world.home / ".config")


@MODES
def test_a_mode_changed_since_stays(world: World) -> None:
    path = world.home / ".bashrc"
    undone(world, lambda: path.chmod(0o600))
    assert (path.read_bytes(), stat.S_IMODE(path.stat().st_mode)) == (BASHRC, 0o600)


def test_a_file_removed_since_stays_removed_and_is_named(world: World) -> None:
    path = world.home / ".bashrc"
    report = undone(world, path.unlink)
    assert [kept.path for kept in report.kept] == [path] and not path.exists()


def test_a_changed_tree_is_kept(world: World) -> None:
    tree = world.home / "opt/go1.27"
    before = timeless(world.picture())
    report = undone(world, lambda: (tree / "my notes").write_bytes(b"x"))
    assert [kept.path for kept in report.kept] == [tree]
    assert report.stay == (world.home / "opt",)
    assert (tree / "bin/go").exists() and (tree / "my notes").exists()
    left = {name for name in world.picture() if not name.startswith("opt")}
    assert left == set(before)


@LINKS
def test_a_link_set_elsewhere_stays(world: World) -> None:
    link = world.home / "sdk/go"

    def edit() -> None:
        link.unlink()
        link.symlink_to("/usr/lib/go")

    report = undone(world, edit)
    assert [kept.path for kept in report.kept] == [link] and os.readlink(link) == "/usr/lib/go"


def test_a_folder_we_made_for_ourselves_and_that_is_used_is_named(world: World) -> None:
    folder = world.home / ".config/gowizard"
    report = undone(world, lambda: (folder / "mine").write_bytes(b""))
    assert [(kept.path, kept.reason) for kept in report.kept] == [(folder, "The folder is not empty.")]
    assert (folder / "mine").exists() and not (folder / "env.sh").exists()


def test_a_new_file_in_the_place_of_a_removed_one_stays(world: World) -> None:
    path = world.home / "old.txt"
    report = undone(world, lambda: path.write_bytes(b"new\n"))
    assert [kept.path for kept in report.kept] == [path] and path.read_bytes() == b"new\n"
    assert report.kept[0].difference


def test_a_moved_folder_comes_back_with_what_was_put_in(world: World) -> None:
    apply(world, Move(source=world.home / "local/go", destination=world.home / "aside"))
    (world.home / "aside/mine").write_bytes(b"1")
    assert changes.undo(world.state).kept == ()
    assert (world.home / "local/go/mine").exists() and (world.home / "local/go/bin/go").exists()


def test_a_moved_folder_whose_place_is_taken_stays(world: World) -> None:
    apply(world, Move(source=world.home / "local/go", destination=world.home / "aside"))
    (world.home / "local/go").mkdir()
    report = changes.undo(world.state)
    assert [kept.path for kept in report.kept] == [world.home / "aside"]


def test_undo_goes_back_run_by_run(world: World) -> None:
    path = world.home / ".bashrc"
    pictures = [world.picture()]
    for content in (b"one", b"two", b"three"):
        apply(world, changes.write_file(path, content), title=content.decode())
        pictures.append(world.picture())
    for title, wanted in zip(("three", "two", "one"), reversed(pictures[:-1]), strict=True):
        report = changes.undo(world.state)
        assert report.run is not None and report.run.title == title
        assert world.picture() == wanted
    assert changes.undo(world.state).run is None
    assert [run.status for run in changes.history(world.state)] == ["undone"] * 3


def test_later_runs_on_the_same_file_are_named_first(world: World) -> None:
    path = world.home / ".bashrc"
    first = apply(world, changes.write_file(path, BASHRC + BLOCK), title="first")
    second = apply(world, changes.write_file(path, BASHRC + BLOCK + b"later\r\n"), title="second")
    apply(world, changes.write_file(world.home / "elsewhere", b"x"), title="third")
    before = world.picture()
    report = changes.undo(world.state, first)
    assert [run.id for run in report.later] == [second] and report.reverted == ()
    assert world.picture() == before
    report = changes.undo(world.state, first, force=True)
    assert (report.reverted, report.later) == (("first",), ())
    assert path.read_bytes() == BASHRC + b"\r\nlater\r\n"


@LINKS
def test_later_runs_in_a_folder_of_ours_or_linked_into_it_stand_on_it(world: World) -> None:
    first = world.apply()
    link = apply(world, changes.set_link(world.home / "mine", str(world.home / "opt/go1.27")), title="link")
    inside = apply(world, MakeFolder(path=world.home / "opt/other"), title="inside")
    assert [run.id for run in changes.undo(world.state, first).later] == [inside, link]
    changes.undo(world.state)
    changes.undo(world.state)
    assert changes.undo(world.state, first).later == ()


def test_an_unknown_run_is_an_error(world: World) -> None:
    with pytest.raises(GowizardError, match="no run 1999"):
        changes.undo(world.state, "1999")
    world.apply()
    with pytest.raises(GowizardError, match="no run 1999"):
        changes.undo(world.state, "1999")


@LINKS
def test_undo_preview_shows_and_does_nothing(world: World) -> None:
    world.apply()
    (world.home / "dotfiles/zshrc").write_bytes(b"setopt x\n# block\nmine\n")
    before = world.picture()
    shown = {item.path: item for item in changes.undo_preview(world.state, home=world.home)}
    assert world.picture() == before
    assert "-# block" in shown["~/dotfiles/zshrc"].lines and " mine" in shown["~/dotfiles/zshrc"].lines
    assert shown["~/sdk/go"].lines == ("~/sdk/go: ~/opt/go1.27 → go1.26",)
    assert shown["~/script"].lines == ("~/script: 0755 → 0644",)
    assert shown["~/opt/go1.27"].kind == "sentence"
    assert len(shown) == 13
