"""Host + Answers -> Plan: the ordered Changes that lead to a working Go, and the default Answers for a Host."""

from __future__ import annotations

import os
from pathlib import Path

from gowizard import environment, proxy, toolchain
from gowizard.answers import Answers, Existing
from gowizard.changes import Change, ManualStep, PlaceTree
from gowizard.dataclass import dataclass, replace
from gowizard.errors import GowizardError
from gowizard.folders import with_tilde
from gowizard.host import FoundGo, Host
from gowizard.locales import _
from gowizard.releases import Archive, Version
from gowizard.toolchain import Layout, Staged


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What will be done, in order; the review page and --dry-run render it, `install.carry_out` does it."""

    host: Host
    answers: Answers
    layout: Layout
    version: Version
    tree: Path  # GOROOT that will be proven
    archive: Archive | None  # None where nothing has to be fetched
    changes: tuple[Change, ...]
    manual: tuple[ManualStep, ...] = ()
    notes: tuple[str, ...] = ()
    settings: environment.Settings

    @property
    def current(self) -> bool:
        """Whether the version becomes, or stays, the one that shells find."""
        return self.answers.use or self.answers.existing is not Existing.BESIDE

    @property
    def in_shell(self) -> bool:
        """Whether a fresh shell is meant to find Go when this is done."""
        kept = self.answers.existing is Existing.KEEP
        return self.current and (kept or (self.answers.modify_path and not self.startup_left_to_user))

    @property
    def startup_left_to_user(self) -> bool:
        """Whether a startup file could only be shown, so that a fresh shell will not find Go yet."""
        return any(step.id.startswith("startup:") for step in self.manual)

    def with_staged(self, staged: Staged) -> Plan:
        """The same plan with the facts of the tree that is now staged."""
        return replace(self, changes=tuple(_fill(change, staged) for change in self.changes))


def _fill(change: Change, staged: Staged) -> Change:
    effects = tuple(
        replace(
            effect, staged=staged.path, size=staged.size, files=staged.files, fingerprint=staged.fingerprint
        )
        if isinstance(effect, PlaceTree)
        else effect
        for effect in change.effects
    )
    return replace(change, effects=effects)


def layout_for(answers: Answers, host: Host) -> Layout:
    """Where trees lie for these answers, and what tells which one is current there: see Layout.

    Where neither tells yet, and the file system is none that is known to have links, making one is tried in the
    nearest folder; nothing is left there.
    """
    layout = Layout.at(answers.dir or _default_parent(answers, host))
    if layout.links and os.path.lexists(layout.link):
        return layout
    named = environment.named_folder(host, [tree / "bin" for tree in layout.trees()])
    return replace(layout, named=named.parent if named is not None else None)


def _default_parent(answers: Answers, host: Host) -> Path:
    return Path("/usr/local") if answers.system else host.user.home / "sdk"


def use_changes(host: Host, answers: Answers, layout: Layout, version: Version) -> tuple[Change, ...]:
    """The changes that make an installed version the current one; none where it is already.

    Raises GowizardError where something not ours lies where the link belongs, or a file cannot be written.
    """
    change = toolchain.make_current(layout, version.name, system=answers.system)
    switched = () if change is None else (change,)
    new = layout.go_bin(layout.tree(version.name))
    if layout.named is not None:
        old = layout.named / "bin"
        return (*switched, *(() if old == new else environment.rename_folder(host, old, new)))
    if layout.links:
        return switched
    # Nothing names a version yet: what `install` would have written.
    settings = environment.Settings(go_bin=new, gopath=answers.gopath or environment.default_gopath(host))
    shells = answers.shells or tuple(shell.name for shell in host.shells if shell.served)
    return environment.shell_changes(host, settings, shells=shells, system=answers.system, disable_lines=False)[0]


def defaults(host: Host, given: Answers) -> Answers:
    """The answers with every empty field filled as this host suggests; fields in `given` win."""
    return replace(
        given,
        dir=given.dir or _default_parent(given, host),
        adopt=given.adopt or (adoptable(host) if given.existing is Existing.ADOPT else None),
        gopath=given.gopath or environment.default_gopath(host),
        gobin=given.gobin or environment.absolute(environment.effective(host, "GOBIN", None).value),
        shells=given.shells or tuple(shell.name for shell in host.shells if shell.served),
        goproxy=_goproxy(host, given.goproxy),
        goprivate=proxy.check_patterns(given.goprivate)[0] if given.goprivate else "",
    )


def _goproxy(host: Host, wanted: str) -> str:
    """The checked value; "default" only where Go's default is wanted and something else is in force."""
    if not wanted:
        return ""
    value = proxy.check_goproxy(wanted)[0]
    return value or ("" if environment.effective(host, "GOPROXY", None).is_default else proxy.DEFAULT.name)


