"""What a journal's records come to: how far a run has come."""

from __future__ import annotations

from enum import Enum
from pathlib import Path

from gowizard.changes import records
from gowizard.changes.journal import Journal
from gowizard.changes.model import Change, Effect, MakeFolder
from gowizard.changes.records import EffectDone, RunOpened, StagingListed, There
from gowizard.dataclass import dataclass, field


class Stage(Enum):
    """Where a run stands."""

    STAGING = "staging"  # nothing applied; listed folders may be there
    APPLYING = "applying"
    COMMITTED = "done"
    ROLLING_BACK = "rolling back"
    ROLLED_BACK = "rolled back"
    UNDOING = "undoing"
    UNDONE = "undone"

    @property
    def ended(self) -> bool:
        """Whether nothing is left to finish."""
        return self in {Stage.COMMITTED, Stage.ROLLED_BACK, Stage.UNDONE}


@dataclass
class Story:
    """The records, sorted by what they mean."""

    opened: RunOpened
    stage: Stage = Stage.STAGING
    staging: list[StagingListed] = field(default_factory=list)
    changes: tuple[Change, ...] = ()
    found: set[int] = field(default_factory=set)
    there: dict[int, There] = field(default_factory=dict)
    done: dict[int, EffectDone] = field(default_factory=dict)
    merged: dict[int, str] = field(default_factory=dict)
    reverted: set[int] = field(default_factory=set)
    kept: tuple[Path, ...] = ()

    @property
    def effects(self) -> tuple[Effect, ...]:
        """The effects of all changes; their places are the numbers in the records."""
        return tuple(effect for change in self.changes for effect in change.effects)

    @property
    def to_make(self) -> tuple[Effect, ...]:
        """The effects that are not made yet."""
        return tuple(e for n, e in enumerate(self.effects) if n not in self.found and n not in self.done)

    @property
    def to_revert(self) -> tuple[Effect, ...]:
        """The effects that were made or begun and are not taken back, the last one first."""
        pending = [e for n, e in enumerate(self.effects) if n in self.there and n not in self.reverted]
        return tuple(reversed(pending))

    @property
    def folders(self) -> tuple[Path, ...]:
        """Every folder the run had to make on its way, innermost first."""
        made = {folder for staging in self.staging for folder in staging.missing}
        made |= {folder for there in self.there.values() for folder in there.missing}
        return tuple(sorted(made | self.asked_folders, key=lambda path: len(path.parts), reverse=True))

    @property
    def asked_folders(self) -> set[Path]:
        """Every folder the run was asked for and made."""
        return {
            effect.path
            for number, effect in enumerate(self.effects)
            if isinstance(effect, MakeFolder) and number in self.there
        }


def tell(journal: Journal) -> Story:
    """Fold the records of a journal."""
    opened = journal.records[0]
    assert isinstance(opened, RunOpened)
    story = Story(opened)
    for record in journal.records[1:]:
        _fold(story, record)
    return story


def _fold(story: Story, record: records.Record) -> None:
    match record:
        case records.StagingListed():
            story.staging.append(record)
        case records.ApplyBegun(changes=changes):
            story.stage, story.changes = Stage.APPLYING, changes
        case records.EffectFound(number=number):
            story.found.add(number)
        case records.EffectIntended(number=number, there=there):
            story.there[number] = there
        case records.EffectDone(number=number):
            story.done[number] = record
        case records.Committed():
            story.stage = Stage.COMMITTED
        case records.RollBackBegun():
            story.stage = Stage.ROLLING_BACK
        case records.UndoBegun():
            story.stage = Stage.UNDOING
        case records.MergeIntended(number=number, sha256=sha256):
            story.merged[number] = sha256
        case records.EffectReverted(number=number):
            story.reverted.add(number)
        case records.RollBackEnded(kept=kept):
            story.stage, story.kept = Stage.ROLLED_BACK, kept
        case records.Undone(kept=kept):
            story.stage, story.kept = Stage.UNDONE, kept
