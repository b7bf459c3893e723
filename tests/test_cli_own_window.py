"""A window that opened by a double click waits for Enter; no other does."""

from __future__ import annotations

import builtins
import os

import pytest

from gowizard.cli import own_window


@pytest.mark.parametrize(
    ("processes", "program", "alone"),
    [
        ((10,), r"C:\x\__main__.py", True),  # python.exe itself was opened
        ((10, 9), r"C:\x\Scripts\gowizard.exe", True),  # the launcher was opened
        ((10, 9, 8), r"C:\x\Scripts\gowizard.exe", False),  # typed into a shell
        ((10, 8), r"C:\x\gowizard\__main__.py", False),  # python -m gowizard in a shell
        ((10, 7), r"C:\x\Scripts\gowizard.exe", False),  # an .exe, but not of this launcher
        ((), "gowizard", False),  # no console
    ],
)
def test_a_window_of_ones_own(processes: tuple[int, ...], program: str, alone: bool) -> None:
    assert own_window.is_alone(processes, 9, program) is alone


def test_it_is_held_until_enter_also_after_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(own_window, "console_processes", lambda: (10,))
    monkeypatch.setattr(builtins, "input", lambda words: asked.append(words) or "")
    own_window.hold()
    assert asked == ["\nEnter closes this window."]
    monkeypatch.setattr(own_window, "console_processes", lambda: (10, 9, 8))
    own_window.hold()
    assert len(asked) == 1


@pytest.mark.skipif(os.name == "nt", reason="there is a console")
def test_elsewhere_nobody_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(builtins, "input", lambda words: pytest.fail("asked"))
    own_window.hold()
    assert own_window.console_processes() == ()