def found_at(host: Host, tree: Path) -> FoundGo | None:
    """The Go found at a tree, links resolved."""
    real = tree.resolve()
    return next((go for go in host.gos if go.root is not None and go.root.resolve() == real), None)


def adoptable(host: Host) -> Path:
    """The newest complete tree here; raises GowizardError where there is none."""
    found = [
        (version, go.root)
        for go in host.gos
        if go.complete and go.root is not None and (version := Version.try_parse(go.version)) is not None
    ]
    if found:
        return max(found)[1]
    raise GowizardError(
        _("There is no Go to adopt"),
        _("No complete Go tree was found here."),
        _("Name a tree with --adopt, or install one: {command}").format(command="gowizard install"),
    )


def kept_go(host: Host) -> FoundGo:
    """The Go that a shell of this process finds; raises GowizardError where there is none."""
    for go in host.gos:
        known = go.complete and Version.try_parse(go.version) is not None
        if go.path_index is not None and go.root is not None and known:
            return go
    raise GowizardError(
        _("There is no Go here yet"),
        _("No complete Go lies on PATH."),
        _("To install one: {command}").format(command="gowizard install"),
    )


def compose(host: Host, answers: Answers, *, version: Version, archive: Archive | None) -> Plan:
    """The plan for complete answers (see `defaults`).

    `archive` is what has to be fetched, None where the tree is there already or is adopted. Raises GowizardError
    where the answers cannot be carried out here.
    """
    layout = layout_for(answers, host)
    adopted = answers.adopt if answers.existing is Existing.ADOPT else None
    settings = environment.Settings(
        go_bin=layout.go_bin(adopted or layout.tree(version.name)),
        gopath=answers.gopath or environment.default_gopath(host),
        gobin=answers.gobin,
    )
    plan = Plan(
        host=host,
        answers=answers,
        layout=layout,
        version=version,
        tree=layout.tree(version.name),
        archive=archive,
        changes=(),
        settings=settings,
    )
    if answers.existing is Existing.KEEP:
        go = kept_go(host)
        assert go.root is not None
        return _with_go_env(replace(plan, tree=go.root, settings=replace(settings, go_bin=go.binary.parent)))
    changes = list(_tree_changes(plan))
    if adopted is not None:
        plan = replace(plan, tree=adopted)
    if not plan.current:
        return replace(plan, changes=tuple(changes))
    manual: tuple[ManualStep, ...] = ()
    if not layout.links:
        note = _("There are no links on the file system of {place}: PATH names the version's own folder.")
        plan = replace(plan, notes=(note.format(place=with_tilde(str(layout.parent), host.user.home)),))
    if answers.modify_path:
        shell_changes, manual = environment.shell_changes(
            host, settings, shells=answers.shells, system=answers.system, disable_lines=answers.disable_lines,
            tree=plan.tree,
        )  # fmt: skip
        changes += shell_changes
        plan = replace(plan, notes=(*plan.notes, *environment.registry_notes(host, settings)))
    return _with_go_env(replace(plan, changes=tuple(changes), manual=manual))


def _tree_changes(plan: Plan) -> list[Change]:
    answers, layout, name = plan.answers, plan.layout, plan.version.name
    changes: list[Change | None] = []
    if answers.existing is Existing.ADOPT and answers.adopt is not None:
        changes.append(toolchain.adopt(layout, answers.adopt))
    else:
        if plan.archive is not None:
            changes.append(toolchain.place(None, layout, name, archive=plan.archive))
        if answers.use:
            changes.append(toolchain.make_current(layout, name, system=answers.system))
    return [change for change in changes if change is not None]


def go_settings(answers: Answers) -> dict[str, str]:
    """Go's own settings that the answers name, by key."""
    keys = {"goproxy": "GOPROXY", "gosumdb": "GOSUMDB", "goprivate": "GOPRIVATE"}
    return {key: value for field, key in keys.items() if (value := getattr(answers, field))}


def _with_go_env(plan: Plan) -> Plan:
    # Go's default is what holds when the file says nothing.
    wanted: dict[str, str | None] = {
        key: None if (key, value) == ("GOPROXY", proxy.DEFAULT.name) else value
        for key, value in go_settings(plan.answers).items()
    }
    if plan.answers.disable_lines and any(
        line.in_go_env for line in environment.conflicting_lines(plan.host)
    ):
        wanted["GOROOT"] = None  # every go command obeys it, also one from another tree
    if not wanted:
        return plan
    change, manual, notes = environment.go_env_change(plan.host, wanted)
    return replace(
        plan,
        changes=plan.changes + ((change,) if change else ()),
        manual=plan.manual + manual,
        notes=plan.notes + notes,
    )
