"""Effects as data, the journal, apply, recover, undo: the only package that changes the user's machine.

`observe` makes effects, `preview` shows them, `runs` applies them through the `journal` (whose `records` the
`story` folds), `perform` and `revert` do and undo a single one, `carry` walks over all of a run, `recover`
and `undo` are the ways back.
"""

from gowizard.changes.events import ApplyEvent, ChangeFinished, ChangeReverted, ChangeStarted, RolledBack
from gowizard.changes.failures import Busy, ChangedSince, Interrupted
from gowizard.changes.history import RunSummary, history
from gowizard.changes.model import (
    Change,
    Effect,
    MakeFolder,
    ManualStep,
    Move,
    PlaceTree,
    RegistryValue,
    RemoveFile,
    Seen,
    SetLink,
    SetMode,
    SetRegistryValue,
    WriteFile,
)
from gowizard.changes.observe import remove_file, see, set_link, set_mode, write_file
from gowizard.changes.preview import Preview, preview
from gowizard.changes.recover import InterruptedRun, interrupted
from gowizard.changes.revert import Kept
from gowizard.changes.runs import Run, open_run
from gowizard.changes.story import Stage
from gowizard.changes.trees import tree_fingerprint
from gowizard.changes.undo import UndoReport, undo
from gowizard.changes.undo_preview import undo_preview

__all__ = [
    "ApplyEvent",
    "Busy",
    "Change",
    "ChangeFinished",
    "ChangeReverted",
    "ChangeStarted",
    "ChangedSince",
    "Effect",
    "Interrupted",
    "InterruptedRun",
    "Kept",
    "MakeFolder",
    "ManualStep",
    "Move",
    "PlaceTree",
    "Preview",
    "RegistryValue",
    "RemoveFile",
    "RolledBack",
    "Run",
    "RunSummary",
    "Seen",
    "SetLink",
    "SetMode",
    "SetRegistryValue",
    "Stage",
    "UndoReport",
    "WriteFile",
    "history",
    "interrupted",
    "open_run",
    "preview",
    "remove_file",
    "see",
    "set_link",
    "set_mode",
    "tree_fingerprint",
    "undo",
    "undo_preview",
    "write_file",
]
