"""Lines of startup files that would defeat the result, and how one is switched off, as bytes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from gowizard.dataclass import dataclass
from gowizard.environment.shared_lines import VALUE, shared_lines, without_shared
from gowizard.environment.simple_commands import without_setting

_REST = rb"[ \t]*;?[ \t]*(?:#[^\n]*)?"
_TEST = rb"(?:(?:\[[^\n;&|]*\]|test[ \t][^\n;&|]*)[ \t]*(?:&&|\|\|)[ \t]*)"
_DECLARE = rb"(?:(?:export|readonly|(?:typeset|declare)(?:[ \t]+-[A-Za-z]+)*)[ \t]+)"


@dataclass(frozen=True)
class _Patterns:
    """How a line that sets one variable looks: anywhere in it, as a whole statement, in the shells unlike sh."""

    sets: re.Pattern[bytes]
    whole: re.Pattern[bytes]
    others: re.Pattern[bytes]
    uses: re.Pattern[bytes]

    def is_whole(self, line: bytes) -> bool:
        """Whether the line is one statement that sets the variable and does nothing else."""
        return bool(self.whole.fullmatch(line) or self.others.fullmatch(line))


@cache
def _patterns(name: bytes) -> _Patterns:
    words = {b"name": re.escape(name), b"declare": _DECLARE, b"test": _TEST, b"value": VALUE, b"rest": _REST}
    return _Patterns(
        sets=re.compile(
            rb"(?<![\w$])%(name)s=|\bsetenv[ \t]+%(name)s\b|\bset\b[^\n;]*[ \t]%(name)s(?=[ \t])"
            rb"|\bexport[ \t]+%(name)s\b|\bset-env[ \t]+%(name)s\b|\bE:%(name)s[ \t]*="
            rb"|^[ \t]*%(name)s[ \t]+(?:DEFAULT|OVERRIDE)="
            rb"|\$(?:env[.:])?%(name)s[ \t]*=(?!=)" % words
        ),
        whole=re.compile(
            rb"[ \t]*(?:"
            rb"%(test)s?%(declare)s?%(name)s=%(value)s*(?:[ \t]*(?:;|&&)[ \t]*export[ \t]+%(name)s)?"
            rb"|export[ \t]+%(name)s"
            rb"|setenv[ \t]+%(name)s[ \t]+%(value)s*"
            rb"|set(?:[ \t]+(?:-[A-Za-z]+|--[a-z]+))*[ \t]+%(name)s[ \t]+%(value)s+"
            rb"|%(name)s[ \t]+(?:DEFAULT|OVERRIDE)=[^\n]*"  # pam_env's own form
            rb")%(rest)s" % words
        ),
        others=re.compile(  # elvish; nushell and PowerShell; xonsh, not inside a body, which may not be empty
            rb"[ \t]*(?:set-env[ \t]+%(name)s[ \t]+%(value)s+|set[ \t]+E:%(name)s[ \t]*=[ \t]*%(value)s+"
            rb"|\$env[.:]%(name)s[ \t]*=[ \t]*%(value)s+)%(rest)s"
            rb"|\$%(name)s[ \t]*=[ \t]*%(value)s+%(rest)s" % words
        ),
        uses=re.compile(rb"\$\{?%(name)s\b(?![:]?[-+])" % words),
    )


_RESETS_PATH = re.compile(rb"[ \t]*%s?PATH=(?P<value>[^\n]*)" % _DECLARE)
_NOUNSET = re.compile(rb"(?m)^[ \t]*(?:set[ \t]+-[a-z]*u|set[ \t]+-o[ \t]+nounset|setopt[^\n]*no_?unset)")
_COMMENT = re.compile(rb"[ \t]*(?:#|$)")
_HERE = re.compile(rb"(?<!<)<<(-?)[ \t]*(['\"]?)([A-Za-z_]\w*)\2")
_OPENS = re.compile(rb"(?:^|[\s;])(?:then|do|else|\{|\(|in)[ \t]*$|\)[ \t]*$")
_CLOSES = re.compile(rb"[ \t]*(?:fi|done|else|elif|esac|\}|\)|;;)(?![\w])|[ \t]*;;")


@dataclass(frozen=True)
class Found:
    """One line, counted from 1; a `simple` one is, or shares, a statement out of which the variable can be taken."""

    number: int
    text: bytes
    kind: str  # "path-reset", or the variable's name in small letters: "goroot"
    simple: bool


def defeating(content: bytes) -> tuple[Found, ...]:
    """The lines that set GOROOT, or set PATH without keeping what was in it. Commented lines do not count."""
    found = [*lines_setting(content, "GOROOT"), *_path_resets(content)]
    return tuple(sorted(found, key=lambda line: line.number))


def lines_setting(content: bytes, name: str) -> tuple[Found, ...]:
    """The lines that set a variable, in the syntax of any shell.

    Where `set -u` stands beside a use of the variable, no line is simple: without a value the use would be an error.
    """
    patterns = _patterns(name.encode())
    lines = content.split(b"\n")
    needed = bool(_NOUNSET.search(content) and patterns.uses.search(content))
    shared = frozenset[int]() if needed else shared_lines(content, name.encode())
    found = []
    for number, line in _statements(lines):
        if patterns.sets.search(line) or number in shared:
            whole = patterns.is_whole(line) or bool(without_setting(line, name.encode())[1])
            simple = whole and not needed and not _goes_on(lines, number - 1)
            found.append(Found(number, line, name.lower(), simple or number in shared))
    return tuple(found)


def _statements(lines: list[bytes]) -> Iterator[tuple[int, bytes]]:
    behind = 0  # the last line of a text that is handed to a command
    for number, raw in enumerate(lines, 1):
        line = raw.removesuffix(b"\r")
        if number <= behind:
            continue
        if (here := _HERE.search(line)) and not _COMMENT.match(line):
            behind = _end_of_text(lines, number, here)
        if not _COMMENT.match(line) and not line.lstrip().startswith(b": # gowizard:"):
            yield number, line


def _end_of_text(lines: list[bytes], number: int, here: re.Match[bytes]) -> int:
    """The number of the line that ends such a text, 0 where none does."""
    for later, raw in enumerate(lines[number:], number + 1):
        line = raw.removesuffix(b"\r")
        if (line.lstrip(b"\t") if here[1] else line) == here[3]:
            return later
    return 0


def _path_resets(content: bytes) -> Iterator[Found]:
    for number, line in _statements(content.split(b"\n")):
        reset = _RESETS_PATH.match(line)
        if reset and b"PATH" not in reset["value"] and b"`" not in reset["value"] and b"$(" not in reset["value"]:
            yield Found(number, line, "path-reset", False)


def without_goroot(content: bytes, date: str) -> bytes:
    """The content with every simple GOROOT line commented out."""
    return without_variable(content, "GOROOT", date)


def without_variable(content: bytes, name: str, date: str) -> bytes:
    """The content with every simple line that sets the variable commented out as `# gowizard: disabled DATE: LINE`.

    A line that opens or closes the body of an `if`, a loop or a function may be all that the body holds,
    and a body must not be empty: there the comment stands behind a `:`, which does nothing. Out of a statement that
    sets others too, and out of a line with other commands, the variable alone is taken, and the comment stands before.
    """
    mark = b"# gowizard: disabled " + date.encode("ascii") + b": "
    if any(found.simple for found in lines_setting(content, name)):
        content = without_shared(content, name.encode(), mark)
    lines = content.split(b"\n")
    for found in lines_setting(content, name):
        if found.simple:
            index = found.number - 1
            line = lines[index]
            indent = line[: len(line) - len(line.lstrip(b" \t"))]
            rest, taken = without_setting(line, name.encode())
            if not _patterns(name.encode()).is_whole(line.removesuffix(b"\r")) and rest.strip(b":; \t\r"):
                ends = b"\r" if line.endswith(b"\r") else b""
                lines[index] = indent + mark + b"; ".join(taken) + ends + b"\n" + rest
                continue
            colon = b": " if _in_body(lines, index) and not _patterns(name.encode()).others.fullmatch(line) else b""
            lines[index] = indent + colon + mark + line[len(indent) :]
    return b"\n".join(lines)


def _goes_on(lines: list[bytes], index: int) -> bool:
    """Whether the line before hands its statement on to this one."""
    before = lines[index - 1].rstrip(b"\r") if index else b""
    return before.endswith(b"\\") or (not _COMMENT.match(before) and before.rstrip().endswith((b"|", b"&&")))


def _in_body(lines: list[bytes], index: int) -> bool:
    before = next((line for line in reversed(lines[:index]) if not _COMMENT.match(line.rstrip(b"\r"))), b"")
    after = next((line for line in lines[index + 1 :] if not _COMMENT.match(line.rstrip(b"\r"))), b"")
    return bool(_OPENS.search(before.rstrip(b" \t\r")) or _CLOSES.match(after))
