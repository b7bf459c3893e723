"""Which changes need the administrator? They are left to a person, with the exact command; the others are made."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from gowizard.changes import Change, Effect, ManualStep, Move, SetMode
from gowizard.doctor.model import Finding
from gowizard.host import Host
from gowizard.host.files import is_folder
from gowizard.locales import _


def out_of_reach(
    changes: Sequence[Change], host: Host, chosen: Sequence[Finding]
) -> tuple[tuple[Change, ...], tuple[ManualStep, ...]]:
    """The changes that this account can make, and steps for those that only root can."""
    if host.user.is_root or os.name != "posix":
        return tuple(changes), ()
    effects = [effect for change in changes for effect in change.effects]
    opened = {effect.path for effect in effects if isinstance(effect, SetMode)}
    able = [change for change in changes if all(_can(effect, host, opened) for effect in change.effects)]
    steps = tuple(
        ManualStep(
            id=f"root:{change.id}",
            title=change.title,
            reason=_("It needs the administrator. gowizard never runs sudo itself."),
            lines=(_command(change, chosen),),
        )
        for change in changes
        if change not in able
    )
    return tuple(able), steps


def needs_root(step: ManualStep) -> bool:
    """Whether it is one of those steps."""
    return step.id.startswith("root:")


def _command(change: Change, chosen: Sequence[Finding]) -> str:
    keys = [finding.id for finding in chosen if change.id == f"repair:{finding.key}"]
    only = "".join(f" --only {id}" for id in keys)
    return f"sudo gowizard repair{only}"


def _can(effect: Effect, host: Host, opened: set[Path]) -> bool:
    """`opened` are paths that get another mode first."""
    if isinstance(effect, SetMode):
        return os.path.lexists(effect.path) and effect.path.lstat().st_uid == host.user.uid
    places = [effect.source, effect.destination] if isinstance(effect, Move) else [_target(effect)]
    return all(place.parent in opened or _writable(place) for place in places)


def _target(effect: Effect) -> Path:
    place = getattr(effect, "destination", None) or getattr(effect, "path", None)
    return place if isinstance(place, Path) else Path.home()


def _writable(place: Path) -> bool:
    """Whether an entry can be made or renamed there: what counts is the nearest folder that exists."""
    folder = place.parent
    while not is_folder(folder) and folder != folder.parent:
        folder = folder.parent
    return os.access(folder, os.W_OK | os.X_OK)
