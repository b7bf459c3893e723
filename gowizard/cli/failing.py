"""What a failure leaves for the reader: the log, and beside it a report that may be passed on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gowizard.errors import GowizardError
from gowizard.locales import _

if TYPE_CHECKING:
    from gowizard.cli.context import Context
    from gowizard.proof import ProofReport


def report_beside_log(context: Context, error: GowizardError) -> str:
    """Write the report; its path, empty where there is no log or no room."""
    if context.log_path is None:
        return ""
    from gowizard.report import write_report

    path = write_report(
        context.log_path,
        error,
        command=context.command,
        host=context.host if context.knows_host else None,
        answers=context.planned_answers,
        plan=context.plan,
    )
    return str(path or "")


def tell_failed_proof(context: Context, report: ProofReport | None) -> None:
    """After a proof that failed: write the report and say where log and report lie."""
    if report is None or report.ok:
        return
    failed = [f"{step.id}: {step.message}" for step in report.steps if step.ok is False]
    title = _("The proof failed; its log names the likely cause.")
    path = report_beside_log(context, GowizardError(title, "\n".join(failed)))
    if path:
        told = _("Report to pass on, without your name and secrets: {path}").format(path=context.out.short(path))
        context.out.mark("hint", told)
