"""What a pasted message means here: which of the findings produce it, or that none does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gowizard.doctor.symptoms import NO_FAULT, entries_of
from gowizard.locales import _
from gowizard.proof.causes import likely_cause

if TYPE_CHECKING:
    from gowizard.repair.diagnosis import Diagnosis


def about_message(message: str, diagnosis: Diagnosis) -> tuple[str, ...]:
    """Sentences about the message; none where nothing was pasted."""
    if not message.strip():
        return ()
    entries = entries_of(message)
    if not entries:
        return (_("gowizard does not know this message. This is what it found:"),)
    fitting = [finding for finding in diagnosis.findings if set(entries).intersection(finding.entry)]
    if fitting:
        return (_("What fits your message comes first."),)
    if NO_FAULT in entries:
        fine = _("Your installation is fine: this message is about the project, not about Go's setup.")
        command = "go mod init example.com/hello"
        return (fine, _("In the folder of your program, once: {command}").format(command=command))
    cause, _network = likely_cause(message.splitlines())
    usual = (_("It usually means: {cause}").format(cause=cause),) if cause else ()
    return (_("Nothing that was found here produces this message now."), *usual)
