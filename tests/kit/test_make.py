"""A kit is made, broken off and gone on with. pip is played by small wheels here; the slow tests use the real one."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, ClassVar

import pytest

from gowizard.cancellation import Cancel, Cancelled
from gowizard.errors import GowizardError, UsageError
from gowizard.host import Room, detect
from gowizard.kit import make as making
from gowizard.kit import start
from gowizard.kit.check import check_kit
from gowizard.kit.make import Kit, Step, kept_bytes, make
from gowizard.kit.order import Order, check_room, place_order, single_files_here
from gowizard.kit.own_wheel import own_wheel, requirements
from gowizard.kit.progress import NAME as UNFINISHED
from gowizard.kit.start import unpack, wheels
from gowizard.kit.systems import KitSystem, parse_systems
from gowizard.kit.wheels import needed
from gowizard.kit.writing import NotWritten, write_file
from gowizard.net import Client
from gowizard.releases import open_source
from gowizard.releases.kit_manifest import NAME
from tests.support.real_go import RealArchive
from tests.support.release_server import Handler, ReleaseServer

SYSTEMS = parse_systems("linux/amd64,windows/amd64,darwin/arm64")
SIZE = 300_000


class FewWheels:
    """What pip would bring, a few bytes each, and how often it was asked."""

    asked: ClassVar[list[str]] = []

    def __init__(self, environment: Any, folder: Path, cancel: Cancel) -> None:
        self._folder = folder

    def closure(self, wanted: tuple[str, ...], system: KitSystem, python: str) -> list[Path]:
        return [self._put("textual-8-py3-none-any.whl", system), *self.alone("isal", system, python)]

    def alone(self, requirement: str, system: KitSystem, python: str) -> list[Path]:
        if system.os == "darwin" and python == "3.15":
            return []
        return [self._put(f"isal-1-cp{python.replace('.', '')}-{system.tags[0]}.whl", system)]

    def _put(self, name: str, system: KitSystem) -> Path:
        self.asked.append(f"{system.name} {name}")
        (self._folder / name).write_bytes(name.encode())
        return self._folder / name


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ReleaseServer]:
    monkeypatch.setattr(making, "Pip", FewWheels)
    monkeypatch.setattr(FewWheels, "asked", [])
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    for name in ("XDG_CACHE_HOME", "XDG_STATE_HOME"):
        monkeypatch.delenv(name, raising=False)
    archives = []
    for system in SYSTEMS:
        end = "zip" if system.os == "windows" else "tar.gz"
        path = tmp_path / f"go1.27.3.{system.os}-{system.arch}.{end}"
        path.write_bytes(os.urandom(SIZE))
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        archives.append(RealArchive(path, "1.27.3", system.os, system.arch, digest))
    with ReleaseServer(archives) as running:
        yield running


class Making:
    """Orders and makes with one server."""

    def __init__(self, server: ReleaseServer, folder: Path) -> None:
        self.folder, self.events, self.host = folder, [], detect()
        self.client = Client(seconds=30.0)
        cache = self.host.dirs.cache
        self.source = open_source(server.url, client=self.client, cache=cache, environment={})

    def order(self, **more: Any) -> Order:
        asked: dict[str, Any] = {"version": "", "systems": SYSTEMS, "answers": None, "single_files": ()}
        named = {"source_named": True, "trust_source": False, "cancel": Cancel()}
        return place_order(self.folder, source=self.source, **(asked | named | more))

    def make(self, cancel: Cancel | None = None, **more: Any) -> Kit:
        self.events.clear()
        return make(self.order(**more), self.source, self.host, self.client, self.events.append, cancel or Cancel(),
                    source_named=True, trust_source=False)  # fmt: skip

    @property
    def fetched(self) -> list[str]:
        """The titles of the steps that were not done yet."""
        return [event.title for event in self.events if isinstance(event, Step) and event.fresh]


@pytest.fixture
def desk(server: ReleaseServer, tmp_path: Path) -> Making:
    return Making(server, tmp_path / "stick" / "kit")


def test_a_kit_holds_everything_for_three_systems(desk: Making, tmp_path: Path) -> None:
    course = tmp_path / "course.toml"
    course.write_text("schema = 1\n")
    kit = desk.make(answers=course)
    found = check_kit(desk.folder, lambda size: None, Cancel())
    assert found.ok and found.strays == () and found.code == kit.code
    names = {path.relative_to(desk.folder).as_posix() for path in desk.folder.rglob("*") if path.is_file()}
    assert {"START-Linux.sh", "START macOS.command", "START Windows.cmd", "README.txt", "gowizard.toml", NAME,
            "SHA256SUMS", "go/releases.json", "gowizard/start.py"} <= names  # fmt: skip
    assert not [name for name in names if name.endswith(".part") or name == UNFINISHED]
    assert len({name.lower() for name in names}) == len(names)
    by_path = {file.path: file for file in kit.manifest.files}
    assert by_path["gowizard/wheels/textual-8-py3-none-any.whl"].systems == tuple(s.name for s in SYSTEMS)
    assert by_path["gowizard/wheels/isal-1-cp312-win_amd64.whl"].pythons == ("3.12",)


def test_the_same_kit_has_the_same_code(desk: Making) -> None:
    first = desk.make()
    assert desk.make().code == first.code


def test_what_is_there_is_not_fetched_again(desk: Making, server: ReleaseServer) -> None:
    torn = []

    def tear(request: Handler, path: str) -> bool:
        if path.endswith(".zip") and len(torn) < 25:
            torn.append(path)
            request.send_file(server.files[path.rsplit("/", 1)[-1]], limit=100_000 if len(torn) == 1 else 0)
            return True
        return False

    server.faults.append(tear)
    with pytest.raises(GowizardError, match="could not be fetched"):
        desk.make()
    assert not (desk.folder / NAME).exists() and (desk.folder / UNFINISHED).exists()
    assert sorted(path.name for path in (desk.folder / "go").iterdir() if path.suffix != ".part") == [
        "go1.27.3.linux-amd64.tar.gz"
    ]
    server.faults.clear()
    before = server.sent
    kit = desk.make()
    sent = server.sent - before
    assert 2 * SIZE - 100_000 <= sent < 2 * SIZE  # the first archive and the beginning of the second were kept
    assert check_kit(desk.folder, lambda size: None, Cancel()).ok and kit.size > 3 * SIZE


def test_a_spoilt_file_of_an_unfinished_kit_is_fetched_again(desk: Making, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise GowizardError("no")

    with monkeypatch.context() as patch:
        patch.setattr(making, "own_wheel", fail)
        with pytest.raises(GowizardError):
            desk.make()
    asked = len(FewWheels.asked)
    (desk.folder / "gowizard/wheels/isal-1-cp312-win_amd64.whl").write_bytes(b"?")
    (desk.folder / "go/go1.27.3.darwin-arm64.tar.gz").write_bytes(b"?" * SIZE)
    desk.make()
    assert desk.fetched[0] == "Go for darwin/arm64" and len(FewWheels.asked) == asked + 1
    assert check_kit(desk.folder, lambda size: None, Cancel()).ok


def test_an_older_kit_in_the_folder_leaves_nothing_behind(desk: Making) -> None:
    desk.make()
    (desk.folder / "notes of mine.txt").write_text("stay")
    desk.make(systems=parse_systems("linux/amd64"))
    found = check_kit(desk.folder, lambda size: None, Cancel())
    assert found.ok and found.strays == ("notes of mine.txt",)
    assert not list(desk.folder.rglob("*win*")) and not list(desk.folder.rglob("START mac*"))


def test_stopping_leaves_no_half_file_under_its_name(desk: Making) -> None:
    cancel = Cancel()
    order = desk.order()

    def stop(event: object) -> None:
        if isinstance(event, Step) and event.title == "Go for windows/amd64":
            cancel.set()

    with pytest.raises(Cancelled):
        make(order, desk.source, desk.host, desk.client, stop, cancel, source_named=True, trust_source=False)
    assert [path.name for path in desk.folder.rglob("*") if path.suffix in {".zip", ".gz"}] == [
        "go1.27.3.linux-amd64.tar.gz"
    ]
    desk.make()
    assert "Go for linux/amd64" not in desk.fetched


def test_a_file_system_without_links_and_modes_is_enough(desk: Making, monkeypatch: pytest.MonkeyPatch) -> None:
    """exFAT played by refusing what it cannot do: links, modes, and names that differ in case only."""

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    with monkeypatch.context() as patch:
        for name in ("symlink", "link", "chown", "fchmod"):
            patch.setattr(os, name, refuse)
        desk.make()
    for path in desk.folder.rglob("*"):
        assert not path.is_symlink() and not set(path.name) & set('<>:"|?*\\') and path.name[-1] not in ". "
        assert path.stat().st_nlink == 1 or path.is_dir()


def test_a_stick_that_gives_back_other_bytes_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gowizard.kit.writing._digest_on", lambda path: "0" * 64)
    with pytest.raises(NotWritten, match="gives back other bytes"):
        write_file(tmp_path, "go/x", [b"bytes"], role="list")
    assert list((tmp_path / "go").iterdir()) == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_stick_is_told_and_nothing_has_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(NotWritten, match="cannot be written") as told:
        write_file(tmp_path, "x", [b"bytes"], role="list")
    assert "No space left" in told.value.cause and not (tmp_path / "x").exists()


def test_a_folder_with_other_things_is_refused(desk: Making) -> None:
    desk.folder.mkdir(parents=True)
    (desk.folder / "thesis.odt").write_text("x")
    with pytest.raises(UsageError, match="not empty"):
        desk.order()


@pytest.mark.skipif(os.name != "posix", reason="makes links")
def test_nothing_is_written_or_removed_through_a_link(desk: Making, tmp_path: Path) -> None:
    desk.make()
    outside = tmp_path / "outside"
    (desk.folder / "go").rename(outside)
    (desk.folder / "go").symlink_to(outside)
    before = sorted((path.name, path.stat().st_mtime_ns) for path in outside.iterdir())
    with pytest.raises(NotWritten, match="is a link"):
        desk.make(systems=parse_systems("windows/amd64"))
    assert sorted((path.name, path.stat().st_mtime_ns) for path in outside.iterdir()) == before


def test_no_room_is_said_before(desk: Making) -> None:
    order = desk.order()
    room = Room(path=desk.folder, free_bytes=order.total_bytes // 2, free_inodes=None, writable=True)
    with pytest.raises(GowizardError, match="does not fit"):
        check_room(order, room, 0)
    check_room(order, room, order.total_bytes)
    assert kept_bytes(order) == 0
    with pytest.raises(GowizardError, match="cannot be written"):
        check_room(order, Room(path=desk.folder, free_bytes=1 << 40, free_inodes=None, writable=False), 0)


def test_a_system_or_version_that_is_not_had_is_told_before(desk: Making) -> None:
    with pytest.raises(GowizardError, match="is not made for"):
        desk.order(systems=parse_systems("plan9/arm"))
    with pytest.raises(GowizardError):
        desk.order(version="1.99.9")
    for bad in ("linux", "linux/amd64/x", "../..", "linux/amd64;rm", "plan9/xyz", "linus/amd64", "a" * 500):
        with pytest.raises(UsageError, match="is no system"):
            parse_systems(bad)
    assert [system.name for system in parse_systems(" linux/armv6l,linux/arm, ,Linux/AMD64")] == [
        "linux/arm",
        "linux/amd64",
    ]


def test_only_programs_are_single_files(desk: Making, tmp_path: Path) -> None:
    (tmp_path / "x").write_text("#!/bin/sh\n")
    with pytest.raises(UsageError, match="one file"):
        desk.order(single_files=(tmp_path / "x",))
    assert single_files_here((tmp_path / "x",)) == (tmp_path / "x",)


def test_our_requirements_are_chosen_for_the_system_and_not_for_the_one_pip_runs_on() -> None:
    wanted = requirements()
    for system in map(KitSystem, ("linux/amd64", "linux/arm64", "darwin/arm64", "darwin/amd64", "windows/amd64")):
        names = {re.split("[<>]", line)[0] for line in needed(wanted, system)}
        assert {"textual", "httpx", "truststore", "tomlkit", "platformdirs", "pip", "isal"} <= names
        assert ("pexpect" in names) == (system.os != "windows")
    assert "isal" not in " ".join(needed(wanted, KitSystem("linux/riscv64")))
    with pytest.raises(ValueError):
        needed(("x>=1; os_name == 'nt'",), KitSystem("linux/amd64"))


def test_our_own_wheel_is_whole_and_always_the_same(tmp_path: Path) -> None:
    name, body = own_wheel()
    assert (name, body) == own_wheel()
    import zipfile

    (tmp_path / name).write_bytes(body)
    with zipfile.ZipFile(tmp_path / name) as packed:
        inside = set(packed.namelist())
    assert {"gowizard/__main__.py", "gowizard/themes/dark.toml", "gowizard/wizard/wizard.tcss",
            "gowizard/locales/zh_CN/LC_MESSAGES/gowizard.mo"} <= inside  # fmt: skip
    assert not [name for name in inside if "__pycache__" in name]


def test_the_start_takes_what_fits_and_refuses_a_changed_wheel(desk: Making, tmp_path: Path) -> None:
    import json

    desk.make()
    manifest = json.loads((desk.folder / NAME).read_text())
    found = wheels(manifest, "windows/amd64", "3.12")
    names = [str(record["path"]).rpartition("/")[2] for record in found]
    assert [name for name in names if name.startswith("isal")] == ["isal-1-cp312-win_amd64.whl"]
    assert "textual-8-py3-none-any.whl" in names
    assert "isal" not in str(wheels(manifest, "darwin/arm64", "3.15"))
    assert wheels(manifest, "linux/riscv64", "3.12") == []
    own = [record for record in found if "gowizard-" in str(record["path"])]
    renamed, slept = Path.rename, list[float]()

    def held(path: Path, target: Path) -> Path:
        if not slept:
            raise PermissionError(13, "a scanner reads it")
        return renamed(path, target)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Path, "rename", held)
        patch.setattr(start.time, "sleep", slept.append)
        folder = unpack(desk.folder, own, tmp_path / "cache")
    assert len(slept) == 1 and list((tmp_path / "cache").iterdir()) == [folder]
    shutil.rmtree(folder)
    folder.with_name(f"{folder.name}.{os.getpid()}").mkdir()  # left over by a start that was killed
    assert unpack(desk.folder, own, tmp_path / "cache") == folder
    assert (folder / "gowizard" / "__main__.py").is_file()
    (desk.folder / str(own[0]["path"])).write_bytes(b"?")
    with pytest.raises(Exception, match="damaged or was changed"):
        unpack(desk.folder, own, tmp_path / "other")
    assert list((tmp_path / "other").iterdir()) == []
