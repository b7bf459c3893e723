"""GOPRIVATE, GONOPROXY and GONOSUMDB: comma-separated globs of module path prefixes (Go's path.Match)."""

from __future__ import annotations

import re

from gowizard.errors import UsageError
from gowizard.locales import _


def check_patterns(text: str) -> tuple[str, str]:
    """The value to write, and what it means. "" for an empty text; `none` is kept as the word that clears.

    Raises UsageError for what the go command would take without a word and then never match (spaces, a
    scheme, a broken glob), and for a pattern that covers every module: that would switch verification off.
    """
    globs = [glob.strip().rstrip("/") for glob in text.split(",")]
    globs = list(dict.fromkeys(glob for glob in globs if glob))
    for glob in globs:
        problem = _problem(glob)
        if problem:
            raise UsageError(
                _("“{pattern}” is no pattern for private modules").format(pattern=glob[:200]),
                problem,
                _("An example: *.corp.example.com,github.com/my-team"),
            )
    if not globs or globs == ["none"]:
        return ",".join(globs), _("No module counts as private.")
    meaning = _(
        "Modules whose path begins like this are fetched from their own hosts, not looked up publicly: {list}"
    )
    return ",".join(globs), meaning.format(list=_(", ").join(globs))


def _problem(glob: str) -> str:
    if "://" in glob:
        bare = glob.partition("://")[2]
        return _("A module path has no scheme; write {bare}.").format(bare=bare)
    if "@" in glob:
        return _("A pattern holds no version and no user name.")
    if re.search(r"[\s\x00-\x1f\x7f\"'`|;]", glob):
        return _("It holds spaces, quotation marks or a separator other than the comma.")
    if not well_formed(glob):
        return _("A bracket is not closed, or holds no proper range.")
    if re.fullmatch(r"[*?/]+", glob):
        return _("It covers every module, so nothing would be verified any more.")
    return ""


def well_formed(glob: str) -> bool:
    """Whether Go's path.Match would accept the pattern: each `[` closed and filled, no `\\` at the end."""
    character = r"(?:\\.|[^\]\\-])"
    in_class = rf"\[\^?(?:{character}(?:-{character})?)+\]"
    return re.fullmatch(rf"(?:{in_class}|\\.|[^\[\\])*", glob, re.DOTALL) is not None
