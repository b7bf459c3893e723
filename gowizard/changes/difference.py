"""Unified diffs of bytes, safe to show in a terminal."""

from __future__ import annotations

from difflib import unified_diff
from pathlib import Path

from gowizard.changes.merge import split
from gowizard.locales import _
from gowizard.redact import redacted


def safe(content: bytes) -> str:
    """Text of one line; bytes that are no UTF-8 and characters that a terminal obeys become escapes."""
    text = content.decode("utf-8", "backslashreplace")
    shown = "".join(
        c if c.isprintable() or c == "\t" else c.encode("unicode_escape").decode("ascii") for c in text
    )
    return redacted(shown)


def difference(path: Path | str, old: bytes | None, new: bytes | None) -> tuple[str, ...]:
    """The lines of a unified diff, without line ends; None stands for no file."""
    # Lines are compared as bytes (as Latin-1, which every byte has) and only then made safe to show.
    before = [line.decode("latin-1") for line in split(old or b"")]
    after = [line.decode("latin-1") for line in split(new or b"")]
    shown: list[str] = []
    names = (str(path) if old is not None else "/dev/null", str(path) if new is not None else "/dev/null")
    for index, line in enumerate(unified_diff(before, after, "", "", n=3)):
        if index < 2:
            shown.append(("--- ", "+++ ")[index] + safe(names[index].encode("utf-8", "surrogateescape")))
            continue
        shown.append(safe(line.removesuffix("\n").encode("latin-1")))
        if not line.endswith("\n"):
            shown.append("\\ " + _("No newline at end of file"))
    return tuple(shown)
