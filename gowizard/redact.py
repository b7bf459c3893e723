"""Secrets never reach a log, a report, an answers file or a picture: they are taken out here."""

from __future__ import annotations

import re

_USERINFO = re.compile(r"(?i)\b([a-z][a-z0-9+.-]*://)[^/\s@,|'\"]*@")
_TOKEN = re.compile(
    r"(?i)\b(authorization|proxy-authorization|token|password|passwd|secret)(\s*[:=]\s*)(\S+)"
)


def without_credentials(text: str) -> str:
    """The text with the user part of every URL removed."""
    return _USERINFO.sub(r"\1", text)


def redacted(text: str) -> str:
    """The text with URL credentials masked and values of obvious secrets starred."""
    return _TOKEN.sub(r"\1\2***", _USERINFO.sub(r"\1***@", text))
