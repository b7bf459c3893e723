"""A plan, its events and its proof as lines of text, and as the values of the JSON object."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from gowizard import changes
from gowizard.changes.events import ChangeFinished, ChangeStarted, RolledBack
from gowizard.cli.output import Output, size_text
from gowizard.install import Event
from gowizard.locales import _
from gowizard.plan import Plan
from gowizard.proof import ProofReport
from gowizard.proof.events import OutputLine, StepFinished, StepStarted
from gowizard.proof.titles import title_of
from gowizard.releases import Archive, Voucher
from gowizard.releases.local import local_path
from gowizard.toolchain.events import Connecting, Received, Retrying, Verified
from gowizard.toolchain.running import StillRunning


def voucher_text(voucher: Voucher) -> str:
    """Who vouches for the bytes, in one sentence."""
    return {
        Voucher.OFFICIAL: _("digest from the Go project's own release list"),
        Voucher.LOGGED: _("content found in the Go checksum database"),
        Voucher.PINNED: _("digest given by you"),
        Voucher.COMMUNITY: _(
            "repackaged by one person, not by the Go project; digest from the package index"
        ),
        Voucher.SELF: _("digest only from where the archive comes from"),
    }[voucher]


def show_plan(out: Output, plan: Plan) -> None:
    """The review in lines: what is fetched, every change with its preview, what only the user can do."""
    home = plan.host.user.home
    if plan.archive is not None:
        told = _("Archive: {name}, {size}") if plan.archive.size else _("Archive: {name}")
        out.line(told.format(name=plan.archive.filename, size=size_text(plan.archive.size)))
        level, meaning = plan.archive.voucher.value, voucher_text(plan.archive.voucher)
        out.line(_("{level}: {meaning}").format(level=level, meaning=meaning), indent=2)
    if not plan.changes:
        out.line(_("Nothing has to be changed."))
    for change in plan.changes:
        out.line()
        out.mark("step", out.short(change.title))
        for preview in changes.preview(change, home):
            out.diff(preview.lines)
    for step in plan.manual:
        out.line()
        out.mark("warning", step.title)
        out.line(step.reason, indent=2)
        for text in step.lines:
            out.line(text, indent=4)
    for note in plan.notes:
        out.mark("warning", note)
    out.line()


def plan_value(plan: Plan) -> dict[str, Any]:
    """The plan for --json."""
    home = plan.host.user.home
    return {
        "version": plan.version.name,
        "tree": plan.tree,
        "archive": _archive_value(plan.archive),
        "changes": [
            {
                "id": change.id,
                "title": change.title,
                "preview": [
                    {"path": item.path, "kind": item.kind, "lines": list(item.lines)}
                    for item in changes.preview(change, home)
                ],
            }
            for change in plan.changes
        ],
        "manual": [
            {"id": step.id, "title": step.title, "reason": step.reason, "lines": list(step.lines)}
            for step in plan.manual
        ],
        "notes": list(plan.notes),
    }


def _archive_value(archive: Archive | None) -> dict[str, Any] | None:
    if archive is None:
        return None
    return {
        "filename": archive.filename,
        "size": archive.size,
        "sha256": archive.sha256,
        "source": archive.source,
        "voucher": archive.voucher.value,
    }


def waiting_text(programs: Sequence[str]) -> str:
    """What a switch waits for."""
    return _("Go is at work through the link; waiting for {programs}").format(programs=_(", ").join(programs))


def event_printer(out: Output) -> Callable[[Event], None]:
    """A receiver of events that prints them as they come."""

    def receive(event: Event) -> None:
        match event:
            case Connecting(location=location):
                told = _("Reading {location}") if local_path(location) else _("Fetching {location}")
                out.mark("step", told.format(location=location))
            case Received(done=done, total=total, per_second=speed, seconds_left=left):
                eta = _("{seconds:.0f} s left").format(seconds=left) if left is not None else ""
                out.progress(_("Downloading"), done, total, f"{size_text(done)}  {size_text(speed)}/s  {eta}")
            case Retrying(reason=reason, wait=0):
                out.mark("warning", _("{reason}; going on at the next address").format(reason=reason))
            case Retrying(reason=reason, wait=wait):
                out.mark(
                    "warning", _("{reason}; trying again in {wait:.0f} s").format(reason=reason, wait=wait)
                )
            case Verified(sha256=digest):
                out.window.settle()
                out.mark("done", _("Digest verified: {digest}").format(digest=digest))
            case StillRunning(programs=programs):
                out.mark("warning", waiting_text(programs))
            case ChangeStarted():
                pass
            case ChangeFinished(title=title):
                out.mark("done", out.short(title))
            case RolledBack(kept=kept):
                out.mark("warning", _("Everything was taken back."))
                for path in kept:
                    out.mark(
                        "warning", _("Kept, because it changed since: {path}").format(path=out.short(path)), indent=2
                    )
            case StepStarted(title=title, command=command):
                out.window.title(f"gowizard: {title}")
                out.mark("step", title)
                out.line(f"$ {command}", indent=2)
            case OutputLine(text=text):
                out.line(text, indent=2)
            case StepFinished(id=name, ok=None, message=message):
                told = _("skipped: {why}").format(why=message)
                text = _("{label}: {detail}").format(label=title_of(name), detail=told)
                out.mark("step" if out.plain else "skipped", text)
            case StepFinished(ok=ok, seconds=seconds, message=message):
                kind = "done" if ok else "failed"
                word = _("works") if ok else _("failed")
                told = _("{word} ({seconds:.1f} s)") if not message else _("{word}: {message} ({seconds:.1f} s)")
                first, *others = told.format(word=word, message=message, seconds=seconds).splitlines()
                out.mark("step" if out.plain else kind, first, indent=2)
                for text in others:
                    out.line(text, indent=4)

    return receive


def proof_value(report: ProofReport | None) -> dict[str, Any] | None:
    """The proof for --json."""
    if report is None:
        return None
    return {
        "ok": report.ok,
        "steps": [
            {"id": step.id, "ok": step.ok, "seconds": round(step.seconds, 3), "message": step.message}
            for step in report.steps
        ],
    }
