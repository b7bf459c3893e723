"""Earlier runs, as the pages ask for them: one that was killed is settled, the latest is taken back."""

from __future__ import annotations

from gowizard import changes, toolchain
from gowizard.cancellation import Cancel
from gowizard.folders import with_tilde
from gowizard.host import Host
from gowizard.locales import _
from gowizard.wizard.backend import Emit, UndoResult, Unfinished

_PATIENCE = 10.0  # seconds in which a go at work may end


def unfinished(left: changes.InterruptedRun) -> Unfinished:
    """What a page says of it."""
    when = left.when[:16].replace("T", " ")
    return Unfinished(title=left.title, when=when, can_continue=left.can_continue)


def settle(host: Host, go_on: bool, emit: Emit) -> str:
    """Finish or roll back the run that was killed; returns how that ended, in a sentence. Raises InUse."""
    left = changes.interrupted(host.dirs.state)
    if left is None:
        return _("There is nothing left to settle.")
    toolchain.wait_before_settling(host, left, emit, Cancel(), go_on=go_on, seconds=_PATIENCE)
    if go_on:
        left.go_on(emit)
        return _("That run is finished.")
    kept = left.roll_back(emit)
    if kept:
        paths = _(", ").join(with_tilde(str(item.path), host.user.home) for item in kept)
        return _("That run was rolled back, except what changed since: {paths}").format(paths=paths)
    return _("That run was rolled back: everything is as it was before it.")


def undo(host: Host, emit: Emit) -> UndoResult:
    """Take back the latest run. Raises InUse."""
    state = host.dirs.state
    toolchain.wait_before_undo(host, changes.undo_effects(state), emit, Cancel(), seconds=_PATIENCE)
    report = changes.undo(state, emit=emit)
    if report.run is None:
        return UndoResult(title="")
    return UndoResult(
        title=report.run.title,
        reverted=tuple(with_tilde(title, host.user.home) for title in report.reverted),
        kept=tuple((str(kept.path), kept.reason) for kept in report.kept),
    )
