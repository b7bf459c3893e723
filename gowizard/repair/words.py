"""What is said about findings, by every face alike. All text from outside passes through `clean`."""

from __future__ import annotations

from collections.abc import Sequence

from gowizard.doctor.model import Finding, Likelihood, Severity
from gowizard.doctor.scene import Scene
from gowizard.doctor.symptoms import NO_FAULT, entries_of
from gowizard.folders import with_tilde
from gowizard.locales import N_, _, ngettext, sentences
from gowizard.proof.causes import likely_cause
from gowizard.redact import redacted
from gowizard.run import safe_text

_LIKELY = {Likelihood.LIKELY: N_("This is likely."), Likelihood.POSSIBLE: N_("This is a guess.")}


def clean(text: str) -> str:
    """Text from outside, without secrets and without control characters."""
    return redacted(safe_text(text))


def shorter(text: str, home: str) -> str:
    """The text as it may be shown, with ~ for the home folder."""
    return with_tilde(clean(text), home)


def explained(finding: Finding, home: str) -> str:
    """The explanation, with how sure it is."""
    likely = _(_LIKELY[finding.likelihood]) if finding.likelihood in _LIKELY else ""
    return sentences(likely, shorter(finding.explanation, home))


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
    place = shorter(str(go.binary), str(scene.home))
    if not go.version:
        return _("Go works here: {place}.").format(place=place)
    return _("Go {number} works here: {place}.").format(number=go.version.removeprefix("go"), place=place)


def about_message(message: str, findings: Sequence[Finding]) -> tuple[str, ...]:
    """Sentences about a message that was pasted; none where nothing was."""
    if not message.strip():
        return ()
    entries = entries_of(message)
    if not entries:
        return (_("gowizard does not know this message. This is what it found:"),)
    if any(set(entries).intersection(finding.entry) for finding in findings):
        return (_("What fits your message comes first."),)
    if NO_FAULT in entries:
        fine = _("Your installation is fine: this message is about the project, not about Go's setup.")
        command = "go mod init example.com/hello"
        return (fine, _("In the folder of your program, once: {command}").format(command=command))
    cause, _network = likely_cause(message.splitlines())
    if not cause and 1 in entries:  # `go` is not found, but it is found here
        cause = _("where it was printed, PATH is another one: an older window, sudo, cron, make, a container.")
    usual = (_("It usually means: {cause}").format(cause=cause),) if cause else ()
    return (_("Nothing that was found here produces this message now."), *usual)


def fitting_first(findings: Sequence[Finding], message: str) -> tuple[Finding, ...]:
    """The findings, those that produce the message before the others."""
    entries = set(entries_of(message))
    return tuple(sorted(findings, key=lambda finding: not entries.intersection(finding.entry)))
