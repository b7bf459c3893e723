"""Secrets never reach a log, a report, an answers file or a picture: they are taken out here."""

from __future__ import annotations

import re

# The user part of a URL reaches to the last @ before the path: people write passwords with a raw @ or comma.
# A raw slash counts too where the text before it cannot be HOST:PORT.
_USERINFO = re.compile(
    r"(?i)\b([a-z][a-z0-9+.-]*://)(?:[^/\s|'\"]*@|[^/\s@:\[]+:(?!\d{1,5}(?:[/?#]|\Z))[^\s@|'\"]*@)"
)
_NAMED = r"[\w-]*(?:token|passwo?r?d|passwd|secret|api[_-]?key|credential|signature)"
_PARAMETER = re.compile(rf"(?i)([?&])({_NAMED})=[^&#\s'\"|,]*(&?)")
_TOKEN = re.compile(
    rf"(?i)\b((?:proxy-)?authorization|{_NAMED})(\s*[:=]\s*)((?:(?:basic|bearer|token)\s+)?[^\s&]+)"
)
_DRIVE = re.compile(r"[A-Za-z]:[\\/]")


def without_credentials(text: str) -> str:
    """The text with the user part of every URL removed, and query parameters that are named like secrets."""
    text = _PARAMETER.sub(lambda found: found[1] if found[3] else "", text)
    return _USERINFO.sub(r"\1", text)


def redacted(text: str) -> str:
    """The text with URL credentials masked and values of obvious secrets starred."""
    return _TOKEN.sub(r"\1\2***", _USERINFO.sub(r"\1***@", text))


def anonymous(text: str, *, home: str, user: str, machine: str = "") -> str:
    """The text without secrets and without who it comes from: home is ~, user and machine are named so.

    `root` and names of one or two letters stay: they tell nothing, and stand in other words.
    """
    text = redacted(text)
    if _DRIVE.match(home):
        text = _windows_home(home).sub("~", text)
        text = _spaced(user).sub("USER", text) if len(user) > 2 else text
    if len(home) > 1:
        text = re.sub(re.escape(home.rstrip("/")) + r"(?![\w.-])", "~", text)
    for name, told in ((user, "USER"), (machine, "MACHINE"), (machine.partition(".")[0], "MACHINE")):
        if len(name) > 2 and name not in {"root", "localhost"}:
            case = "(?i)" if _DRIVE.match(home) else ""  # Windows does not tell ANN from ann
            text = re.sub(rf"{case}(?<![A-Za-z0-9]){re.escape(name)}(?![A-Za-z0-9])", told, text)
    return text


def _windows_home(home: str) -> re.Pattern[str]:
    r"""A home on Windows in every way it is written.

    Either slash, one or two of them, any case; with a drive or as `/c/`, `/mnt/c/`, `/cygdrive/c/`; the last name also
    in its short form (ANNABE~1).
    """
    drive, *names = [name for name in re.split(r"[\\/]+", home) if name]
    first = drive.rstrip(":")
    start = rf"(?:{first}:|/(?:mnt/|cygdrive/)?{first}(?=/))"
    short = re.sub(r"[^A-Za-z0-9_-]", "", names[-1])[:6] if names else ""
    last = [re.escape(names[-1]), *([rf"{re.escape(short)}~\d"] if short else [])] if names else []
    parts = [start, *map(re.escape, names[:-1]), *([f"(?:{'|'.join(last)})"] if last else [])]
    return re.compile(r"(?i)" + r"[\\/]+".join(parts) + r"(?![\w.-])")


def _spaced(name: str) -> re.Pattern[str]:
    """A name as UTF-16 looks where it is read as bytes: something unprintable, or its escape, after each letter."""
    gap = r"(?:\x00|\\x00|\\0|\u2400|\ufffd|\^@)"
    return re.compile("(?i)" + gap.join(map(re.escape, name)))
