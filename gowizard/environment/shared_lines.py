"""A variable set in one statement with others, which stay: `export GOROOT=/x GOPATH=/y`, on one line or more."""

from __future__ import annotations

import re

VALUE = (  # one piece of a word; what it took it never gives back, or a long word takes exponential time
    rb"(?:[^\s;&|<>()\"'`$\\#][^\s;&|<>()\"'`$\\]*+"
    rb"|\"[^\"\n]*\"|'[^'\n]*'|\$\([^()\n]*\)|\$\{[^{}\n]*\}|\$\w++|`[^`\n]*`)"
)
_GAP = rb"(?:[ \t]|\\\r?\n)++"
_WORD = rb"[A-Za-z_]\w*+(?:=%s*+)?" % VALUE
_STATEMENT = re.compile(
    rb"(?m)^(?P<begin>[ \t]*(?P<declare>(?:export|readonly|(?:typeset|declare)(?:[ \t]+-[A-Za-z]+)*)%s)?)"
    rb"(?P<words>%s(?:%s%s)+)(?P<end>[ \t]*;?[ \t]*(?:#[^\n]*)?\r?)$" % (_GAP, _WORD, _GAP, _WORD)
)
_TOKEN = re.compile(rb"%s|%s" % (_GAP, _WORD))


def shared_lines(content: bytes, name: bytes) -> frozenset[int]:
    """The numbers, from 1, of lines on which such a statement sets the variable and can do without it."""
    found = set()
    for match, tokens in _statements(content, name):
        at = match.start("words")
        for token in tokens:
            if _named(token, name):
                found.add(content.count(b"\n", 0, at) + 1)
            at += len(token)
    return frozenset(found)


def without_shared(content: bytes, name: bytes, mark: bytes) -> bytes:
    """The content with the variable taken out of each such statement, and said so in a comment before it."""
    parts, done = [], 0
    for match, tokens in _statements(content, name):
        begin, declare = match["begin"], match["declare"] or b""
        indent = begin[: len(begin) - len(declare)]
        taken = b" ".join(token for token in tokens if _named(token, name))
        word = declare.split()[0] + b" " if declare else b""
        ends = b"\r\n" if match["end"].endswith(b"\r") else b"\n"
        said = indent + mark + word + taken + ends
        parts += [content[done : match.start()], said, begin, b"".join(_without(tokens, name)), match["end"]]
        done = match.end()
    return b"".join([*parts, content[done:]])


def _statements(content: bytes, name: bytes) -> list[tuple[re.Match[bytes], list[bytes]]]:
    found = []
    for match in _STATEMENT.finditer(content) if name in content else ():
        tokens = _TOKEN.findall(match["words"])
        others = [token for token in tokens[::2] if not _named(token, name)]
        goes_on = re.search(rb"\\\r?\n\Z", content[: match.start()]) is not None
        assigns = match["declare"] is not None or all(b"=" in token for token in tokens[::2])
        if len(others) < len(tokens[::2]) and others and assigns and not goes_on:
            found.append((match, tokens))
    return found


def _named(token: bytes, name: bytes) -> bool:
    return token == name or token.startswith(name + b"=")


def _without(tokens: list[bytes], name: bytes) -> list[bytes]:
    """Words and the gaps between them, without those words and the gap after each, before the last one."""
    kept: list[bytes] = []
    for word, gap in zip(tokens[::2], [*tokens[1::2], b""], strict=True):
        if not _named(word, name):
            kept += [word, gap]
    return kept[:-1]
