"""Free space, inodes and mount flags."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from gowizard.host import FileSystemFacts, room
from tests.support.fake_machine import debian


def test_real_room(tmp_path: Path) -> None:
    found = room(tmp_path / "not" / "yet" / "there")
    assert found.path == tmp_path and found.writable and found.free_bytes > 0
    assert found.free_inodes is None or found.free_inodes > 0
    assert found.file_system


def test_answers_of_the_file_system(tmp_path: Path) -> None:
    made = debian(tmp_path)
    made.file("/proc/mounts", "/dev/sda1 / ext4 rw 0 0\nhome /home nfs4 rw 0 0\nt /my\\040disk vfat rw 0 0\n")
    found = room(made.at("/home/ann/sdk/go1.27.3"), made.build())
    assert (found.path, found.free_bytes, found.free_inodes) == (made.home, 10**10, 10**5)
    assert (found.file_system, found.no_exec, found.writable) == ("nfs4", False, True)
    assert room(made.at("/usr/local"), made.build()).file_system == "ext4"
    assert room(made.folder("/my disk/x"), made.build()).file_system == "vfat"


def test_a_later_mount_covers_an_earlier_one(tmp_path: Path) -> None:
    made = debian(tmp_path)
    made.file("/proc/mounts", "a /home autofs rw 0 0\nb /home ext4 rw 0 0\nc /homestead xfs rw 0 0\n")
    assert room(made.home, made.build()).file_system == "ext4"


@pytest.mark.parametrize(
    ("facts", "inodes", "writable", "no_exec"),
    [
        (FileSystemFacts(free_bytes=1, total_inodes=0, free_inodes=0), None, True, False),
        (FileSystemFacts(free_bytes=1, total_inodes=100, free_inodes=0), 0, True, False),
        (FileSystemFacts(free_bytes=1, total_inodes=1, free_inodes=1, read_only=True), 1, False, False),
        (FileSystemFacts(free_bytes=1, total_inodes=1, free_inodes=1, no_exec=True), 1, True, True),
    ],
)
def test_flags(
    tmp_path: Path, facts: FileSystemFacts, inodes: int | None, writable: bool, no_exec: bool
) -> None:
    made = debian(tmp_path)
    made.free = facts
    found = room(made.home, made.build())
    assert (found.free_inodes, found.writable, found.no_exec) == (inodes, writable, no_exec)


def test_places_that_cannot_take_anything(tmp_path: Path) -> None:
    made = debian(tmp_path)
    assert not room(made.at("/usr/local/go"), made.build()).writable  # root's
    file = made.file("/home/ann/sdk", "a file in the way")
    found = room(file / "go1.27.3", made.build())
    assert found.path == file and not found.writable


def test_a_file_system_that_does_not_answer(tmp_path: Path) -> None:
    def stale(path: Path) -> FileSystemFacts:
        raise OSError(116, "Stale file handle")

    found = room(tmp_path, replace(debian(tmp_path).build(), file_system=stale))
    assert (found.free_bytes, found.free_inodes, found.writable) == (0, None, False)
