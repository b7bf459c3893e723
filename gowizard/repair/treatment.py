"""What would be done about the chosen findings: ordered Changes to look at, archives to fetch, steps for a person."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from gowizard import install, net, plan, releases
from gowizard.answers import Answers, Existing
from gowizard.cancellation import Cancel
from gowizard.changes import Change, ManualStep, PlaceTree
from gowizard.dataclass import dataclass, replace
from gowizard.doctor.drafting import Draft, draft, manual_step, reinstall_id
from gowizard.doctor.model import Finding, Severity
from gowizard.doctor.scene import Scene
from gowizard.errors import GowizardError
from gowizard.host import Host
from gowizard.locales import _
from gowizard.releases import Archive, Source
from gowizard.repair.access import out_of_reach
from gowizard.repair.diagnosis import Diagnosis
from gowizard.toolchain import NotPossible


@dataclass(frozen=True, kw_only=True)
class Fetch:
    """An archive that has to be fetched before the change which places its tree."""

    archive: Archive
    destination: Path


@dataclass(frozen=True, kw_only=True)
class Treatment:
    """Nothing of it is done yet. `manual` is for a person, `notes` say what is left out and why.

    `asked` are the keys of all that was to be mended, `chosen` those of it whose remedies are not made needless.
    """

    diagnosis: Diagnosis
    asked: frozenset[str]
    chosen: tuple[Finding, ...]
    changes: tuple[Change, ...]
    fetches: tuple[Fetch, ...] = ()
    manual: tuple[ManualStep, ...] = ()
    notes: tuple[str, ...] = ()


def preselected(diagnosis: Diagnosis) -> tuple[Finding, ...]:
    """What repair takes without being told."""
    return tuple(finding for finding in diagnosis.findings if finding.preselected)


def foreseen(scene: Scene, finding: Finding, answers: Answers) -> tuple[Change, ...]:
    """What mending one finding alone would change, as far as that is known with nothing fetched.

    Where a Go is to be installed: how startup files would lead to it. Raises GowizardError where a file cannot be
    edited, OSError.
    """
    installs = finding.remedy is not None and finding.remedy.install
    layout = plan.layout_for(answers, scene.host) if installs else None
    # Without a link PATH names the version, which is not known yet.
    go_bin = layout.link / "bin" if layout is not None and layout.links else None
    return draft(scene, [finding], go_bin=go_bin).changes


def prepare(
    diagnosis: Diagnosis, chosen: Sequence[Finding], answers: Answers, client: net.Client, cancel: Cancel
) -> Treatment:
    """Draft the remedies and find what has to be fetched.

    What cannot be had is said in the notes and left out; the rest is drafted all the same. Raises GowizardError where
    a file cannot be edited, Cancelled.
    """
    return _Preparing(diagnosis, answers, client, cancel).treatment(chosen)


class _Preparing:
    def __init__(self, diagnosis: Diagnosis, answers: Answers, client: net.Client, cancel: Cancel) -> None:
        self._diagnosis, self._answers, self._client, self._cancel = diagnosis, answers, client, cancel
        self._source: Source | None = None
        self._notes: list[str] = []

    @property
    def _host(self) -> Host:
        return self._diagnosis.scene.host

    def treatment(self, chosen: Sequence[Finding]) -> Treatment:
        scene = self._diagnosis.scene
        drafted = draft(scene, chosen)
        fetches, refused = self._reinstalls(drafted)
        made: tuple[Change, ...] = ()
        if drafted.install and not fetches:
            made, fetch, go_bin = self._install()
            fetches += fetch
            if go_bin is not None:
                drafted = draft(scene, chosen, go_bin=go_bin)
        changes = tuple(change for change in drafted.changes if change.id not in refused)
        changes, left = out_of_reach((*changes, *made), self._host, chosen)
        effects = [effect for change in changes for effect in change.effects]
        placed = {effect.destination for effect in effects if isinstance(effect, PlaceTree)}
        return Treatment(
            diagnosis=self._diagnosis,
            asked=frozenset(finding.key for finding in chosen),
            chosen=drafted.chosen,
            changes=changes,
            fetches=tuple(fetch for fetch in fetches if fetch.destination in placed),
            manual=_once((*drafted.manual, *left, *_steps(self._diagnosis.findings))),
            notes=tuple(self._notes),
        )

    def _reinstalls(self, drafted: Draft) -> tuple[list[Fetch], set[str]]:
        """What to fetch for trees that are put back, and the ids of the changes for which nothing can be had."""
        fetches, refused = [], set()
        for wanted in drafted.reinstall:
            try:
                archive = self._archive(releases.Version.parse(wanted.version))
                fetches.append(Fetch(archive=archive, destination=wanted.root))
            except GowizardError as error:
                refused.add(reinstall_id(wanted.root))
                self._cannot(_("{version} cannot be fetched").format(version=wanted.version), error)
        return fetches, refused

    def _archive(self, version: releases.Version) -> Archive:
        host, answers = self._host, self._answers
        self._source = self._source or install.open_source(host, answers, self._client, self._cancel)
        archive = self._source.archive(version, host.system.os, host.system.arch, self._cancel)
        if answers.sha256:
            archive = releases.pinned(archive, answers.sha256)
        releases.check_allowed(archive, source_named=answers.source != "auto", trust_source=answers.trust_source)
        return archive

    def _install(self) -> tuple[tuple[Change, ...], list[Fetch], Path | None]:
        """The changes that put a Go where none is usable, what to fetch, and the bin folder that shells get."""
        host = self._host
        wanted = replace(self._answers, existing=Existing.BESIDE, modify_path=False, disable_lines=False)
        try:
            answers = plan.defaults(host, wanted)
            found = install.find(host, answers, self._client, self._cancel, source=self._source)
            try:
                made = plan.compose(host, answers, version=found.version, archive=found.archive)
                go_bin = made.settings.go_bin
            except NotPossible:  # something not ours lies where the link belongs
                beside = replace(answers, use=False)
                made = plan.compose(host, beside, version=found.version, archive=found.archive)
                go_bin = made.tree / "bin"
        except GowizardError as error:
            self._cannot(_("No Go can be installed now"), error)
            return (), [], None
        fetch = [Fetch(archive=made.archive, destination=made.tree)] if made.archive else []
        return made.changes, fetch, go_bin

    def _cannot(self, title: str, error: GowizardError) -> None:
        self._notes.append("\n".join(part for part in (title, error.one_line, error.remedy) if part))


def _steps(findings: Sequence[Finding]) -> tuple[ManualStep, ...]:
    """What is left to a person about everything that was found above advice."""
    steps = [manual_step(finding) for finding in findings if finding.severity > Severity.ADVICE]
    return tuple(step for step in steps if step is not None)


def _once(steps: Sequence[ManualStep]) -> tuple[ManualStep, ...]:
    return tuple({step.id: step for step in reversed(steps)}.values())[::-1]


