"""Runs checks side by side. Each has its own time, and none can take the others down."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Sequence

from gowizard.dataclass import dataclass, replace
from gowizard.doctor.check import Check
from gowizard.doctor.model import Evidence, Finding, Likelihood, Severity
from gowizard.doctor.scene import Scene
from gowizard.locales import _
from gowizard.log import logger

_TICK = 0.02
_SHARED = 125.0  # seconds for the facts that checks share: a first build on a slow machine
_LONGEST = 2000  # characters of a title, or of a piece of evidence
_NETWORK = 5.0  # seconds for all network checks together where nothing answers, once it is known where to ask


@dataclass(frozen=True)
class CheckFinished:
    """A check is through; `findings` is what it found."""

    check: Check
    findings: tuple[Finding, ...]


Emit = Callable[[CheckFinished], None]


@dataclass(frozen=True, kw_only=True)
class Examination:
    """What was found, the worst first; `seconds` is how long it took."""

    findings: tuple[Finding, ...]
    checks: int
    seconds: float

    @property
    def worst(self) -> Severity | None:
        """The highest severity, None where nothing was found."""
        return max((finding.severity for finding in self.findings), default=None)

    def keyed(self) -> dict[str, Finding]:
        """Each finding by its key."""
        return {finding.key: finding for finding in self.findings}


def examine(scene: Scene, checks: Sequence[Check], emit: Emit = lambda event: None) -> Examination:
    """Run the checks that apply to this system. Raises Cancelled; nothing else."""
    begin = time.monotonic()
    mine = [
        check
        for check in checks
        if scene.host.system.os in check.systems and not (check.network and scene.offline)
    ]
    network = [_Task(scene, check) for check in mine if check.network]
    _together(scene, scene.prefetch(), _SHARED)
    deadline = time.monotonic() + _NETWORK  # they, too, had to wait for what the shells set
    local = [_Task(scene, check) for check in mine if not check.network]
    found: list[Finding] = []
    for task in (*local, *network):
        limit = task.check.seconds if not task.check.network else max(deadline - time.monotonic(), 0.1)
        findings = task.findings(limit)
        found += findings
        emit(CheckFinished(task.check, findings))
    return Examination(
        findings=tuple(sorted(_deepest(found), key=lambda finding: -finding.severity)),
        checks=len(mine),
        seconds=time.monotonic() - begin,
    )


def _deepest(findings: Iterable[Finding]) -> list[Finding]:
    """Without symptoms whose cause was found, and each key once."""
    found = list({finding.key: finding for finding in findings}.values())
    causes = [finding for finding in found if not finding.symptom]
    left = [finding for finding in found if not finding.symptom or not _explained(finding, causes)]
    return [finding for finding in left if not _follows(finding, left)]


def _follows(finding: Finding, others: Iterable[Finding]) -> bool:
    """Whether it is a symptom of another one that is itself only a symptom, and not the other way round as well."""
    nearer = (other for other in others if other.symptom and not set(finding.entry).intersection(other.explained_by))
    return bool(finding.symptom and finding.explained_by) and _explained(finding, nearer)


def _explained(symptom: Finding, causes: Iterable[Finding]) -> bool:
    if symptom.explained_by:
        hurting = (cause for cause in causes if cause.severity > Severity.ADVICE and not cause.hides_nothing)
        return any(set(cause.entry).intersection(symptom.explained_by) for cause in hurting)
    return any(cause.severity is Severity.BLOCKS for cause in causes)


def _together(scene: Scene, finds: Iterable[Callable[[], object]], seconds: float) -> None:
    threads = [threading.Thread(target=_quietly, args=(find,), daemon=True) for find in finds]
    for thread in threads:
        thread.start()
    deadline = time.monotonic() + seconds
    for thread in threads:
        while thread.is_alive() and time.monotonic() < deadline:
            scene.cancel.check()
            thread.join(_TICK)


def _quietly(find: Callable[[], object]) -> None:
    try:
        find()
    except Exception as error:  # the check that needs the fact will tell
        logger.debug("prefetch", exc_info=error)


class _Task:
    """A check on a thread of its own."""

    def __init__(self, scene: Scene, check: Check) -> None:
        self.check = check
        self._scene = scene
        self._found: tuple[Finding, ...] | None = None
        self._thread = threading.Thread(target=self._run, daemon=True, name=check.id)
        self._thread.start()

    def _run(self) -> None:
        try:
            self._found = tuple(map(_bounded, self.check.look(self._scene)))
        except Exception as error:
            logger.error("check %s", self.check.id, exc_info=error)
            self._found = (_crashed(self.check, error),)

    def findings(self, seconds: float) -> tuple[Finding, ...]:
        """What it found, waited for so long; a finding of its own where it is not through by then."""
        deadline = time.monotonic() + seconds
        while self._thread.is_alive() and time.monotonic() < deadline:
            self._scene.cancel.check()
            self._thread.join(_TICK)
        return self._found if self._found is not None else (_overdue(self.check, seconds),)


def _bounded(finding: Finding) -> Finding:
    """No text from outside fills the screen: a line of a file may be as long as it likes."""
    seen = (replace(one, where=_cut(one.where), what=_cut(one.what)) for one in finding.evidence)
    return replace(finding, title=_cut(finding.title), affects=_cut(finding.affects), evidence=tuple(seen))


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"


def _crashed(check: Check, error: Exception) -> Finding:
    return Finding(
        id="check-crashed",
        about=check.id,
        entry=check.entries,
        severity=Severity.HURTS,
        title=_("The check “{check}” could not be carried out").format(check=check.id),
        evidence=(Evidence(where=check.id, what=f"{type(error).__name__}: {error}"),),
        explanation=_("This is a fault of gowizard's own, or of a file it could not understand. The others went on."),
    )


def _overdue(check: Check, seconds: float) -> Finding:
    return Finding(
        id="check-overdue",
        about=check.id,
        entry=check.entries,
        severity=Severity.ADVICE,
        likelihood=Likelihood.POSSIBLE,
        title=_("The check “{check}” was not through in time").format(check=check.id),
        evidence=(Evidence(where=check.id, what=_("no answer within {seconds:.1f} seconds").format(seconds=seconds)),),
    )
