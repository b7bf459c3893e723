"""The three-way merge: our change goes, the owner's stays, and only true conflicts are conflicts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gowizard.changes.merge import merge, split


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "wanted"),
    [
        (b"a\nB\n", b"a\n", b"a\nB\nc\n", b"a\nc\n"),  # behind our block
        (b"a\nB\n", b"a\n", b"a\nx\nB\n", b"a\nx\n"),  # before it
        (b"a\nB\n", b"a\n", b"z\nB\n", b"z\n"),  # the line it touches
        (b"a\nB\n", b"a", b"a\nB\nc\n", b"a\nc\n"),  # the final line end we had to add
        (b"a\r\nB\r\n", b"a", b"a\r\nB\r\nc\r\n", b"a\r\nc\r\n"),
        (b"B\n", b"", b"B\nx\n", b"x\n"),
        (b"B\n", b"", b"B\n", b""),
        (b"# x\n", b"x\n", b"# x\ny\n", b"x\ny\n"),  # a line we commented out
        (b"a\nB\n", b"a\n", b"a\n", b"a\n"),  # gone already
        (b"1\nB\nC\n2\n", b"1\n2\n", b"1\nB\nx\nC\n2\n", None),  # inside our block
        (b"B\n", b"A\n", b"C\n", None),
        (b"a\nB\n", b"a\n", b"a\nmine\n", b"a\nmine\n"),  # written over
        (b"a\n\nB\nC\n", b"a\n", b"a\n\nx\nB\nC\n", b"a\n\nx\n"),  # between our blank line and our block
        (b"a\nB\n", b"a", b"z\nB\n", b"z\n"),  # the line whose end we had to add
        (b"a\na\na\nB\n", b"a\na\na\n", b"B\na\na\na\n", b"a\na\na\n"),  # moved up
        (b"a\rb\nB\n", b"a\rb\n", b"a\rb\nB\nc\rd", b"a\rb\nc\rd"),  # a carriage return ends no line
        (b"\xff\0\nB\n", b"\xff\0\n", b"\xff\0\nB\n\xfe", b"\xff\0\n\xfe"),
    ],
)
def test_merges(base: bytes, ours: bytes, theirs: bytes, wanted: bytes | None) -> None:
    assert merge(base, ours, theirs) == wanted


lines = st.lists(st.sampled_from([b"a\n", b"b\n", b"fi\n", b"\n", b"if\r\n"]), max_size=12)
block = [b"# >>> gowizard\n", b". env\n", b"# <<< gowizard\n"]


@given(head=lines, tail=lines, new_head=lines, new_tail=lines)
def test_whatever_the_owner_does_around_our_block_is_what_stays(
    head: list[bytes], tail: list[bytes], new_head: list[bytes], new_tail: list[bytes]
) -> None:
    merged = merge(
        b"".join(head + block + tail), b"".join(head + tail), b"".join(new_head + block + new_tail)
    )
    assert merged == b"".join(new_head + new_tail)


@given(st.binary())
def test_split_loses_nothing(content: bytes) -> None:
    assert b"".join(split(content)) == content
    assert all(line.endswith(b"\n") for line in split(content)[:-1])
