"""Do one effect: look, record what is there, act, record what was left."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path

from gowizard.changes.files import hidden_name, make_folders, missing_folders, put_file, remove_link, sync_folder
from gowizard.changes.journal import Journal
from gowizard.changes.links import put_link
from gowizard.changes.model import (
    Effect,
    MakeFolder,
    Move,
    PlaceTree,
    RemoveFile,
    SetLink,
    SetMode,
    SetRegistryValue,
    WriteFile,
)
from gowizard.changes.observe import content_of, digest, see
from gowizard.changes.patience import rename
from gowizard.changes.records import EffectDone, EffectFound, EffectIntended, There
from gowizard.changes.registry import registry
from gowizard.changes.standing import Standing, standing
from gowizard.changes.trees import tree_fingerprint

NEW_FILE_MODE = 0o644


def perform(journal: Journal, run_id: str, number: int, effect: Effect, there: There | None) -> None:
    """Bring one effect about and record it; `there` is its recorded intent where a kill came between.

    Raises ChangedSince where somebody else was faster, OSError where the system refuses.
    """
    if standing(effect, there) is Standing.WANTED:
        if there is None:
            journal.append(EffectFound(number=number))
            return
    else:
        if there is None:
            there = observe(effect, run_id, number)
            journal.append(EffectIntended(number=number, there=there))
        make_folders(there.missing)
        _act(effect, there, hidden_name(target(effect), run_id, number))
    journal.append(EffectDone(number=number, left=_left(effect, there), mode=_mode(effect)))


def target(effect: Effect) -> Path:
    """The path at which an effect shows; for a registry value, its name as one."""
    match effect:
        case Move(destination=path) | PlaceTree(destination=path):
            return path
        case SetRegistryValue(key=key, name=name):
            return Path(f"HKEY_CURRENT_USER\\{key}\\{name}")
    return effect.path


def observe(effect: Effect, run_id: str, number: int) -> There:
    """Everything needed to put back what lies there now. Raises OSError."""
    path = target(effect)
    match effect:
        case SetRegistryValue(key=key, name=name):
            return There(kind="value", value=registry().read(key, name))
        case PlaceTree(staged=staged, fingerprint=fingerprint):
            return There(
                kind="absent",
                missing=missing_folders(path),
                aside=hidden_name(path, run_id, number, "removed"),
                fingerprint=fingerprint or tree_fingerprint(staged),
            )
        case Move() | MakeFolder():
            return There(kind="absent", missing=missing_folders(path))
    now = see(path)
    if now.kind == "absent":
        return There(kind="absent", missing=missing_folders(path))
    status = path.lstat()
    return There(
        kind=now.kind,
        content=content_of(path) if isinstance(effect, WriteFile | RemoveFile) else None,
        mode=now.mode,
        uid=getattr(status, "st_uid", None),
        gid=getattr(status, "st_gid", None),
        mtime_ns=status.st_mtime_ns,
        attributes=_attributes(path) if now.kind == "file" else (),
        target=now.target,
    )


def _act(effect: Effect, there: There, temporary: Path) -> None:
    match effect:
        case WriteFile(path=path, content=content):
            mode = effect.mode if effect.mode is not None else there.mode
            like = There(
                kind="file", uid=there.uid, gid=there.gid, attributes=there.attributes,
                mode=NEW_FILE_MODE if mode is None else mode,
            )  # fmt: skip
            put_file(path, content, like, temporary)
        case RemoveFile(path=path):
            remove_link(path)
            sync_folder(path.parent)
        case MakeFolder(path=path, mode=mode):
            path.mkdir(exist_ok=True)
            path.chmod(mode)
            sync_folder(path.parent)
        case SetLink(path=path, target=to):
            put_link(path, to, temporary)
        case SetMode(path=path, mode=mode):
            path.chmod(mode)
        case Move(source=source, destination=destination) | PlaceTree(staged=source, destination=destination):
            rename(source, destination)
            sync_folder(destination.parent)
            sync_folder(source.parent)
        case SetRegistryValue(key=key, name=name, value=value):
            registry().write(key, name, value)


def _left(effect: Effect, there: There) -> str:
    match effect:
        case WriteFile(content=content):
            return digest(content)
        case PlaceTree():
            return there.fingerprint
    return ""


def _mode(effect: Effect) -> int | None:
    return see(effect.path).mode if isinstance(effect, WriteFile) else None


def _attributes(path: Path) -> tuple[tuple[str, bytes], ...]:
    if sys.platform != "linux":
        return ()
    found: list[tuple[str, bytes]] = []
    with suppress(OSError):
        for name in os.listxattr(path, follow_symlinks=False):
            with suppress(OSError):
                found.append((name, os.getxattr(path, name, follow_symlinks=False)))
    return tuple(found)
