"""The trees side by side and the link to the current one: what is there, and the Changes that alter it.

Nothing here writes: every function returns data, and never is an existing tree written into or overwritten.
"""

from __future__ import annotations

import os
import time
from pathlib import Path

from gowizard.changes.model import (
    Change,
    Effect,
    MakeFolder,
    Move,
    PlaceTree,
    RemoveFile,
    Seen,
    SetLink,
    WriteFile,
)
from gowizard.dataclass import dataclass
from gowizard.host.links import is_link, link_target, same_target
from gowizard.locales import _
from gowizard.releases.model import Archive
from gowizard.releases.version import Version
from gowizard.toolchain.failures import NotPossible
from gowizard.toolchain.layout import Layout
from gowizard.toolchain.room import unpacked_bytes
from gowizard.toolchain.staged import Staged, staging_path
from gowizard.toolchain.trees import (
    SUCCESS,
    checked_name,
    is_complete,
    is_marked,
    is_version_name,
    version_file,
    version_of,
)

ASIDE = ".gowizard-aside"


@dataclass(frozen=True, kw_only=True)
class InstalledGo:
    """A tree of a layout; not `complete` is a half download or one whose VERSION contradicts its name."""

    version: str  # "go1.27.3"
    root: Path
    complete: bool
    current: bool


def installed(layout: Layout) -> tuple[InstalledGo, ...]:
    """Every tree of the layout, newest first, and the current one wherever that lies."""
    now = layout.current_root
    found = [
        InstalledGo(
            version=tree.name,
            root=tree,
            complete=version_of(tree) == tree.name,
            current=now is not None and tree.resolve() == now.resolve(),
        )
        for tree in layout.trees()
    ]
    found.sort(key=lambda go: Version.parse(go.version), reverse=True)
    if now is not None and not any(go.current for go in found) and version_file(now):
        found.insert(0, InstalledGo(version=version_file(now), root=now, complete=is_complete(now), current=True))
    return tuple(found)


def current(layout: Layout) -> InstalledGo | None:
    """The tree that new shells find, or None."""
    return next((go for go in installed(layout) if go.current), None)


def place(staged: Staged | None, layout: Layout, version: str, *, archive: Archive | None = None) -> Change:
    """The change that puts a staged tree into its place; in a preview `archive` stands for the staged tree.

    A half download in its place is moved aside. Raises NotPossible where a complete tree is there.
    """
    destination = layout.tree(checked_name(version))
    effects: list[Effect] = [] if layout.parent.is_dir() else [MakeFolder(path=layout.parent)]
    if os.path.lexists(destination):
        if version_of(destination) == version:
            raise NotPossible(
                _("{version} is already there").format(version=version),
                _("{place} is a complete tree; it is never written into.").format(place=destination),
                _("To make it the current one: {command}").format(command=f"gowizard use {version[2:]}"),
            )
        effects += _aside(layout, destination, _("It is no complete Go tree."))
    effects.append(
        PlaceTree(
            staged=staged.path if staged else staging_path(layout.parent, version),
            destination=destination,
            size=staged.size if staged else unpacked_bytes(archive),
            files=staged.files if staged else 0,
            fingerprint=staged.fingerprint if staged else "",
        )
    )
    return Change(
        id="toolchain",
        title=_("Put Go {number} into {place}").format(number=version[2:], place=destination),
        why=_("A folder of its own for each version; nothing that is there is overwritten."),
        effects=tuple(effects),
    )


def move_aside(layout: Layout) -> Change | None:
    """The change that moves a real Go tree away from where the link belongs (/usr/local/go), or None."""
    if is_link(layout.link) or not layout.link.is_dir() or not version_file(layout.link):
        return None
    base = f"{layout.link.name}.before-gowizard-{time.strftime('%Y%m%d')}"
    names = (base if count == 1 else f"{base}-{count}" for count in range(1, 1000))
    destination = next(path for name in names if not os.path.lexists(path := layout.parent / name))
    return Change(
        id="aside",
        title=_("Move {old} aside to {new}").format(old=layout.link, new=destination),
        why=_("A Go without a manager of its own lies there; undo brings it back."),
        effects=(Move(source=layout.link, destination=destination, reason=_("The link goes there.")),),
    )


def make_current(layout: Layout, version: str, *, system: bool = False, aside_planned: bool = False) -> Change | None:
    """The change that makes a version the current one, or None where it is already, or where PATH alone says so.

    With `system` a real Go tree in the link's place is moved aside, in this change unless `aside_planned`
    says that `move_aside` was already put before it. Raises NotPossible where something not ours lies there.
    """
    target = checked_name(version)
    if not layout.links:
        return None
    link = layout.link
    effects: list[Effect] = []
    if is_link(link):
        if any(same_target(link, link_target(link), wanted) for wanted in (target, str(layout.tree(version)))):
            return None
        if not _is_go_link(layout):
            raise _not_ours(link, _("It is a link to {target}.").format(target=link_target(link)))
    elif os.path.lexists(link):
        away = move_aside(layout) if system else None
        if away is None:
            found = version_file(link)
            raise _not_ours(
                link,
                _("It is a folder with {version}.").format(version=found) if found else _("It is no link and no Go."),
            )
        effects += () if aside_planned else away.effects
        effects.append(SetLink(path=link, target=target, before=Seen(kind="absent")))
    return Change(
        id="current",
        title=_("Make Go {number} the current one: {link}").format(number=version[2:], link=link),
        why=_("Shells find Go through this link; switching versions later is one rename."),
        effects=tuple(effects) or (_set_link(link, target),),
    )


