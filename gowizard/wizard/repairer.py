"""The real core behind the repair's pages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from gowizard import changes
from gowizard import host as hosts
from gowizard.answers import Answers
from gowizard.cancellation import Cancel
from gowizard.changes.model import Change
from gowizard.doctor.examining import CheckFinished
from gowizard.doctor.model import Finding
from gowizard.errors import GowizardError
from gowizard.host import Host
from gowizard.locales import _
from gowizard.net import Client
from gowizard.plan import layout_for
from gowizard.proof import ProofReport
from gowizard.repair import diagnosis as diagnosing
from gowizard.repair import proving, trip
from gowizard.repair.diagnosis import Diagnosis, Question
from gowizard.repair.report import report_text
from gowizard.repair.treatment import foreseen, prepare
from gowizard.repair.words import about_message, clean, counts, explained, fitting_first, healthy_line, shorter
from gowizard.toolchain import wait_before_undo
from gowizard.wizard.backend import Emit, Report, Shown, UndoResult
from gowizard.wizard.care import Ailment, Checkup, Examined, LookingAgain, Mended, Planned
from gowizard.wizard.widgets.measure import short

_PATIENCE = 10.0  # seconds in which a go at work may end


class CoreRepairer:
    """`care.Repairer` over gowizard's own packages; one method at a time, each on a thread of its own."""

    def __init__(
        self, host: Host, answers: Answers, client: Client, log_path: Path | None
    ) -> None:
        self._host, self._answers, self._client, self._log_path = host, answers, client, log_path
        self._latest: Diagnosis | None = None
        self._message = ""
        self._runs: list[str] = []

    def examine(self, message: str, emit: Emit, cancel: Cancel) -> Checkup:
        self._message = message
        return self._checkup(diagnosing.diagnose(self._question(), _counting(emit), cancel))

    def mend(self, keys: tuple[str, ...], emit: Emit, cancel: Cancel) -> Mended:
        latest = self._latest
        if latest is None:
            raise GowizardError(_("The machine was not examined yet"))
        chosen = [finding for finding in latest.findings if finding.key in keys]
        treatment = prepare(latest, chosen, self._answers, self._client, cancel)
        home = str(latest.scene.home)
        titles = tuple((change.id, shorter(change.title, home)) for change in treatment.changes)
        emit(Planned(titles, bool(treatment.fetches)))
        done = trip.carry_out(
            treatment,
            self._question(),
            self._answers,
            _translating(emit),
            cancel,
            rounds=1,  # what comes to light is shown first
            wait=5.0,
        )
        if done.run:
            self._runs.append(done.run)
        before, left = done.before.examination.keyed(), done.after.examination.keyed().keys()
        own = {finding.key for finding in done.in_this_terminal}  # told apart from these steps
        return Mended(
            applied=tuple(shorter(change.title, home) for change in done.applied),
            repaired=_titles(done.repaired, home),
            still=_titles(done.still, home),
            new=_titles(done.new, home),
            steps=tuple(
                (shorter(step.title, home), tuple(map(clean, step.lines)), shorter(step.reason, home))
                for step in treatment.manual
                if step.id not in before or step.id in left - own  # what is mended needs nobody any more
            ),
            notes=tuple(map(clean, done.notes)),
            run=done.run,
            checkup=self._checkup(done.after),
        )

    def prove(self, emit: Emit, cancel: Cancel) -> ProofReport:
        if self._latest is None:
            raise GowizardError(_("The machine was not examined yet"))
        report = proving.prove(self._latest.scene, emit, cancel, module_check=not self._client.offline)
        if report is None:
            raise GowizardError(
                _("No new terminal finds a Go that could be proven"),
                "",
                _("Install one with `gowizard install`, or look again on the next page."),
            )
        return report

    def undo(self, emit: Emit) -> UndoResult:
        title, reverted, kept = "", list[str](), list[tuple[str, str]]()
        state = self._host.dirs.state
        effects = [effect for run in self._runs for effect in changes.undo_effects(state, run)]
        wait_before_undo(self._host, effects, emit, Cancel(), seconds=_PATIENCE)
        while self._runs:
            done = changes.undo(state, self._runs[-1], emit=emit)
            self._runs.pop()
            title = done.run.title if done.run is not None else title
            reverted += done.reverted
            kept += [(str(item.path), item.reason) for item in done.kept]
        return UndoResult(title=title, reverted=tuple(reverted), kept=tuple(kept))

    def report(self) -> Report:
        if self._latest is None:
            raise GowizardError(_("The machine was not examined yet"))
        text = report_text(self._latest, "gowizard repair")
        if self._log_path is None:
            return Report(text=text, path=None)
        path = self._log_path.with_name(self._log_path.name + ".doctor.txt")
        try:
            path.touch(mode=0o600)
            path.write_text(text, encoding="utf-8", errors="backslashreplace")
        except OSError:
            return Report(text=text, path=None)
        return Report(text=text, path=path)

    def _question(self) -> Question:
        return Question(
            detect=lambda: hosts.detect(shell=self._host.shell),
            client=self._client,
            offline=self._client.offline,
            message=self._message,
        )

    def _checkup(self, found: Diagnosis) -> Checkup:
        self._latest = found
        findings = fitting_first(found.findings, self._message)
        return Checkup(
            ailments=tuple(_ailment(finding, found, self._answers) for finding in findings),
            healthy=found.healthy,
            line=healthy_line(found.scene),
            counts=counts(findings),
            about=about_message(self._message, findings),
            checks=found.examination.checks,
            seconds=found.examination.seconds,
        )


