"""The doctor's report for a bug tracker: what was found, without secrets and without who it was."""

from __future__ import annotations

import os
import platform
from pathlib import Path
from typing import TYPE_CHECKING

from gowizard.doctor.model import Finding
from gowizard.errors import GowizardError
from gowizard.locales import _
from gowizard.locales.system import system_words
from gowizard.redact import anonymous
from gowizard.report import build_report
from gowizard.run import safe_text

if TYPE_CHECKING:
    from gowizard.cli.context import Context
    from gowizard.repair.diagnosis import Diagnosis


def report_text(context: Context, diagnosis: Diagnosis) -> str:
    """The whole report. Machine first, then each finding with its evidence."""
    host = diagnosis.scene.host
    rows = [f"{diagnosis.examination.checks} checks in {diagnosis.examination.seconds:.1f} s"]
    rows += [_finding_text(finding) for finding in diagnosis.findings] or ["nothing was found"]
    begin = build_report(None, command=context.command, host=host)
    text = begin + "\n## Findings\n" + "\n\n".join(rows) + "\n"
    name = host.user.name or os.environ.get("USER", "")
    return anonymous(safe_text(text), home=str(host.user.home), user=name, machine=platform.node())


def _finding_text(finding: Finding) -> str:
    entries = ", ".join(map(str, finding.entry))
    rows = [f"[{finding.severity.word}] {finding.key} (entry {entries}): {finding.title}"]
    rows += [f"  {seen.where}: {seen.what}" for seen in finding.evidence]
    rows += [f"  from {origin.place}" for origin in finding.origin]
    if finding.remedy is not None:
        kind = "automatic" if finding.remedy.automatic else "by hand"
        rows.append(f"  remedy ({kind}): {finding.remedy.title}")
    return "\n".join(rows)


def write_report(context: Context, diagnosis: Diagnosis) -> None:
    """Print it, or write the file that --report names (0600). Raises GowizardError where it cannot be written."""
    text, name = report_text(context, diagnosis), context.text("report")
    if name in {"", "-"}:
        for line in text.splitlines():
            context.out.line(line)
        return
    path = Path(name).expanduser()
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8", errors="backslashreplace") as stream:
            stream.write(text)
    except OSError as error:
        raise GowizardError(
            _("The report cannot be written"), f"{path}: {system_words(error)}", _("Name another file.")
        ) from error
    context.out.mark("done", _("Report: {path}").format(path=path))
