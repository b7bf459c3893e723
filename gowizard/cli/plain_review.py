"""Review, install, proof and what comes after, in lines."""

from __future__ import annotations

from gowizard.cli.asking import Back, Leave, word_of
from gowizard.cli.failing import tell_failed_proof
from gowizard.cli.output import size_text
from gowizard.cli.plain_trip import Trip
from gowizard.cli.render import event_printer, voucher_text
from gowizard.errors import GowizardError
from gowizard.locales import _, ngettext, sentences
from gowizard.plan import Plan


def review(trip: Trip) -> None:
    """Every change with a number that shows its diff; only the word `install` goes on."""
    trip.out.line(_("Working out what will change"))
    with trip.context.stoppable() as cancel:
        trip.plan = plan = trip.backend.compose(trip.answers, cancel)
    trip.context.planned_answers, trip.context.plan = trip.answers, plan
    _list(trip, plan)
    word = _("install") if plan.changes else _("prove")
    while True:
        told = _("Type “{word}” to go on, a number to read a change, “back” to change an answer, or “quit”: ")
        text = word_of(trip.asker.read(told.format(word=word), lambda: _list(trip, plan)))
        if text in {"install", "prove"}:
            return
        if text.isdecimal() and 1 <= int(text) <= len(plan.changes):
            _show(trip, plan, int(text) - 1)
        elif text == "all":
            for index in range(len(plan.changes)):
                _show(trip, plan, index)
        elif text:
            trip.out.mark("warning", _("“{text}” is none of the choices.").format(text=text))


def _list(trip: Trip, plan: Plan) -> None:
    out, count = trip.out, len(plan.changes)
    out.line(_("Version: {version}").format(version=plan.version.name))
    if plan.archive is not None:
        told = _("Archive: {name}, {size}") if plan.archive.size else _("Archive: {name}")
        out.line(told.format(name=plan.archive.filename, size=size_text(plan.archive.size)))
        out.prose(voucher_text(plan.archive.voucher))
    if not count:
        out.prose(_("Everything is in place already: nothing will be changed, only proven."))
    else:
        told = ngettext("{n} change, not made yet.", "{n} changes, none made yet.", count).format(n=count)
        out.prose(sentences(told, _("You can undo all of them.")))
    for number, change in enumerate(plan.changes, 1):
        out.prose(f"{number}. {trip.short(change.title)}")
    for step in plan.manual:
        out.prose(_("For you to do: {title}").format(title=step.title))
        for text in (step.reason, *step.lines):
            out.line(text)
    for note in plan.notes:
        out.mark("warning", note)


def _show(trip: Trip, plan: Plan, index: int) -> None:
    change = plan.changes[index]
    trip.out.line(_("Change {n}: {title}").format(n=index + 1, title=trip.short(change.title)))
    if change.why:
        trip.out.prose(change.why)
    for piece in trip.backend.preview(change):
        if piece.diff:
            trip.out.line(_("File: {path}").format(path=trip.short(piece.path)))
        for text in piece.lines:
            trip.out.line(text.rstrip("\n"))


def carry_out(trip: Trip) -> int:
    """Install and prove; say how to use it, undo it, and repeat it. Return the exit status."""
    out, context, plan = trip.out, trip.context, trip.plan
    printer = event_printer(out)
    out.line()
    if plan is not None and plan.changes:
        with context.stoppable() as cancel:
            trip.backend.apply(plan, printer, cancel)
        context.changed = _("Set up {version}").format(version=plan.version.name)
    ok, report = True, None
    if trip.answers.proof or trip.only_prove:
        out.line(_("Does it work?"))
        with context.stoppable() as cancel:
            report = trip.backend.prove(trip.answers, None if trip.only_prove else plan, printer, cancel)
        ok = report.ok
        told = _("Go works") if ok else _("The proof failed; its log names the likely cause.")
        out.mark("done" if ok else "failed", told)
    if context.log_path:
        out.line(_("Log: {path}").format(path=out.short(context.log_path)))
    tell_failed_proof(context, report)
    if context.changed:
        _tell_afterwards(trip)
    left_to_user = plan is not None and plan.startup_left_to_user and plan.answers.modify_path
    return 0 if ok and not left_to_user else 1


def _tell_afterwards(trip: Trip) -> None:
    out, context, line = trip.out, trip.context, trip.backend.terminal_line()
    if line:
        out.line(_("New terminals find Go. In the terminal that is open now, type this line:"))
        out.line(line)
    out.line(_("To take all of it back: {command}").format(command=context.undo_command))
    asker = trip.asker
    try:
        about = _("On the other machine: gowizard apply gowizard.toml")
        if asker.yes(_("Save these answers as gowizard.toml?"), False, about):
            out.mark("done", str(trip.backend.save_answers(trip.answers)))
    except GowizardError as error:
        asker.refuse(error)
    except (Back, Leave):  # everything is done: leaving here is an answer
        return
