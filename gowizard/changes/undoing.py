"""Take back a run that is done."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from gowizard.changes.carry import Emit, TakenBack, take_back
from gowizard.changes.failures import Interrupted, told
from gowizard.changes.journal import Journal
from gowizard.changes.lock import held
from gowizard.changes.records import UndoBegun, Undone
from gowizard.changes.revert import Kept
from gowizard.changes.runs import journals, unfinished
from gowizard.changes.story import Stage, tell
from gowizard.changes.summaries import RunSummary, later_on, summary
from gowizard.dataclass import dataclass
from gowizard.errors import GowizardError
from gowizard.locales import _


@dataclass(frozen=True, kw_only=True)
class UndoReport:
    """How an undo ended. Where `later` names runs and nothing was reverted, those have to be undone first."""

    run: RunSummary | None  # None where there was nothing to undo
    reverted: tuple[str, ...] = ()  # titles of changes
    kept: tuple[Kept, ...] = ()
    later: tuple[RunSummary, ...] = ()
    stay: tuple[Path, ...] = ()  # folders made on the way to something, and used by others since


def _silent(event: object) -> None:
    pass


def undo(
    state: Path, run_id: str = "", *, emit: Emit = _silent, force: bool = False, wait: float = 0,
    on_wait: Callable[[str], None] | None = None,
) -> UndoReport:  # fmt: skip
    """Take back a run, or the latest one that is done and not undone.

    A run that later ones stand on is left alone, and they are named, unless `force`. Raises Busy,
    Interrupted, GowizardError for an unknown run or an unreadable journal. Killed in between it is found by
    `interrupted`.
    """
    if not journals(state):
        return _nothing(run_id)
    with told(_("The journal cannot be written")), held(state, _("Undo"), wait=wait, on_wait=on_wait):
        left = unfinished(state)
        if left is not None:
            opened = tell(left).opened
            raise Interrupted(opened.title, opened.when)
        found = choose(state, run_id)
        if found is None:
            return _nothing(run_id)
        later = later_on(found, journals(state)) if run_id else ()
        if later and not force:
            return UndoReport(run=summary(found), later=later)
        journal = Journal.read(found.folder)
        assert journal is not None
        journal.append(UndoBegun())
        ended = finish_undo(journal, emit)
        return UndoReport(run=summary(journal), reverted=ended.titles, kept=ended.kept, stay=ended.stay)


def choose(state: Path, run_id: str) -> Journal | None:
    """The run of an id, or the latest that is done; None where there is none.

    Raises GowizardError for an id that no run has.
    """
    for journal in journals(state):
        story = tell(journal)
        if story.opened.id == run_id or (not run_id and story.stage is Stage.COMMITTED):
            return journal
    if run_id:
        _nothing(run_id)
    return None


def _nothing(run_id: str) -> UndoReport:
    if run_id:
        raise GowizardError(
            _("There is no run {run}").format(run=run_id), "", _("See the runs with: {command}").format(
                command="gowizard history"
            )
        )  # fmt: skip
    return UndoReport(run=None)


def finish_undo(journal: Journal, emit: Emit) -> TakenBack:
    """Take back what is not back yet, and close the undo."""
    ended = take_back(journal, emit)
    journal.note(Undone(kept=tuple(item.path for item in ended.kept)))
    return ended
