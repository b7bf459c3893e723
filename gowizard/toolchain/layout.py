"""Where Go trees lie, and what tells which one is current: a link, or PATH itself."""

from __future__ import annotations

from pathlib import Path

from gowizard.changes.links import can_link
from gowizard.dataclass import dataclass
from gowizard.host.links import is_link
from gowizard.toolchain.trees import is_version_name, nearest_folder


@dataclass(frozen=True, kw_only=True)
class Layout:
    """`parent` holds the trees. With `links` the current one is where `link` leads, and PATH names `link`/bin for good.

    Without (exFAT, FAT, some network shares: neither symbolic links nor junctions) PATH names the version's own
    folder, parent/go1.27.3/bin, and switching is rewriting that: in the environment scripts, on Windows in the user's
    Path. `named` is the tree that they name now. So no SetLink is ever made there, and `go_bin` tells for a tree what
    PATH has to name in either layout. `gowizard.plan.layout_for` fills all of it in.
    """

    parent: Path  # ~/sdk, --dir, or /usr/local
    link: Path  # parent / "go"
    links: bool = True
    named: Path | None = None

    @classmethod
    def under(cls, parent: Path) -> Layout:
        """The layout of the golang.org/dl convention below `parent`: `go1.27.3` beside the link `go`."""
        return cls(parent=parent, link=parent / "go")

    @classmethod
    def at(cls, parent: Path) -> Layout:
        """The same for the file system that `parent` lies on or would: where no link is yet, see `can_link`."""
        link = parent / "go"
        return cls(parent=parent, link=link, links=is_link(link) or can_link(nearest_folder(parent)))

    def tree(self, version: str) -> Path:
        """The folder of one version; `version` is written as `go1.27.3`."""
        return self.parent / version

    def trees(self) -> tuple[Path, ...]:
        """The folders here that are named as a version is."""
        try:
            return tuple(path for path in self.parent.iterdir() if is_version_name(path.name) and path.is_dir())
        except OSError:
            return ()

    def go_bin(self, tree: Path) -> Path:
        """What PATH names when `tree` is the current one."""
        return (self.link if self.links else tree) / "bin"

    @property
    def current_root(self) -> Path | None:
        """The tree that new shells find through the link, or by its own name; None where there is none."""
        if self.links and self.link.is_dir():
            return self.link.resolve() if is_link(self.link) else self.link
        return self.named if self.named is not None and self.named.is_dir() else None
