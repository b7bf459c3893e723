"""Deleting for good what earlier uninstalls put aside. The one thing here that undo cannot bring back."""

from __future__ import annotations

from gowizard.changes.failures import told
from gowizard.changes.trees import remove_tree
from gowizard.host.links import is_link
from gowizard.locales import _
from gowizard.toolchain.layout import Layout
from gowizard.toolchain.store import ASIDE


def purge_aside(layout: Layout) -> tuple[str, ...]:
    """Delete the trees that `remove` put aside; return their names. Raises GowizardError."""
    folder = layout.parent / ASIDE
    if is_link(folder) or not folder.is_dir():
        return ()
    names = tuple(sorted(path.name for path in folder.iterdir()))
    with told(_("{folder} cannot be deleted").format(folder=folder)):
        remove_tree(folder)
    return names
