"""Caches: whose they are, what lies in their place, what is damaged in them."""

from __future__ import annotations

import base64
import hashlib
import os
import time
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from gowizard import changes
from gowizard.cancellation import Cancel
from gowizard.changes import Move
from gowizard.doctor.checks import build_cache, caches, checksums, module_cache
from gowizard.doctor.drafting import draft
from gowizard.doctor.go_folders import aside
from gowizard.doctor.model import Finding, Severity
from gowizard.doctor.module_hash import hash_of_zip
from gowizard.doctor.scene import Scene
from gowizard.host import Machine
from tests.doctor.bench import Bench

LONG_AGO = time.time() - 7200


def _as_user(scene: Scene, *, closed: tuple[Path, ...] = ()) -> Scene:
    """The scene of an ordinary user, to whom these places are closed and belong to root."""
    machine = Machine.real()
    scene.host = replace(scene.host, user=replace(scene.host.user, uid=1000))
    scene.machine = replace(
        machine,
        uid=1000,
        gid=1000,
        allowed=lambda path, mode: not any(path.is_relative_to(place) for place in closed),
        owner_of=lambda path: 0 if any(path.is_relative_to(place) for place in closed) else 1000,
    )
    return scene


def _only_move(scene: Scene, found: Finding) -> Move:
    (change,) = draft(scene, [found]).changes
    (effect,) = change.effects
    assert isinstance(effect, Move)
    return effect


def test_a_fresh_account_and_a_used_one_are_healthy(bench: Bench) -> None:
    assert list(caches.look(bench.scene())) == []
    (bench.home / ".cache" / "go-build" / "00").mkdir(parents=True)
    (bench.home / "go" / "pkg" / "mod" / "cache" / "download").mkdir(parents=True)
    scene = _as_user(bench.scene())
    assert list(caches.look(scene)) == []
    assert list(build_cache.look(scene)) == []
    assert list(module_cache.look(scene)) == []


def test_a_build_cache_of_roots_is_moved_aside_where_the_folder_above_is_the_users(bench: Bench) -> None:
    cache = bench.home / ".cache" / "go-build"
    cache.mkdir(parents=True)
    scene = _as_user(bench.scene(), closed=(cache,))
    (found,) = caches.look(scene)
    assert (found.id, found.entry, found.severity) == ("build-cache-not-yours", (19,), Severity.BLOCKS)
    assert found.preselected
    move = _only_move(scene, found)
    assert move.source == cache
    assert move.destination.parent == cache.parent


def test_single_folders_of_roots_in_it_only_hurt(bench: Bench) -> None:
    cache = bench.home / ".cache" / "go-build"
    for name in ("00", "e4"):
        (cache / name).mkdir(parents=True)
    (found,) = caches.look(_as_user(bench.scene(), closed=(cache / "e4",)))
    assert (found.severity, found.evidence[0].where) == (Severity.HURTS, str(cache / "e4"))


def test_a_closed_cache_elsewhere_is_left_by_dropping_the_setting(bench: Bench, tmp_path: Path) -> None:
    shared = tmp_path / "shared"
    shared.mkdir()
    settings = bench.home / ".config" / "go" / "env"
    settings.parent.mkdir(parents=True)
    settings.write_text(f"GOCACHE={shared}\nGOFLAGS=-v\n")
    scene = _as_user(bench.scene(), closed=(shared,))
    (found,) = caches.look(scene)
    assert found.remedy is not None
    assert [edit.edit(settings.read_bytes()) for edit in found.remedy.edits] == [b"GOFLAGS=-v\n"]


def test_roots_folders_below_gopath_get_the_exact_command(bench: Bench) -> None:
    gopath = bench.home / "go"
    (gopath / "pkg" / "mod").mkdir(parents=True)
    (found,) = caches.look(_as_user(bench.scene(), closed=(gopath,)))
    assert found.id == "modules-not-yours"
    assert found.remedy is not None
    assert not found.remedy.automatic
    assert found.remedy.commands == (f"sudo chown -hR 1000:1000 {gopath}",)


