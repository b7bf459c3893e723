"""Versions side by side: what is there, and the Changes that place, switch, adopt and take away."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from gowizard.changes.model import Change, MakeFolder, Move, PlaceTree, RemoveFile, SetLink, WriteFile
from gowizard.errors import UsageError
from gowizard.host.facts import Room
from gowizard.releases.model import Archive, Voucher
from gowizard.releases.version import Version
from gowizard.toolchain import (
    Layout,
    NoRoom,
    NotPossible,
    Staged,
    adopt,
    check_room,
    current,
    installed,
    is_complete,
    make_current,
    move_aside,
    needed_bytes,
    place,
    purge_aside,
    remove,
    staging_path,
    version_of,
)
from tests.support.hostile_archives import go_files
from tests.support.lacking import LINKS, NAMES

ARCHIVE = Archive(
    version=Version.parse("1.27.3"),
    filename="go1.27.3.linux-amd64.tar.gz",
    locations=("/x",),
    sha256="0" * 64,
    size=70_000_000,
    format="tar.gz",
    voucher=Voucher.OFFICIAL,
    source="official",
)


def make_tree(folder: Path, version: str = "go1.27.3", *, marked: bool = True) -> Path:
    """A complete tree at `folder`."""
    for entry in go_files(version):
        path = folder / entry.name.removeprefix("go/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(entry.content)
        path.chmod(entry.mode)
    if marked:
        (folder / ".unpacked-success").touch()
    return folder


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    parent = tmp_path / "sdk"
    parent.mkdir()
    return Layout.under(parent)


def effects(change: Change | None) -> list[str]:
    """The kinds of a change's effects."""
    assert change is not None
    return [type(effect).__name__ for effect in change.effects]


def test_nothing_is_installed_where_nothing_is(tmp_path: Path) -> None:
    layout = Layout.under(tmp_path / "nowhere")
    assert installed(layout) == ()
    assert current(layout) is None


@LINKS
def test_installed_newest_first_with_the_current_one(layout: Layout) -> None:
    for version in ("go1.9.7", "go1.27.3", "go1.28rc1", "go1.27.10"):
        make_tree(layout.tree(version), version)
    layout.link.symlink_to("go1.27.3")
    (layout.parent / "gotip").mkdir()
    (layout.parent / "go1.5").write_text("a file")
    found = installed(layout)
    assert [go.version for go in found] == ["go1.28rc1", "go1.27.10", "go1.27.3", "go1.9.7"]
    assert all(go.complete for go in found)
    assert [go.version for go in found if go.current] == ["go1.27.3"]
    assert current(layout) == found[2]


def test_half_downloads_and_strangers_are_not_complete(layout: Layout) -> None:
    make_tree(layout.tree("go1.27.3"), "go1.27.2")
    (layout.tree("go1.26.6") / "src/runtime").mkdir(parents=True)
    assert [go.complete for go in installed(layout)] == [False, False]
    assert version_of(layout.tree("go1.26.6")) == ""
    assert version_of(layout.tree("go1.27.3")) == "go1.27.2"


@pytest.mark.parametrize("missing", ["VERSION", "bin/go", "pkg/tool", "src/runtime"])
def test_what_completeness_needs(layout: Layout, missing: str) -> None:
    tree = make_tree(layout.tree("go1.27.3"))
    assert is_complete(tree)
    (tree / missing).rename(tree / "elsewhere")
    assert not is_complete(tree)


@LINKS
def test_a_current_tree_from_elsewhere_is_listed(layout: Layout, tmp_path: Path) -> None:
    other = make_tree(tmp_path / "opt/go", "go1.25.1")
    make_tree(layout.tree("go1.27.3"))
    layout.link.symlink_to(other)
    assert [(go.version, go.current) for go in installed(layout)] == [("go1.25.1", True), ("go1.27.3", False)]


def test_a_real_folder_in_the_place_of_the_link_counts_as_current(layout: Layout) -> None:
    make_tree(layout.link, "go1.20")
    now = current(layout)
    assert now is not None
    assert (now.version, now.root, now.complete) == ("go1.20", layout.link, True)


