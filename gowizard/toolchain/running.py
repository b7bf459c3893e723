"""Go programs at work in the current tree, which a switch would take from under them.

On Linux a go command finds its tree by /proc/self/exe, links resolved, and keeps it. On macOS and Windows it takes
the path by which it was started, through the link: the compiler and the standard library that it looks for next would
be another version's.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from gowizard.cancellation import Cancel
from gowizard.changes.model import Change, Effect, Move, RemoveFile, SetLink
from gowizard.errors import GowizardError
from gowizard.host import Host, Machine
from gowizard.locales import _
from gowizard.toolchain.layout import Layout

WAIT_FOR_GO = 60.0  # seconds
FOLLOWS_LINK = frozenset({"darwin", "windows"})  # GOOS where a running go looks through the link again
_MOST = 4
_LOOK = 0.25  # seconds between two looks at what runs


@dataclass(frozen=True)
class StillRunning:
    """Programs of the current tree are at work; the switch waits for them."""

    programs: tuple[str, ...]  # "go (4711)"


class InUse(GowizardError):
    """Programs of the current tree did not end in time."""

    def __init__(self, link: Path, programs: Sequence[str]) -> None:
        super().__init__(
            _("Go is at work just now: {programs}").format(programs=", ".join(programs)),
            _("It was started through {link}. Were that to lead elsewhere now, it would go on with the files of "
              "another version.").format(link=link),
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
    """Wait while programs of the current Go run that these changes would take from under them.

    At most `seconds` (0: a minute); each new set of them is told. Raises InUse, Cancelled. Where a running go keeps
    its tree, as on Linux, there is nothing to wait for.
    """
    if host.system.os not in FOLLOWS_LINK or not takes_away(changes, layout):
        return
    machine = machine or Machine.real()
    told: tuple[str, ...] = ()
    until = time.monotonic() + (seconds or WAIT_FOR_GO)
    while running := at_work(layout, machine.programs()):
        if time.monotonic() >= until:
            raise InUse(layout.link, running)
        if running != told:
            emit(StillRunning(running))
            told = running
        cancel.wait(_LOOK)


def takes_away(changes: Iterable[Change], layout: Layout) -> bool:
    """Whether these changes let the link lead elsewhere, or move the tree that it leads to."""
    root = os.path.realpath(layout.link)
    return any(_takes_away(effect, layout.link, root) for change in changes for effect in change.effects)


def _takes_away(effect: Effect, link: Path, root: str) -> bool:
    match effect:
        case SetLink(path=path, before=before):
            return path == link and before.kind == "link"
        case RemoveFile(path=path):
            return path == link
        case Move(source=source):
            return source == link or os.path.realpath(source) == root
    return False


def at_work(layout: Layout, running: Iterable[tuple[int, Path]]) -> tuple[str, ...]:
    """The running programs of the current tree, "go (4711)", at most four; none where the link leads nowhere."""
    if not layout.link.is_dir():
        return ()
    root = layout.link.resolve()
    found = sorted((number, path.name) for number, path in running if _inside(path, root, layout.link))
    return tuple(f"{name} ({number})" for number, name in found[:_MOST])


def _inside(path: Path, root: Path, link: Path) -> bool:
    return any(path.is_relative_to(folder / part) for folder in (root, link) for part in ("bin", "pkg/tool"))
