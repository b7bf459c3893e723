"""What is wrong here, on the machine as it is at this moment."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable

from gowizard import net
from gowizard.cancellation import Cancel
from gowizard.dataclass import dataclass, replace
from gowizard.doctor.check import Check
from gowizard.doctor.checks import every_check
from gowizard.doctor.examining import CheckFinished, Examination, examine
from gowizard.doctor.model import Finding, Severity
from gowizard.doctor.scene import Scene
from gowizard.doctor.symptoms import entries_of
from gowizard.errors import UsageError
from gowizard.host import Host, Machine
from gowizard.locales import _

Emit = Callable[[CheckFinished], None]


@dataclass(frozen=True, kw_only=True)
class Question:
    """How to look: all that stays the same from one examination to the next.

    `detect` finds the facts of the machine anew. `only` holds ids of checks or findings, empty for all. `message` is
    what the user was told.
    """

    detect: Callable[[], Host]
    machine: Machine | None = None
    client: net.Client | None = None
    offline: bool = False
    only: tuple[str, ...] = ()
    message: str = ""


@dataclass(frozen=True, kw_only=True)
class Diagnosis:
    """What an examination found, and the scene it saw."""

    scene: Scene
    examination: Examination

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The findings, the worst first."""
        return self.examination.findings

    @property
    def worst(self) -> Severity | None:
        """The highest severity, None where nothing was found."""
        return self.examination.worst

    @property
    def healthy(self) -> bool:
        """Whether nothing was found above advice."""
        return self.worst is None or self.worst < Severity.HURTS


def diagnose(question: Question, emit: Emit = lambda event: None, cancel: Cancel | None = None) -> Diagnosis:
    """Look at the machine anew. Raises UsageError for an unknown id in `only`, Cancelled."""
    checks = _checks(question)
    scene = Scene(
        question.detect(),
        question.machine,
        client=question.client,
        cancel=cancel,
        offline=question.offline,
        message=question.message,
    )
    found = examine(scene, checks, emit)
    if question.only:
        found = replace(found, findings=tuple(_named(found.findings, question.only)))
    return Diagnosis(scene=scene, examination=found)


def named(findings: Iterable[Finding], names: Iterable[str]) -> tuple[Finding, ...]:
    """The findings that ids or keys name. Raises UsageError for a name that is neither, nor a check's."""
    names = tuple(names)
    findings = tuple(findings)
    _known(names, findings)
    return tuple(_named(findings, names))


def _named(findings: Iterable[Finding], names: tuple[str, ...]) -> Iterable[Finding]:
    ids = {id for name in names for id in _ids_behind(name)} | set(names)
    return (finding for finding in findings if finding.id in ids or finding.key in ids)


def _ids_behind(name: str) -> tuple[str, ...]:
    """Of a check: the ids of all its findings."""
    return next((check.ids for check in every_check() if check.id == name), (name,))


def _checks(question: Question) -> tuple[Check, ...]:
    """The checks that are wanted, those that a message leads to before the others."""
    checks = every_check()
    if question.only:
        _known(question.only, ())
        wanted = {name.partition(":")[0] for name in question.only}
        checks = tuple(check for check in checks if wanted.intersection(check.ids))
    entries = set(entries_of(question.message))
    return tuple(sorted(checks, key=lambda check: not entries.intersection(check.entries)))


def _known(names: Iterable[str], findings: Iterable[Finding]) -> None:
    known = sorted({id for check in every_check() for id in check.ids} | {finding.id for finding in findings})
    for name in names:
        id = name.partition(":")[0]
        if id in known:
            continue
        close = difflib.get_close_matches(id, known, 1)
        remedy = _("Did you mean “{name}”?").format(name=close[0]) if close else ""
        raise UsageError(
            _("No check and no finding is called “{name}”").format(name=name),
            "",
            remedy or _("Known: {names}.").format(names=_(", ").join(known)),
        )
