"""Where an effect stands: not made yet, made, or overtaken by somebody else."""

from __future__ import annotations

from enum import Enum
from pathlib import Path

from gowizard.changes.failures import ChangedSince
from gowizard.changes.model import (
    Effect,
    MakeFolder,
    Move,
    PlaceTree,
    RemoveFile,
    Seen,
    SetLink,
    SetMode,
    SetRegistryValue,
    WriteFile,
)
from gowizard.changes.observe import digest, same_mode, see
from gowizard.changes.records import There
from gowizard.changes.registry import registry
from gowizard.changes.trees import tree_fingerprint
from gowizard.host.links import same_target
from gowizard.locales import _


class Standing(Enum):
    """What lies at the effect's path."""

    BEFORE = "as the preview saw it"
    WANTED = "as the effect leaves it"


def standing(effect: Effect, there: There | None) -> Standing:
    """Which of its two states an effect is in; `there` is what its intent recorded, None where it has not
    acted.

    Raises ChangedSince where it is in neither.
    """
    match effect:
        case WriteFile(path=path, before=before, mode=mode):
            now = see(path)
            same = now.kind == "file" and now.sha256 == digest(effect.content)
            return _choose(path, now, same and (mode is None or same_mode(mode, now.mode)), _same(now, before))
        case RemoveFile(path=path, before=before):
            now = see(path)
            return _choose(path, now, now.kind == "absent", _same(now, before))
        case MakeFolder(path=path, mode=mode):
            now = see(path)
            # A kill between making it and setting its mode leaves a folder that is not finished.
            unfinished = there is not None and not same_mode(now.mode, mode)
            return _choose(
                path, now, now.kind == "folder" and not unfinished, now.kind in {"absent", "folder"}
            )
        case SetLink(path=path, before=before, target=target):
            now = see(path)
            gone = there is not None and now.kind == "absent"  # for a moment, on Windows
            there_already = now.kind == "link" and same_target(path, now.target, target)
            return _choose(path, now, there_already, _same_link(path, now, before) or gone)
        case SetMode(path=path, before=before, mode=mode):
            now = see(path)
            same = now.kind == before.kind
            return _choose(path, now, same and same_mode(now.mode, mode), same and same_mode(now.mode, before.mode))
        case Move(source=source, destination=destination):
            return _moved(source, destination)
        case PlaceTree():
            return _placed(effect, there)
        case SetRegistryValue(key=key, name=name, value=value):
            held = registry().read(key, name)
            if held not in (value, effect.before):  # no set: REG_MULTI_SZ is a list
                raise ChangedSince(f"{key}\\{name}", _("The value is now {value}.").format(value=held.data))
            return Standing.WANTED if held == value else Standing.BEFORE


def _same(now: Seen, before: Seen) -> bool:
    same_target = Path(now.target) == Path(before.target)  # pathlib drops a final slash
    return (now.kind, now.sha256) == (before.kind, before.sha256) and same_target


def _same_link(path: Path, now: Seen, before: Seen) -> bool:
    return now.kind == before.kind and same_target(path, str(Path(now.target)), str(Path(before.target)))


def _choose(path: Path, now: Seen, wanted: bool, before: bool) -> Standing:
    if wanted:
        return Standing.WANTED
    if before:
        return Standing.BEFORE
    raise ChangedSince(path, described(now))


def described(now: Seen) -> str:
    """What lies there, in a sentence."""
    match now.kind:
        case "absent":
            return _("It is gone.")
        case "link":
            return _("It is now a link to {target}.").format(target=now.target)
        case "folder":
            return _("A folder lies there now, or its mode is another.")
        case "file":
            return _("It holds other bytes now, or its mode is another.")
    return _("Something that is no file lies there now.")


def _moved(source: Path, destination: Path) -> Standing:
    at_source, at_destination = see(source), see(destination)
    if at_destination.kind == "absent" and at_source.kind != "absent":
        return Standing.BEFORE
    if at_source.kind == "absent" and at_destination.kind != "absent":
        return Standing.WANTED
    if at_source.kind == "absent":
        raise ChangedSince(source, _("It is gone."))
    raise ChangedSince(destination, _("Something lies there now."))


def _placed(effect: PlaceTree, there: There | None) -> Standing:
    staged, destination = see(effect.staged).kind, see(effect.destination).kind
    if destination == "absent" and staged == "folder":
        return Standing.BEFORE
    if destination == "absent":
        raise ChangedSince(effect.staged, _("The unpacked tree is gone."))
    if staged == "absent" and destination == "folder":  # noqa: SIM102
        # A tree that was renamed by us before a kill needs no second look.
        if there is not None or (
            effect.fingerprint and tree_fingerprint(effect.destination) == effect.fingerprint
        ):
            return Standing.WANTED
    raise ChangedSince(effect.destination, _("Something lies there now."))
