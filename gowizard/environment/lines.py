"""Lines of startup files that would defeat the result, and how one is switched off, as bytes."""

from __future__ import annotations

import re
from dataclasses import dataclass

_VALUE = (  # one piece of a word
    rb"(?:[^\s;&|<>()\"'`$\\#][^\s;&|<>()\"'`$\\]*"
    rb"|\"[^\"\n]*\"|'[^'\n]*'|\$\([^()\n]*\)|\$\{[^{}\n]*\}|\$\w+|`[^`\n]*`)"
)
_REST = rb"[ \t]*;?[ \t]*(?:#[^\n]*)?"
_DECLARE = rb"(?:(?:export|readonly|(?:typeset|declare)(?:[ \t]+-[A-Za-z]+)*)[ \t]+)"
_SETS_GOROOT = re.compile(
    rb"(?<![\w$])GOROOT=|\bsetenv[ \t]+GOROOT\b|\bset\b[^\n;]*[ \t]GOROOT(?=[ \t])|\bexport[ \t]+GOROOT\b"
    rb"|\bset-env[ \t]+GOROOT\b|\bE:GOROOT[ \t]*=|\$(?:env[.:])?GOROOT[ \t]*=(?!=)"
)
_WHOLE_GOROOT = re.compile(
    rb"[ \t]*(?:"
    rb"%(declare)s?GOROOT=%(value)s*(?:[ \t]*(?:;|&&)[ \t]*export[ \t]+GOROOT)?"
    rb"|export[ \t]+GOROOT"
    rb"|setenv[ \t]+GOROOT[ \t]+%(value)s*"
    rb"|set(?:[ \t]+(?:-[A-Za-z]+|--[a-z]+))*[ \t]+GOROOT[ \t]+%(value)s+"
    rb")%(rest)s" % {b"declare": _DECLARE, b"value": _VALUE, b"rest": _REST}
)
_OTHERS_GOROOT = re.compile(  # elvish; nushell and PowerShell; xonsh, not inside a body, which may not be empty
    rb"[ \t]*(?:set-env[ \t]+GOROOT[ \t]+%(value)s+|set[ \t]+E:GOROOT[ \t]*=[ \t]*%(value)s+"
    rb"|\$env[.:]GOROOT[ \t]*=[ \t]*%(value)s+)%(rest)s"
    rb"|\$GOROOT[ \t]*=[ \t]*%(value)s+%(rest)s" % {b"value": _VALUE, b"rest": _REST}
)
_RESETS_PATH = re.compile(rb"[ \t]*%s?PATH=(?P<value>[^\n]*)" % _DECLARE)
_NOUNSET = re.compile(rb"(?m)^[ \t]*(?:set[ \t]+-[a-z]*u|set[ \t]+-o[ \t]+nounset|setopt[^\n]*no_?unset)")
_USES_GOROOT = re.compile(rb"\$\{?GOROOT\b(?![:]?[-+])")
_COMMENT = re.compile(rb"[ \t]*(?:#|$)")
_OPENS = re.compile(rb"(?:^|[\s;])(?:then|do|else|\{|\(|in)[ \t]*$|\)[ \t]*$")
_CLOSES = re.compile(rb"[ \t]*(?:fi|done|else|elif|esac|\}|\)|;;)(?![\w])|[ \t]*;;")


@dataclass(frozen=True)
class Found:
    """One line, counted from 1; a `simple` one is a whole statement, so that it can be commented out."""

    number: int
    text: bytes
    kind: str  # "goroot" or "path-reset"
    simple: bool


def defeating(content: bytes) -> tuple[Found, ...]:
    """The lines that set GOROOT, or set PATH without keeping what was in it. Commented lines do not count.

    Where `set -u` stands beside a use of $GOROOT, no line is simple: without a value the use would be an
    error.
    """
    lines = content.split(b"\n")
    found = []
    needed = bool(_NOUNSET.search(content) and _USES_GOROOT.search(content))
    for number, raw in enumerate(lines, 1):
        line = raw.removesuffix(b"\r")
        if _COMMENT.match(line) or line.lstrip().startswith(b": # gowizard:"):
            continue
        if _SETS_GOROOT.search(line):
            whole = _WHOLE_GOROOT.fullmatch(line) or _OTHERS_GOROOT.fullmatch(line)
            simple = whole is not None and not needed and not _goes_on(lines, number - 1)
            found.append(Found(number, line, "goroot", simple))
        reset = _RESETS_PATH.match(line)
        if (
            reset
            and b"PATH" not in reset["value"]
            and b"`" not in reset["value"]
            and b"$(" not in reset["value"]
        ):
            found.append(Found(number, line, "path-reset", False))
    return tuple(found)


def without_goroot(content: bytes, date: str) -> bytes:
    """The content with every simple GOROOT line commented out as `# gowizard: disabled DATE: LINE`.

    A line that opens or closes the body of an `if`, a loop or a function may be all that the body holds,
    and a body must not be empty: there the comment stands behind a `:`, which does nothing.
    """
    lines = content.split(b"\n")
    mark = b"# gowizard: disabled " + date.encode("ascii") + b": "
    for found in defeating(content):
        if found.kind == "goroot" and found.simple:
            index = found.number - 1
            line = lines[index]
            indent = line[: len(line) - len(line.lstrip(b" \t"))]
            colon = b": " if _in_body(lines, index) and not _OTHERS_GOROOT.fullmatch(line) else b""
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
