"""One run over the machine: the lock, the journal, staging, apply; whatever fails is taken back."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import ExitStack, suppress
from datetime import datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Self

from gowizard.cancellation import Cancel
from gowizard.changes.carry import Emit, carry_on, remove_staging, take_back
from gowizard.changes.events import RolledBack
from gowizard.changes.failures import Interrupted, failure, told
from gowizard.changes.files import missing_folders
from gowizard.changes.journal import Journal
from gowizard.changes.lock import held
from gowizard.changes.model import Change
from gowizard.changes.records import (
    FORMAT,
    ApplyBegun,
    RollBackBegun,
    RollBackEnded,
    RunOpened,
    StagingListed,
)
from gowizard.changes.revert import Kept
from gowizard.changes.story import Stage, tell
from gowizard.errors import GowizardError
from gowizard.locales import _, sentences

_FORGET = timedelta(days=30)


def journals(state: Path) -> list[Journal]:
    """Every journal of a state folder without its bytes, the newest run first; none where nothing was done.

    Raises GowizardError for a journal that a newer gowizard wrote or that is damaged.
    """
    with told(_("The journal cannot be read")):
        if not (state / "journal").is_dir():
            return []
        found = [
            journal
            for folder in (state / "journal").iterdir()
            if folder.is_dir() and (journal := Journal.read(folder, whole=False)) is not None
        ]
    return sorted(found, key=lambda journal: tell(journal).opened.number, reverse=True)


def unfinished(state: Path) -> Journal | None:
    """The journal of a run, or of an undo, that did not end."""
    return next((journal for journal in journals(state) if not tell(journal).stage.ended), None)


def open_run(
    state: Path, *, title: str, verb: str, answers: str = "", wait: float = 0,
    on_wait: Callable[[str], None] | None = None,
) -> Run:  # fmt: skip
    """A new run that holds the lock until its block is left.

    Waits up to `wait` seconds for another gowizard, telling `on_wait` who that is. Raises Busy, Interrupted
    where an earlier run did not end, GowizardError where the journal cannot be written.
    """
    with told(_("The journal cannot be written")), ExitStack() as stack:
        stack.enter_context(held(state, title, wait=wait, on_wait=on_wait))
        left = unfinished(state)
        if left is not None:
            opened = tell(left).opened
            raise Interrupted(opened.title, opened.when)
        _tidy(state)
        earlier = journals(state)
        stamp = time.strftime("%Y%m%d-%H%M%S")
        names = [stamp, *(f"{stamp}-{count}" for count in range(2, 1000))]
        run_id = next(name for name in names if not (state / "journal" / name).exists())
        opened = RunOpened(
            format=FORMAT,
            id=run_id,
            number=1 + max((tell(item).opened.number for item in earlier), default=0),
            title=title,
            verb=verb,
            when=datetime.now().astimezone().isoformat(timespec="seconds"),
            answers=answers,
        )
        journal = Journal.create(state / "journal" / run_id, opened)
        return Run(journal, run_id, stack.pop_all())


def _tidy(state: Path) -> None:
    """Forget runs of which nothing is left: never begun, or rolled back a month ago; and what ended runs staged."""
    if not (state / "journal").is_dir():
        return
    for folder in (state / "journal").iterdir():
        journal = Journal.read(folder, whole=False)
        if journal is None:
            Journal(folder).delete()
            continue
        story = tell(journal)
        if story.stage is Stage.COMMITTED:  # killed while it staged more after its first changes
            remove_staging(story)
        with suppress(ValueError):
            age = datetime.now().astimezone() - datetime.fromisoformat(story.opened.when)
            if story.stage is Stage.ROLLED_BACK and not story.kept and age > _FORGET:
                journal.delete()


class Run:
    """Use as a context manager. Leaving the block without `apply` removes what was staged, and the run."""

    def __init__(self, journal: Journal, run_id: str, lock: ExitStack) -> None:
        self._journal = journal
        self._lock = lock
        self._applied = False
        self.id = run_id

    def list_staging(self, path: Path) -> None:
        """Name a folder that is about to be made and filled, so that it goes when the run does."""
        with told(_("The journal cannot be written")):
            self._journal.append(StagingListed(path=path, missing=missing_folders(path)))

    def apply(self, changes: tuple[Change, ...], emit: Emit, cancel: Cancel) -> None:
        """Make all changes, or none of them. Called again, more changes join the run: they stand or fall together.

        Raises GowizardError with the cause, or Cancelled, after what was done has been taken back; RolledBack
        was emitted then. What could not be taken back is named there.
        """
        self._applied = True
        try:
            self._journal.reserve()
            earlier = tell(self._journal).changes
            self._journal.append(ApplyBegun(changes=earlier + changes))
            carry_on(self._journal, emit, cancel, after=len(earlier))
        except BaseException as error:
            raise taken_back(self._journal, emit, error) from error

    def close(self) -> None:
        """Give the lock back; a run that never applied anything leaves nothing behind."""
        with self._lock:
            if self._applied:
                return
            self._applied = True
            abandon(self._journal)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def abandon(journal: Journal) -> None:
    """Remove what a run staged and its journal; nothing of it was applied."""
    story = tell(journal)
    remove_staging(story)
    for folder in story.folders:
        with suppress(OSError):
            folder.rmdir()
    with suppress(OSError):
        journal.delete()


def roll_back(journal: Journal, emit: Emit) -> tuple[Kept, ...]:
    """Take a run back and close it. Returns what was kept."""
    if tell(journal).stage is not Stage.ROLLING_BACK:
        journal.note(RollBackBegun())
    kept = take_back(journal, emit).kept
    journal.note(RollBackEnded(kept=tuple(item.path for item in kept)))
    emit(RolledBack(tuple(str(item.path) for item in kept)))
    return kept


def taken_back(journal: Journal, emit: Emit, error: BaseException) -> BaseException:
    """Take a run back because of an error; returns what to raise, which tells the user how that went."""
    if tell(journal).stage is Stage.COMMITTED:
        return error
    kept = roll_back(journal, emit)
    told_error = failure(error) if isinstance(error, OSError) else error
    if isinstance(told_error, GowizardError):
        said = _("What this run had changed was taken back.")
        if kept:
            said = sentences(said, _("Except: {paths}.").format(paths=_(", ").join(str(item.path) for item in kept)))
        told_error.cause = "\n".join(part for part in (told_error.cause, said) if part)
    return told_error
