"""Take one effect back. May be repeated: what is back already stays, what its owner changed since is kept."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from gowizard.changes.difference import difference
from gowizard.changes.failures import reason
from gowizard.changes.files import hidden_name, put_file, remove_link, sync_folder
from gowizard.changes.journal import Journal
from gowizard.changes.links import put_link, take_old_back
from gowizard.changes.merge import merge
from gowizard.changes.model import (
    Effect,
    MakeFolder,
    Move,
    PlaceTree,
    RegistryValue,
    RemoveFile,
    SetLink,
    SetMode,
    SetRegistryValue,
    WriteFile,
)
from gowizard.changes.observe import content_of, digest, same_mode, see
from gowizard.changes.patience import rename
from gowizard.changes.perform import NEW_FILE_MODE, target
from gowizard.changes.records import MergeIntended, There
from gowizard.changes.registry import registry
from gowizard.changes.standing import described
from gowizard.changes.story import Story
from gowizard.changes.trees import remove_tree, tree_fingerprint
from gowizard.dataclass import dataclass
from gowizard.errors import GowizardError
from gowizard.host import path_items
from gowizard.host.links import same_target
from gowizard.locales import _


@dataclass(frozen=True, kw_only=True)
class Kept:
    """Something that was not taken back, why, and (of files) what taking it back would change."""

    path: Path
    reason: str
    difference: tuple[str, ...] = ()


def revert(journal: Journal, story: Story, number: int, effect: Effect, there: There) -> Kept | None:
    """Put back what was there before the effect; returns what had to be kept instead."""
    path = target(effect)
    temporary = hidden_name(path, story.opened.id, number)
    try:
        match effect:
            case WriteFile():
                return _file(journal, story, number, effect, there, temporary)
            case RemoveFile():
                return _removed(effect, there, temporary)
            case SetLink():
                return _link(effect, there, temporary)
            case MakeFolder():
                return None  # folders go at the end, when nothing of ours is left in them
            case SetMode():
                return _mode(effect)
            case Move():
                return _move(effect, hidden_name(effect.source, story.opened.id, number, "removed"))
            case PlaceTree():
                return _tree(effect, there, acted=number in story.done)
            case SetRegistryValue():
                return _value(effect)
    except OSError as error:
        return Kept(path=path, reason=reason(error)[0])
    except GowizardError as error:
        return Kept(path=path, reason=error.cause or error.title)


def _file(
    journal: Journal, story: Story, number: int, effect: WriteFile, there: There, temporary: Path
) -> Kept | None:
    remove_link(temporary)
    path, now = effect.path, see(effect.path)
    if now.kind not in {"file", "absent"}:
        return Kept(path=path, reason=described(now))
    if now.kind == "absent":
        return None if there.kind == "absent" else Kept(path=path, reason=_("It was removed since."))
    current = content_of(path) or b""
    if current == effect.content:
        _restore(effect, there, story, number, temporary)
        return None
    if there.kind == "file" and current == there.content:
        return None
    if story.merged.get(number) == digest(current):
        return None
    merged = merge(effect.content, there.content or b"", current)
    if merged is None:
        return Kept(
            path=path,
            reason=_("It was edited since in the same lines."),
            difference=difference(path, current, there.content or b""),
        )
    if merged == b"" and there.kind == "absent":
        remove_link(path)
    elif merged != current:
        journal.append(MergeIntended(number=number, sha256=digest(merged)))
        owner = path.stat()
        like = There(
            kind="file", mode=now.mode, uid=owner.st_uid, gid=owner.st_gid, attributes=there.attributes
        )
        put_file(path, merged, like, temporary)
    sync_folder(path.parent)
    return None


def _restore(effect: WriteFile, there: There, story: Story, number: int, temporary: Path) -> None:
    path = effect.path
    if there.kind == "absent":
        remove_link(path)
        sync_folder(path.parent)
        return
    now, mode = see(path).mode, there.mode
    done = story.done.get(number)
    left = done.mode if done is not None else effect.mode if effect.mode is not None else there.mode
    if not same_mode(now, left):  # the owner changed the mode since
        mode = now
    status = path.stat()
    if there.content == effect.content and same_mode(now, mode) and status.st_mtime_ns == there.mtime_ns:
        return
    put_file(path, there.content or b"", _with_mode(there, mode), temporary)


def _with_mode(there: There, mode: int | None) -> There:
    return There(
        kind="file", mode=NEW_FILE_MODE if mode is None else mode, uid=there.uid, gid=there.gid,
        mtime_ns=there.mtime_ns, attributes=there.attributes,
    )  # fmt: skip


def _removed(effect: RemoveFile, there: There, temporary: Path) -> Kept | None:
    remove_link(temporary)
    path, now = effect.path, see(effect.path)
    if now.kind != "absent":
        if (now.kind, now.target) == (there.kind, there.target) and content_of(path) == there.content:
            return None
        shown = difference(path, content_of(path) or b"", there.content or b"") if now.kind == "file" else ()
        return Kept(path=path, reason=_("Something else lies there now."), difference=shown)
    if there.kind == "link":
        put_link(path, there.target, temporary)
    else:
        put_file(path, there.content or b"", there, temporary)
    return None


def _link(effect: SetLink, there: There, temporary: Path) -> Kept | None:
    remove_link(temporary)
    take_old_back(effect.path, temporary)
    path, now = effect.path, see(effect.path)
    if now.kind == there.kind and same_target(path, now.target, there.target):
        return None
    if now.kind == "absent" and there.kind == "link":
        return Kept(path=path, reason=_("It was removed since."))
    if now.kind != "link" or not same_target(path, now.target, effect.target):
        return Kept(path=path, reason=described(now))
    if there.kind == "link":
        put_link(path, there.target, temporary)
    else:
        remove_link(path)
        sync_folder(path.parent)
    return None


def _mode(effect: SetMode) -> Kept | None:
    now = see(effect.path)
    if now.kind != effect.before.kind:
        return Kept(path=effect.path, reason=described(now))
    if same_mode(now.mode, effect.mode) and effect.before.mode is not None:
        effect.path.chmod(effect.before.mode)
    elif not same_mode(now.mode, effect.before.mode):
        return Kept(path=effect.path, reason=_("Its mode was changed since."))
    return None


def _move(effect: Move, aside: Path) -> Kept | None:
    at_source, at_destination = see(effect.source).kind, see(effect.destination).kind
    if effect.yields and "absent" not in {at_source, at_destination} and see(aside).kind == "absent":
        rename(effect.source, aside)
        at_source = "absent"
    if at_source != "absent":
        if at_destination == "absent":
            _forget(aside)
            return None
        return Kept(
            path=effect.destination, reason=_("Something else lies at {path} now.").format(path=effect.source)
        )
    if at_destination == "absent":
        return Kept(path=effect.source, reason=_("It was removed since."))
    rename(effect.destination, effect.source)
    sync_folder(effect.source.parent)
    sync_folder(effect.destination.parent)
    _forget(aside)
    return None


def _forget(aside: Path) -> None:
    """Remove a cache that gave way; what another account has put into it since may stay."""
    with suppress(OSError):
        remove_tree(aside)


def _tree(effect: PlaceTree, there: There, *, acted: bool) -> Kept | None:
    assert there.aside is not None
    path = effect.destination
    if see(there.aside).kind == "absent":
        if see(path).kind == "absent" or (not acted and see(effect.staged).kind != "absent"):
            return None  # gone already, or never renamed
        if see(path).kind != "folder" or tree_fingerprint(path) != there.fingerprint:
            return Kept(path=path, reason=_("Files in it were changed, added or removed since."))
        rename(path, there.aside)
        sync_folder(path.parent)
    remove_tree(there.aside)
    sync_folder(path.parent)
    return None


def _value(effect: SetRegistryValue) -> Kept | None:
    held, before, left = registry().read(effect.key, effect.name), effect.before, effect.value
    if held == before:
        return None
    wanted: RegistryValue | None = before
    if held != left:
        wanted = _merged_value(held, before, left)
    if wanted is None:
        return Kept(path=target(effect), reason=_("The value was changed since."))
    registry().write(effect.key, effect.name, wanted)
    return None


def _merged_value(held: RegistryValue, before: RegistryValue, left: RegistryValue) -> RegistryValue | None:
    """A list like PATH, changed since: only our items leave it."""
    if (
        held.kind is None
        or held.kind != left.kind
        or not isinstance(held.data, str)
        or not isinstance(left.data, str)
    ):
        return None
    if before.data is not None and not isinstance(before.data, str):
        return None
    lists = [path_items.items(text) for text in (left.data, before.data or "", held.data)]
    if any("\n" in item or path_items.is_open(item) for items in lists for item in items):
        return None  # where an item ends cannot be told for sure
    merged = merge(*("".join(item + "\n" for item in items).encode("utf-8", "surrogatepass") for items in lists))
    if merged is None:
        return None
    text = merged.decode("utf-8", "surrogatepass").replace("\n", ";").removesuffix(";")
    return RegistryValue(kind=held.kind, data=text)
