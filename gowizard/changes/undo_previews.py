"""Show what an undo would do, without doing it."""

from __future__ import annotations

from pathlib import Path

from gowizard.changes.difference import difference
from gowizard.changes.journal import Journal
from gowizard.changes.merge import merge
from gowizard.changes.model import (
    Effect,
    MakeFolder,
    Move,
    PlaceTree,
    RemoveFile,
    SetLink,
    SetMode,
    WriteFile,
)
from gowizard.changes.observe import content_of, see
from gowizard.changes.perform import target
from gowizard.changes.previews import Preview, short
from gowizard.changes.records import There
from gowizard.changes.story import tell
from gowizard.changes.undoing import choose
from gowizard.locales import _


def undo_preview(state: Path, run_id: str = "", *, home: Path | None = None) -> tuple[Preview, ...]:
    """What `undo` would do now, in that order; nothing where there is nothing to undo.

    Raises GowizardError for an unknown run or an unreadable journal. `home` is written as `~`.
    """
    home = home or Path.home()
    return tuple(_piece(effect, there, home) for effect, there in _pending(state, run_id))


def undo_effects(state: Path, run_id: str = "") -> tuple[Effect, ...]:
    """The effects that `undo` would take back now, in that order. Raises as undo_preview does."""
    return tuple(effect for effect, _there in _pending(state, run_id))


def _pending(state: Path, run_id: str) -> list[tuple[Effect, There]]:
    found = choose(state, run_id)
    journal = Journal.read(found.folder) if found is not None else None
    if journal is None:
        return []
    story = tell(journal)
    pending = [n for n in range(len(story.effects)) if n in story.there and n not in story.reverted]
    return [(story.effects[number], story.there[number]) for number in reversed(pending)]


def _piece(effect: Effect, there: There, home: Path) -> Preview:
    path = target(effect)
    name = short(path, home)
    match effect:
        case WriteFile(content=content):
            now = content_of(path)
            old = there.content if there.kind == "file" else None
            new = old if now == content else merge(content, old or b"", now or b"")
            if now is not None and new is not None and old is None and not new:
                new = None
            elif now is not None and new is None and old is not None:
                return _sentence(
                    name, _("Keep {path}: it was edited since in the same lines").format(path=name)
                )
            lines = difference(name, now, new)
            return Preview(path=name, kind="diff", lines=lines) if lines else _sentence(
                name, _("Nothing to do for {path}").format(path=name)
            )  # fmt: skip
        case RemoveFile() if there.kind == "file":
            return Preview(path=name, kind="diff", lines=difference(name, content_of(path), there.content))
        case RemoveFile() | SetLink() if there.kind == "link":
            now_there = see(path).target or _("(none)")
            return Preview(
                path=name,
                kind="value",
                lines=(f"{name}: {short(now_there, home)} → {short(there.target, home)}",),
            )
        case SetLink():
            return _sentence(name, _("Remove the link {path}").format(path=name))
        case MakeFolder():
            return _sentence(name, _("Remove the folder {path} if it is empty").format(path=name))
        case SetMode(mode=mode, before=before):
            return Preview(path=name, kind="value", lines=(f"{name}: {mode:04o} → {before.mode or 0:04o}",))
        case Move(source=source):
            return _sentence(
                name,
                _("Move {source} back to {destination}").format(source=name, destination=short(source, home)),
            )
        case PlaceTree():
            return _sentence(name, _("Remove the tree {path} unless it was changed since").format(path=name))
    return _sentence(name, _("Put the value {path} back").format(path=name))


def _sentence(name: str, text: str) -> Preview:
    return Preview(path=name, kind="sentence", lines=(text,))