def test_place_makes_the_parent_and_renames(tmp_path: Path) -> None:
    layout = Layout.under(tmp_path / "sdk")
    preview = place(None, layout, "go1.27.3", archive=ARCHIVE)
    assert effects(preview) == ["MakeFolder", "PlaceTree"]
    assert preview.effects[0] == MakeFolder(path=layout.parent)
    tree = preview.effects[1]
    assert isinstance(tree, PlaceTree)
    assert tree.staged == staging_path(layout.parent, "go1.27.3")
    assert tree.staged.parent == tmp_path
    assert tree.destination == layout.tree("go1.27.3")
    assert 200_000_000 < tree.size < 300_000_000
    assert "1.27.3" in preview.title
    staged = Staged(path=tmp_path / "s", version="go1.27.3", files=7, size=9, fingerprint="f")
    assert (
        PlaceTree(staged=tmp_path / "s", destination=tree.destination, size=9, files=7, fingerprint="f")
        == (place(staged, layout, "go1.27.3").effects[1])
    )


def test_place_never_touches_a_complete_tree(layout: Layout) -> None:
    make_tree(layout.tree("go1.27.3"))
    with pytest.raises(NotPossible, match="already there"):
        place(None, layout, "go1.27.3")


def test_place_moves_a_half_download_aside(layout: Layout) -> None:
    (layout.tree("go1.27.3") / "src").mkdir(parents=True)
    change = place(None, layout, "go1.27.3")
    assert effects(change) == ["MakeFolder", "Move", "PlaceTree"]
    moved = change.effects[1]
    assert isinstance(moved, Move)
    assert moved.source == layout.tree("go1.27.3")
    assert moved.destination.parent == layout.parent / ".gowizard-aside"


@LINKS
def test_make_current(layout: Layout) -> None:
    first = make_current(layout, "go1.27.3")
    assert first is not None
    link = first.effects[0]
    assert isinstance(link, SetLink)
    assert (link.path, link.target, link.before.kind) == (layout.link, "go1.27.3", "absent")
    layout.link.symlink_to("go1.27.3")
    assert make_current(layout, "go1.27.3") is None
    second = make_current(layout, "go1.28.0")
    assert second is not None
    link = second.effects[0]
    assert isinstance(link, SetLink)
    assert (link.target, link.before.target) == ("go1.28.0", "go1.27.3")


def test_make_current_replaces_a_link_to_another_go(layout: Layout, tmp_path: Path) -> None:
    layout.link.symlink_to(make_tree(tmp_path / "opt/go", "go1.20"))
    assert effects(make_current(layout, "go1.27.3")) == ["SetLink"]


@LINKS
@pytest.mark.parametrize("what", ["folder", "file", "link elsewhere", "go tree"])
@pytest.mark.parametrize("system", [False, True])
def test_make_current_leaves_what_is_not_ours(
    layout: Layout, tmp_path: Path, what: str, system: bool
) -> None:
    if what == "folder":
        (layout.link / "precious").mkdir(parents=True)
    elif what == "file":
        layout.link.write_text("precious")
    elif what == "link elsewhere":
        (tmp_path / "precious").mkdir()
        layout.link.symlink_to(tmp_path / "precious")
    else:
        make_tree(layout.link, "go1.20")
    if system and what == "go tree":
        assert effects(make_current(layout, "go1.27.3", system=True)) == ["Move", "SetLink"]
        assert effects(make_current(layout, "go1.27.3", system=True, aside_planned=True)) == ["SetLink"]
        return
    with pytest.raises(NotPossible) as caught:
        make_current(layout, "go1.27.3", system=system)
    assert str(layout.link) in caught.value.title
    assert "--dir" in caught.value.remedy
    if what == "go tree":
        assert "go1.20" in caught.value.cause


def test_move_aside_names_a_free_place(layout: Layout) -> None:
    assert move_aside(layout) is None
    make_tree(layout.link, "go1.20")
    change = move_aside(layout)
    assert change is not None
    assert change.id == "aside"
    move = change.effects[0]
    assert isinstance(move, Move)
    assert move.destination.name.startswith("go.before-gowizard-2")
    move.destination.mkdir()
    again = move_aside(layout)
    assert again is not None
    assert isinstance(again.effects[0], Move)
    assert again.effects[0].destination.name == move.destination.name + "-2"


@LINKS
def test_adopt_a_tree_elsewhere_only_links(layout: Layout, tmp_path: Path) -> None:
    tree = make_tree(tmp_path / "opt/go", "go1.25.1", marked=False)
    change = adopt(layout, tree)
    assert effects(change) == ["SetLink"]
    assert change is not None
    assert isinstance(change.effects[0], SetLink)
    assert change.effects[0].target == str(tree)
    layout.link.symlink_to(tree)
    assert adopt(layout, tree) is None


