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
# Words after an option that is named like a secret, after curl's -u, in a cookie, and what GOAUTH's command is given.
_OPTION = re.compile(rf"(?i)(?<![\w-])(--?{_NAMED}[ \t]+|-u[ \t]+[\"']?[\w.@-]+:)(?!-)[^\s'\"]+")
_COOKIE = re.compile(r"(?i)\b((?:set-)?cookie\s*:\s*)[^\n'\"]+")
_GOAUTH = re.compile(r"(\bGOAUTH[ =]+[\"']?(?:[^\n'\"]*;)?\s*command[ \t]+[^\s;'\"]+)[ \t]+[^\n;'\"]+")
# Known by how they begin, wherever they stand: of GitHub, GitLab, npm, Slack, Amazon, Google, and keys called sk-.
_BARE = re.compile(
    r"\b(?:gh[opsur]_[A-Za-z0-9]{20,}|github_pat_\w{20,}|glpat-[\w-]{20,}|npm_[A-Za-z0-9]{30,}|xox[abps]-[\w-]{10,}"
    r"|A[KS]IA[A-Z0-9]{16}|AIza[\w-]{30,}|sk-[\w-]{20,})"
)


def without_credentials(text: str) -> str:
    """The text with the user part of every URL removed, and query parameters that are named like secrets."""
    text = _PARAMETER.sub(lambda found: found[1] if found[3] else "", text)
    return _USERINFO.sub(r"\1", text)


def redacted(text: str) -> str:
    """The text with URL credentials masked and values of obvious secrets starred."""
    text = _GOAUTH.sub(r"\1 ***", _COOKIE.sub(r"\1***", _OPTION.sub(r"\1***", text)))
    return _BARE.sub("***", _TOKEN.sub(r"\1\2***", _USERINFO.sub(r"\1***@", text)))
