"""The marked block of three lines in a startup file. Files are edited as bytes; nothing else in them moves.

Where a block must stand follows from what the file itself does, since "our Go first" has two enemies in it:

* the file may leave before its end is reached (Debian's `.bashrc` returns at once in a shell that is not
  interactive, a `.profile` may `exec startx`, a syntax error stops every shell there): then a block stands at
  the **top**;
* the file may put something before us in PATH (`export PATH=/usr/local/go/bin:$PATH`,
  `eval "$(brew shellenv)"`): then a block stands at the **end**. The script moves Go to the front each time
  it is sourced, so both may stand.

A file that does neither gets one block, at the end. Debian's own `.bashrc` gets one at the top, its
`.profile` one at the end. A block that already stands well enough stays where it is, so that a second run
changes nothing.
"""

from __future__ import annotations

import re

from gowizard.dataclass import dataclass

BEGIN = b"# >>> gowizard >>>"
END = b"# <<< gowizard <<<"

_MARK = re.compile(rb"(?m)^[ \t]*# (>>> gowizard >>>|<<< gowizard <<<)[ \t]*\r?(?:\n|\Z)")
_MOST_LINES_INSIDE = 3
_LEAVES = re.compile(rb"(?m)^(?![ \t]*#)[^\n]*?(?<![\w.$/-])(?:return|exit|exec|logout)(?![\w./-])")
_MOVES = re.compile(
    rb"(?m)^(?![ \t]*#)"
    rb"(?![^\n]*(?:bash_completion|bash_aliases|dircolors|lesspipe|bashrc|starship|direnv|fzf|zoxide))"
    rb"[^\n]*?(?:(?<!\w)PATH(?!\w)|(?<!\w)paths?[ \t]*\+?=|path add|fish_add_path|fish_user_paths"
    rb"|(?<![\w-])(?:eval|source)(?![\w-])|(?:^|[\s;&|{(])\\?\.[ \t])"
)


@dataclass(frozen=True)
class Edited:
    """What the file shall hold, and whether a block that someone had changed was written anew."""

    content: bytes
    rewritten: bool


@dataclass(frozen=True)
class _Block:
    start: int
    stop: int
    inside: bytes


def is_text(content: bytes) -> bool:
    """Whether lines can be added: not to UTF-16, not beside NUL bytes; any other encoding is fine."""
    return b"\0" not in content and not content.startswith((b"\xff\xfe", b"\xfe\xff"))


def with_block(content: bytes, line: bytes, *, broken: bool = False) -> Edited:
    """The content with `line` in its block or blocks; `broken` says that its end may never be reached.

    The block ends its lines with LF even among CRLF lines, which no POSIX shell could run. A last line
    without an end gets one first. A marker without its partner, or a pair with more than three lines
    between, is someone else's text by now: it stays (it is a comment to every shell), and a new block is
    written.
    """
    block = BEGIN + b"\n" + line + b"\n" + END + b"\n"
    found = _blocks(content)
    rewritten = any(old.inside != line + b"\n" for old in found)
    for old in reversed(found):
        content = content[: old.start] + block + content[old.stop :]
    if not _reached(content, broken):
        content = _placed(content, block, broken)
    elif _defeated(content) and not broken:
        content = _at_end(content, block)
    return Edited(content, rewritten)


def moves_path(content: bytes) -> bool:
    """Whether lines of the file, ours apart, may put something before Go in PATH."""
    return bool(_MOVES.search(without_blocks(content)))


def without_blocks(content: bytes) -> bytes:
    """The content with every complete block of ours taken out."""
    for old in reversed(_blocks(content)):
        content = content[: old.start] + content[old.stop :]
    return content


def _blocks(content: bytes) -> list[_Block]:
    """Every pair of markers: an end and the begin nearest before it."""
    found = []
    begin: re.Match[bytes] | None = None
    for mark in _MARK.finditer(content):
        if mark[1].startswith(b">>>"):
            begin = mark
        elif begin is not None:
            inside = content[begin.end() : mark.start()]
            if inside.count(b"\n") <= _MOST_LINES_INSIDE:
                found.append(_Block(begin.start(), mark.end(), inside))
            begin = None
    return found


def _reached(content: bytes, broken: bool) -> bool:
    """Whether the first block stands before anything that may leave the file."""
    found = _blocks(content)
    before = content[_head(content) : found[0].start] if found else b""
    return bool(found) and not _LEAVES.search(before) and not (broken and before.strip())


def _defeated(content: bytes) -> bool:
    """Whether something after the last block may move PATH."""
    found = _blocks(content)
    return not found or bool(_MOVES.search(content[found[-1].stop :]))


def _placed(content: bytes, block: bytes, broken: bool) -> bytes:
    """The content with the block at the top, at the end, or both."""
    if not broken and not _LEAVES.search(content):
        return _at_end(content, block)
    head = _head(content)
    content = _ended(content[:head]) + block + content[head:]
    return _at_end(content, block) if _defeated(content) and not broken else content


def _at_end(content: bytes, block: bytes) -> bytes:
    return _ended(content) + block


def _ended(content: bytes) -> bytes:
    """The content with its last line ended; a backslash there would draw our first line into it."""
    if content and not content.endswith(b"\n"):
        content += b"\n"
    return content + b"\n" if content.endswith(b"\\\n") else content


def _head(content: bytes) -> int:
    """Where the top begins: behind a first line that must stay first (interpreter, byte order mark)."""
    if not content.startswith((b"#!", b"\xef\xbb\xbf")):
        return 0
    end = content.find(b"\n")
    return len(content) if end < 0 else end + 1
