"""Findings as lines for people: what is wrong, what fails because of it, where it was seen, what mends it."""

from __future__ import annotations

from collections.abc import Sequence

from gowizard.changes import ManualStep
from gowizard.cli.findings_value import clean
from gowizard.cli.output import Output
from gowizard.doctor.model import Finding, Likelihood, Severity
from gowizard.doctor.scene import Scene
from gowizard.locales import N_, _, ngettext
from gowizard.locales.columns import wrap

MARKS = {Severity.BLOCKS: "[x]", Severity.HURTS: "[!]", Severity.ADVICE: "[i]"}
WORDS = {Severity.BLOCKS: N_("blocks:"), Severity.HURTS: N_("hurts:"), Severity.ADVICE: N_("advice:")}
_WIDTH = 78
_LIKELY = {Likelihood.LIKELY: N_("This is likely."), Likelihood.POSSIBLE: N_("This is a guess.")}


def show_finding(out: Output, finding: Finding, home: str) -> None:
    """One finding, whole."""
    mark = _(WORDS[finding.severity]) if out.plain else MARKS[finding.severity]
    _wrapped(out, f"{mark} {shorter(finding.title, home)}", 0, 4)
    _wrapped(out, shorter(finding.affects, home), 4)
    for seen in finding.evidence:
        first, *others = clean(seen.what).splitlines() or [""]
        out.line(f"{shorter(seen.where, home)}: {first}", indent=6)
        for text in others:
            out.line(text, indent=8)
    likely = _(_LIKELY[finding.likelihood]) if finding.likelihood in _LIKELY else ""
    _wrapped(out, " ".join(part for part in (likely, shorter(finding.explanation, home)) if part), 4)
    _show_remedy(out, finding, home)
    for link in finding.links:
        out.line(link, indent=4)


def _show_remedy(out: Output, finding: Finding, home: str) -> None:
    remedy = finding.remedy
    if remedy is None:
        return
    if remedy.automatic:
        told = _("gowizard can do it: {title}") if finding.preselected else _("If you want it: {title}")
        _wrapped(out, told.format(title=shorter(remedy.title, home)), 4)
    elif remedy.title:
        _wrapped(out, _("For you to do: {title}").format(title=shorter(remedy.title, home)), 4)
    for command in remedy.commands:
        out.line(clean(command), indent=8)
    why, instead = _("Why: {text}"), _("Or: {text}")
    for told, text in ((why, remedy.reason), (instead, remedy.alternative), ("{text}", remedy.risk)):
        if text:
            _wrapped(out, told.format(text=shorter(text, home)), 4)


def counts(findings: Sequence[Finding]) -> str:
    """How many of each severity, the worst first."""
    number = {severity: sum(finding.severity is severity for finding in findings) for severity in Severity}
    parts = []
    if n := number[Severity.BLOCKS]:
        parts.append(ngettext("{n} blocks Go", "{n} block Go", n).format(n=n))
    if n := number[Severity.HURTS]:
        parts.append(ngettext("{n} hurts", "{n} hurt", n).format(n=n))
    if n := number[Severity.ADVICE]:
        parts.append(ngettext("{n} piece of advice", "{n} pieces of advice", n).format(n=n))
    return _(", ").join(parts)


def healthy_line(scene: Scene) -> str:
    """One line about the Go that works here."""
    go = scene.go
    if go is None:
        return _("Nothing is wrong here.")
    if not go.version:
        return _("Go works here: {place}.").format(place=shorter(str(go.binary), str(scene.home)))
    told = _("Go {number} works here: {place}.")
    return told.format(number=go.version.removeprefix("go"), place=shorter(str(go.binary), str(scene.home)))


def show_steps(out: Output, steps: Sequence[ManualStep], home: str) -> None:
    """What is left to a person."""
    for step in steps:
        out.mark("warning", _("For you to do: {title}").format(title=shorter(step.title, home)))
        for text in step.lines:
            out.line(clean(text), indent=4)
        _wrapped(out, shorter(step.reason, home), 2)


def shorter(text: str, home: str) -> str:
    """The text as it may be shown, with ~ for the home folder."""
    text = clean(text)
    return text.replace(home.rstrip("/") + "/", "~/") if len(home) > 1 else text


def _wrapped(out: Output, text: str, indent: int, hang: int = 0) -> None:
    for row in text.splitlines():
        for number, line in enumerate(wrap(row, _WIDTH - indent - hang)):
            out.line(line, indent=indent + (hang if number else 0))
