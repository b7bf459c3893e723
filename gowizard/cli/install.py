"""`gowizard install` and `gowizard apply`: the same trip, from options or from an answers file."""

from __future__ import annotations

from pathlib import Path

from gowizard import environment, install, toolchain
from gowizard.answers import Answers, from_toml
from gowizard.cli.context import Context
from gowizard.cli.failing import tell_failed_proof
from gowizard.cli.render import event_printer, plan_value, proof_value, show_plan
from gowizard.dataclass import replace
from gowizard.errors import UsageError
from gowizard.locales import _
from gowizard.locales.system import system_words
from gowizard.plan import Plan
from gowizard.proof import ProofReport

_MAX_ANSWERS = 64 * 1024


def run(context: Context) -> int:
    """Install; return the exit status."""
    base = Answers()
    if context.verb == "apply":
        base = read_answers(Path(context.text("argument")), context)
    elif context.text("argument"):
        base = replace(base, version=context.text("argument"))
    return install_with(context, context.answers(base))


def read_answers(path: Path, context: Context) -> Answers:
    """The answers in a file; raises UsageError where it cannot be read or understood."""
    try:
        with path.open("rb") as stream:
            data = stream.read(_MAX_ANSWERS + 1)
        if len(data) > _MAX_ANSWERS:
            raise OSError(_("it is larger than 64 KiB"))
        text = data.decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(
            _("The answers file {file} cannot be read").format(file=path),
            system_words(error) if isinstance(error, OSError) else str(error),
            _("Check the path and try again."),
        ) from None
    return from_toml(text, path.name, context.host.user.home)


def install_with(context: Context, answers: Answers) -> int:
    """The trip with complete answers; return the exit status."""
    install.require_root(context.host, answers, context.command)
    if not context.flag("dry_run"):
        context.settle_interrupted()
    with context.stoppable() as cancel:
        found = install.find(context.host, answers, context.client, cancel)
        if context.flag("yes") and not context.flag("dry_run"):
            _begin(context, found)
        plan = install.planned(context.host, answers, found, context.client)
        context.plan = plan
        show_plan(context.out, plan)
        if context.flag("dry_run"):
            context.out.result({"command": context.verb, "ok": True, "dry_run": True, **plan_value(plan)})
            return 0
        question = _("Make these changes?")
        if plan.changes and not context.ask(question):
            context.out.line(_("Nothing was changed."))
            return 0
        context.out.window.title("gowizard: " + _("Set up {version}").format(version=plan.version.name))
        printer = event_printer(context.out)
        run_id = install.carry_out(
            plan,
            context.client,
            printer,
            cancel,
            verb=context.verb,
            wait=60.0,
            on_wait=lambda holder: context.out.mark(
                "warning", _("Waiting for {holder}").format(holder=holder)
            ),
        )
        context.changed = _("Set up {version}").format(version=plan.version.name) if run_id else ""
        report = None
        if answers.proof:
            report = install.prove(plan, printer, cancel, module_check=not context.flag("offline"))
    return _finish(context, plan, run_id, report)


def _begin(context: Context, found: install.Found) -> None:
    """Ask for the archive already, while the plan is made; nothing is written. For runs that ask nobody."""
    archive = found.archive
    if archive is None or toolchain.is_begun(archive, context.host.dirs.cache):
        return
    if archive.locations[0].startswith(("https://", "http://")):
        context.client.ahead(archive.locations[0])


def _finish(context: Context, plan: Plan, run_id: str, report: ProofReport | None) -> int:
    out = context.out
    ok = (report is None or report.ok) and not (plan.startup_left_to_user and plan.answers.modify_path)
    shell = plan.answers.shells[0] if plan.answers.shells else plan.host.shell
    line = ""
    if plan.in_shell:
        line = environment.line_for_open_terminal(shell, plan.host, plan.settings, system=plan.answers.system)
    out.line()
    if report is not None and report.ok:
        out.mark("done", _("{version} works.").format(version=plan.version.name))
    elif report is None:
        out.mark("done", _("{version} is installed; it was not proven.").format(version=plan.version.name))
    else:
        out.mark(
            "failed",
            _("{version} is installed, but the proof failed; see above.").format(version=plan.version.name),
        )
    if plan.current and not plan.in_shell:
        told = _("Your shell will not find Go yet: its startup files were not changed.")
        if plan.host.windows is not None:
            told = _("New windows will not find this Go yet: what is left for you to do is shown above.")
        out.mark("warning", told)
    if line:
        out.mark("hint", _("For the terminal that is open now: {line}").format(line=line))
    if run_id:
        out.mark("hint", _("To take all of it back: {command}").format(command=context.undo_command))
        kept = context.host.dirs.state / "journal" / run_id
        out.mark("hint", _("What was there before is kept in {folder}").format(folder=out.short(kept)))
    if context.log_path:
        out.mark("hint", _("Log: {path}").format(path=out.short(context.log_path)))
    tell_failed_proof(context, report)
    out.result(
        {
            "command": context.verb,
            "ok": ok,
            "run": run_id,
            **plan_value(plan),
            "proof": proof_value(report),
            "line_for_open_terminal": line,
            "undo": context.undo_command if run_id else "",
            "log": context.log_path or "",
        }
    )
    return 0 if ok else 1
