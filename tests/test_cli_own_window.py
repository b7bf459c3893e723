"""A window that opened by a double click waits for Enter; no other does."""

from __future__ import annotations

import builtins
import os

import pytest

from gowizard.cli import own_window

NAMES = {10: "python.exe", 9: "python.exe", 8: "GoWizard.exe", 7: "cmd.exe", 6: "powershell.exe", 5: "uvx.exe"}


@pytest.mark.parametrize(
    ("processes", "alone"),
    [
        ((10,), True),  # python.exe itself was opened, or the single file
        ((10, 8), True),  # the launcher was opened
        ((10, 9, 8), True),  # that of a virtual environment, whose python.exe is a launcher too
        ((10, 9, 5), True),
        ((10, 9, 8, 7), False),  # typed into a shell
        ((10, 6), False),  # python -m gowizard in a shell
        ((10, 4), False),  # a program that is not known, or closed to this user
    ],
)
def test_a_window_of_ones_own(processes: tuple[int, ...], alone: bool) -> None:
    assert own_window.is_alone(processes, 10, NAMES) is alone


def test_it_is_held_until_enter_also_after_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    own = os.getpid()
    monkeypatch.setattr(own_window, "console_processes", lambda: (own,))
    monkeypatch.setattr(builtins, "input", lambda words: asked.append(words) or "")
    own_window.hold()
    assert asked == ["\nEnter closes this window."]
    monkeypatch.setattr(own_window, "console_processes", lambda: (own, 1))
    own_window.hold()
    assert len(asked) == 1


@pytest.mark.skipif(os.name == "nt", reason="there is a console")
def test_elsewhere_nobody_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(builtins, "input", lambda words: pytest.fail("asked"))
    own_window.hold()
    assert own_window.console_processes() == ()
