"""Renames wait for who holds a file, with a simulated holder and clock; a real one holds under Wine."""

from __future__ import annotations

import ctypes
from pathlib import Path

import pytest

from gowizard.changes import patience
from gowizard.changes.patience import PAUSES, HeldOpen, patiently
from gowizard.host import holders
from gowizard.host.long_paths import prefixed


class Holder:
    """Refuses as Windows does until it was asked `times` times."""

    def __init__(self, times: int, number: int = 32) -> None:
        self.times, self.number, self.asked, self.slept = times, number, 0, list[float]()

    def act(self) -> None:
        self.asked += 1
        if self.asked <= self.times:
            error = PermissionError(13, "held", "go.exe")
            error.winerror = self.number  # type: ignore[misc]
            raise error


@pytest.mark.parametrize("number", [5, 32, 33])
def test_a_file_that_is_let_go_in_time(number: int) -> None:
    holder = Holder(3, number)
    patiently(holder.act, Path("go.exe"), sleep=holder.slept.append)
    assert holder.slept == [0.05, 0.1, 0.2] and 4 < sum(PAUSES) < 6


def test_a_file_that_is_not_let_go_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "held_file", lambda path: tmp_path / "bin" / "go.exe")
    monkeypatch.setattr(patience, "holders", lambda file: ("Defender (712)",))
    holder = Holder(100, 5)
    with pytest.raises(HeldOpen) as caught:
        patiently(holder.act, tmp_path, sleep=holder.slept.append)
    assert caught.value.cause == f"{tmp_path}/bin/go.exe is open in Defender (712)."
    assert holder.asked == len(PAUSES) + 1
    monkeypatch.setattr(patience, "holders", lambda file: ())
    with pytest.raises(HeldOpen, match="could not be changed") as caught:
        patiently(Holder(100).act, tmp_path, sleep=holder.slept.append)
    assert "virus scanner" in caught.value.cause


def test_a_plain_refusal_is_no_holder(tmp_path: Path) -> None:
    """Of ERROR_ACCESS_DENIED no holder is told where none is found; another system's refusal is not repeated."""
    with pytest.raises(PermissionError):
        patiently(Holder(100, 5).act, tmp_path, sleep=lambda pause: None)
    refused = Holder(100, 0)
    with pytest.raises(PermissionError):
        patiently(refused.act, tmp_path, sleep=refused.slept.append)
    assert refused.slept == []


def test_the_restart_manager_names_who_holds_a_stand_in(tmp_path: Path) -> None:
    heard: list[str] = []

    class Manager:
        @staticmethod
        def RmStartSession(number, flags, key) -> int:
            number._obj.value = 7
            return 0

        @staticmethod
        def RmRegisterResources(number, count, names, *rest) -> int:
            heard.append(names[0])
            return 0

        @staticmethod
        def RmGetList(number, needed, count, found, reasons) -> int:
            assert ctypes.sizeof(found) == 8 * 668  # sizeof(RM_PROCESS_INFO)
            found[0].number = 4711
            for index, letter in enumerate("Code"):
                found[0].name[index] = ord(letter)
            count._obj.value = 1
            return 0

        @staticmethod
        def RmEndSession(number) -> int:
            heard.append("ended")
            return 0

    assert holders.holders(tmp_path / "x", Manager) == ("Code (4711)",)
    assert heard == [str(tmp_path / "x"), "ended"]
    crowd: list[int] = []

    class Crowd(Manager):
        @staticmethod
        def RmGetList(number, needed, count, found, reasons) -> int:
            crowd.append(len(found))
            needed._obj.value = 20
            if len(found) < 20:
                return 234  # ERROR_MORE_DATA
            for index in range(20):
                found[index].number, found[index].name[0] = index, ord("x")
            count._obj.value = 20
            return 0

    assert holders.holders(tmp_path / "x", Crowd) == tuple(f"x ({number})" for number in range(8))
    assert crowd == [8, 28]
    assert holders.holders(tmp_path / "x", object()) == () and holders.held_file(tmp_path) is None


@pytest.mark.parametrize(
    ("path", "expected"),
    [("C:\\a/b", "\\\\?\\C:\\a\\b"), ("\\\\srv\\share\\x", "\\\\?\\UNC\\srv\\share\\x"),
     ("\\\\?\\C:\\a", "\\\\?\\C:\\a"), ("\\\\.\\pipe\\x", "\\\\.\\pipe\\x"), ("a\\b", "a\\b")],
)  # fmt: skip
def test_paths_of_any_length(path: str, expected: str) -> None:
    assert prefixed(path) == expected
