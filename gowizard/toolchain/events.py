"""What fetching and unpacking says while it runs."""

from __future__ import annotations

from gowizard.dataclass import dataclass


@dataclass(frozen=True)
class Connecting:
    """A location is being asked; `location` carries no credentials."""

    location: str


@dataclass(frozen=True)
class Received:
    """Progress of the download, at most ten times a second."""

    done: int  # bytes of the archive here so far, those of an earlier run included
    total: int | None  # bytes, None where the server does not say
    per_second: float  # bytes, over the last seconds
    seconds_left: float | None


@dataclass(frozen=True)
class Retrying:
    """A fault that may pass; the next try starts in `wait` seconds."""

    reason: str
    attempt: int
    wait: float


@dataclass(frozen=True)
class Unpacked:
    """Entries written so far (used where unpacking is not simultaneous with the download)."""

    files: int
    size: int


@dataclass(frozen=True)
class Verified:
    """The digest matched."""

    sha256: str
    level: str  # the voucher's level


StageEvent = Connecting | Received | Retrying | Unpacked | Verified
