"""Temporary folders, room, HOME: what a new terminal has, told and mended."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from gowizard.changes import MakeFolder, SetMode
from gowizard.doctor.checks import home, space, temp_folders
from gowizard.doctor.hello import Hello
from gowizard.doctor.model import Severity
from gowizard.doctor.scene import Scene
from gowizard.host import FileSystemFacts, Machine
from tests.doctor.bench import Bench

WORKS, FAILS = Hello(ok=True), Hello(ok=False, output="no space left on device")
ROOMY = FileSystemFacts(free_bytes=10**11, total_inodes=10**7, free_inodes=10**6)


def _disks(scene: Scene, facts: Callable[[Path], FileSystemFacts]) -> Scene:
    scene.machine = replace(Machine.real(), file_system=facts)
    return scene


def _settings(bench: Bench, text: str) -> Path:
    path = bench.home / ".config" / "go" / "env"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def test_the_usual_folder_is_no_fault(bench: Bench) -> None:
    assert list(temp_folders.look(bench.scene())) == []
    own = bench.home / "tmp"
    own.mkdir()
    assert list(temp_folders.look(bench.scene(TMPDIR=str(own)))) == []


def test_a_missing_folder_is_made_where_it_lies_below_the_home(bench: Bench) -> None:
    wanted = bench.home / ".tmp" / "go"
    _settings(bench, f"GOTMPDIR={wanted}\n")
    (found,) = temp_folders.look(bench.scene())
    assert (found.id, found.entry, found.severity) == ("temp-folder", (51,), Severity.BLOCKS)
    assert found.remedy is not None
    assert found.remedy.effects == (MakeFolder(path=wanted, mode=0o700),)


@pytest.mark.parametrize("value", ["/mnt/ramdisk/tmp", "relative/tmp"])
def test_a_setting_that_leads_nowhere_is_dropped(bench: Bench, value: str) -> None:
    path = _settings(bench, f"GOTMPDIR={value}\nGOFLAGS=-v\n")
    (found,) = temp_folders.look(bench.scene())
    assert found.remedy is not None
    assert [edit.edit(path.read_bytes()) for edit in found.remedy.edits] == [b"GOFLAGS=-v\n"]
    assert f"{path}:1" in {evidence.where for evidence in found.evidence}


def test_an_own_folder_without_its_write_bit_gets_it(bench: Bench) -> None:
    own = bench.home / "tmp"
    own.mkdir(mode=0o500)
    scene = bench.scene(TMPDIR=str(own))
    uid = scene.host.user.uid
    scene.machine = replace(Machine.real(), allowed=lambda path, mode: path != own, owner_of=lambda path: uid)
    (found,) = temp_folders.look(scene)
    assert found.remedy is not None
    (effect,) = found.remedy.effects
    assert isinstance(effect, SetMode)
    assert effect.mode == 0o700


def test_a_tmpdir_of_this_session_alone_is_no_file_edit(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", "/gone")
    (found,) = temp_folders.look(bench.scene())
    assert (found.key, found.severity) == ("temp-folder:session", Severity.HURTS)
    assert found.remedy is not None
    assert found.remedy.commands == ("unset TMPDIR",)
    assert not found.remedy.automatic


def test_noexec_moves_building_into_the_home(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    own = bench.home / "tmp"
    own.mkdir()
    monkeypatch.setattr(temp_folders, "forbids_programs", lambda folder: folder == own)
    scene = _disks(
        bench.scene(hello=WORKS, TMPDIR=str(own)), lambda path: replace(ROOMY, no_exec=path == own)
    )
    (found,) = temp_folders.look(scene)
    assert (found.id, found.entry, found.severity) == ("temp-noexec", (50,), Severity.HURTS)
    assert found.remedy is not None
    place = bench.home / ".cache" / "go-tmp"
    assert found.remedy.effects == (MakeFolder(path=place, mode=0o700),)
    assert [edit.edit(None) for edit in found.remedy.edits] == [f"GOTMPDIR={place}\n".encode()]


def test_where_the_home_is_noexec_too_it_is_left_to_a_person(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(temp_folders, "forbids_programs", lambda folder: True)
    scene = _disks(bench.scene(hello=WORKS), lambda path: replace(ROOMY, no_exec=True))
    (found,) = temp_folders.look(scene)
    assert found.remedy is not None
    assert not found.remedy.automatic


def test_a_flag_that_does_not_hold_is_no_fault(bench: Bench) -> None:
    scene = _disks(bench.scene(hello=WORKS), lambda path: replace(ROOMY, no_exec=True))
    assert list(temp_folders.look(scene)) == []


@pytest.mark.parametrize(
    ("facts", "severity"),
    [
        (ROOMY, None),
        (replace(ROOMY, free_bytes=300 << 20), Severity.ADVICE),
        (replace(ROOMY, free_bytes=5 << 20), Severity.HURTS),
        (replace(ROOMY, free_inodes=3), Severity.HURTS),
        (replace(ROOMY, total_inodes=0, free_inodes=0), None),  # btrfs counts none
        (replace(ROOMY, read_only=True), Severity.BLOCKS),
    ],
)
def test_room_is_judged_once_for_each_file_system(
    bench: Bench, facts: FileSystemFacts, severity: Severity | None
) -> None:
    below = bench.home / ".cache"
    below.mkdir()
    scene = _disks(bench.scene(hello=WORKS), lambda path: facts if path.is_relative_to(below) else ROOMY)
    found = list(space.look(scene))
    assert [(one.key, one.severity) for one in found] == ([("no-room:GOCACHE", severity)] if severity else [])


def test_what_is_mounted_read_only_is_told_once(bench: Bench) -> None:
    own = bench.home / "tmp"
    own.mkdir()
    shut = replace(ROOMY, read_only=True)
    scene = _disks(bench.scene(hello=FAILS, TMPDIR=str(own)), lambda path: shut if path == own else ROOMY)
    assert list(temp_folders.look(scene)) == []
    (found,) = space.look(scene)
    assert (found.key, found.severity, found.preselected) == ("no-room:TMPDIR", Severity.BLOCKS, True)
    modules = bench.home / "go" / "pkg" / "mod"
    modules.mkdir(parents=True)
    (found,) = space.look(_disks(bench.scene(hello=WORKS), lambda path: shut if path == modules else ROOMY))
    assert found.severity is Severity.ADVICE


def test_no_room_for_building_moves_it_and_none_for_caches_is_left_to_a_person(bench: Bench) -> None:
    own = bench.home / "tmp"
    own.mkdir()
    full = replace(ROOMY, free_bytes=1 << 20)
    scene = _disks(bench.scene(hello=FAILS, TMPDIR=str(own)), lambda path: full if path == own else ROOMY)
    (found,) = space.look(scene)
    assert (found.severity, found.preselected) == (Severity.BLOCKS, True)
    toolchain = bench.home / "go" / "pkg" / "mod" / "golang.org" / "toolchain@v0.0.1-go1.26.0.linux-amd64"
    toolchain.mkdir(parents=True)
    (found,) = space.look(_disks(bench.scene(hello=FAILS), lambda path: full))
    assert found.remedy is not None
    assert not found.remedy.automatic
    assert f"rm -r {toolchain}" in found.remedy.commands


def test_a_home_in_order_is_no_fault(bench: Bench) -> None:
    assert list(home.look(bench.scene(HOME=str(bench.home)))) == []


def test_lines_that_take_home_away_are_commented_out(bench: Bench) -> None:
    path = bench.home / ".bashrc"
    path.write_text("if true; then\n  unset HOME\nfi\nexport EDITOR=vi\n")
    (found,) = home.look(bench.scene())
    assert (found.id, found.entry, found.severity) == ("home-unset", (52,), Severity.BLOCKS)
    assert found.remedy is not None
    (edit,) = found.remedy.edits
    after = edit.edit(path.read_bytes())
    assert after is not None
    assert after.startswith(b"if true; then\n: # gowizard: disabled: ")
    assert edit.edit(after) == after


def test_a_home_that_is_nowhere_and_a_relative_cache_are_found(bench: Bench) -> None:
    (bench.home / ".bashrc").write_text("export HOME=/nowhere/at/all\nexport XDG_CACHE_HOME=.cache\n")
    scene = bench.scene(HOME="/nowhere/at/all", XDG_CACHE_HOME=".cache")
    scene.origins = lambda key: ()  # type: ignore[method-assign]
    first, second = home.look(scene)
    assert (first.id, second.id) == ("home-unset", "xdg-cache-relative")


def test_a_session_without_home_is_told_what_to_type(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    scene = bench.scene(HOME=str(bench.home))
    scene.host = replace(scene.host, environment={})
    (found,) = home.look(scene)
    assert found.key == "home-unset:session"
    assert found.remedy is not None
    assert found.remedy.commands == (f"export HOME={bench.home}",)
