"""Findings as lines for people: what is wrong, what fails because of it, where it was seen, what mends it."""

from __future__ import annotations

from collections.abc import Sequence

from gowizard.changes import ManualStep
from gowizard.cli.output import Output
from gowizard.doctor.model import Finding, Severity
from gowizard.locales import N_, _
from gowizard.locales.columns import wrap
from gowizard.repair.words import clean, explained, shorter

MARKS = {Severity.BLOCKS: "[x]", Severity.HURTS: "[!]", Severity.ADVICE: "[i]"}
_COLOURS = {Severity.BLOCKS: "failed", Severity.HURTS: "warning", Severity.ADVICE: "hint"}
WORDS = {Severity.BLOCKS: N_("blocks:"), Severity.HURTS: N_("hurts:"), Severity.ADVICE: N_("advice:")}
_WIDTH = 78


def show_finding(out: Output, finding: Finding, home: str) -> None:
    """One finding, whole."""
    mark = _(WORDS[finding.severity]) if out.plain else MARKS[finding.severity]
    first, *others = wrap(shorter(finding.title, home).replace("\n", " "), _WIDTH - 4) or [""]
    out.badge(mark, _COLOURS[finding.severity], first)
    for text in others:
        out.line(text, indent=4)
    wrapped(out, shorter(finding.affects, home), 4)
    for seen in finding.evidence:
        first, *others = clean(seen.what).splitlines() or [""]
        out.line(f"{shorter(seen.where, home)}: {first}", indent=6)
        for text in others:
            out.line(text, indent=8)
    wrapped(out, explained(finding, home), 4)
    _show_remedy(out, finding, home)
    for link in finding.links:
        out.line(link, indent=4)


def _show_remedy(out: Output, finding: Finding, home: str) -> None:
    remedy = finding.remedy
    if remedy is None:
        return
    if remedy.automatic:
        told = _("gowizard can do it: {title}") if finding.preselected else _("If you want it: {title}")
        wrapped(out, told.format(title=shorter(remedy.title, home)), 4)
        if not finding.preselected:
            out.line(f"gowizard repair --only {clean(finding.id)}", indent=8)
    elif remedy.title:
        wrapped(out, _("For you to do: {title}").format(title=shorter(remedy.title, home)), 4)
    for command in remedy.commands:
        out.line(clean(command), indent=8)
    why, instead = _("Why: {text}"), _("Or: {text}")
    for told, text in ((why, remedy.reason), (instead, remedy.alternative), ("{text}", remedy.risk)):
        if text:
            wrapped(out, told.format(text=shorter(text, home)), 4)


def show_steps(out: Output, steps: Sequence[ManualStep], home: str) -> None:
    """What is left to a person."""
    for step in steps:
        out.mark("warning", _("For you to do: {title}").format(title=shorter(step.title, home)))
        for text in step.lines:
            out.line(clean(text), indent=4)
        wrapped(out, shorter(step.reason, home), 2)


def wrapped(out: Output, text: str, indent: int = 0) -> None:
    """The text in lines of a terminal's usual width."""
    for row in text.splitlines():
        for line in wrap(row, _WIDTH - indent):
            out.line(line, indent=indent)