def test_another_accounts_gopath_outside_of_the_home_is_no_fault(bench: Bench, tmp_path: Path) -> None:
    shared = tmp_path / "srv"
    shared.mkdir()
    assert list(caches.look(_as_user(bench.scene(GOPATH=str(shared)), closed=(shared,)))) == []


@pytest.mark.parametrize("kind", ["file", "link"])
def test_what_is_no_folder_is_moved_out_of_the_way(bench: Bench, kind: str) -> None:
    cache = bench.home / ".cache" / "go-build"
    cache.parent.mkdir()
    if kind == "file":
        cache.write_text("oops\n")
    else:
        cache.symlink_to("/mnt/gone")
    scene = bench.scene()
    (found,) = caches.look(scene)
    assert (found.id, found.entry) == ("build-cache-no-folder", (48,))
    assert _only_move(scene, found).source == cache


def test_a_link_to_a_folder_elsewhere_is_none_of_our_business(bench: Bench, tmp_path: Path) -> None:
    (tmp_path / "disk").mkdir()
    (bench.home / ".cache").mkdir()
    (bench.home / ".cache" / "go-build").symlink_to(tmp_path / "disk")
    assert list(caches.look(bench.scene())) == []


def _entry(cache: Path, content: bytes, *, held: bytes | None = None, when: float = LONG_AGO) -> Path:
    """An index and the action that leads to it, as cmd/go/internal/cache writes them."""
    name = hashlib.sha256(content).hexdigest()
    data = cache / name[:2] / f"{name}-d"
    data.parent.mkdir(parents=True, exist_ok=True)
    data.write_bytes(content if held is None else held)
    os.utime(data, (when, when))
    action = cache / "00" / f"{'0' * 64}-a"
    action.parent.mkdir(exist_ok=True)
    action.write_bytes(b"v1 %s %s %20d %20d\n" % (b"0" * 64, name.encode(), len(data.read_bytes()), 1))
    return data


INDEX = b"go index v2\n" + bytes(500)


def test_a_damaged_index_is_found_by_its_name(bench: Bench) -> None:
    cache = bench.home / ".cache" / "go-build"
    data = _entry(cache, INDEX)
    assert list(build_cache.look(bench.scene())) == []
    data.write_bytes(INDEX[:-1] + b"x")
    os.utime(data, (LONG_AGO, LONG_AGO))
    scene = bench.scene()
    (found,) = build_cache.look(scene)
    assert (found.id, found.evidence[0].where) == ("build-cache-damaged", str(data))
    assert _only_move(scene, found).source == cache


@pytest.mark.parametrize(("held", "just_now"), [(INDEX[:-9], False), (INDEX[:-1] + b"x", True)])
def test_what_go_notices_itself_or_is_just_writing_is_no_damage(bench: Bench, held: bytes, just_now: bool) -> None:
    cache = bench.home / ".cache" / "go-build"
    data = _entry(cache, INDEX)
    data.write_bytes(held)
    when = time.time() + 60 if just_now else LONG_AGO
    os.utime(data, (when, when))
    assert list(build_cache.look(bench.scene())) == []


def _module(home: Path, name: str = "example.org/!greet", version: str = "v1.0.0") -> tuple[Path, Path]:
    """The archive and the folder of a module in the cache; `name` as it is written there."""
    cache = home / "go" / "pkg" / "mod"
    archive = cache / "cache" / "download" / name / "@v" / f"{version}.zip"
    archive.parent.mkdir(parents=True)
    folder = cache / f"{name}@{version}"
    folder.mkdir(parents=True)
    inside = f"{name.replace('!g', 'G')}@{version}"
    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr(f"{inside}/greet.go", "package greet\n")
    (folder / "greet.go").write_text("package greet\n")
    archive.with_name(f"{version}.ziphash").write_text(hash_of_zip(archive, time.monotonic() + 9) or "")
    return archive, folder


