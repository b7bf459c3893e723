"""GOPROXY values, checked by the go command's own rules (cmd/go/internal/modfetch/proxy.go, proxyList)."""

from __future__ import annotations

import os
import re
from pathlib import PurePosixPath, PureWindowsPath
from urllib.parse import urlsplit

from gowizard.errors import UsageError
from gowizard.locales import _
from gowizard.proxy.catalogue import CATALOGUE, DEFAULT, named
from gowizard.redact import redacted

_PARTS = re.compile(r"([^,|]*)([,|]?)")
_LOOPBACK = re.compile(r"localhost|127(?:\.\d+){3}|::1")


def check_goproxy(text: str) -> tuple[str, str]:
    """The value to write for GOPROXY, and what it means in lines of plain words.

    The value is "" where it is Go's default, which needs no setting. Names of the catalogue stand for their
    addresses, alone also with `,direct` after them. Raises UsageError where the go command would refuse it.
    """
    if not text.strip() or (entry := named(text)) is DEFAULT or text.strip() == DEFAULT.setting:
        return "", _("Go's default is used; nothing is written.")
    if entry is not None:
        text = entry.setting
    _refuse_strange_characters(text)
    words: list[str] = []
    separators: list[str] = []
    notes: list[str] = []
    rest = [(word.strip(), mark) for word, mark in _PARTS.findall(text) if word.strip()]
    for index, (word, mark) in enumerate(rest):
        words.append(_checked(word, notes))
        separators.append(mark)
        if word in ("off", "direct"):
            if rest[index + 1 :]:
                notes.append(
                    _("What stands after “{word}” is never reached; it is left out.").format(word=word)
                )
            break
    if not words:
        raise _wrong(text, _("The list holds nothing but separators."))
    separators[-1] = ""
    value = "".join(word + mark for word, mark in zip(words, separators, strict=True))
    return value, "\n".join([*_meaning(words, separators), *notes])


def addresses(value: str) -> tuple[str, ...]:
    """The proxies' addresses in a value that check_goproxy gave, in order; without `off` and `direct`."""
    words = re.split(r"[,|]", value)
    return tuple(word for word in words if word and word not in ("off", "direct"))


def _checked(word: str, notes: list[str]) -> str:
    if word in ("off", "direct"):
        return word
    entry = named(word)
    if entry is not None:
        return entry.url
    absolute = PurePosixPath(word).is_absolute() or PureWindowsPath(word).is_absolute()
    if re.search(r"[.:/]", word) and ":/" not in word and not absolute:
        word = "https://" + word
    try:
        parts = urlsplit(word)
        host, _port = parts.hostname, parts.port
    except ValueError as error:
        raise _wrong(word, str(error)) from None
    if parts.scheme == "file":
        if parts.netloc or parts.query or parts.fragment or not parts.path.startswith("/"):
            raise _wrong(word, _("After file:// comes only the path of a folder: file:///srv/modules."))
        return word
    if not parts.scheme or absolute:
        names = _(", ").join(entry.name for entry in CATALOGUE)
        why = _("A proxy is an address that begins with https://, or one of: {names}, direct, off.")
        raise _wrong(word, why.format(names=names))
    if parts.scheme not in ("http", "https"):
        raise _wrong(word, _("Only https://, http:// and file:// are understood by Go."))
    if not host:
        raise _wrong(word, _("The address names no host."))
    notes += _remarks(parts.scheme, host, bool(parts.username or parts.password))
    return word


def _remarks(scheme: str, host: str, credentials: bool) -> list[str]:
    plain = scheme == "http" and not _LOOPBACK.fullmatch(host)
    remarks = []
    if credentials and scheme == "http":
        raise UsageError(
            _("GOPROXY holds a password for a plain http address"),
            _("Go refuses to send it: anybody on the way could read it."),
            _("Use https://, or a proxy that wants no password."),
        )
    if credentials:
        remarks.append(
            _(
                "The password would lie readable in Go's settings file. A line in %USERPROFILE%\\_netrc does the same "
                "and shows in no `go env`."
            )
            if os.name == "nt"
            else _(
                "The password would lie readable in Go's settings file. A line in ~/.netrc does the same and "
                "can be kept private (chmod 600)."
            )
        )
    if plain:
        remarks.append(
            _(
                "{host} is asked over plain http: what comes is still checked against the checksum database, "
                "but anybody on the way can see what is fetched."
            ).format(host=host)
        )
    return remarks


def _meaning(words: list[str], separators: list[str]) -> list[str]:
    lines = []
    for index, word in enumerate(words):
        if word == "off":
            lines.append(_("off: nothing more is downloaded; only modules already here can be used."))
        elif word == "direct":
            lines.append(
                _("direct: the module's own repository is asked (that needs git and a way to its host).")
            )
        else:
            lines.append(_("{address} is asked.").format(address=redacted(word)))
        if separators[index] == ",":
            lines.append(
                _("“,”: the next is asked only where this one says that it does not have the module.")
            )
        elif separators[index] == "|":
            lines.append(_("“|”: the next is asked after any failure, also a refusal or a time-out."))
    return lines


def _refuse_strange_characters(text: str) -> None:
    if re.search(r"[\x00-\x1f\x7f\s]", text.strip()) and re.search(r"[^,|\s]\s+[^,|\s]", text):
        raise _wrong(text, _("Addresses are separated by “,” or “|”, not by spaces."))
    if re.search(r"[\x00-\x08\x0a-\x1f\x7f\"'`<>\\]", text):
        raise _wrong(text, _("It holds quotation marks, backslashes or control characters."))


def _wrong(text: str, cause: str) -> UsageError:
    shown = "".join(c if c.isprintable() else "?" for c in redacted(text))[:200]
    return UsageError(
        _("“{value}” is no value for GOPROXY").format(value=shown),
        cause,
        _("An example: https://goproxy.cn,direct"),
    )
