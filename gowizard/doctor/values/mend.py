"""Edits of a `go env` file, as functions of its bytes.

A line that Go passed over so far takes effect once it is mended. `verdict` gives the value that a key may get then,
None where it had better get none: such a line is commented out.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable

from gowizard.doctor.values.text import normalised, tamed
from gowizard.environment.goenv import read_go_env

Verdict = Callable[[str, str], str | None]
Edit = Callable[[bytes | None], bytes | None]

_MARK = b"\xef\xbb\xbf"


def as_utf8(verdict: Verdict) -> Edit:
    """UTF-16 becomes UTF-8 without a mark, its lines end in LF."""

    def edit(content: bytes | None) -> bytes | None:
        if content is None or not content.startswith((b"\xff\xfe", b"\xfe\xff")):
            return content
        text = content.decode("utf-16", "replace").removeprefix("\ufeff").replace("\r\n", "\n")
        numbers = set(range(1, text.count("\n") + 2))
        return tamed(text, numbers, verdict, _today()).encode()

    return edit


def without_mark(verdict: Verdict) -> Edit:
    """The byte order mark goes; the first line, which it hid, takes effect."""

    def edit(content: bytes | None) -> bytes | None:
        if content is None or not content.startswith(_MARK):
            return content
        text = _text(content.removeprefix(_MARK))
        first = text.partition("=")[0]
        # a second line of the same key, which `go env -w` put there, is what counted
        held = read_go_env(content).values
        hidden = f"# gowizard: disabled {_today()}: {text}" if first in held else tamed(text, {1}, verdict, _today())
        return hidden.encode("utf-8", "surrogateescape")

    return edit


def with_unix_ends(content: bytes | None) -> bytes | None:
    """Lines end in LF."""
    return None if content is None else content.replace(b"\r\n", b"\n").replace(b"\r", b"")


def lines_mended(verdict: Verdict) -> Edit:
    """Lines that were written for a shell become lines of Go's."""

    def edit(content: bytes | None) -> bytes | None:
        if content is None or b"\0" in content:
            return content
        mark = _MARK if content.startswith(_MARK) else b""
        text = normalised(_text(content.removeprefix(mark)), verdict, _today())
        return mark + text.encode("utf-8", "surrogateescape")

    return edit


def duplicates_dropped(content: bytes | None) -> bytes | None:
    """Of several lines of a key only the last, which counts, is kept."""
    if content is None:
        return None
    found = read_go_env(content).lines
    last = {line.key: line.number for line in found}
    gone = {line.number for line in found if line.number != last[line.key]}
    return b"\n".join(line for number, line in enumerate(content.split(b"\n"), 1) if number not in gone)


def _text(content: bytes) -> str:
    return content.decode("utf-8", "surrogateescape")


def _today() -> str:
    return datetime.date.today().isoformat()