def _ailment(finding: Finding, found: Diagnosis, answers: Answers) -> Ailment:
    home, remedy = str(found.scene.home), finding.remedy
    shown = Ailment(
        key=finding.key,
        severity=finding.severity,
        title=shorter(finding.title, home),
        affects=shorter(finding.affects, home),
        evidence=tuple((shorter(seen.where, home), shorter(seen.what, home)) for seen in finding.evidence),
        explanation=explained(finding, home),
        links=finding.links,
        terminal=finding.terminal,
    )
    if remedy is None:
        return shown
    return Ailment(
        **{
            **vars(shown),
            "remedy": shorter(remedy.title, home),
            "automatic": remedy.automatic,
            "preselected": finding.preselected,
            "shown": _previews(found, finding, answers),
            "commands": tuple(map(clean, remedy.commands)),
            "reason": shorter(remedy.reason, home),
            "alternative": shorter(remedy.alternative, home),
            "risk": shorter(remedy.risk, home),
        }
    )


def _previews(found: Diagnosis, finding: Finding, answers: Answers) -> tuple[Shown, ...]:
    try:
        made: Sequence[Change] = foreseen(found.scene, finding, answers)
    except (GowizardError, OSError):
        return ()
    shown = tuple(
        Shown(path=clean(piece.path), lines=tuple(map(clean, piece.lines)), diff=piece.kind == "diff")
        for change in made
        for piece in changes.preview(change, found.scene.home)
    )
    if finding.remedy is None or not finding.remedy.install:
        return shown
    place = short(layout_for(answers, found.scene.host).parent, found.scene.home)
    told = _("A Go is fetched, checked, and unpacked into {place}.").format(place=place)
    return (Shown(path=place, lines=(told,), diff=False), *shown)


def _titles(findings: Sequence[Finding], home: str) -> tuple[str, ...]:
    return tuple(shorter(finding.title, home) for finding in findings)


def _counting(emit: Emit) -> Callable[[CheckFinished], None]:
    through = 0

    def receive(_event: CheckFinished) -> None:
        nonlocal through
        through += 1
        emit(Examined(through))

    return receive


def _translating(emit: Emit) -> Callable[[Any], None]:
    counting = _counting(emit)

    def receive(event: Any) -> None:
        if isinstance(event, CheckFinished):
            counting(event)
        else:
            emit(LookingAgain() if isinstance(event, trip.LookingAgain) else event)

    return receive
