"""The simple commands of one line of a startup file, each with its place: `f(){ export GOROOT=/x; make; }` has two.

Words and separators are read as sh reads them, so that one command can be taken out of a line and the rest stays as
it was. zsh, fish and csh put the same commands together by their own words, which are passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from gowizard.dataclass import dataclass

_MOST = 4096  # bytes of a line that is looked at
_DEEP = 40  # substitutions in substitutions
_BLANK = re.compile(rb"[ \t\r]+")
_REDIRECTION = re.compile(rb"\d*(?:&>>?|<<<|<<-?|<>|<&|>&|>>|>\||<|>)")
_SEPARATOR = re.compile(rb";;&|;;|;&|;|&&|\|\||\|&|&|\|")
_PLAIN = re.compile(rb"[^\s;&|<>()\"'`$\\]+")
_SINGLE = re.compile(rb"'[^']*'")
_PASSED_OVER = frozenset(
    b"if then elif else fi do done while until ! time { } begin end and or not esac".split()
)
_DECLARES = frozenset((b"export", b"readonly", b"typeset", b"declare", b"local"))
_ASSIGNMENT = re.compile(rb"(?P<name>[A-Za-z_]\w*)(?:=(?:.|\n)*)?")


@dataclass(frozen=True)
class Command:
    """Its words as (begin, end) in the line, without redirections.

    `alone` is False in a pipe and a subshell, and where a redirection stands before or between the words.
    """

    words: tuple[tuple[int, int], ...]
    alone: bool


class _Unreadable(Exception):
    """A quotation that does not end on this line, or something that is not understood."""


def without_setting(line: bytes, name: bytes) -> tuple[bytes, tuple[bytes, ...]]:
    """The line without its simple commands that set the variable, a `:` in their place, and what was taken out.

    A command that sets others too keeps those. Nothing is taken out, and the line is the same, where it is not
    understood, or where one of the commands that set the variable has to stay.
    """
    edits: list[tuple[int, int, bytes]] = []
    taken: list[bytes] = []
    for command in simple_commands(line):
        edit = _without(line, command, name)
        if edit is not None:
            if not command.alone:
                return line, ()
            edits.append(edit)
            taken.append(line[command.words[0][0] : command.words[-1][1]])
    for begin, end, instead in reversed(edits):
        line = line[:begin] + instead + line[end:]
    return line, tuple(taken)


def simple_commands(line: bytes) -> tuple[Command, ...]:
    """The commands in their order; none where the line is not understood or goes on behind its end."""
    if len(line) > _MOST or line.rstrip(b"\r").endswith(b"\\"):
        return ()
    try:
        return tuple(_commands(line))
    except _Unreadable:
        return ()


def _without(line: bytes, command: Command, name: bytes) -> tuple[int, int, bytes] | None:
    """What is to stand instead of the command, or of its part; None where it does not set the variable."""
    words = [line[begin:end] for begin, end in command.words]
    whole = (command.words[0][0], command.words[-1][1], b":")
    if words[0] == b"setenv":
        return whole if name in words[1:2] else None
    if words[0] == b"set":
        names = [word for word in words[1:] if not word.startswith(b"-")]
        flags = [word for word in words[1:] if word.startswith(b"-")]
        return whole if flags and names[:1] == [name] and len(names) > 1 else None
    stored = words[:3] == [b"go", b"env", b"-w"]
    declared = words[0] in _DECLARES or stored
    if stored:
        words = [b" ".join(words[:3]), *words[3:]]
    rest = words[1:] if declared else words
    parts = [_ASSIGNMENT.fullmatch(word) for word in rest if not (declared and word.startswith(b"-"))]
    named = [part["name"] == name for part in parts if part is not None]
    assigns = declared or all(b"=" in word for word in words)
    if not any(named) or not assigns or len(named) < len(parts):
        return None
    if all(named):
        return whole
    kept = [word for word in words if word != name and not word.startswith(name + b"=")]
    return whole[0], whole[1], b" ".join(kept)


def _commands(line: bytes) -> Iterator[Command]:
    at, deep = 0, 0
    words: list[tuple[int, int]] = []
    before, target, redirected, between = b"", False, False, False

    def ended(after: bytes) -> Iterator[Command]:
        piped = before in {b"|", b"|&"} or after in {b"|", b"|&", b"&"}
        if words:
            yield Command(tuple(words), not (piped or between or deep))

    while at < len(line):
        if blank := _BLANK.match(line, at):
            at = blank.end()
        elif line[at : at + 1] == b"#" and (at == 0 or line[at - 1 : at] in b" \t;&|(){}"):
            break
        elif redirection := _REDIRECTION.match(line, at):
            at, target, redirected = redirection.end(), True, True
        elif separator := _SEPARATOR.match(line, at):
            yield from ended(separator[0])
            words, redirected, between, before, at = [], False, False, separator[0], separator.end()
        elif line[at : at + 1] == b"(":
            if line[at : at + 2] == b"((":
                raise _Unreadable
            if empty := re.compile(rb"\([ \t]*\)").match(line, at):  # a function's name stands before it
                at = empty.end()
            else:
                deep, at = deep + 1, at + 1
            words, target, redirected, between, before = [], False, False, False, b"("
        elif line[at : at + 1] == b")":
            if deep:
                yield from ended(b")")
            deep, at = max(deep - 1, 0), at + 1  # else a pattern of `case` stands before it
            words, redirected, between, before = [], False, False, b")"
        else:
            end = _word_end(line, at)
            word = line[at:end]
            first = line[words[0][0] : words[0][1]] if words else b""
            if target:
                target = False
            elif word == b"}" or (not words and word in _PASSED_OVER):
                yield from ended(word)
                words, redirected, between, before = [], False, False, word
            elif (first, word) in {(b"case", b"in"), (b"function", b"{"), (b"switch", b"{")}:
                words, before = [], word
            else:
                words.append((at, end))
                between = between or redirected
            at = end
    yield from ended(b"")


def _word_end(line: bytes, at: int) -> int:
    begin = at
    while at < len(line):
        if plain := _PLAIN.match(line, at):
            at = plain.end()
        elif line[at : at + 1] == b"(" and line[begin:at].endswith(b"="):  # a list
            at = _closing(line, at + 1, 0)
        elif line[at : at + 1] in b"\"'`$\\":
            at = _quoted_end(line, at, 0)
        else:
            break
    return at


def _quoted_end(line: bytes, at: int, deep: int) -> int:
    """Behind a quotation, a substitution, an escaped byte, or a lone dollar sign."""
    sign = line[at : at + 1]
    if sign == b"\\":
        return min(at + 2, len(line))
    if sign == b"'":
        if (single := _SINGLE.match(line, at)) is None:
            raise _Unreadable
        return single.end()
    if sign == b"$":
        following = line[at + 1 : at + 2]
        if following == b"(":
            return _closing(line, at + 2, deep)
        if following == b"{":
            return _until(line, at + 2, b"}", deep)
        return at + 1
    return _until(line, at + 1, sign, deep)


def _until(line: bytes, at: int, sign: bytes, deep: int) -> int:
    while at < len(line) and deep < _DEEP:
        here = line[at : at + 1]
        if here == sign:
            return at + 1
        inner = here == b"\\" or (here == b"$" and sign != b"`") or (here in b"\"'" and sign == b"}")
        at = _quoted_end(line, at, deep + 1) if inner else at + 1
    raise _Unreadable


def _closing(line: bytes, at: int, deep: int) -> int:
    """Behind the bracket that closes what was opened before `at`."""
    while at < len(line) and deep < _DEEP:
        here = line[at : at + 1]
        if here == b")":
            return at + 1
        if here == b"(":
            at = _closing(line, at + 1, deep + 1)
        else:
            at = _quoted_end(line, at, deep + 1) if here in b"\"'`$\\" else at + 1
    raise _Unreadable
