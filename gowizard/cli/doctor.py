"""`gowizard doctor`: what is wrong with Go here, and nothing changed."""

from __future__ import annotations

from collections.abc import Callable

from gowizard import changes, host
from gowizard.cli.context import Context
from gowizard.cli.doctor_report import write_report
from gowizard.cli.findings import show_finding, wrapped
from gowizard.cli.findings_value import callers_value, finding_value
from gowizard.doctor.callers import agreement, callers_text
from gowizard.doctor.checks import every_check
from gowizard.doctor.examining import CheckFinished
from gowizard.doctor.model import Finding, Severity
from gowizard.errors import GowizardError
from gowizard.locales import _
from gowizard.repair.diagnosis import Diagnosis, Question, diagnose
from gowizard.repair.words import about_message, counts, fitting_first, healthy_line, shorter


class CannotExamine(GowizardError):
    """The machine could not be looked at."""

    exit_status = 2


def run(context: Context) -> int:
    """Examine and tell; return 0, or 1 where something was found from the severity of --fail-on upward."""
    diagnosis = examined(context, question(context))
    findings = fitting_first(diagnosis.findings, context.text("argument"))
    if "report" in context.given:
        write_report(context, diagnosis)
    else:
        show(context, diagnosis, findings)
    worst = diagnosis.worst
    context.out.result(
        {
            "command": "doctor",
            "findings": [finding_value(finding, diagnosis.scene) for finding in findings],
            "healthy": diagnosis.healthy,
            "worst": worst.word if worst else "",
            "checks": diagnosis.examination.checks,
            "seconds": round(diagnosis.examination.seconds, 3),
            **({"callers": callers_value(diagnosis.scene)} if context.flag("callers") else {}),
            "message": list(about_message(context.text("argument"), diagnosis.findings)),
        }
    )
    return 1 if worst is not None and worst >= fail_on(context) else 0


def question(context: Context) -> Question:
    """How to look, as the options say."""
    found = context.host  # also opens the log
    facts = iter((found,))
    return Question(
        detect=lambda: next(facts, None) or context.detect(),
        machine=host.Machine.real(),
        client=context.client,
        offline=context.flag("offline"),
        only=only(context) if context.verb == "doctor" else (),
        message=context.text("argument"),
    )


def only(context: Context) -> tuple[str, ...]:
    """The names after --only, which commas may part."""
    given = context.given.get("only") or ()
    return tuple(name for item in given for part in item.split(",") if (name := part.strip()))


def examined(context: Context, asked: Question) -> Diagnosis:
    """The first look. Raises CannotExamine where there is none."""
    try:
        with context.stoppable() as cancel:
            return diagnose(asked, _progress(context), cancel)
    except GowizardError as error:
        if error.exit_status != 1:
            raise
        raise CannotExamine(error.title, error.cause, error.remedy) from error
    except OSError as error:
        raise CannotExamine(_("The machine could not be examined"), str(error)) from error


def _progress(context: Context) -> Callable[[CheckFinished], None]:
    """A bar on the error stream: the first program of a cold machine takes a while."""
    total = len(every_check())
    through = 0

    def receive(_event: CheckFinished) -> None:
        nonlocal through
        through += 1
        tell()

    def tell() -> None:
        if context.out.live:  # in lines it would speak of bytes
            context.out.progress(_("Looking"), through, total)

    if context.out.plain and context.out.out.isatty():  # a silent terminal is taken for one that hangs
        context.out.line(_("Looking at Go on this machine"))
    tell()
    return receive


def fail_on(context: Context) -> Severity:
    """The severity from which the exit status is 1."""
    word = context.text("fail_on", "hurts")
    return next(severity for severity in Severity if severity.word == word)


def _unfinished(context: Context) -> changes.InterruptedRun | None:
    """A run that was killed; None, and told, where the journal cannot be read: Go can be examined all the same."""
    try:
        return changes.interrupted(context.host.dirs.state)
    except GowizardError as error:
        context.out.mark("warning", error.one_line)
        return None


def show(
    context: Context, diagnosis: Diagnosis, findings: tuple[Finding, ...], *, to_repair: bool = False
) -> None:
    """The page for people."""
    out, home = context.out, str(diagnosis.scene.home)
    for text in about_message(context.text("argument"), diagnosis.findings):
        out.line(text)
    left = _unfinished(context)
    if left is not None and not to_repair:
        out.mark("warning", _("An earlier run was interrupted: {title}").format(title=out.short(left.title)))
    names = only(context) if context.verb == "doctor" else ()
    if diagnosis.healthy and not names:
        out.mark("done", healthy_line(diagnosis.scene))
    elif not findings:
        out.mark("done", _("Nothing was found by: {names}").format(names=_(", ").join(names)))
    for number, finding in enumerate(findings):
        if number or (diagnosis.healthy and not names) or context.text("argument"):
            out.line()
        show_finding(out, finding, home)
    if findings:
        out.line()
        out.line(counts(findings))
    if context.flag("callers"):
        out.line()
        for text in callers_text(diagnosis.scene):
            out.line(shorter(text, home))
        wrapped(out, shorter(agreement(diagnosis.scene), home))
    if not to_repair and any(finding.preselected for finding in findings):
        out.mark("hint", _("To see each change and mend it: {command}").format(command="gowizard repair"))
