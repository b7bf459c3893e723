"""Deleting for good what earlier uninstalls put aside. The one thing here that undo cannot bring back."""

from __future__ import annotations

from gowizard.toolchain.layout import Layout
from gowizard.toolchain.staged import remove_folder
from gowizard.toolchain.store import ASIDE


def purge_aside(layout: Layout) -> tuple[str, ...]:
    """Delete the trees that `remove` put aside; return their names."""
    folder = layout.parent / ASIDE
    if folder.is_symlink() or not folder.is_dir():
        return ()
    names = tuple(sorted(path.name for path in folder.iterdir()))
    remove_folder(folder)
    return names
