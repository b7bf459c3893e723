"""`gowizard repair`: diagnose, show, mend, look again, prove."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from gowizard import changes
from gowizard.cli.choosing import chosen_from, taken_back
from gowizard.cli.context import Context
from gowizard.cli.doctor import examined, only, question, show
from gowizard.cli.failing import tell_failed_proof
from gowizard.cli.findings import show_finding, show_steps
from gowizard.cli.findings_value import changes_value, steps_value
from gowizard.cli.render import event_printer, proof_value
from gowizard.doctor.examining import CheckFinished
from gowizard.doctor.model import Finding, Severity
from gowizard.install import Event as InstallEvent
from gowizard.locales import _
from gowizard.proof import ProofReport
from gowizard.repair.access import needs_root
from gowizard.repair.proving import prove
from gowizard.repair.treatment import Treatment, prepare
from gowizard.repair.trip import Event, LookingAgain, Outcome, carry_out
from gowizard.repair.words import clean, counts, healthy_line, shorter


def run(context: Context) -> int:
    """Repair; return 0 where nothing from `hurts` upward is left and the proof passes, else 1."""
    lines = any(context.flag(name) for name in ("yes", "json", "dry_run")) or context.plain or only(context)
    if not lines and sys.stdin.isatty() and sys.stderr.isatty():
        from gowizard.cli.wizard import open_page

        return open_page(context, "findings")
    if not context.flag("dry_run"):
        context.settle_interrupted()
    answers = context.given_answers()
    asked = question(context)
    diagnosis = examined(context, asked)
    show(context, diagnosis, diagnosis.findings, to_repair=True)
    chosen = chosen_from(context, diagnosis)
    with context.stoppable() as cancel:
        treatment = prepare(diagnosis, chosen, answers, context.client, cancel)
        _show_treatment(context, treatment)
        if context.flag("dry_run"):
            context.out.result(_planned_value(treatment))
            return 0
        if not treatment.changes and not diagnosis.healthy:
            context.out.line(_("Nothing here can be mended without you; nothing is changed."))
        if treatment.changes and not context.ask(_("Make these changes?")):
            context.out.line(_("Nothing was changed."))
            return 0 if diagnosis.healthy else 1
        outcome = carry_out(
            treatment,
            asked,
            answers,
            _printer(context),
            cancel,
            agree=lambda more: not only(context) and _agree(context, more),
            wait=60.0,
            on_wait=lambda holder: context.out.mark("warning", _("Waiting for {holder}").format(holder=holder)),
        )
        context.changed = _("Repair Go on this account") if outcome.run else ""
        report = None
        if outcome.run and not context.flag("no_proof"):
            report = prove(
                outcome.after.scene, _printer(context), cancel, module_check=not context.flag("offline")
            )
    return _finish(context, outcome, report)


def _show_treatment(context: Context, treatment: Treatment) -> None:
    out, home = context.out, treatment.diagnosis.scene.home
    for change in treatment.changes:
        out.line()
        out.mark("step", shorter(change.title, str(home)))
        for piece in changes.preview(change, home):
            out.diff(tuple(clean(line) for line in piece.lines))
    if treatment.changes:
        out.line()
    for note in treatment.notes:
        out.mark("warning", note)
    show_steps(out, [step for step in treatment.manual if needs_root(step)], str(home))


def _agree(context: Context, more: Treatment) -> bool:
    """Whether what came to light when the first faults were mended is mended too."""
    home = str(more.diagnosis.scene.home)
    context.out.line(_("Now this came to light:"))
    for finding in more.chosen:
        show_finding(context.out, finding, home)
    _show_treatment(context, more)
    return context.ask(_("Make these changes?"))


def _printer(context: Context):  # type: ignore[no-untyped-def]
    shown = event_printer(context.out)

    def receive(event: Event | InstallEvent) -> None:
        match event:
            case LookingAgain():
                context.changed = _("Repair Go on this account")
                context.out.mark("step", _("Looking again"))
            case CheckFinished():
                pass
            case _:
                shown(event)

    return receive


def _finish(context: Context, outcome: Outcome, report: ProofReport | None) -> int:
    out, after = context.out, outcome.after
    ok = after.healthy and (report is None or report.ok)
    home = str(after.scene.home)
    if outcome.run:
        out.line()
        for finding in outcome.repaired:
            out.mark("done", _("Repaired: {title}").format(title=shorter(finding.title, home)))
        for finding in outcome.still:
            if finding.terminal:
                continue  # told below
            mark = "warning" if finding.severity > Severity.ADVICE else "hint"
            out.mark(mark, _("Still there: {title}").format(title=shorter(finding.title, home)))
        for finding in outcome.new:
            out.mark("warning", _("New: {title}").format(title=shorter(finding.title, home)))
            show_finding(out, finding, home)
        for note in outcome.notes[len(outcome.treatment.notes):]:
            out.mark("warning", note)
    told = _keys(outcome.in_this_terminal)
    steps = (step for step in outcome.treatment.manual if not needs_root(step))
    show_steps(out, [step for step in steps if step.id not in told], home)
    for finding in outcome.in_this_terminal:
        typed = "; ".join(map(clean, finding.remedy.commands if finding.remedy else ()))
        text = _("This terminal still has its old {variable}; type here: {line}")
        out.mark("hint", text.format(variable=finding.terminal, line=typed))
    if ok and outcome.run:
        out.mark("done", healthy_line(after.scene))
    elif after.findings and outcome.run:
        out.line(counts(after.findings))
    undone = bool(outcome.new) and bool(outcome.run) and taken_back(context, outcome.run)
    if outcome.new and not undone:
        out.mark("hint", _("If the repair made it worse, take it back: {command}").format(command=context.undo_command))
    elif outcome.run and not undone:
        out.mark("hint", _("To take all of it back: {command}").format(command=context.undo_command))
    if context.log_path and not ok:
        out.mark("hint", _("Log: {path}").format(path=out.short(context.log_path)))
    tell_failed_proof(context, report)
    out.result(_value(context, outcome, report, ok))
    return 0 if ok and not undone else 1


def _keys(findings: Sequence[Finding]) -> list[str]:
    return [clean(finding.key) for finding in findings]


def _planned_value(treatment: Treatment) -> dict[str, object]:
    scene = treatment.diagnosis.scene
    return {
        "command": "repair",
        "ok": True,
        "dry_run": True,
        "before": _keys(treatment.diagnosis.findings),
        "chosen": _keys(treatment.chosen),
        "changes": changes_value(treatment.changes, scene),
        "manual": steps_value(treatment.manual),
        "notes": [clean(note) for note in treatment.notes],
    }


def _value(context: Context, outcome: Outcome, report: ProofReport | None, ok: bool) -> dict[str, object]:
    return {
        "command": "repair",
        "ok": ok,
        "before": _keys(outcome.before.findings),
        "later": _keys(outcome.later),
        "applied": [clean(change.title) for change in outcome.applied],
        "repaired": _keys(outcome.repaired),
        "still": _keys(outcome.still),
        "new": _keys(outcome.new),
        "terminal": _keys(outcome.in_this_terminal),
        "manual": steps_value(outcome.treatment.manual),
        "notes": [clean(note) for note in outcome.notes],
        "run": outcome.run,
        "proof": proof_value(report) or {"ok": None, "steps": []},
        "undo": context.undo_command if outcome.run else "",
        "log": context.log_path or "",
    }