def test_the_hash_of_a_module_is_gos_own(tmp_path: Path) -> None:
    lines = hashlib.sha256(b"x").hexdigest() + "  m@v1.0.0/a\n"
    path = tmp_path / "m.zip"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("m@v1.0.0/a", "x")
    wanted = "h1:" + base64.b64encode(hashlib.sha256(lines.encode()).digest()).decode()
    assert hash_of_zip(path, time.monotonic() + 9) == wanted
    assert hash_of_zip(path, 0.0) is None
    path.write_bytes(path.read_bytes()[:20])
    assert hash_of_zip(path, time.monotonic() + 9) == ""


def test_a_sound_module_is_left_alone(bench: Bench) -> None:
    _module(bench.home)
    assert list(module_cache.look(bench.scene())) == []


def test_an_archive_that_is_none_is_put_away_with_its_hash(bench: Bench) -> None:
    archive, _folder = _module(bench.home)
    archive.write_bytes(b"<html>")
    scene = bench.scene()
    (found,) = module_cache.look(scene)
    assert (found.key, found.entry) == ("module-damaged:example.org/Greet@v1.0.0", (46,))
    (change,) = draft(scene, [found]).changes
    moved = [effect.source.name for effect in change.effects if isinstance(effect, Move)]
    assert moved == ["v1.0.0.zip", "v1.0.0.ziphash"]


def test_a_module_that_a_message_names_is_hashed_whatever_its_size(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive, folder = _module(bench.home)
    content = archive.read_bytes()
    archive.write_bytes(content.replace(b"package greet", b"package great"))
    monkeypatch.setattr(module_cache, "_LARGEST", 0)
    assert list(module_cache.look(bench.scene())) == []
    scene = bench.scene()
    scene.message = f"{folder}/greet.go:1: verifying example.org/Greet@v1.0.0: checksum mismatch"
    (found,) = module_cache.look(scene)
    assert found.about == "example.org/Greet@v1.0.0"


@pytest.mark.parametrize("damage", ["longer", "gone"])
def test_a_folder_that_is_not_what_was_unpacked_is_put_away(bench: Bench, damage: str) -> None:
    _archive, folder = _module(bench.home)
    if damage == "longer":
        (folder / "greet.go").write_text("package greet\n\n// mine\n")
    else:
        (folder / "greet.go").unlink()
    scene = bench.scene()
    (found,) = module_cache.look(scene)
    assert _only_move(scene, found).source == folder


def test_go_sum_is_compared_with_what_was_fetched(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    archive, _folder = _module(bench.home)
    project = bench.home / "project"
    project.mkdir()
    (project / "go.mod").write_text("module m\n")
    right = archive.with_name("v1.0.0.ziphash").read_text()
    (project / "go.sum").write_text(f"example.org/Greet v1.0.0 {right}\nexample.org/Greet v1.0.0/go.mod h1:x=\n")
    monkeypatch.chdir(project)
    assert list(checksums.look(bench.scene())) == []
    (project / "go.sum").write_text(f"example.org/Greet v1.0.0 h1:{'A' * 43}=\r\n")
    (found,) = checksums.look(bench.scene())
    assert (found.id, found.entry) == ("go-sum-differs", (44,))
    assert found.remedy is not None
    assert not found.remedy.automatic


def test_what_go_fills_anew_gives_way_when_a_cache_is_put_back(tmp_path: Path) -> None:
    cache = tmp_path / "go-build"
    cache.mkdir()
    (cache / "old").write_text("old")
    move = Move(source=cache, destination=aside(cache, "old"), yields=True)
    with changes.open_run(tmp_path / "state", title="t", verb="repair") as run:
        run.apply((changes.Change(id="a", title="t", effects=(move,)),), lambda event: None, Cancel())
    cache.mkdir()
    (cache / "new").write_text("new")
    report = changes.undo(tmp_path / "state")
    assert report.kept == ()
    assert [path.name for path in cache.iterdir()] == ["old"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["go-build", "state"]
