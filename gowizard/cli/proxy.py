"""`gowizard proxy list | test | use NAME_OR_URL`."""

from __future__ import annotations

from gowizard import changes, environment, proxy
from gowizard.cli.context import Context
from gowizard.cli.render import event_printer
from gowizard.errors import UsageError
from gowizard.locales import _
from gowizard.redact import without_credentials


def run(context: Context) -> int:
    """Carry out the action named first; return the exit status."""
    actions = {"list": _list, "test": _test, "use": _use}
    name = context.text("argument")
    if name not in actions:
        raise UsageError(
            _("gowizard proxy knows no “{word}”").format(word=name), "", _("Known: {names}.").format(names=", ".join(actions))
        )
    return actions[name](context)


def _list(context: Context) -> int:
    in_force = environment.effective(context.host, "GOPROXY", None)
    context.out.line(_("In force: {value} ({origin})").format(value=without_credentials(in_force.value), origin=in_force.origin))
    for entry in proxy.CATALOGUE:
        context.out.line(f"{entry.name:<12} {entry.goproxy}")
        context.out.line(_(entry.about), indent=13)
    context.out.result(
        {
            "command": "proxy", "ok": True, "goproxy": without_credentials(in_force.value), "origin": in_force.origin,
            "proxies": [{"name": e.name, "goproxy": e.goproxy, "about": e.about} for e in proxy.CATALOGUE],
        }
    )
    return 0


def _test(context: Context) -> int:
    wanted = context.text("second")
    entries = [proxy.entry_for(wanted)] if wanted else list(proxy.CATALOGUE)
    rows = []
    with context.stoppable() as cancel:
        for answer in proxy.probe_all(context.client, entries, cancel):
            kind = "done" if answer.ok else "failed"
            context.out.mark(kind, f"{answer.entry.name:<12} {answer.seconds:5.2f} s  {answer.message}")
            rows.append({"name": answer.entry.name, "ok": answer.ok, "seconds": round(answer.seconds, 3),
                         "message": answer.message, "sumdb": answer.sumdb})
    good = any(row["ok"] for row in rows)
    context.out.result({"command": "proxy", "ok": good, "answers": rows})
    return 0 if good else 1


def _use(context: Context) -> int:
    wanted = context.text("second")
    if not wanted:
        raise UsageError(_("Which proxy?"), "", _("For example: {command}").format(command="gowizard proxy use goproxy.cn"))
    entry = proxy.entry_for(wanted)
    values: dict[str, str | None] = {"GOPROXY": entry.setting}
    for key in ("gosumdb", "goprivate"):
        if context.text(key):
            values[key.upper()] = context.text(key)
    change, manual, notes = environment.go_env_change(context.host, values)
    for note in notes:
        context.out.mark("warning", note)
    for step in manual:
        context.out.mark("warning", f"{step.title}: {step.reason}")
        for text in step.lines:
            context.out.line(text, indent=4)
    value = {"command": "proxy", "ok": not manual, "goproxy": without_credentials(entry.setting or ""), "notes": list(notes)}
    if change is None:
        context.out.line(_("Nothing has to be changed."))
        context.out.result(value)
        return 1 if manual else 0
    context.out.mark("step", change.title)
    for preview in changes.preview(change, context.host.user.home):
        context.out.diff(preview.lines)
    if context.flag("dry_run"):
        context.out.result({**value, "dry_run": True})
        return 0
    context.settle_interrupted()
    if not context.ask(_("Make these changes?")):
        context.out.line(_("Nothing was changed."))
        return 0
    with (
        context.stoppable() as cancel,
        changes.open_run(context.host.dirs.state, title=change.title, verb="proxy", wait=60.0) as run,
    ):
        run.apply((change,), event_printer(context.out), cancel)
    context.out.result({**value, "run": run.id})
    return 0
