"""`gowizard undo` and `gowizard history`."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from gowizard import changes, toolchain
from gowizard.cli.context import Context
from gowizard.cli.settling import unused
from gowizard.locales import N_, _
from gowizard.locales.columns import pad

_STATUS = {
    "done": N_("done"),
    "undone": N_("undone"),
    "rolled back": N_("rolled back"),
    "unfinished": N_("unfinished"),
}


def history(context: Context) -> int:
    """Print the runs, newest first; return 0."""
    runs = changes.history(context.host.dirs.state)
    if not runs:
        context.out.line(_("gowizard has changed nothing on this account yet."))
    column = max((len(run.id) for run in runs), default=0)
    for run in runs:
        status = pad(_(_STATUS.get(run.status, run.status)), 12)
        context.out.line(f"{run.id:<{column}}  {status} {context.out.short(run.title)}")
        for title in run.changes:
            context.out.line(f"- {context.out.short(title)}", indent=6)
    context.out.result(
        {
            "command": "history",
            "ok": True,
            "runs": [
                {
                    "id": r.id,
                    "when": r.when,
                    "status": r.status,
                    "verb": r.verb,
                    "title": r.title,
                    "changes": list(r.changes),
                }
                for r in runs
            ],
        }
    )
    return 0


def undo(context: Context) -> int:
    """Take a run back; return 0, or 1 where something was kept because it changed since."""
    state, out = context.host.dirs.state, context.out
    run_id = context.text("argument")
    if context.flag("dry_run"):
        begun = None if run_id else changes.interrupted(state)
        if begun is not None:
            out.mark("warning", _("An earlier run was interrupted: {title}").format(title=out.short(begun.title)))
        items = changes.undo_preview(state, run_id if begun is None else begun.id)
        run = begun or _target(changes.history(state), run_id)
        if items and run is not None and begun is None:
            out.line(_("This would be taken back: {title}").format(title=out.short(run.title)))
        for item in items:
            out.mark("step", item.path)
            out.diff(item.lines)
        if not items and begun is None:
            out.line(_("There is nothing to undo."))
        told = [{"path": item.path, "preview": list(item.lines)} for item in items]
        name = run.id if items and run is not None else ""
        out.result({"command": "undo", "ok": True, "dry_run": True, "run": name, "changes": told})
        return 0
    left = context.settle_interrupted()
    if left is not None and not run_id:  # the last thing that was begun is gone; what stood before it stays
        value = {"run": left.run.id, "reverted": [left.run.title], "kept": _kept(left.kept), "later": []}
        out.result({"command": "undo", "ok": not left.kept, **value})
        return 1 if left.kept else 0
    target = _target(changes.history(state), run_id)
    if target is not None and not context.ask(_("Take back “{title}”?").format(title=out.short(target.title))):
        out.line(_("Nothing was changed."))
        return 0
    wait = partial(toolchain.wait_before_undo, context.host, changes.undo_effects(state, run_id))
    with context.stoppable() as cancel:
        if not unused(context, wait, cancel):
            out.line(_("Nothing was changed."))
            return 1
    report = changes.undo(state, run_id, force=context.flag("force"))
    if report.run is None:
        out.line(_("There is nothing to undo."))
    elif report.later and not report.reverted:
        out.mark("warning", _("Later runs stand on this one; nothing was changed:"))
        for later in report.later:
            out.line(f"{later.id}  {out.short(later.title)}", indent=4)
        out.mark("hint", _("Undo those first, or add --force."))
    else:
        for title in report.reverted:
            out.mark("done", out.short(title))
        for kept in report.kept:
            out.mark("warning", _("Kept: {path}: {reason}").format(path=out.short(kept.path), reason=kept.reason))
            out.diff(tuple(kept.difference))
        for folder in report.stay:
            out.mark("skipped", _("Stays, because others use it now: {path}").format(path=out.short(folder)))
        out.line(
            _("Not touched: what shells and Go write themselves (histories, caches, Go's telemetry folder).")
        )
    blocked = bool(report.kept) or bool(report.run and report.later and not report.reverted)
    out.result(
        {
            "command": "undo",
            "ok": not blocked,
            "run": report.run.id if report.run else "",
            "reverted": list(report.reverted),
            "kept": _kept(report.kept),
            "later": [later.id for later in report.later],
        }
    )
    return 1 if blocked else 0


def _target(runs: Sequence[changes.RunSummary], run_id: str) -> changes.RunSummary | None:
    """The run that is named, or the latest that stands."""
    return next((run for run in runs if (run.id == run_id if run_id else run.status == "done")), None)


def _kept(kept: tuple[changes.Kept, ...]) -> list[dict[str, object]]:
    return [{"path": each.path, "reason": each.reason, "difference": list(each.difference)} for each in kept]
