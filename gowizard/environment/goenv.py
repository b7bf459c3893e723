"""The `go env` file, read as Go reads it and edited as bytes.

Go's grammar (cmd/go/internal/cfg, readEnvFile): the file is split at LF only; a line counts if it has a `=`
and its first byte is A to Z; the key is what stands before the first `=`, the value everything behind it,
with nothing trimmed and no quotes or comments known; the last line of a key wins. `go env -w` is not used:
it sorts the file, and with GOENV=off it writes to the default file all the same.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from gowizard.dataclass import dataclass
from gowizard.errors import GowizardError
from gowizard.locales import _

_KEY = re.compile(r"[A-Z][A-Z0-9_]*")
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_BOM = b"\xef\xbb\xbf"
_MEANT = re.compile(rb"[ \t]*(?:export[ \t]+|set[ \t]+)?((?i:GO|CGO_)[A-Za-z0-9_]*)[ \t]*=")


@dataclass(frozen=True)
class GoEnvLine:
    """A line that Go takes notice of, counted from 1."""

    number: int
    key: str
    value: str


@dataclass(frozen=True)
class Problem:
    """Something in the file that does not do what its writer meant."""

    kind: str  # "utf-16", "bom", "crlf", "duplicate", "ignored", "quotes", "empty", "goroot"
    number: int  # line, 0 for the whole file
    text: str  # one sentence, translated


@dataclass(frozen=True)
class GoEnvFile:
    """What Go reads from the file, and what it misreads."""

    lines: tuple[GoEnvLine, ...]
    problems: tuple[Problem, ...]

    @property
    def values(self) -> dict[str, str]:
        """Key to value; the last line of a key wins."""
        return {line.key: line.value for line in self.lines}

    def line_of(self, key: str) -> int:
        """The number of the line that decides a key, 0 where there is none."""
        return max((line.number for line in self.lines if line.key == key), default=0)


def editable(content: bytes) -> bool:
    """Whether lines can be added: Go ignores every line of a file in UTF-16."""
    return not content.startswith(_UTF16) and b"\0" not in content


def read_go_env(content: bytes) -> GoEnvFile:
    """The file as Go reads it. Bytes that are not UTF-8 are kept as lone surrogates."""
    lines = []
    for number, raw in enumerate(content.split(b"\n"), 1):
        if b"=" in raw and b"A" <= raw[:1] <= b"Z":
            key, _equals, value = raw.decode("utf-8", "surrogateescape").partition("=")
            lines.append(GoEnvLine(number, key, value))
    return GoEnvFile(tuple(lines), tuple(_problems(content, lines)))


def edited(content: bytes, values: Mapping[str, str | None]) -> bytes:
    """The content with each key set to its value, or with all its lines removed where that is None.

    Setting replaces the last line of the key, the one that counts, or adds a line. All other bytes stay.
    Raises GowizardError for a key or a value that the file cannot carry.
    """
    lines = content.split(b"\n")
    for key, value in values.items():
        _refuse_uncarriable(key, value)
        mine = [line.number - 1 for line in read_go_env(b"\n".join(lines)).lines if line.key == key]
        if value is None:
            lines = [line for index, line in enumerate(lines) if index not in mine]
            continue
        written = f"{key}={value}".encode("utf-8", "surrogateescape")
        if mine:
            lines[mine[-1]] = written
        elif lines[-1]:
            lines += [written, b""]
        else:
            lines[-1:] = [written, b""]
    return b"\n".join(lines)


def _refuse_uncarriable(key: str, value: str | None) -> None:
    if not _KEY.fullmatch(key) or (value is not None and any(letter in value for letter in "\n\r\0")):
        raise GowizardError(
            _("{key} cannot be written into the go env file").format(key=key),
            _("A key is made of capital letters, a value is one line."),
        )


def _problems(content: bytes, lines: list[GoEnvLine]) -> list[Problem]:
    if not editable(content):
        return [Problem("utf-16", 0, _("It is written in UTF-16: Go ignores all of it."))]
    found = []
    if content.startswith(_BOM):
        found.append(Problem("bom", 1, _("It begins with a byte order mark: Go ignores the first line.")))
    if b"\r" in content:
        found.append(
            Problem("crlf", 0, _("Its lines end as on Windows: Go takes the end for a part of the value."))
        )
    last = {line.key: line.number for line in lines}
    for line in lines:
        value = line.value.rstrip("\r")
        if line.number != last[line.key]:
            text = _("{key} is set again further down: this line has no effect.").format(key=line.key)
            found.append(Problem("duplicate", line.number, text))
        elif line.key == "GOROOT":
            found.append(Problem("goroot", line.number, _("GOROOT is fixed: every other Go stops working.")))
        elif not value:
            text = _("{key} is set to nothing, which hides Go's own default.").format(key=line.key)
            found.append(Problem("empty", line.number, text))
        elif value[0] in "\"'" or value.endswith(("'", '"')):
            text = _("{key} holds quotation marks: Go takes them for a part of the value.").format(
                key=line.key
            )
            found.append(Problem("quotes", line.number, text))
    counted = {line.number for line in lines}
    for number, raw in enumerate(content.split(b"\n"), 1):
        meant = _MEANT.match(raw.removeprefix(_BOM) if number == 1 else raw)
        if number not in counted and meant and not (number == 1 and content.startswith(_BOM)):
            key = meant[1].decode("ascii")
            found.append(Problem("ignored", number, _("Go ignores this line about {key}.").format(key=key)))
    return found
