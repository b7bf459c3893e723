"""The repair itself: one run of the journal, looked at again afterwards, until nothing more can be mended.

Faults hide each other. What comes to light when the first are mended joins the same run, so that one undo takes
everything back.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from gowizard import changes, install, toolchain
from gowizard.answers import Answers
from gowizard.cancellation import Cancel
from gowizard.changes import Change, PlaceTree, Run
from gowizard.changes.events import ApplyEvent
from gowizard.doctor.examining import CheckFinished
from gowizard.doctor.model import Finding
from gowizard.errors import GowizardError
from gowizard.host import room
from gowizard.locales import _
from gowizard.repair.diagnosis import Diagnosis, Question, diagnose
from gowizard.repair.treatment import Fetch, Treatment, prepare, preselected
from gowizard.toolchain import Staged
from gowizard.toolchain.events import StageEvent

_ROUNDS = 4
_OF_TERMINAL = frozenset({"session-value", "session-old"})


@dataclass(frozen=True)
class LookingAgain:
    """The changes are made; the machine is examined anew."""


Event = ApplyEvent | StageEvent | CheckFinished | LookingAgain


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What the repair came to. `run` is "" where nothing was changed; `notes` say what was left out."""

    before: Diagnosis
    after: Diagnosis
    applied: tuple[Change, ...] = ()
    run: str = ""
    notes: tuple[str, ...] = ()
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
            finding for finding in self.after.findings if finding.key not in known and finding.id not in _OF_TERMINAL
        )


def carry_out(
    treatment: Treatment,
    question: Question,
    answers: Answers,
    emit: Callable[[Event], None],
    cancel: Cancel,
    *,
    agree: Callable[[Treatment], bool] = lambda treatment: True,
    wait: float = 0.0,
    on_wait: Callable[[str], None] | None = None,
) -> Outcome:
    """Make the changes and look again.

    `agree` is asked before what came to light is mended too, in the same run. Raises GowizardError or Cancelled with
    everything taken back.
    """
    before = after = treatment.diagnosis
    host = before.scene.host
    if not treatment.changes:
        return Outcome(before=before, after=after, treatment=treatment, notes=treatment.notes)
    applied: list[Change] = []
    notes = list(treatment.notes)
    declined = {finding.key for finding in preselected(before)} - treatment.asked
    tried = {finding.key for finding in treatment.chosen} | declined
    with changes.open_run(
        host.dirs.state, title=_("Repair Go on this account"), verb="repair", wait=wait, on_wait=on_wait
    ) as run:
        for _round in range(_ROUNDS):
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
            after = diagnose(question, emit, cancel)
            if question.only or question.client is None:
                break
            more = tuple(finding for finding in preselected(after) if finding.key not in tried)
            tried |= {finding.key for finding in more}
            treatment = prepare(after, more, answers, question.client, cancel)
            notes += treatment.notes
            if not treatment.changes or not agree(treatment):
                break
        return Outcome(
            before=before, after=after, applied=tuple(applied), run=run.id, notes=tuple(notes), treatment=treatment
        )


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
