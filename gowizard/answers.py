"""Everything the user can choose, typed; to and from gowizard.toml."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from pathlib import Path


class Existing(Enum):
    """What to do about a Go that is already here."""

    BESIDE = "beside"  # install beside it, ours first in PATH
    ADOPT = "adopt"  # a complete tree becomes the current one; nothing is downloaded
    KEEP = "keep"  # change nothing, prove it


@dataclass(frozen=True, kw_only=True)
class Answers:
    """One field a choice; empty means: the default that `plan.defaults` found for this host."""

    version: str = ""  # as typed: "1.27.3", "1.27", "latest", "oldstable", "rc", ""
    source: str = "auto"
    sha256: str = ""
    trust_source: bool = False
    dir: Path | None = None
    system: bool = False
    use: bool = True  # make the version the current one
    existing: Existing = Existing.BESIDE
    adopt: Path | None = None  # the tree to adopt
    gopath: Path | None = None
    gobin: Path | None = None
    shells: tuple[str, ...] = ()
    modify_path: bool = True
    disable_lines: bool = True  # comment out startup lines that would defeat the result (GOROOT=..., a PATH reset)
    goproxy: str = ""  # "" leaves Go's default and writes nothing
    gosumdb: str = ""
    goprivate: str = ""
    proof: bool = True