def adopt(layout: Layout, tree: Path) -> Change | None:
    """The change that makes a complete tree found here the current one, or None where it is already.

    Nothing is written into it but, among our own trees, the mark that it is whole. Raises NotPossible.
    """
    version = version_of(tree)
    if not version:
        raise NotPossible(
            _("{folder} is not a complete Go tree").format(folder=tree),
            _("bin/go, pkg/tool, src/runtime or VERSION is missing."),
            _("Name another tree, or install a version."),
        )
    link, effects = layout.link, list[Effect]()
    ours = tree.parent == layout.parent and is_version_name(tree.name)
    if ours and not is_marked(tree) and os.access(tree, os.W_OK):
        effects.append(mark_complete(tree))
    if layout.links and not (link.exists() and link.resolve() == tree.resolve()):
        if os.path.lexists(link) and not (is_link(link) and _is_go_link(layout)):
            raise _not_ours(link, _("It is not a link to a Go tree."))
        if not layout.parent.is_dir():
            effects.append(MakeFolder(path=layout.parent))
        effects.append(_set_link(link, tree.name if ours else str(tree.absolute())))
    if not effects:
        return None
    return Change(
        id="current",
        title=_("Use the {version} that is already in {place}").format(version=version, place=tree),
        why=_("The tree stays as it is; only the link to the current Go leads to it.") if layout.links else "",
        effects=tuple(effects),
    )


def remove(layout: Layout, version: str, *, even_current: bool = False) -> Change:
    """The change that takes a version away: its tree is moved aside, so that undo is a rename.

    Raises NotPossible where it is not installed, or is the current one and `even_current` is not set.
    """
    tree = layout.tree(checked_name(version))
    if not os.path.lexists(tree):
        here = _(", ").join(go.version for go in installed(layout)) or _("none")
        raise NotPossible(
            _("{version} is not installed").format(version=version),
            _("Installed: {names}.").format(names=here),
            _("To see all: {command}").format(command="gowizard list"),
        )
    effects: list[Effect] = []
    if (now := layout.current_root) is not None and now.resolve() == tree.resolve():
        if not even_current:
            raise NotPossible(
                _("{version} is the current version").format(version=version),
                _("{link} leads to it, and shells find Go through that.").format(link=layout.link)
                if layout.links
                else _("New shells find Go by its name."),
                _("Switch to another one first ({use}), or take the installation back ({undo}).").format(
                    use="gowizard use VERSION", undo="gowizard undo"
                ),
            )
        if is_link(layout.link):
            effects.append(RemoveFile(path=layout.link, before=_seen_link(layout.link)))
    effects += _aside(layout, tree, _("Uninstalled; undo brings it back."))
    return Change(
        id="uninstall",
        title=_("Take Go {number} away: {place}").format(number=version[2:], place=tree),
        why=_("The tree is kept in {folder}, so that this can be undone.").format(folder=layout.parent / ASIDE),
        effects=tuple(effects),
    )


def mark_complete(tree: Path) -> WriteFile:
    """The effect that marks a tree as whole in the way of golang.org/dl."""
    return WriteFile(path=tree / SUCCESS, content=b"", before=Seen(kind="absent"))


def _is_go_link(layout: Layout) -> bool:
    """Whether the link leads to a Go tree, or to one of this layout's that is gone."""
    target = layout.link.parent / link_target(layout.link)
    return bool(version_file(target)) or (target.parent == layout.parent and is_version_name(target.name))


def _not_ours(link: Path, what: str) -> NotPossible:
    return NotPossible(
        _("{link} is there already and was not made by gowizard").format(link=link),
        what,
        _("It is left alone. Move it away yourself, or choose another folder with --dir."),
    )


def _aside(layout: Layout, tree: Path, reason: str) -> list[Effect]:
    folder = layout.parent / ASIDE
    destination = folder / f"{time.strftime('%Y%m%d-%H%M%S')}-{tree.name}"
    made: list[Effect] = [] if folder.is_dir() else [MakeFolder(path=folder, mode=0o700)]
    return [*made, Move(source=tree, destination=destination, reason=reason)]


def _set_link(link: Path, target: str) -> SetLink:
    before = _seen_link(link) if is_link(link) else Seen(kind="absent")
    return SetLink(path=link, target=target, before=before)


def _seen_link(link: Path) -> Seen:
    return Seen(kind="link", target=link_target(link))
