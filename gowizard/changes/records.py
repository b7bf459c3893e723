"""The journal's records: what a run was about to do, what was there, what it left, what is back."""

from __future__ import annotations

from pathlib import Path

from gowizard.changes.model import Change, RegistryValue
from gowizard.dataclass import dataclass

FORMAT = 1  # raised only when an older gowizard could misread what is written


@dataclass(frozen=True, kw_only=True)
class There:
    """What lay at an effect's path before it acted: everything that is needed to put it back."""

    kind: str  # as in Seen
    content: bytes | None = None  # of a file
    mode: int | None = None
    uid: int | None = None
    gid: int | None = None
    mtime_ns: int | None = None
    attributes: tuple[tuple[str, bytes], ...] = ()  # extended attributes, access lists among them
    target: str = ""  # of a link
    missing: tuple[Path, ...] = ()  # folders that had to be made first, outermost first
    aside: Path | None = None  # the hidden name a placed tree gets before it is deleted
    fingerprint: str = ""  # of a staged tree
    value: RegistryValue | None = None


@dataclass(frozen=True, kw_only=True)
class RunOpened:
    """Always the first record."""

    format: int
    id: str
    number: int  # runs of one journal in the order they were opened
    title: str
    verb: str
    when: str  # ISO 8601 with offset
    answers: str  # gowizard.toml text, so that a front end can start again


@dataclass(frozen=True, kw_only=True)
class StagingListed:
    """A folder that will be filled before anything is applied, and the folders made for it."""

    path: Path
    missing: tuple[Path, ...]


@dataclass(frozen=True, kw_only=True)
class ApplyBegun:
    """All effects, complete; from here the journal alone can finish the run or take it back."""

    changes: tuple[Change, ...]


@dataclass(frozen=True, kw_only=True)
class EffectFound:
    """The effect was in place before it acted, so it did nothing and is not taken back."""

    number: int


@dataclass(frozen=True, kw_only=True)
class EffectIntended:
    """The effect is about to act."""

    number: int  # effects of all changes, counted from 0
    there: There


@dataclass(frozen=True, kw_only=True)
class EffectDone:
    """The effect is in place; `left` is the hash of a file's bytes or the fingerprint of a tree."""

    number: int
    left: str
    mode: int | None


@dataclass(frozen=True, kw_only=True)
class Committed:
    """Every effect is in place."""


@dataclass(frozen=True, kw_only=True)
class RollBackBegun:
    """The run failed, was cancelled or was interrupted, and is being taken back."""


@dataclass(frozen=True, kw_only=True)
class UndoBegun:
    """The user is taking the run back."""


@dataclass(frozen=True, kw_only=True)
class MergeIntended:
    """A file edited since is about to lose only our lines; `sha256` is that of the result."""

    number: int
    sha256: str


@dataclass(frozen=True, kw_only=True)
class EffectReverted:
    """What the effect did is gone."""

    number: int


@dataclass(frozen=True, kw_only=True)
class RollBackEnded:
    """Nothing of the run is left but what `kept` names."""

    kept: tuple[Path, ...]


@dataclass(frozen=True, kw_only=True)
class Undone:
    """Nothing of the run is left but what `kept` names."""

    kept: tuple[Path, ...]


Record = (
    RunOpened | StagingListed | ApplyBegun | EffectFound | EffectIntended | EffectDone | Committed
    | RollBackBegun | UndoBegun | MergeIntended | EffectReverted | RollBackEnded | Undone
)  # fmt: skip
