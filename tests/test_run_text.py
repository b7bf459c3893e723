"""What a program prints can neither steer the terminal nor disguise itself."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gowizard.run import safe_text
from gowizard.run.lines import LONGEST, LineSplitter


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        (b"\x1b[31mred\x1b[0m", "red"),
        (b"\x1b[2J\x1b[1;1Hhome", "home"),
        (b"\x1b]0;a title\x07text", "text"),
        (b"\x1b]8;;http://example.org\x1b\\link\x1b]8;;\x1b\\", "link"),
        ("\x9b31mred\x9d0;title\x9cend", "redend"),
        (b"\x1bPdevice control\x1b\\after", "after"),
        (b"\x1b]52;c;unfinished", "52;c;unfinished"),
        (b"one\r\ntwo\r\n", "one\ntwo\n"),
        (b"10%\r50%\r100%\r\n", "100%\n"),
        (b"a\tb", "a       b"),
        (b"bell\x07 back\x08space \x7f", "bell back␈space ␡"),
        ("user\u202egpj.exe", "user<U+202E>gpj.exe"),
        ("zero\u200bwidth \u2066iso\u2069", "zero<U+200B>width <U+2066>iso<U+2069>"),
        ("go\u200dlang", "go<U+200D>lang"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("你好，Go 环境已就绪", "你好，Go 环境已就绪"),
        (b"\xff\xfebroken", "\ufffd\ufffdbroken"),
        ("tags\U000e0041", "tags<U+E0041>"),
    ],
)
def test_sequences_go_and_hidden_characters_show(raw: bytes | str, shown: str) -> None:
    assert safe_text(raw) == shown


@given(st.one_of(st.binary(), st.text(st.characters())))
def test_nothing_that_steers_is_left(raw: bytes | str) -> None:
    shown = safe_text(raw)
    assert not any(unicodedata.category(c) in {"Cc", "Cs"} and c != "\n" for c in shown)
    assert not any("\u202a" <= c <= "\u202e" or "\u2066" <= c <= "\u2069" for c in shown)
    assert safe_text(shown) == shown


@given(st.lists(st.binary(max_size=30), max_size=20))
def test_lines_do_not_depend_on_how_the_bytes_arrive(chunks: list[bytes]) -> None:
    whole = b"".join(chunks)
    splitter = LineSplitter()
    lines = [line for chunk in chunks for line in splitter.feed(chunk)]
    lines += splitter.finish()
    expected = whole.split(b"\n")
    if not expected[-1].strip(b"\r"):
        expected.pop()
    assert lines == expected


def test_an_endless_line_comes_in_pieces_of_whole_characters() -> None:
    splitter = LineSplitter()
    pieces: list[bytes] = []
    for _ in range(100):
        pieces += splitter.feed("é你".encode() * 101)
        assert len(splitter.pending) <= LONGEST
    assert len(pieces) > 3
    assert all(len(piece) <= LONGEST and piece.decode() for piece in pieces)


def test_an_overdue_prompt_is_given_once() -> None:
    splitter = LineSplitter()
    assert splitter.feed(b"Password: ") == []
    assert splitter.overdue() == [b"Password: "]
    assert splitter.feed(b"\r\nnext\n") == [b"next"]
    splitter.feed("half a 你".encode()[:-1])
    assert splitter.overdue() == [b"half a "]
    assert splitter.feed("你".encode()[-1:] + b"\n") == ["你".encode()]
