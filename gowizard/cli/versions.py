"""`gowizard list`, `use`, `uninstall`: the versions that are here."""

from __future__ import annotations

from contextlib import suppress
from functools import partial

from gowizard import changes, install, releases, toolchain
from gowizard.changes import Change
from gowizard.cli.context import Context
from gowizard.cli.render import event_printer
from gowizard.cli.settling import unused
from gowizard.environment import Settings, default_gopath, line_for_open_terminal
from gowizard.errors import GowizardError, UsageError
from gowizard.locales import _
from gowizard.plan import layout_for, use_changes
from gowizard.toolchain import Layout


def show(context: Context) -> int:
    """Print the installed versions, or with --remote those that a source offers; return 0."""
    if context.flag("remote"):
        return _show_remote(context)
    layout = layout_for(context.given_answers(), context.host)
    found = toolchain.installed(layout)
    for go in found:
        states = (_("current") if go.current else "", "" if go.complete else _("incomplete"))
        told = f"{go.version:<14} {context.out.short(go.root)}  {_(', ').join(filter(None, states))}"
        context.out.mark("step" if go.current else "skipped", told.rstrip())
    others = [go for go in context.host.gos if go.root is None or go.root.parent != layout.parent]
    if others:
        context.out.line(_("Other Gos on this machine:"))
    for other in others:
        owner = _("archive") if other.owner == "archive" else other.owner
        context.out.line(f"{other.version or '?':<14} {context.out.short(other.binary)}  ({owner})", indent=2)
    if not found and not others:
        context.out.line(
            _("No Go is installed. To install one: {command}").format(command="gowizard install")
        )
    context.out.result(
        {
            "command": "list",
            "ok": True,
            "installed": [
                {"version": go.version, "root": go.root, "current": go.current, "complete": go.complete}
                for go in found
            ],
            "others": [
                {
                    "version": o.version,
                    "binary": o.binary,
                    "root": o.root,
                    "arch": o.arch,
                    "owner": o.owner,
                    "path_index": o.path_index,
                    "problem": o.problem,
                }
                for o in others
            ],
        }
    )
    return 0


def _show_remote(context: Context) -> int:
    with context.stoppable() as cancel:
        source = install.open_source(context.host, context.given_answers(), context.client, cancel)
        catalogue = source.catalogue(cancel)
    rows = []
    fits = releases.fits_of(catalogue, context.host.system)
    for release in catalogue.releases:
        fit = fits[release.version]
        old = releases.end_of_life(release.version, catalogue)
        told = fit.refusal or (_("end of life") if old else "")
        context.out.line(f"{release.version.name:<14} {told}".rstrip())
        rows.append(
            {
                "version": release.version.name,
                "stable": release.stable,
                "end_of_life": old,
                "runs_here": fit.ok,
                "reason": fit.reason,
                "newest_that_runs": fit.newest_that_runs,
            }
        )
    if catalogue.note:
        context.out.mark("warning", catalogue.note)
    context.out.result(
        {
            "command": "list",
            "ok": True,
            "source": catalogue.source,
            "age": round(catalogue.age),
            "releases": rows,
        }
    )
    return 0


def use(context: Context) -> int:
    """Switch the current version; return 0."""
    answers = context.answers()
    install.require_root(context.host, answers, context.command)
    _settle(context)
    layout = layout_for(answers, context.host)
    version = _installed(context.text("argument"), layout, whole=True)
    title = _("Use {version}").format(version=version.name)
    wanted, line = use_changes(context.host, answers, layout, version), ""
    if any(change.id != "current" for change in wanted):  # PATH changes: the terminal that is open keeps the old one
        settings = Settings(go_bin=layout.go_bin(layout.tree(version.name)), gopath=default_gopath(context.host))
        line = line_for_open_terminal(context.host.shell, context.host, settings, system=answers.system)
    return _apply(context, title, layout, wanted, line)


def _installed(request: str, layout: Layout, *, whole: bool) -> releases.Version:
    """The tree that a request means: `1.26` is its newest patch, `latest` the newest. `whole`: one that can be used.

    Raises GowizardError where none of those that are here fits.
    """
    here = [releases.Version.parse(go.version) for go in toolchain.installed(layout) if go.complete or not whole]
    trees = tuple(releases.Release(version=version, stable=version.is_stable) for version in here)
    if not request.startswith("go"):
        # A line of versions, "1.26": the catalogue is what is here.
        with suppress(GowizardError):
            return releases.resolve(request, releases.Catalogue(source="", releases=trees), None)
    version = releases.Version.parse(request)
    if version in here:
        return version
    told, command = _("To install it: {command}"), f"gowizard install {request}"
    if not whole:  # who wants to take it away does not want it
        told, command = _("See the versions with: {command}"), "gowizard list"
    raise GowizardError(
        _("{version} is not installed").format(version=version.name),
        _("Installed: {names}.").format(names=_(", ").join(found.name for found in here) or _("none")),
        told.format(command=command),
    )


def uninstall(context: Context) -> int:
    """Move a version aside, or with --purge delete what earlier uninstalls put aside; return the exit status."""
    answers = context.answers()
    install.require_root(context.host, answers, context.command)
    _settle(context)
    layout = layout_for(answers, context.host)
    if context.flag("purge"):
        if not context.ask(_("Delete the trees that were put aside, for good?")):
            return 0
        freed = toolchain.purge_aside(layout)
        context.out.line(_("Deleted: {names}.").format(names=_(", ").join(freed) or _("nothing")))
        context.out.result({"command": "uninstall", "ok": True, "purged": list(freed)})
        return 0
    if not context.text("argument"):
        raise UsageError(
            _("Which version?"), "", _("For example: {command}").format(command="gowizard uninstall 1.26.6")
        )
    version = _installed(context.text("argument"), layout, whole=False)
    change = toolchain.remove(layout, version.name)
    return _apply(context, _("Uninstall {version}").format(version=version.name), layout, (change,))


def _settle(context: Context) -> None:
    """A killed run first: what is to be changed depends on whether it is finished or taken back."""
    if not context.flag("dry_run"):
        context.settle_interrupted()


def _apply(context: Context, title: str, layout: Layout, wanted: tuple[Change, ...], line: str = "") -> int:
    out, home = context.out, context.host.user.home
    if not wanted:
        out.line(_("Nothing has to be changed."))
        out.result({"command": context.verb, "ok": True, "changes": []})
        return 0
    for change in wanted:
        out.mark("step", out.short(change.title))
        for preview in changes.preview(change, home):
            out.diff(preview.lines)
    value = {"command": context.verb, "ok": True, "changes": [change.title for change in wanted]}
    if context.flag("dry_run"):
        out.result({**value, "dry_run": True})
        return 0
    if not context.ask(_("Make these changes?")):
        out.line(_("Nothing was changed."))
        return 0
    with context.stoppable() as cancel:
        if not unused(context, partial(toolchain.wait_until_unused, context.host, layout, wanted), cancel):
            out.line(_("Nothing was changed."))
            return 1
        with changes.open_run(context.host.dirs.state, title=title, verb=context.verb, wait=60.0) as run:
            run.apply(wanted, event_printer(out), cancel)
    if line:
        out.mark("hint", _("For the terminal that is open now: {line}").format(line=line))
    out.mark("hint", _("To take it back: {command}").format(command=context.undo_command))
    out.result({**value, "run": run.id, **({"line_for_open_terminal": line} if line else {})})
    return 0
