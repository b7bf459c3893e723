"""Take our lines out of a file that its owner has edited since: a three-way merge over lines of bytes."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise


@dataclass(frozen=True, order=True)
class _Hunk:
    """Lines `low` to `high` of the base become `lines`."""

    low: int
    high: int
    lines: tuple[bytes, ...]


def merge(base: bytes, ours: bytes, theirs: bytes) -> bytes | None:
    """`theirs` with the change from `base` to `ours` made in it, None where both changed the same lines.

    Changes that only touch are no conflict: a line added right behind our block is the ordinary case. Neither
    are equal ones. Bytes are never decoded; lines end at a line feed.
    """
    lines = split(base)
    hunks = sorted({*_hunks(lines, split(ours)), *_hunks(lines, split(theirs))})
    for first, second in pairwise(hunks):
        if second.low < first.high or (first.low, first.high) == (second.low, second.high):
            return None
    merged: list[bytes] = []
    position = 0
    for hunk in hunks:
        merged += lines[position : hunk.low]
        merged += hunk.lines
        position = hunk.high
    merged += lines[position:]
    return _join(merged)


def split(content: bytes) -> list[bytes]:
    """Lines with their ends; unlike bytes.splitlines, only a line feed ends one."""
    lines = [line + b"\n" for line in content.split(b"\n")]
    last = lines.pop()[:-1]
    return [*lines, last] if last else lines


def _hunks(base: list[bytes], other: list[bytes]) -> list[_Hunk]:
    matcher = SequenceMatcher(None, base, other, autojunk=False)
    return [
        _Hunk(low, high, tuple(other[start:end]))
        for tag, low, high, start, end in matcher.get_opcodes()
        if tag != "equal"
    ]


def _join(lines: list[bytes]) -> bytes:
    """The lines in a row; one that was last and is no longer gets the end it lacks."""
    end = b"\r\n" if any(line.endswith(b"\r\n") for line in lines) else b"\n"
    return b"".join(line if line.endswith(b"\n") else line + end for line in lines[:-1]) + b"".join(
        lines[-1:]
    )
