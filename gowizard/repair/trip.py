"""The repair itself: one run of the journal, looked at again afterwards, until nothing more can be mended.

Faults hide each other. What comes to light when the first are mended joins the same run, so that one undo takes
everything back.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from gowizard import changes, install, toolchain
from gowizard.answers import Answers
from gowizard.cancellation import Cancel
from gowizard.changes import Change, PlaceTree, Run
from gowizard.changes.events import ApplyEvent
from gowizard.dataclass import dataclass, replace
from gowizard.doctor.examining import CheckFinished
from gowizard.doctor.model import Finding, Severity
from gowizard.errors import GowizardError
from gowizard.host import room
from gowizard.locales import _
from gowizard.repair.diagnosis import Diagnosis, Question, diagnose
from gowizard.repair.treatment import Fetch, Treatment, prepare, preselected
from gowizard.toolchain import Staged
from gowizard.toolchain.events import StageEvent

ROUNDS = 4

@dataclass(frozen=True)
class LookingAgain:
    """The changes are made; the machine is examined anew."""


Event = ApplyEvent | StageEvent | CheckFinished | LookingAgain


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What the repair came to. `run` is "" where nothing was changed; `notes` say what was left out.

    `later` came to light when the first faults were mended, and was mended in the same run.
    """

    before: Diagnosis
    after: Diagnosis
    applied: tuple[Change, ...] = ()
    run: str = ""
    notes: tuple[str, ...] = ()
    later: tuple[Finding, ...] = ()
    treatment: Treatment

    @property
    def repaired(self) -> tuple[Finding, ...]:
        """What was found before and is gone, what only came to light in between left out."""
        left = self.after.examination.keyed()
        return tuple(finding for finding in self.before.findings if finding.key not in left)

    @property
    def still(self) -> tuple[Finding, ...]:
        """What was found before and is found now."""
        known = self.before.examination.keyed()
        return tuple(finding for finding in self.after.findings if finding.key in known)

    @property
    def new(self) -> tuple[Finding, ...]:
        """What was not found before, without what this terminal was given then and keeps until it is closed."""
        known = self.before.examination.keyed()
        return tuple(
            finding for finding in self.after.findings if finding.key not in known and not finding.terminal
        )

    @property
    def in_this_terminal(self) -> tuple[Finding, ...]:
        """What only this terminal still holds, which was opened before the repair."""
        return tuple(finding for finding in self.after.findings if finding.terminal) if self.run else ()


def carry_out(
    treatment: Treatment,
    question: Question,
    answers: Answers,
    emit: Callable[[Event], None],
    cancel: Cancel,
    *,
    agree: Callable[[Treatment], bool] = lambda treatment: True,
    rounds: int = ROUNDS,
    wait: float = 0.0,
    on_wait: Callable[[str], None] | None = None,
) -> Outcome:
    """Make the changes and look again.

    `agree` is asked before what came to light is mended too, in the same run; there are at most so many `rounds`.
    Raises GowizardError or Cancelled with everything taken back.
    """
    before = after = treatment.diagnosis
    host = before.scene.host
    if not treatment.changes:
        return Outcome(before=before, after=after, treatment=treatment, notes=treatment.notes)
    applied: list[Change] = []
    notes = list(treatment.notes)
    declined = {finding.key for finding in preselected(before)} - treatment.asked
    tried = {_told(finding) for finding in treatment.chosen}
    later: list[Finding] = []
    with changes.open_run(
        host.dirs.state, title=_("Repair Go on this account"), verb="repair", wait=wait, on_wait=on_wait
    ) as run:
        for number in range(1, rounds + 1):
            try:
                ready = _staged(run, treatment, question, emit, cancel)
            except GowizardError as error:
                if not applied:
                    raise
                notes.append(str(error))  # what was mended so far stands
                break
            run.apply(ready, emit, cancel)
            applied += ready
            emit(LookingAgain())
            after = _in_old_terminal(diagnose(question, emit, cancel))
            if number == rounds or question.only or question.client is None:
                break
            fresh = (finding for finding in preselected(after) if _told(finding) not in tried)
            more = tuple(finding for finding in fresh if finding.key not in declined)
            tried |= {_told(finding) for finding in more}
            treatment = prepare(after, more, answers, question.client, cancel)
            notes += treatment.notes
            if not treatment.changes or not agree(treatment):
                break
            later += treatment.chosen
        return Outcome(
            before=before,
            after=after,
            applied=tuple(applied),
            run=run.id,
            notes=tuple(notes),
            later=tuple(later),
            treatment=treatment,
        )


def _in_old_terminal(found: Diagnosis) -> Diagnosis:
    """What a terminal holds that was opened before the repair is advice: new ones are right, and no file reaches it."""
    findings = (replace(one, severity=Severity.ADVICE) if one.terminal else one for one in found.findings)
    ordered = tuple(sorted(findings, key=lambda finding: -finding.severity))
    return replace(found, examination=replace(found.examination, findings=ordered))


def _told(finding: Finding) -> tuple[object, ...]:
    """What tells a finding from one that only has the same key: behind one fault of a file lies another."""
    return (finding.key, finding.title, finding.evidence)


def _staged(
    run: Run, treatment: Treatment, question: Question, emit: Callable[[Event], None], cancel: Cancel
) -> tuple[Change, ...]:
    """The changes with the facts of their trees, which are fetched, verified and unpacked beside their places now."""
    staged = {fetch.destination: _stage(run, fetch, treatment, question, emit, cancel) for fetch in treatment.fetches}
    return tuple(_filled(change, staged) for change in treatment.changes)


def _stage(
    run: Run,
    fetch: Fetch,
    treatment: Treatment,
    question: Question,
    emit: Callable[[Event], None],
    cancel: Cancel,
) -> Staged:
    host, archive, parent = treatment.diagnosis.scene.host, fetch.archive, fetch.destination.parent
    client = question.client or install.network(host)
    toolchain.check_room(room(parent), archive)
    run.list_staging(toolchain.staging_path(parent, archive.version.name))
    return toolchain.stage(
        archive, parent=parent, cache=host.dirs.cache, client=client, emit=emit, cancel=cancel
    )


def _filled(change: Change, staged: Mapping[Path, Staged]) -> Change:
    effects = tuple(
        replace(effect, staged=tree.path, size=tree.size, files=tree.files, fingerprint=tree.fingerprint)
        if isinstance(effect, PlaceTree) and (tree := staged.get(effect.destination)) is not None
        else effect
        for effect in change.effects
    )
    return replace(change, effects=effects)
