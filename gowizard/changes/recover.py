"""Find a run, or an undo, that was killed, and finish it or take it back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from gowizard.cancellation import Cancel
from gowizard.changes.carry import Emit, can_carry_on, carry_on
from gowizard.changes.failures import told
from gowizard.changes.journal import Journal
from gowizard.changes.lock import held, is_held
from gowizard.changes.model import Effect
from gowizard.changes.revert import Kept
from gowizard.changes.runs import abandon, roll_back, taken_back, unfinished
from gowizard.changes.story import Stage, Story, tell
from gowizard.changes.undoing import finish_undo
from gowizard.dataclass import dataclass
from gowizard.errors import GowizardError
from gowizard.locales import _


@dataclass(frozen=True, kw_only=True)
class InterruptedRun:
    """A run that did not end. `answers` is its gowizard.toml text, with which a front end can start again."""

    state: Path
    id: str
    title: str
    verb: str
    when: str  # ISO 8601
    answers: str
    can_continue: bool  # False also where only a download was under way: nothing was applied then
    stage: Stage
    made: tuple[Effect, ...] = ()  # what taking it back reverts
    ahead: tuple[Effect, ...] = ()  # what going on would still make; nothing in the middle of an undo

    def go_on(self, emit: Emit) -> None:
        """Finish it. Raises GowizardError where that is not possible; after a failure it is rolled back."""
        with self._journal() as (journal, story):
            if story.stage is Stage.UNDOING:
                finish_undo(journal, emit)
                return
            if story.stage is not Stage.APPLYING or not can_carry_on(story):
                raise GowizardError(
                    _("“{title}” cannot be continued").format(title=self.title),
                    _("It had not begun to change anything, or something it needs was changed since."),
                    _("Roll it back, and start again."),
                )
            try:
                carry_on(journal, emit, Cancel())
            except BaseException as error:
                raise taken_back(journal, emit, error) from error

    def roll_back(self, emit: Emit) -> tuple[Kept, ...]:
        """Take it back, and an undo to its end; returns what was kept because it changed since."""
        with self._journal() as (journal, story):
            match story.stage:
                case Stage.STAGING:
                    abandon(journal)
                    return ()
                case Stage.UNDOING:
                    return finish_undo(journal, emit).kept
            return roll_back(journal, emit)

    @contextmanager
    def _journal(self) -> Iterator[tuple[Journal, Story]]:
        """The journal, read again under the lock. Raises Busy."""
        with told(_("The journal cannot be read")), held(self.state, self.title):
            journal = Journal.read(self.state / "journal" / self.id)
            if journal is None or (story := tell(journal)).stage.ended:
                raise GowizardError(_("That run has been settled already"))
            yield journal, story


def interrupted(state: Path) -> InterruptedRun | None:
    """The run that did not end, None where there is none or where it is running right now.

    Raises GowizardError where the journal cannot be read.
    """
    found = unfinished(state)
    if found is None or is_held(state):
        return None
    with told(_("The journal cannot be read")):
        journal = Journal.read(found.folder)
    if journal is None:
        return None
    story = tell(journal)
    if story.stage.ended:  # it ended between the two looks
        return None
    return InterruptedRun(
        state=state,
        id=story.opened.id,
        title=story.opened.title,
        verb=story.opened.verb,
        when=story.opened.when,
        answers=story.opened.answers,
        can_continue=story.stage is Stage.UNDOING or (story.stage is Stage.APPLYING and can_carry_on(story)),
        stage=story.stage,
        made=story.to_revert,
        ahead=story.to_make if story.stage is Stage.APPLYING else (),
    )
