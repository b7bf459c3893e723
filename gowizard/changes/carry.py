"""Carry a run on to its end, or take it back to its beginning; both may be killed and called again."""

from __future__ import annotations

import errno
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

from gowizard.cancellation import Cancel
from gowizard.changes.events import ApplyEvent, ChangeFinished, ChangeReverted, ChangeStarted
from gowizard.changes.failures import reason
from gowizard.changes.files import sync_folder
from gowizard.changes.journal import Journal
from gowizard.changes.model import Effect, Move, PlaceTree
from gowizard.changes.perform import perform, target
from gowizard.changes.records import Committed, EffectReverted, There
from gowizard.changes.revert import Kept, revert
from gowizard.changes.standing import Standing, standing
from gowizard.changes.story import Stage, Story, tell
from gowizard.changes.trees import remove_tree, tree_fingerprint
from gowizard.dataclass import dataclass
from gowizard.errors import GowizardError
from gowizard.locales import _

Emit = Callable[[ApplyEvent], None]


def carry_on(journal: Journal, emit: Emit, cancel: Cancel, *, after: int = 0) -> None:
    """Make every effect that is not made yet, then commit; the first `after` changes are made and not told again.

    Raises Cancelled between two effects, GowizardError or OSError from one.
    """
    story = tell(journal)
    number = 0
    total = len(story.changes) - after
    for index, change in enumerate(story.changes, 1 - after):
        if index > 0:
            emit(ChangeStarted(change.id, change.title, index, total))
        for effect in change.effects:
            cancel.check()
            if number not in story.found and number not in story.done:
                perform(journal, story.opened.id, number, effect, story.there.get(number))
            number += 1
        if index > 0:
            emit(ChangeFinished(change.id, change.title, index, total))
    cancel.check()
    remove_staging(story)
    journal.release()
    journal.append(Committed())


def can_carry_on(story: Story) -> bool:
    """Whether every effect that is not made yet still can be made."""
    touched: set[Path] = set()
    for number, effect in enumerate(story.effects):
        if number in story.found or number in story.done:
            continue
        path = target(effect)
        if not touched.intersection((path, *path.parents)) and not _possible(effect, story.there.get(number)):
            return False
        touched |= {path, effect.source} if isinstance(effect, Move) else {path}
    return True


def _possible(effect: Effect, there: There | None) -> bool:
    try:
        state = standing(effect, there)
        if state is Standing.BEFORE and isinstance(effect, PlaceTree) and effect.fingerprint:
            return tree_fingerprint(effect.staged) == effect.fingerprint
    except (GowizardError, OSError):
        return False
    return True


@dataclass(frozen=True, kw_only=True)
class TakenBack:
    """How taking back ended."""

    kept: tuple[Kept, ...]
    titles: tuple[str, ...]  # of the changes that were reverted whole
    stay: tuple[Path, ...]  # folders made on the way that others use by now


def take_back(journal: Journal, emit: Emit) -> TakenBack:
    """Revert every effect, the last first, then the folders made for them."""
    journal.release()
    story = tell(journal)
    kept: list[Kept] = []
    titles: list[str] = []
    number = len(story.effects)
    for change in reversed(story.changes):
        acted, whole = False, True
        for effect in reversed(change.effects):
            number -= 1
            there = story.there.get(number)
            if there is None or number in story.reverted:
                continue
            acted = True
            left = revert(journal, story, number, effect, there)
            _remove_empty(
                [*there.missing, *([target(effect)] if target(effect) in story.asked_folders else [])]
            )
            if left is None:
                journal.note(EffectReverted(number=number))
            else:
                whole = False
                kept.append(left)
        if acted and whole:
            titles.append(change.title)
            emit(ChangeReverted(change.id, change.title))
    if story.stage is not Stage.UNDOING:
        remove_staging(story)
    asked = story.asked_folders
    full = _remove_empty(story.folders)
    kept += [Kept(path=folder, reason=cause) for folder, cause in full if folder in asked]
    stay = tuple(folder for folder, _cause in full if folder not in asked)
    return TakenBack(kept=tuple(kept), titles=tuple(titles), stay=stay)


def _remove_empty(folders: Iterable[Path]) -> list[tuple[Path, str]]:
    """Remove folders that are empty, innermost first; return the others, each with the reason."""
    full: list[tuple[Path, str]] = []
    for folder in sorted(folders, key=lambda path: len(path.parts), reverse=True):
        try:
            folder.rmdir()
            sync_folder(folder.parent)
        except (FileNotFoundError, NotADirectoryError):
            continue  # gone, or its owner put a link there
        except OSError as error:
            empty = error.errno not in {errno.ENOTEMPTY, errno.EEXIST}
            full.append((folder, reason(error)[0] if empty else _("The folder is not empty.")))
    return full


def remove_staging(story: Story) -> None:
    """Remove what was unpacked and not placed. What cannot be removed stays, named in the journal."""
    for staging in story.staging:
        with suppress(OSError):
            remove_tree(staging.path)
