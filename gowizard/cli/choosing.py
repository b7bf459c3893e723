"""Questions of `gowizard repair` in lines: what to mend, and whether to take it back at once."""

from __future__ import annotations

from functools import partial

from gowizard import changes
from gowizard.cli.asking import Asker, Back, Leave
from gowizard.cli.context import Context
from gowizard.cli.doctor import only
from gowizard.cli.settling import unused
from gowizard.doctor.model import Finding
from gowizard.errors import GowizardError
from gowizard.locales import _
from gowizard.repair.diagnosis import Diagnosis, named
from gowizard.repair.treatment import preselected
from gowizard.repair.words import shorter
from gowizard.toolchain import wait_before_undo


def chosen_from(context: Context, diagnosis: Diagnosis) -> tuple[Finding, ...]:
    """What --only names, else what a person picks, else all that is no guess.

    Raises UsageError for an unknown name, Leave where a person goes.
    """
    names, proposed = only(context), preselected(diagnosis)
    if names:
        return named(diagnosis.findings, names)
    able = [finding for finding in diagnosis.findings if finding.remedy is not None and finding.remedy.automatic]
    if len(able) < 2 or context.flag("yes") or context.flag("dry_run") or not context.interactive:
        return proposed
    return _picked(context, able, proposed, str(diagnosis.scene.home))


def _picked(
    context: Context, able: list[Finding], proposed: tuple[Finding, ...], home: str
) -> tuple[Finding, ...]:
    out, picked = context.out, list[Finding]()
    out.line()
    for number, finding in enumerate(able, 1):
        title = finding.remedy.title if finding.remedy is not None else ""
        out.line(f"{number}. {shorter(title, home)}")

    def check(text: str) -> str:
        words = text.replace(",", " ").split()
        if text in {"0", _("none"), "none"}:
            words = []
        wrong = [word for word in words if not (word.isdecimal() and 1 <= int(word) <= len(able))]
        if wrong:
            raise GowizardError(_("“{text}” is none of the choices.").format(text=wrong[0]))
        picked[:] = [able[int(word) - 1] for word in dict.fromkeys(words)]
        return text

    default = " ".join(str(able.index(finding) + 1) for finding in proposed if finding in able) or "0"
    told = _("Numbers with blanks between them; 0 for none.")
    try:
        Asker(out).text(_("What is to be mended?"), default, check, told)
    except (Back, Leave):
        picked.clear()
    return tuple(picked)


def taken_back(context: Context, run: str) -> bool:
    """Whether a person, asked because something new came to light, had the repair taken back at once."""
    if not context.interactive or context.flag("yes"):
        return False
    try:
        if not Asker(context.out).yes(_("Take the repair back?"), default=False):
            return False
    except (Back, Leave):
        return False
    state = context.host.dirs.state
    with context.stoppable() as cancel:
        if not unused(context, partial(wait_before_undo, context.host, changes.undo_effects(state, run)), cancel):
            context.out.line(_("Nothing was changed."))
            return False
    report = changes.undo(state, run)
    for title in report.reverted:
        context.out.mark("done", context.out.short(title))
    for kept in report.kept:
        place = context.out.short(kept.path)
        context.out.mark("warning", _("Kept: {path}: {reason}").format(path=place, reason=kept.reason))
    return True
