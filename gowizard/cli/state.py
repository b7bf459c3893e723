"""What a command that was broken off says about the machine."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gowizard.errors import GowizardError
from gowizard.locales import _

if TYPE_CHECKING:
    from gowizard.cli.context import Context


class Stopped(GowizardError):
    """The user broke off; `cause` says in which state the machine is."""

    exit_status = 130


def state_of_machine(context: Context | None) -> str:
    """One sentence: nothing was changed, what was changed stays, or a run is left in the middle."""
    if context is None or not context.knows_host:
        return _("Nothing was changed.")
    from gowizard import changes

    if changes.interrupted(context.host.dirs.state) is not None:
        return _("A run is left in the middle. The next start of gowizard finishes it or takes it back.")
    if context.changed:
        return _("What was done stays: {title}. To take it back: {command}").format(
            title=context.changed, command=context.undo_command
        )
    return _("Nothing was changed.")
