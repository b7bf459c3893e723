"""`gowizard prove`: does the Go that is current here work, as a new shell sees it?"""

from __future__ import annotations

from gowizard import install, releases, toolchain
from gowizard.answers import Existing
from gowizard.cli.context import Context
from gowizard.cli.failing import tell_failed_proof
from gowizard.cli.render import event_printer, proof_value
from gowizard.dataclass import replace
from gowizard.locales import _
from gowizard.plan import compose, layout_for


def run(context: Context) -> int:
    """Prove the current version of the layout, or where there is none the Go that lies on PATH; return the status."""
    answers = context.answers()
    current = toolchain.current(layout_for(answers, context.host))
    if current is None:
        answers = replace(answers, existing=Existing.KEEP)
        version = install.find(context.host, answers, context.client, context.cancel).version
        plan = compose(context.host, answers, version=version, archive=None)
    else:
        version = releases.Version.parse(current.version)
        plan = compose(context.host, answers, version=version, archive=None)
        # What matters is what a shell finds now, not what an install would still change.
        plan = replace(plan, changes=(), manual=(), tree=current.root)
    with context.stoppable() as cancel:
        report = install.prove(
            plan, event_printer(context.out), cancel, module_check=not context.flag("offline")
        )
    name = version.name
    context.out.mark(
        "done" if report.ok else "failed",
        _("{version} works.").format(version=name)
        if report.ok
        else _("{version} does not work yet.").format(version=name),
    )
    if not report.ok and context.log_path:
        context.out.mark("hint", _("Log: {path}").format(path=context.out.short(context.log_path)))
        tell_failed_proof(context, report)
    context.out.result(
        {
            "command": "prove",
            "ok": report.ok,
            "version": name,
            "proof": proof_value(report),
            "log": context.log_path or "",
        }
    )
    return 0 if report.ok else 1
