"""Textual's button in our clothes alone."""

from __future__ import annotations

from textual import widgets


class Button(widgets.Button, inherit_css=False):
    """Looks as wizard.tcss says. Of Textual's own 57 rules for buttons none is left in force by that; they would be
    read at every start and looked through for every widget."""

    def watch_flat(self, flat: bool) -> None:
        """There is one look."""
