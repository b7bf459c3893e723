"""Host + Answers -> Plan: the ordered Changes that lead to a working Go, and the default Answers for a Host."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from gowizard.answers import Answers
from gowizard.changes.model import Change, ManualStep
from gowizard.host.facts import Host
from gowizard.releases.model import Archive
from gowizard.releases.version import Version
from gowizard.toolchain.layout import Layout


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What will be done, in order; the review page and --dry-run render it, `install.carry_out` does it."""

    host: Host
    answers: Answers
    layout: Layout
    version: Version
    tree: Path  # GOROOT that will be proven
    archive: Archive | None  # None where nothing has to be fetched
    changes: tuple[Change, ...]
    manual: tuple[ManualStep, ...] = ()
    notes: tuple[str, ...] = field(default_factory=tuple)  # translated sentences worth knowing before Install


def defaults(host: Host, given: Answers) -> Answers:
    """The answers with every empty field filled as this host suggests; fields in `given` win."""
    raise NotImplementedError


def compose(host: Host, answers: Answers, archive: Archive | None, staged: Path) -> Plan:
    """The plan for these answers; `staged` is the folder that holds, or will hold, the unpacked archive."""
    raise NotImplementedError
