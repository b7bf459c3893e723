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
            _("gowizard proxy knows no “{word}”").format(word=name),
            "",
            _("Known: {names}.").format(names=_(", ").join(actions)),
        )
    return actions[name](context)


def _list(context: Context) -> int:
    in_force = environment.effective(context.host, "GOPROXY", None)
    shown = without_credentials(in_force.value)
    origin = {"environment": _("environment"), "default": _("default")}.get(in_force.origin, in_force.origin)
    context.out.line(_("In force: {value} ({origin})").format(value=shown, origin=origin))
    rows = []
    for entry in proxy.CATALOGUE:
        context.out.line(f"{entry.name:<12} {entry.setting}")
        context.out.line(
            _("run by {operator}. {note}").format(operator=_(entry.operator), note=_(entry.note)), indent=13
        )
        rows.append(
            {"name": entry.name, "goproxy": entry.setting, "operator": entry.operator, "note": entry.note}
        )
    context.out.result(
        {"command": "proxy", "ok": True, "goproxy": shown, "origin": in_force.origin, "proxies": rows}
    )
    return 0


def _test(context: Context) -> int:
    wanted = context.text("second")
    entries = (
        proxy.addresses(proxy.check_goproxy(wanted)[0] or proxy.DEFAULT.url) if wanted else proxy.CATALOGUE
    )
    out = context.out
    rows = []

    def show(answer: proxy.ProxyAnswer) -> None:
        seconds = f"{answer.seconds:5.2f} s" if answer.seconds is not None else " " * 7
        out.mark("done" if answer.ok else "failed", f"{answer.entry.name:<12} {seconds}  {answer.message}")
        rows.append(
            {
                "name": answer.entry.name,
                "ok": answer.ok,
                "seconds": answer.seconds,
                "message": answer.message,
                "sumdb": answer.sumdb,
            }
        )

    with context.stoppable() as cancel:
        answers = proxy.probe_all(context.client, entries, emit=show, cancel=cancel)
    good = any(answer.ok for answer in answers)
    if not good:
        out.mark("hint", _("None answers. To see what stands in the way: {command}").format(command="gowizard doctor"))
    out.result({"command": "proxy", "ok": good, "answers": rows})
    return 0 if good else 1


def _use(context: Context) -> int:
    wanted = context.text("second")
    if not wanted:
        raise UsageError(
            _("Which proxy?"), "", _("For example: {command}").format(command="gowizard proxy use goproxy.cn")
        )
    setting, meaning = proxy.check_goproxy(wanted)
    for line in meaning.splitlines():
        context.out.line(line)
    if not context.flag("dry_run"):
        context.settle_interrupted()
    values: dict[str, str | None] = {"GOPROXY": setting or None}
    if context.text("gosumdb"):
        values["GOSUMDB"] = context.text("gosumdb")
    if context.text("goprivate"):
        values["GOPRIVATE"] = proxy.check_patterns(context.text("goprivate"))[0]
    change, manual, notes = environment.go_env_change(context.host, values)
    for note in notes:
        context.out.mark("warning", note)
    for step in manual:
        context.out.mark("warning", step.title)
        context.out.line(step.reason, indent=2)
        for text in step.lines:
            context.out.line(text, indent=4)
    value = {
        "command": "proxy",
        "ok": not manual,
        "goproxy": without_credentials(setting),
        "notes": list(notes),
    }
    if change is None:
        context.out.line(_("Nothing has to be changed."))
        context.out.result(value)
        return 1 if manual else 0
    context.out.mark("step", context.out.short(change.title))
    for preview in changes.preview(change, context.host.user.home):
        context.out.diff(preview.lines)
    if context.flag("dry_run"):
        context.out.result({**value, "dry_run": True})
        return 0
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
