"""Effects as data, the journal, apply, recover, undo: the only package that changes the user's machine.

`observe` makes effects, `previews` shows them, `runs` applies them through the `journal` (the `story` folds
its `records`), `perform` and `revert` do and undo one, `carry` walks over all of a run, `recover` and
`undoing` are the ways back. Names are loaded when first used, because most commands only need the `model`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gowizard.late import late

if TYPE_CHECKING:
    from gowizard.changes.events import (
        ApplyEvent,
        ChangeFinished,
        ChangeReverted,
        ChangeStarted,
        RolledBack,
    )
    from gowizard.changes.failures import Busy, ChangedSince, Interrupted
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
    from gowizard.changes.previews import Preview, preview
    from gowizard.changes.recover import InterruptedRun, interrupted
    from gowizard.changes.revert import Kept
    from gowizard.changes.runs import Run, open_run
    from gowizard.changes.story import Stage
    from gowizard.changes.summaries import RunSummary, history
    from gowizard.changes.trees import tree_fingerprint
    from gowizard.changes.undo_previews import undo_effects, undo_preview
    from gowizard.changes.undoing import UndoReport, undo

__getattr__ = late(
    __name__,
    {
        "events": ("ApplyEvent", "ChangeFinished", "ChangeReverted", "ChangeStarted", "RolledBack"),
        "failures": ("Busy", "ChangedSince", "Interrupted"),
        "model": (
            *("Change", "Effect", "MakeFolder", "ManualStep", "Move", "PlaceTree", "RegistryValue", "RemoveFile"),
            *("Seen", "SetLink", "SetMode", "SetRegistryValue", "WriteFile"),
        ),
        "observe": ("remove_file", "see", "set_link", "set_mode", "write_file"),
        "previews": ("Preview", "preview"),
        "recover": ("InterruptedRun", "interrupted"),
        "revert": ("Kept",),
        "runs": ("Run", "open_run"),
        "story": ("Stage",),
        "summaries": ("RunSummary", "history"),
        "trees": ("tree_fingerprint",),
        "undo_previews": ("undo_effects", "undo_preview"),
        "undoing": ("UndoReport", "undo"),
    },
)

__all__ = [  # noqa: RUF022 - in the order of the modules
    "ApplyEvent", "ChangeFinished", "ChangeReverted", "ChangeStarted", "RolledBack",
    "Busy", "ChangedSince", "Interrupted",
    "Change", "Effect", "MakeFolder", "ManualStep", "Move", "PlaceTree", "RegistryValue", "RemoveFile",
    "Seen", "SetLink", "SetMode", "SetRegistryValue", "WriteFile",
    "remove_file", "see", "set_link", "set_mode", "write_file",
    "Preview", "preview", "InterruptedRun", "interrupted", "Kept", "Run", "open_run", "Stage", "RunSummary",
    "history", "tree_fingerprint", "undo_effects", "undo_preview", "UndoReport", "undo",
]  # fmt: skip
