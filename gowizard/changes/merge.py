"""Take our lines out of a file that its owner has edited since: a three-way merge over lines of bytes."""

from __future__ import annotations

from difflib import SequenceMatcher

from gowizard.dataclass import dataclass


@dataclass(frozen=True)
class _Hunk:
    """Lines `low` to `high` become `lines`."""

    low: int
    high: int
    lines: tuple[bytes, ...]

    def overlaps(self, other: _Hunk) -> bool:
        """Whether both change the same lines. Touching is not that: a line added right behind our block."""
        same = (self.low, self.high) == (other.low, other.high)
        return same or (self.low < other.high and other.low < self.high)

    def made_in(self, lines: list[bytes]) -> list[bytes]:
        """The lines with this change."""
        return [*lines[: self.low], *self.lines, *lines[self.high :]]


def merge(base: bytes, ours: bytes, theirs: bytes) -> bytes | None:
    """`theirs` with the change from `base` to `ours` made in it, None where both changed the same lines.

    Lines of ours that stand together in `theirs` are found wherever they were moved to; lines that are gone
    from it already are fine. Bytes are never decoded, and a line ends at a line feed.
    """
    # A line end that we had to add before our block is no part of the comparison; where that line is the last
    # again it goes.
    ends = (b"\n", b"\r\n") if ours and not ours.endswith(b"\n") else ()
    added = next((end for end in ends if base.startswith(ours + end)), b"")
    ours += added
    lines, found = split(base), split(theirs)
    for hunk in reversed(_hunks(lines, split(ours))):  # the last first: places before it stay as they are
        merged = _make(hunk, lines, found)
        if merged is None:
            return None
        lines, found = hunk.made_in(lines), merged
    last_again = bool(added) and found[-1:] == split(ours)[-1:]
    return _join(found).removesuffix(added if last_again else b"")


def _make(hunk: _Hunk, lines: list[bytes], theirs: list[bytes]) -> list[bytes] | None:
    old = lines[hunk.low : hunk.high]
    places = _places(old, theirs)
    if len(places) == 1 and len(_places(old, lines)) == 1:
        return _Hunk(places[0], places[0] + len(old), hunk.lines).made_in(theirs)
    shift = 0
    for change in _hunks(lines, theirs):
        if change == hunk or (old and not hunk.lines and change.low <= hunk.low and hunk.high <= change.high):
            return theirs  # its owner took it out already
        if change.overlaps(hunk):
            return _without_blank_ends(hunk, lines, theirs)
        if change.high <= hunk.low:
            shift += len(change.lines) - (change.high - change.low)
    return _Hunk(hunk.low + shift, hunk.high + shift, hunk.lines).made_in(theirs)


def _without_blank_ends(hunk: _Hunk, lines: list[bytes], theirs: list[bytes]) -> list[bytes] | None:
    """A blank line at an end of our block may stay, where something was written between it and the block."""
    if hunk.lines or hunk.high - hunk.low < 2:
        return None
    if not lines[hunk.low].strip():
        return _make(_Hunk(hunk.low + 1, hunk.high, ()), lines, theirs)
    if not lines[hunk.high - 1].strip():
        return _make(_Hunk(hunk.low, hunk.high - 1, ()), lines, theirs)
    return None


def _places(part: list[bytes], whole: list[bytes]) -> list[int]:
    """Where `part` stands in `whole`."""
    if not part:
        return []
    starts = (at for at, line in enumerate(whole) if line == part[0])
    return [at for at in starts if whole[at : at + len(part)] == part]


def split(content: bytes) -> list[bytes]:
    """Lines with their ends; unlike bytes.splitlines, only a line feed ends one."""
    lines = [line + b"\n" for line in content.split(b"\n")]
    last = lines.pop()[:-1]
    return [*lines, last] if last else lines


def _hunks(base: list[bytes], other: list[bytes]) -> list[_Hunk]:
    head = tail = 0
    shorter = min(len(base), len(other))
    while head < shorter and base[head] == other[head]:
        head += 1
    while tail < shorter - head and base[-1 - tail] == other[-1 - tail]:
        tail += 1
    # Common ends go first: among many equal lines the matcher may pair the wrong ones.
    matcher = SequenceMatcher(
        None, base[head : len(base) - tail], other[head : len(other) - tail], autojunk=False
    )
    return [
        _Hunk(low + head, high + head, tuple(other[start + head : end + head]))
        for tag, low, high, start, end in matcher.get_opcodes()
        if tag != "equal"
    ]


def _join(lines: list[bytes]) -> bytes:
    """The lines in a row; one that was last and is no longer gets the end it lacks."""
    end = b"\r\n" if any(line.endswith(b"\r\n") for line in lines) else b"\n"
    ended = [line if line.endswith(b"\n") else line + end for line in lines[:-1]]
    return b"".join(ended + lines[-1:])
