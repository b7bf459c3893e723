"""GOFLAGS: flags that every go command is given (cmd/go/internal/base/goflags.go)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from gowizard.doctor.model import Likelihood, Severity
from gowizard.doctor.values.fault import Fault
from gowizard.doctor.values.known import FLAGS, MOD_VALUES, NEED_VALUE
from gowizard.doctor.values.words import joined, split
from gowizard.host.files import is_file
from gowizard.locales import _

_LINK = "https://pkg.go.dev/cmd/go#hdr-Environment_variables"


def judge_flags(value: str, said: Callable[[], str] = lambda: "") -> Fault | None:
    """What is wrong with GOFLAGS: words that are no flags, unknown flags, flags that fit some projects only.

    `said` tells what a first program that did not run gave as the reason.
    """
    try:
        words = split(value)
    except ValueError:
        return _fault(_("GOFLAGS holds a quotation mark that is never closed: {value}").format(value=value), None)
    if (repaired := _apart(words)) is not None:
        title = _("GOFLAGS holds {value}: Go takes it for two flags").format(value=value)
        return _fault(title, joined(repaired), severity=Severity.HURTS)
    wrong = {word: title for word in dict.fromkeys(words) if (title := _wrong(word))}
    if wrong:
        return _fault(next(iter(wrong.values())), joined([word for word in words if word not in wrong]) or None)
    if "-mod=vendor" in words or "--mod=vendor" in words:
        return _vendor(words, said())
    for word in words:
        name, _equals, path = word.lstrip("-").partition("=")
        if name == "overlay" and path and not is_file(Path(path)):
            kept = joined([other for other in words if other != word]) or None
            return _fault(_("GOFLAGS names a file that is not there: {flag}").format(flag=word), kept)
    return None


def _wrong(word: str) -> str:
    """Why Go refuses one word, "" where it does not."""
    bare = word[2:] if word.startswith("--") else word[1:]
    if not word.startswith("-") or not bare or bare[0] in "-=":
        return _("GOFLAGS holds “{word}”, which is no flag: a flag begins with a dash").format(word=word)
    name, equals, given = bare.partition("=")
    if name not in FLAGS and not name.startswith("test."):
        return _("GOFLAGS holds a flag that Go does not know: -{name}").format(name=name)
    if name == "mod" and given not in MOD_VALUES:
        return _("GOFLAGS holds -mod={value}, which is none of mod, readonly and vendor").format(value=given)
    if name in NEED_VALUE and not equals:
        return _("GOFLAGS holds -{name} without a value").format(name=name)
    return ""


def _apart(words: list[str]) -> list[str] | None:
    """`-ldflags=-s -w` was meant as one flag: Go takes -w for a flag of its own, and `go env` then writes."""
    last = max((index for index, word in enumerate(words) if word == "-w"), default=0)
    for index, word in enumerate(words[:last]):
        if word.lstrip("-").startswith(("ldflags=", "gcflags=")):
            rest = words[index + 1 :]
            rest.remove("-w")
            return [*words[:index], f"{word} -w", *rest]
    return None


def _vendor(words: list[str], said: str) -> Fault:
    kept = [word for word in words if word.lstrip("-") != "mod=vendor"]
    return Fault(
        id="goflags",
        entry=(30,),
        # Go 1.19 panics without a go.mod: "internal error: rs.graph is unexpectedly nil with -mod=vendor"
        severity=Severity.BLOCKS if "-mod=vendor" in said else Severity.HURTS,
        title=_("GOFLAGS holds -mod=vendor for every project"),
        affects=_("Projects without a complete vendor folder do not build, and `go get` fails."),
        explanation=_("Go uses a project's vendor folder by itself; the flag belongs to a project alone."),
        new=joined(kept) or None,
        alternative=_("Give it where it is needed: go build -mod=vendor"),
        likelihood=Likelihood.LIKELY,
        links=(_LINK, "https://go.dev/ref/mod#vendoring"),
    )


def _fault(title: str, new: str | None, *, severity: Severity = Severity.BLOCKS) -> Fault:
    return Fault(
        id="goflags",
        entry=(30,),
        severity=severity,
        title=title,
        affects=_("Every go command stops at once.") if severity is Severity.BLOCKS else _("`go env` fails."),
        explanation=_("Every go command gets GOFLAGS: each word must be one flag, written -name or -name=value."),
        new=new,
        stops=severity is Severity.BLOCKS,
        links=(_LINK,),
    )
