"""What the lines of a `go env` file were meant to say, where somebody wrote them as lines of a shell.

Go takes a line for a setting if it has a `=` and begins with a capital letter, and its value as it stands, with
quotes, blanks and comments (cmd/go/internal/cfg, readEnvFile); all other lines it passes over without a word.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from gowizard.doctor.values.known import KNOWN_KEYS, SPLIT_KEYS

_MARK = "# gowizard: disabled"
_MEANT = re.compile(
    r"[ \t]*(?P<shell>(?:export|set|setx|setenv|declare[ \t]+-x|typeset[ \t]+-x|go[ \t]+env[ \t]+-w)[ \t]+|\$env:)?"
    r"(?P<key>[A-Za-z][A-Za-z0-9_]*)[ \t]*=(?P<value>.*)"
)
_TRIMMED = frozenset({"GOPROXY", "GOSUMDB"})  # blanks around these do no harm (modfetch)
_COMMENT = re.compile(r"[ \t]+#.*")


def cleaned(key: str, value: str) -> str:
    """The value without the line end of Windows, blanks, a comment behind it and quotes that Go would not take off."""
    value = _COMMENT.sub("", value.rstrip("\r")).strip()
    if key in SPLIT_KEYS:  # Go itself reads quotes in these
        words = value[1:-1].split() if _wrapped(value) else []
        meant_apart = len(words) > 1 and all(word.startswith("-") for word in words)
        return value[1:-1] if meant_apart and key.endswith("FLAGS") and "=" not in words[0] else value
    return value[1:-1].strip() if _wrapped(value) else value


def _wrapped(value: str) -> bool:
    return len(value) > 1 and value[0] == value[-1] and value[0] in "\"'" and value[0] not in value[1:-1]


def meant(line: str) -> tuple[str, str] | None:
    """The setting that a line is about, None where it is about none of Go's."""
    match = _MEANT.fullmatch(line.rstrip("\r"))
    if match is None or match["key"].upper() not in KNOWN_KEYS:
        return None
    key = match["key"].upper()
    value = match["value"].strip()
    if match["shell"]:
        value = value.removesuffix(";").rstrip()
        if _wrapped(value):
            return key, value[1:-1]
    return key, cleaned(key, value)


def misread(content: str) -> list[tuple[int, str, str, str]]:
    """The lines that Go reads otherwise than they were meant: number from 1, line, key, the value meant."""
    found = []
    for number, line in enumerate(content.split("\n"), 1):
        plain = line.removeprefix("\ufeff").rstrip("\r")
        told = meant(plain)
        if told is None or f"{told[0]}={told[1]}" == (plain.rstrip() if told[0] in _TRIMMED else plain):
            continue
        found.append((number, line, *told))
    return found


def normalised(content: str, verdict: Callable[[str, str], str | None], date: str) -> str:
    """The content with each misread line as it was meant.

    `verdict` gives the value that a key may get, None where it had better get none: such a line is commented out, so
    that what Go passed over so far does no harm from now on. So is one whose key another line sets: that one counted,
    or comes later, and goes on counting.
    """
    lines = content.split("\n")
    wrong = misread(content)
    last = {key: number for number, _line, key, _value in wrong}
    read = {line.partition("=")[0] for line in lines if "=" in line}
    for number, line, key, value in wrong:
        passed_over = not line.startswith(f"{key}=") and (key in read or last[key] != number)
        allowed = None if passed_over else verdict(key, value)
        end = "\r" if line.endswith("\r") else ""
        lines[number - 1] = f"{key}={allowed}{end}" if allowed is not None else f"{_MARK} {date}: {line}"
    return "\n".join(lines)


def tamed(content: str, numbers: set[int], verdict: Callable[[str, str], str | None], date: str) -> str:
    """The content where the lines of these numbers, which Go did not read so far, hold only what it may get."""
    lines = content.split("\n")
    for number in numbers:
        key, equals, value = lines[number - 1].partition("=")
        if equals and key in KNOWN_KEYS and verdict(key, cleaned(key, value)) is None:
            lines[number - 1] = f"{_MARK} {date}: {lines[number - 1]}"
    return "\n".join(lines)
