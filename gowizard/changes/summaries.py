"""Which runs there were, and which of them stand on which."""

from __future__ import annotations

from pathlib import Path

from gowizard.changes.journal import Journal
from gowizard.changes.model import Move, PlaceTree, SetLink
from gowizard.changes.perform import target
from gowizard.changes.runs import journals
from gowizard.changes.story import Stage, Story, tell
from gowizard.dataclass import dataclass


@dataclass(frozen=True, kw_only=True)
class RunSummary:
    """One run. `status` is "done", "undone", "rolled back" or, for one that did not end, "unfinished"."""

    id: str
    title: str
    verb: str
    when: str  # ISO 8601
    status: str
    changes: tuple[str, ...]  # their titles


def summary(journal: Journal) -> RunSummary:
    """The run of a journal."""
    story = tell(journal)
    opened = story.opened
    return RunSummary(
        id=opened.id,
        title=opened.title,
        verb=opened.verb,
        when=opened.when,
        status=story.stage.value if story.stage.ended else "unfinished",
        changes=tuple(change.title for change in story.changes),
    )


def history(state: Path) -> tuple[RunSummary, ...]:
    """Every run, the newest first. Raises GowizardError where the journal cannot be read."""
    return tuple(summary(journal) for journal in journals(state))


def later_on(run: Journal, others: list[Journal]) -> tuple[RunSummary, ...]:
    """The runs after `run`, not undone, that changed what it changed or made; newest first."""
    story = tell(run)
    touched, trees = _touched(story), _trees(story)
    found: list[RunSummary] = []
    for other in others:
        told = tell(other)
        if told.opened.number <= story.opened.number or told.stage is not Stage.COMMITTED:
            continue
        if any(
            path in touched or not trees.isdisjoint((path, *path.parents))
            for path in _touched(told, links=True)
        ):
            found.append(summary(other))
    return tuple(found)


def _touched(story: Story, *, links: bool = False) -> set[Path]:
    """Paths that a run changed; with `links` also where the links lead that it set."""
    paths: set[Path] = set()
    for number, effect in enumerate(story.effects):
        if number not in story.there:
            continue
        paths.add(target(effect))
        if isinstance(effect, Move):
            paths.add(effect.source)
        if links and isinstance(effect, SetLink):
            paths.add(effect.path.parent / effect.target)
    return paths


def _trees(story: Story) -> set[Path]:
    """Folders that a run made or placed: what lies in them stands on it."""
    placed = {
        effect.destination
        for number, effect in enumerate(story.effects)
        if number in story.there and isinstance(effect, PlaceTree)
    }
    return placed | set(story.folders)
