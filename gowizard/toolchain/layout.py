"""Where Go trees and the link to the current one lie."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, kw_only=True)
class Layout:
    """`parent` holds the trees, `link` names the current one."""

    parent: Path  # ~/sdk, --dir, or /usr/local
    link: Path  # parent / "go"

    @classmethod
    def under(cls, parent: Path) -> Layout:
        """The layout of the golang.org/dl convention below `parent`: `go1.27.3` beside the link `go`."""
        return cls(parent=parent, link=parent / "go")

    def tree(self, version: str) -> Path:
        """The folder of one version; `version` is written as `go1.27.3`."""
        return self.parent / version

    @property
    def go_bin(self) -> Path:
        """What PATH names."""
        return self.link / "bin"
