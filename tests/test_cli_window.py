"""Window title and progress mark: what is sent, to whom, and that it is taken back."""

from __future__ import annotations

import io

import pytest

from gowizard.cli.window import Window, takes_progress


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_title_and_progress_are_set_and_taken_back() -> None:
    screen = _Terminal()
    window = Window(screen, {"TERM": "xterm-256color", "WT_SESSION": "x"}, wanted=True)
    window.title("one")
    window.progress(50, 200)
    window.progress(51, 200)
    window.title("two\x07\x1b]0;evil")
    window.restore()
    assert screen.getvalue() == (
        "\x1b[22;2t\x1b]2;one\x1b\\\x1b]9;4;1;25\x1b\\\x1b]2;two]0;evil\x1b\\\x1b]9;4;0\x1b\\\x1b]2;\x1b\\\x1b[23;2t"
    )


@pytest.mark.parametrize("term", ["", "dumb", "linux", "unknown"])
def test_terminals_without_titles_get_nothing(term: str) -> None:
    screen = _Terminal()
    window = Window(screen, {"TERM": term}, wanted=True)
    window.title("x")
    window.progress(1, 2)
    window.restore()
    assert screen.getvalue() == ""


def test_files_and_plain_mode_get_nothing() -> None:
    for stream, wanted in ((io.StringIO(), True), (_Terminal(), False)):
        window = Window(stream, {"TERM": "xterm"}, wanted=wanted)
        window.title("x")
        window.restore()
        assert stream.getvalue() == ""


@pytest.mark.parametrize(
    ("environment", "taken"),
    [
        ({}, False),
        ({"VTE_VERSION": "7900"}, True),
        ({"VTE_VERSION": "7200"}, False),
        ({"TERM_PROGRAM": "iTerm.app"}, False),
        ({"TERM_PROGRAM": "ghostty"}, True),
        ({"TERM_PROGRAM": "ghostty", "TMUX": "/tmp/x"}, False),
        ({"ConEmuANSI": "ON"}, True),
    ],
)
def test_progress_goes_only_where_it_is_known(environment: dict[str, str], taken: bool) -> None:
    assert takes_progress(environment) is taken
