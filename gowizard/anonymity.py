"""Texts that are passed on tell nothing about who they come from: names of people, machines and employers go."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import quote

from gowizard.redact import redacted

_DRIVE = re.compile(r"[A-Za-z]:[\\/]")
_ON_DRIVE = r"(?:[A-Za-z]:|/(?:mnt/|cygdrive/)?[A-Za-z](?=/))"
_SLASH = r"[\\/]+"
_NOT_IN_NAMES = r"\\/:;\"'<>|*?\r\n"
# A name with blanks reaches to the next slash: in running text its end is not known else.
_PROFILES = re.compile(
    rf"(?i)({_ON_DRIVE}{_SLASH}(?:Users|Documents and Settings){_SLASH})"
    rf"(?!(?:Public|Default|Default User|All Users|USER|OTHER)(?![\w.-])|%)"
    rf"(?:[^{_NOT_IN_NAMES}~]+(?={_SLASH})|[^\s{_NOT_IN_NAMES}~]+)"
)
# Of Unix: another account's home, or this person's on an earlier machine. Those names tell nothing.
_OTHER_HOMES = re.compile(
    r"(?<![\w.-])(/(?:home|var/home|export/home|usr/home|Users)/)"
    r"(?!(?:linuxbrew|runner|vscode|gitpod|codespace|Shared|USER|OTHER)(?![\w.-]))[\w.@+-]+"
)
_EMPLOYER = re.compile(rf"(?i)(OneDrive - )[^{_NOT_IN_NAMES}]+(?=[{_NOT_IN_NAMES}]|\Z)")
# Accounts of a computer or domain (S-1-5-21) and of the cloud (S-1-12-1): [MS-DTYP] 2.4.2.4
_SID = re.compile(r"(?i)\bS-1-(?:5-21|12-1)(?:-\d+)+")
_SHORT = 2  # letters: ann is a name, al stands in other words; of scripts without an alphabet two are a name already


def anonymous(text: str, *, home: str, user: str, machine: str = "") -> str:
    """The text without secrets and without who it comes from: home is ~, user and machine are named so.

    `root` and names of one or two letters stay: they tell nothing, and stand in other words. The names of other
    people's homes are taken out too, and of Windows those of employers in OneDrive's folders, and security
    identifiers.
    """
    text = redacted(text)
    windows = _DRIVE.match(home) is not None
    if windows:
        text = _windows_home(home).sub("~", text)
    if len(home) > 1:
        text = re.sub(re.escape(home.rstrip("/")) + r"(?![\w.-])", "~", text)
    folder = re.split(r"[\\/]", home.rstrip("\\/"))[-1] if windows else ""
    for name, told in ((user, "USER"), (folder, "USER"), (machine, "MACHINE"), (machine.partition(".")[0], "MACHINE")):
        if _is_telling(name):
            text = _named(name, windows).sub(told, text)
    text = _OTHER_HOMES.sub(r"\1OTHER", _PROFILES.sub(r"\1OTHER", text))
    return _SID.sub("S-1-…", _EMPLOYER.sub(r"\1EMPLOYER", text))


def _is_telling(name: str) -> bool:
    least = _SHORT if name.isascii() else _SHORT - 1
    return len(name) > least and name.lower() not in {"root", "localhost", "users"}


def _named(name: str, windows: bool) -> re.Pattern[str]:
    """A name as a word of its own; on Windows in any case, with anything between its words, and as bytes of UTF-16."""
    if not windows:
        return re.compile(rf"(?<![A-Za-z0-9]){re.escape(name)}(?![A-Za-z0-9])")
    words = r"(?:%20|\\? |[._-])?".join(re.escape(word) for word in re.split(r"[ ._-]+", name) if word)
    forms = [words or re.escape(name), *_escaped(name)]
    return re.compile(rf"(?i)(?<![A-Za-z0-9])(?:{'|'.join(forms)})(?![A-Za-z0-9])|{_spaced(name)}")


def _windows_home(home: str) -> re.Pattern[str]:
    r"""A home on Windows in every way it is written.

    Either slash, one or more of them, any case; with a drive or as `/c/`, `/mnt/c/`, `/cygdrive/c/`, behind `\\?\`; in
    addresses and escaped; the last name also in a short form (ANNABE~1, AN1A2F~1: whichever of that folder).
    """
    drive, *names = [name for name in re.split(_SLASH, home) if name]
    first = drive.rstrip(":")
    start = rf"(?:[\\/]{{2,}}\?{_SLASH})?(?:{first}:|/(?:mnt/|cygdrive/)?{first}(?=/))"
    if not names:
        return re.compile(r"(?!)")
    short = r"[^\s\\/~]{1,6}~\d(?:\.\w{1,3})?"
    last = rf"(?:{'|'.join([*_forms(names[-1]), short])})"
    above = [f"(?:{'|'.join(_forms(name))})" for name in names[:-1]]
    return re.compile(r"(?i)" + _SLASH.join([start, *above, last]) + r"(?![\w.-])")


def _forms(name: str) -> Iterable[str]:
    """Patterns: the name itself, with its blanks for a shell, in an address, in JSON."""
    return [re.escape(name), re.escape(name.replace(" ", "\\ ")), *_escaped(name)]


def _escaped(name: str) -> list[str]:
    other = (quote(name), name.encode("ascii", "backslashreplace").decode())
    return [re.escape(form) for form in other if form != name]


def _spaced(name: str) -> str:
    """A name as UTF-16 looks where it is read as bytes: something unprintable, or its escape, after each letter."""
    gap = r"(?:\x00|\\x00|\\0|\u2400|\ufffd|\^@)"
    return gap.join(map(re.escape, name))