def test_adopt_one_of_our_own_marks_it(layout: Layout) -> None:
    tree = make_tree(layout.tree("go1.25.1"), "go1.25.1", marked=False)
    change = adopt(layout, tree)
    assert change is not None
    assert effects(change) == ["WriteFile", "SetLink"]
    assert isinstance(change.effects[0], WriteFile)
    assert change.effects[0].path == tree / ".unpacked-success"
    assert change.effects[0].content == b""
    assert isinstance(change.effects[1], SetLink)
    assert change.effects[1].target == "go1.25.1"


def test_adopt_refuses(layout: Layout, tmp_path: Path) -> None:
    with pytest.raises(NotPossible, match="not a complete Go tree"):
        adopt(layout, tmp_path)
    layout.link.mkdir()
    with pytest.raises(NotPossible, match="was not made by gowizard"):
        adopt(layout, make_tree(tmp_path / "opt/go"))


def test_adopt_what_lies_in_the_place_of_the_link(layout: Layout) -> None:
    assert adopt(layout, make_tree(layout.link)) is None


def test_remove_moves_aside(layout: Layout) -> None:
    tree = make_tree(layout.tree("go1.27.3"))
    change = remove(layout, "go1.27.3")
    assert effects(change) == ["MakeFolder", "Move"]
    assert isinstance(change.effects[1], Move)
    assert change.effects[1].source == tree
    assert tree.is_dir()


@LINKS
def test_remove_refuses_the_current_and_the_missing(layout: Layout) -> None:
    make_tree(layout.tree("go1.27.3"))
    layout.link.symlink_to("go1.27.3")
    with pytest.raises(NotPossible, match="current version"):
        remove(layout, "go1.27.3")
    told = remove(layout, "go1.27.3", even_current=True)
    assert effects(told) == ["RemoveFile", "MakeFolder", "Move"]
    assert isinstance(told.effects[0], RemoveFile)
    assert told.effects[0].path == layout.link
    with pytest.raises(NotPossible) as caught:
        remove(layout, "go1.26.6")
    assert "go1.27.3" in caught.value.cause


@LINKS
def test_purge_deletes_only_what_was_put_aside(layout: Layout, tmp_path: Path) -> None:
    assert purge_aside(layout) == ()
    aside = layout.parent / ".gowizard-aside"
    make_tree(aside / "20261124-000000-go1.27.3")
    kept = make_tree(layout.tree("go1.26.6"), "go1.26.6")
    (aside / "link").symlink_to(kept)
    assert purge_aside(layout) == ("20261124-000000-go1.27.3", "link")
    assert not aside.exists()
    assert is_complete(kept)
    aside.symlink_to(kept)
    assert purge_aside(layout) == ()
    assert is_complete(kept)


@pytest.mark.parametrize(
    "version",
    ["", "go", "../go1.2", "go1.2/../..", "/go1.2", "1.27.3", "go1.2\n", "go1.2\0", "go1.2.3.4", "go1.2 "],
)
def test_a_version_can_never_be_a_path(layout: Layout, version: str) -> None:
    for refuse in (
        lambda: place(None, layout, version),
        lambda: make_current(layout, version),
        lambda: remove(layout, version),
        lambda: staging_path(layout.parent, version),
    ):
        with pytest.raises(UsageError):
            refuse()


def room(**facts: object) -> Room:
    values = {
        "path": Path("/home/me"),
        "free_bytes": 1 << 40,
        "free_inodes": 1 << 20,
        "writable": True,
        **facts,
    }
    return Room(**values)  # type: ignore[arg-type]


@NAMES
def test_room() -> None:
    check_room(room(), ARCHIVE)
    check_room(room(free_inodes=None), ARCHIVE)
    check_room(room(free_bytes=needed_bytes(ARCHIVE)), ARCHIVE)
    for facts, words in (
        ({"free_bytes": needed_bytes(ARCHIVE) - 1}, "350 MB"),
        ({"free_inodes": 19_999}, "19999 more"),
        ({"writable": False}, "read-only"),
        ({"no_exec": True}, "noexec"),
    ):
        with pytest.raises(NoRoom) as caught:
            check_room(room(**facts), ARCHIVE)
        assert words in caught.value.cause
        assert "/home/me" in caught.value.title


def test_trees_without_write_permission_are_adopted_unmarked(
    layout: Layout, monkeypatch: pytest.MonkeyPatch
) -> None:
    tree = make_tree(layout.tree("go1.27.3"), marked=False)
    monkeypatch.setattr(os, "access", lambda *_: False)
    assert effects(adopt(layout, tree)) == ["SetLink"]
