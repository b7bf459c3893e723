"""A run that was killed is settled first, and nothing is taken from under a go at work without asking."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from gowizard import changes, toolchain
from gowizard.cancellation import Cancel
from gowizard.cli.context import Context
from gowizard.cli.render import event_printer
from gowizard.cli.state import Stopped
from gowizard.dataclass import dataclass
from gowizard.install import Event
from gowizard.locales import _


@dataclass(frozen=True)
class TakenBack:
    """A run that was killed and is gone now; `kept` stayed, because it changed since."""

    run: changes.InterruptedRun
    kept: tuple[changes.Kept, ...] = ()


def settle(context: Context, left: changes.InterruptedRun) -> TakenBack | None:
    """Finish or take back that run; without a person to ask it is taken back, and that is said.

    Returns None where it was finished and stands. Raises InUse, the run left as it was, where programs of a tree that
    goes do not end.
    """
    out = context.out
    out.mark("warning", _("An earlier run was interrupted: {title}").format(title=out.short(left.title)))
    talks = context.interactive and not context.flag("yes")
    if talks and context.verb == "undo" and not context.text("argument") and left.stage is not changes.Stage.UNDOING:
        go_on = False  # who says `undo` does not want it finished first
        if not context.ask(_("Take back “{title}”?").format(title=out.short(left.title))):
            raise _stopped()
    else:
        go_on = left.can_continue and talks and context.ask(_("Finish it now?"))
    with context.stoppable() as cancel:
        wait = partial(toolchain.wait_before_settling, context.host, left, go_on=go_on)
        if not unused(context, wait, cancel):
            raise _stopped()
    if go_on:
        left.go_on(lambda event: None)
        out.mark("done", _("That run is finished."))
        return TakenBack(left) if left.stage is changes.Stage.UNDOING else None
    kept = tuple(left.roll_back(lambda event: None) or ())
    out.mark("done", _("That run was rolled back."))
    for item in kept:
        out.mark("warning", _("Kept, because it changed since: {path}").format(path=out.short(item.path)), indent=2)
    return TakenBack(left, kept)


def _stopped() -> Stopped:
    return Stopped(
        _("Nothing was changed."),
        _("A run is left in the middle. The next start of gowizard finishes it or takes it back."),
    )


def unused(context: Context, wait: Callable[[Callable[[Event], None], Cancel], None], cancel: Cancel) -> bool:
    """Whether `wait` found no go at work that loses its tree, or the user wants it all the same; else raises InUse."""
    try:
        wait(event_printer(context.out), cancel)
    except toolchain.InUse as error:
        if context.flag("yes") or not context.interactive:
            raise
        context.out.mark("warning", error.title)
        context.out.line(error.cause, indent=2)
        return not context.ask(_("Leave everything as it is?"))
    return True
