"""The doctor's report for a bug tracker: what was found, without secrets and without who it was."""

from __future__ import annotations

import os
import platform

from gowizard.anonymity import anonymous
from gowizard.doctor.callers import agreement, callers_text
from gowizard.doctor.model import Finding
from gowizard.repair.diagnosis import Diagnosis
from gowizard.report import build_report
from gowizard.run import safe_text


def report_text(diagnosis: Diagnosis, command: str) -> str:
    """The whole report. Machine first, then each finding with its evidence."""
    host = diagnosis.scene.host
    rows = [f"{diagnosis.examination.checks} checks in {diagnosis.examination.seconds:.1f} s"]
    rows += [_finding_text(finding) for finding in diagnosis.findings] or ["nothing was found"]
    begin = build_report(None, command=command, host=host)
    text = begin + "\n## Findings\n" + "\n\n".join(rows) + "\n"
    text += "\n## Who finds which go\n" + "\n".join(callers_text(diagnosis.scene))
    text += f"\n{agreement(diagnosis.scene)}".rstrip() + "\n"
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
