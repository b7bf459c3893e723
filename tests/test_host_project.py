"""Project files on the way up, and all that must not be believed."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from gowizard.host import ProjectFile, detect
from gowizard.host.project import read_project
from tests.support.fake_machine import FakeMachine, debian


def project(made: FakeMachine, cwd: str = "/home/ann/code/app/cmd") -> ProjectFile | None:
    made.cwd = made.folder(cwd)
    return detect(made.build()).project


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        ("go.mod", "module m\n\ngo 1.22.0\n", ("1.22.0", "")),
        ("go.mod", "module m\n\ngo 1.22 // why\n\ntoolchain go1.23.4\n", ("1.22", "1.23.4")),
        ("go.mod", "go 1.22\ntoolchain go1.23.4-bigcorp\n", ("1.22", "1.23.4")),
        ("go.mod", "go 1.22\ntoolchain default\n", ("1.22", "")),
        ("go.mod", "go 1.28rc1\n", ("1.28rc1", "")),
        ("go.mod", "require (\n\tgo 1.99\n)\ngo 1.20\n", ("1.20", "")),
        ("go.mod", "module m\r\ngo 1.21\r\n", ("1.21", "")),
        ("go.mod", "module go 1.22\n", ("", "")),
        ("go.mod", "go ../../etc/passwd\n", ("", "")),
        ("go.work", "go 1.24\n\nuse (\n\t./a\n)\n", ("1.24", "")),
        (".go-version", "1.22.3\n", ("", "1.22.3")),
        (".go-version", "# mine\n\ngo1.22.3\n1.20\n", ("", "1.22.3")),
        (".go-version", "../../1.22\n", ("", "")),
        (".go-version", "1.22.3; rm -rf /\n", ("", "")),
        (".go-version", "latest\n", ("", "")),
        (".go-version", "", ("", "")),
        (".tool-versions", "nodejs 20.1\ngolang 1.22.1 1.21.0\n", ("", "1.22.1")),
        (".tool-versions", "go 1.25 # mise\n", ("", "1.25")),
        (".tool-versions", "golang ref:main\n", ("", "")),
        (".tool-versions", "golangci-lint 1.55.0\n", ("", "")),
    ],
)
def test_what_the_files_say(kind: str, text: str, expected: tuple[str, str]) -> None:
    assert read_project(kind, text) == expected


def test_nearest_file_upward_is_named(tmp_path: Path) -> None:
    made = debian(tmp_path)
    file = made.file("/home/ann/code/app/go.mod", "go 1.22\n")
    made.file("/home/ann/code/.go-version", "1.20.1\n")
    found = project(made)
    assert found == ProjectFile(path=file, kind="go.mod", minimum="1.22")


def test_a_pin_beats_a_minimum_beside_it(tmp_path: Path) -> None:
    made = debian(tmp_path)
    made.file("/home/ann/code/app/go.mod", "go 1.22\n")
    file = made.file("/home/ann/code/app/.go-version", "1.23.4\n")
    assert project(made) == ProjectFile(path=file, kind=".go-version", pinned="1.23.4")


def test_go_work_further_up_beats_go_mod(tmp_path: Path) -> None:
    made = debian(tmp_path)
    made.file("/home/ann/code/app/go.mod", "go 1.22\n")
    file = made.file("/home/ann/code/go.work", "go 1.24\n")
    found = project(made)
    assert found is not None and (found.path, found.minimum) == (file, "1.24")
    made.environment["GOWORK"] = "off"
    found = project(made)
    assert found is not None and found.kind == "go.mod"


def test_a_file_that_names_nothing_is_passed_over(tmp_path: Path) -> None:
    made = debian(tmp_path)
    made.file("/home/ann/code/app/cmd/.tool-versions", "nodejs 20\n")
    made.file("/home/ann/code/app/go.mod", "go 1.22\n")
    found = project(made)
    assert found is not None and found.minimum == "1.22"


@pytest.mark.parametrize("cwd", ["/home/ann", "/home/ann/code", "/home"])
def test_home_and_above_are_not_searched(tmp_path: Path, cwd: str) -> None:
    made = debian(tmp_path)
    made.owners[made.at("/home")] = 1000
    for place in ("/home/ann/.tool-versions", "/home/.tool-versions", "/.tool-versions"):
        made.file(place, "golang 1.19\n", owner=1000)
    assert project(made, cwd) is None


def test_home_named_through_a_link_still_stops(tmp_path: Path) -> None:
    made = debian(tmp_path)
    made.file("/home/ann/.tool-versions", "golang 1.19\n")
    made.environment["HOME"] = str(made.link("/users-ann", "/home/ann"))
    assert project(made) is None


@pytest.mark.parametrize("kind", ["folder", "file"])
def test_a_repository_root_stops_after_itself(tmp_path: Path, kind: str) -> None:
    made = debian(tmp_path)
    made.file("/home/ann/code/go.mod", "go 1.19\n")
    if kind == "folder":
        made.folder("/home/ann/code/app/.git")
    else:
        made.file("/home/ann/code/app/.git", "gitdir: elsewhere\n")
    assert project(made) is None
    made.file("/home/ann/code/app/go.mod", "go 1.22\n")
    found = project(made)
    assert found is not None and found.minimum == "1.22"


def test_another_file_system_is_not_entered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = debian(tmp_path)
    made.file("/home/ann/code/go.mod", "go 1.19\n")
    real, edge = os.stat, made.at("/home/ann/code")

    def stat(path, *args, **options):  # type: ignore[no-untyped-def]
        facts = real(path, *args, **options)
        if Path(path) != edge:
            return facts
        return os.stat_result([*facts[:2], facts.st_dev + 1, *facts[3:10]])

    assert project(made) is not None
    monkeypatch.setattr(os, "stat", stat)
    assert project(made) is None


def test_files_of_others_are_ignored(tmp_path: Path) -> None:
    made = debian(tmp_path)
    made.file("/srv/go.mod", "go 1.19\n", owner=4711)
    assert project(made, "/srv/x") is None
    made.file("/srv/x/go.mod", "go 1.22\n", owner=1000)
    assert project(made, "/srv/x") is not None


@pytest.mark.parametrize("kind", ["huge", "fifo", "folder", "loop", "device", "binary"])
def test_hostile_files(tmp_path: Path, kind: str) -> None:
    made = debian(tmp_path)
    place = made.folder("/home/ann/code/app") / "go.mod"
    if kind == "huge":
        place.write_text("go 1.22\n" + "//" * 40_000)
    elif kind == "fifo":
        os.mkfifo(place)
    elif kind == "folder":
        place.mkdir()
    elif kind == "loop":
        place.symlink_to(place)
    elif kind == "device":
        place.symlink_to("/dev/zero")
        made.owners[Path("/dev/zero")] = 1000
    else:
        place.write_bytes(os.urandom(4096).replace(b"go ", b"no "))
    assert project(made) is None
