"""The `go env` file: read as Go reads it, edited as bytes, its traps seen and said."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from gowizard.changes import WriteFile
from gowizard.environment import effective, go_env_change, read_go_env
from gowizard.environment.goenv import edited
from gowizard.errors import GowizardError
from gowizard.host import Host
from tests.support import settings_ward
from tests.support.fake_windows import FakeWindows
from tests.support.shell_home import ShellHome, apply


@pytest.fixture
def home(tmp_path: Path) -> ShellHome:
    return ShellHome(tmp_path / "home")


def with_file(home: ShellHome, content: bytes) -> Host:
    file = home.home / ".config/go/env"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)
    return home.facts()


@pytest.mark.parametrize(
    ("content", "values", "kinds"),
    [
        (b"GOPROXY=direct\nGOFLAGS=-v\n", {"GOPROXY": "direct", "GOFLAGS": "-v"}, []),
        (b"A=1\nA=2\n", {"A": "2"}, ["duplicate"]),
        (b"GOPROXY=direct\r\n", {"GOPROXY": "direct\r"}, ["crlf"]),
        (b"\xef\xbb\xbfGOPROXY=direct\nGOBIN=/b\n", {"GOBIN": "/b"}, ["bom"]),
        ("GOPROXY=direct\n".encode("utf-16"), {}, ["utf-16"]),
        (b'GOBIN="/q"\n', {"GOBIN": '"/q"'}, ["quotes"]),
        (b"export GOFLAGS=-v\n GOBIN=/x\ngoproxy=off\n# note\n", {}, ["ignored"] * 3),
        (b"GOPROXY=\n", {"GOPROXY": ""}, ["empty"]),
        (b"GOROOT=/old\n", {"GOROOT": "/old"}, ["goroot"]),
        (b"GOPATH=/caf\xe9", {"GOPATH": "/caf\udce9"}, []),
        (b"GOPROXY = x\n", {"GOPROXY ": " x"}, []),
    ],
)
def test_reading(content: bytes, values: dict[str, str], kinds: list[str]) -> None:
    found = read_go_env(content)
    assert found.values == values
    assert [problem.kind for problem in found.problems if problem.kind in set(kinds) or not kinds] == kinds


@pytest.mark.parametrize(
    ("before", "values", "after"),
    [
        (b"", {"GOPROXY": "direct"}, b"GOPROXY=direct\n"),
        (b"B=1", {"GOPROXY": "direct"}, b"B=1\nGOPROXY=direct\n"),
        (b"GOPROXY=x\n# mine\r\nA=1\n", {"GOPROXY": "direct"}, b"GOPROXY=direct\n# mine\r\nA=1\n"),
        (b"A=1\nA=2\nB=3\n", {"A": "4"}, b"A=1\nA=4\nB=3\n"),
        (b"A=1\nB=3\nA=2", {"A": None}, b"B=3"),
        (b"\xef\xbb\xbfA=1\n", {"A": "2"}, b"\xef\xbb\xbfA=1\nA=2\n"),
        (b"P=\xe9\n", {"A": None}, b"P=\xe9\n"),
    ],
)
def test_editing_keeps_every_other_byte(before: bytes, values: dict[str, str | None], after: bytes) -> None:
    assert edited(before, values) == after
    assert edited(after, values) == after


@pytest.mark.parametrize(("key", "value"), [("GOPROXY", "a\nb"), ("go proxy", "x"), ("A=", "x")])
def test_what_the_file_cannot_carry_is_refused(key: str, value: str) -> None:
    with pytest.raises(GowizardError):
        edited(b"", {key: value})


def test_file_and_folder_are_made_and_nothing_the_second_time(home: ShellHome) -> None:
    change, manual, notes = go_env_change(home.facts(), {"GOPROXY": "direct", "GOROOT": None})
    assert change is not None
    assert (manual, notes) == ((), ())
    apply((change,))
    assert (home.home / ".config/go/env").read_bytes() == b"GOPROXY=direct\n"
    assert go_env_change(home.facts(), {"GOPROXY": "direct", "GOROOT": None}) == (None, (), ())


def test_a_variable_of_the_environment_is_said_to_win(home: ShellHome) -> None:
    home.extra["GOPROXY"] = "https://me:secret@proxy.example"
    change, _manual, notes = go_env_change(home.facts(), {"GOPROXY": "direct"})
    assert change is not None
    assert len(notes) == 1
    assert "GOPROXY=https://" in notes[0]
    assert "secret" not in notes[0]


def test_problems_are_notes_with_their_line(home: ShellHome) -> None:
    _change, _manual, notes = go_env_change(with_file(home, b"A=1\nexport GOBIN=/x\n"), {"GOPROXY": "direct"})
    assert notes == ("~/.config/go/env:2: Go ignores this line about GOBIN.",)


@pytest.mark.parametrize("kind", ["off", "folder", "utf-16", "read-only"])
def test_what_cannot_be_written_is_shown(home: ShellHome, kind: str) -> None:
    file = home.home / ".config/go/env"
    if kind == "off":
        home.extra["GOENV"] = "off"
    elif kind == "folder":
        file.mkdir(parents=True)
    else:
        with_file(home, "A=1\n".encode("utf-16") if kind == "utf-16" else b"A=1\n")
        file.chmod(0o444)
    change, manual, _notes = go_env_change(home.facts(), {"GOPROXY": "direct"})
    assert change is None
    assert manual[0].lines == ("GOPROXY=direct",)
    assert manual[0].reason


def test_effective_follows_gos_own_order(home: ShellHome, tmp_path: Path) -> None:
    goroot = tmp_path / "go1"
    goroot.mkdir()
    (goroot / "go.env").write_bytes(b"# defaults\nGOPROXY=https://corp.example\nGOROOT=/no\n")
    host = home.facts()
    assert effective(host, "GOPROXY", None).origin == "default"
    assert effective(host, "GOPATH", None).value == str(home.home / "go")
    assert effective(host, "GOBIN", None).value == ""
    assert effective(host, "GOROOT", goroot).value == ""
    assert effective(host, "GOPROXY", goroot).origin == f"{goroot}/go.env:2"
    host = with_file(home, b"GOPROXY=direct\nGOPROXY=off\nGOPRIVATE=a.example\n")
    assert effective(host, "GOPROXY", goroot).value == "off"
    assert effective(host, "GOPROXY", goroot).origin.endswith("/.config/go/env:2")
    assert effective(host, "GONOSUMDB", None).value == "a.example"
    host = dataclasses.replace(host, environment={"GOPROXY": "https://x", "GOPRIVATE": ""})
    assert effective(host, "GOPROXY", goroot).origin == "environment"
    assert effective(host, "GOPRIVATE", goroot).value == "a.example"  # an empty variable counts as unset


def test_the_change_writes_one_file(home: ShellHome) -> None:
    change, _manual, _notes = go_env_change(with_file(home, b"GOROOT=/old\nA=1\n"), {"GOROOT": None})
    assert change is not None
    (effect,) = change.effects
    assert isinstance(effect, WriteFile)
    assert effect.content == b"A=1\n"


def test_every_form_that_windows_programs_write_is_read_edited_repaired_and_undone(tmp_path: Path) -> None:
    """On a simulated Windows; the same forms on a real one: tests/test_windows_torture.py."""
    made = FakeWindows(tmp_path)
    settings_ward.judge(settings_ward.rows(made.build), "AppData/Roaming/go/env")
