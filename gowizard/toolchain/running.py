"""Go programs at work in a tree that changes, or their undo, would take from under them.

On Linux a go command finds its tree by /proc/self/exe, links resolved, and keeps it. On macOS and Windows it takes
the path by which it was started, through the link: the compiler and the standard library that it looks for next would
be another version's. A tree that is moved away is lost to them on every system, and Windows may refuse to rename it.
Where PATH names the version's own folder, a switch alone takes nothing away: the old tree stays under its name.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from gowizard.cancellation import Cancel
from gowizard.changes.model import Change, Effect, Move, PlaceTree, RemoveFile, SetLink
from gowizard.dataclass import dataclass
from gowizard.errors import GowizardError
from gowizard.host import Host, Machine
from gowizard.host.links import is_link
from gowizard.locales import _
from gowizard.toolchain.layout import Layout

if TYPE_CHECKING:
    from gowizard.changes import InterruptedRun

WAIT_FOR_GO = 60.0  # seconds
FOLLOWS_LINK = frozenset({"darwin", "windows"})  # GOOS where a running go looks through the link again
_MOST = 4
_LOOK = 0.25  # seconds between two looks at what runs


@dataclass(frozen=True)
class StillRunning:
    """Programs of a tree that goes are at work; the changes wait for them."""

    programs: tuple[str, ...]  # "go (4711)"


class InUse(GowizardError):
    """Programs of a tree that goes did not end in time; `place` is the link that they came through, or their tree."""

    def __init__(self, place: Path, programs: Sequence[str], *, through_link: bool = True) -> None:
        super().__init__(
            _("Go is at work just now: {programs}").format(programs=_(", ").join(programs)),
            _("It was started through {link}. Were that to lead elsewhere now, it would go on with the files of "
              "another version.").format(link=place)
            if through_link
            else _("It runs from {place}, and that folder would be taken away from under it.").format(place=place),
            _("Wait until it has ended, or end it, and try again. Nothing was changed."),
        )  # fmt: skip


def wait_until_unused(
    host: Host,
    layout: Layout,
    changes: Sequence[Change],
    emit: Callable[[StillRunning], None],
    cancel: Cancel,
    *,
    machine: Machine | None = None,
    seconds: float = 0.0,
) -> None:
    """Wait while programs of a Go run that these changes would take from under them.

    At most `seconds` (0: a minute); each new set of them is told. Raises InUse, Cancelled. Where a running go keeps
    its tree whatever the link leads to, as on Linux, a switch alone waits for nothing.
    """
    taken = taken_away((effect for change in changes for effect in change.effects), layout.link)
    _wait(host, taken, emit, cancel, machine or Machine.real(), seconds)


def wait_before_undo(
    host: Host,
    effects: Iterable[Effect],
    emit: Callable[[StillRunning], None],
    cancel: Cancel,
    *,
    machine: Machine | None = None,
    seconds: float = 0.0,
) -> None:
    """The same before these effects, done once, are taken back (`changes.undo_effects`)."""
    _wait(host, taken_back(effects), emit, cancel, machine or Machine.real(), seconds)


def wait_before_settling(
    host: Host,
    left: InterruptedRun,
    emit: Callable[[StillRunning], None],
    cancel: Cancel,
    *,
    go_on: bool = False,
    machine: Machine | None = None,
    seconds: float = 0.0,
) -> None:
    """The same before a run that was killed is taken back, or gone on with."""
    taken = taken_away(left.ahead) if go_on and left.ahead else taken_back(left.made)
    _wait(host, taken, emit, cancel, machine or Machine.real(), seconds)


def _wait(
    host: Host,
    taken: Sequence[Path],
    emit: Callable[[StillRunning], None],
    cancel: Cancel,
    machine: Machine,
    seconds: float,
) -> None:
    if host.system.os not in FOLLOWS_LINK:
        taken = [place for place in taken if not is_link(place)]
    until = time.monotonic() + (seconds or WAIT_FOR_GO)
    told: tuple[str, ...] = ()
    while taken and (running := at_work(taken, programs := tuple(machine.programs()))):
        if time.monotonic() >= until:
            place = next(folder for folder in taken if at_work((folder,), programs))
            raise InUse(place, running, through_link=is_link(place))
        if running != told:
            emit(StillRunning(running))
            told = running
        cancel.wait(_LOOK)


def taken_away(effects: Iterable[Effect], link: Path | None = None) -> tuple[Path, ...]:
    """The folders that these effects move away, and the link that they let lead elsewhere (None: every link)."""
    found: list[Path] = []
    for effect in effects:
        match effect:
            case SetLink(path=path, before=before) if link in (path, None) and before.kind == "link":
                found.append(path)
            case RemoveFile(path=path) if link in (path, None):
                found.append(path)
            case Move(source=source):
                found.append(source)
    return _folders(found)


def taken_back(effects: Iterable[Effect]) -> tuple[Path, ...]:
    """The folders that an undo of these effects takes away or moves, and the links that it lets lead elsewhere."""
    found: list[Path] = []
    for effect in effects:
        match effect:
            case PlaceTree(destination=path) | Move(destination=path) | SetLink(path=path):
                found.append(path)
    return _folders(found)


def _folders(found: Iterable[Path]) -> tuple[Path, ...]:
    return tuple(dict.fromkeys(sorted((path for path in found if path.is_dir()), key=is_link, reverse=True)))


def at_work(folders: Iterable[Path], running: Iterable[tuple[int, Path]]) -> tuple[str, ...]:
    """The running programs of these trees, or of those that links lead to: "go (4711)", at most four."""
    places = [
        place / part
        for folder in folders
        if folder.is_dir()
        for place in (folder, folder.resolve())
        for part in ("bin", "pkg/tool")
    ]
    found = sorted((number, path.name) for number, path in running if any(map(path.is_relative_to, places)))
    return tuple(f"{name} ({number})" for number, name in found[:_MOST])
