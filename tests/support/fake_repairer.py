"""A pretend doctor for screen tests and pictures: three findings, a repair that goes as far as it is let, a proof."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field, replace
from pathlib import Path

from gowizard.cancellation import Cancel
from gowizard.changes.events import ChangeFinished, ChangeStarted, RolledBack
from gowizard.doctor.model import Severity
from gowizard.errors import GowizardError
from gowizard.locales import _
from gowizard.proof.events import OutputLine, ProofReport, StepFinished, StepStarted
from gowizard.wizard.backend import Emit, Report, Shown, UndoResult
from gowizard.wizard.care import Ailment, Checkup, Examined, LookingAgain, Mended, Planned

HELLO = "Hello, Go environment is ready!"
GO = "~/sdk/go1.27.3/bin/go"


def goroot() -> Ailment:
    """A GOROOT that is left over: mended unless it is unticked."""
    return Ailment(
        key="goroot-gone",
        severity=Severity.BLOCKS,
        title=_("GOROOT names a folder that is no Go tree: {value}").format(value="/opt/go"),
        affects=_("Every go command fails, even `go version`."),
        evidence=(("~/.bashrc:12", "export GOROOT=/opt/go"),),
        explanation=_("Go finds its own tree; GOROOT is not needed, and a fixed one stops every other Go."),
        remedy=_("Take {key} out of {places}").format(key="GOROOT", places="~/.bashrc"),
        automatic=True,
        preselected=True,
        shown=(
            Shown(
                path="~/.bashrc",
                lines=(
                    "--- ~/.bashrc",
                    "+++ ~/.bashrc",
                    "@@ -11,3 +11,3 @@",
                    " alias ll='ls -l'",
                    "-export GOROOT=/opt/go",
                    "+# gowizard: disabled 2026-11-24: export GOROOT=/opt/go",
                    " export EDITOR=vim",
                ),
                diff=True,
            ),
        ),
        links=("https://go.dev/doc/manage-install",),
    )


def package() -> Ailment:
    """Something that only a person can do."""
    return Ailment(
        key="tree-mixed",
        severity=Severity.HURTS,
        title=_("{place} holds files of several Go versions").format(place="/usr/lib/go-1.19"),
        evidence=(("/usr/lib/go-1.19/VERSION", "go1.19.8"),),
        remedy=_("Let {owner} put its Go back").format(owner="apt"),
        commands=("sudo apt-get install --reinstall golang-1.19-go",),
        reason=_("The tree belongs to another package manager; gowizard does not touch its files."),
    )


def kept() -> Ailment:
    """What this terminal alone still holds after the repair."""
    return Ailment(
        key="goroot-in-session",
        severity=Severity.ADVICE,
        title=_("This session's GOROOT names a folder that is no Go tree: {value}").format(value="/opt/go"),
        remedy=_("Take {key} away").format(key="GOROOT"),
        commands=("unset GOROOT",),
        terminal="GOROOT",
    )


def guess() -> Ailment:
    """A guess that is not ticked by itself."""
    return Ailment(
        key="gosumdb-off",
        severity=Severity.ADVICE,
        title=_("GOSUMDB is off: downloads are checked by nobody"),
        evidence=(("~/.config/go/env:1", "GOSUMDB=off"),),
        remedy=_("Take {key} out of {places}").format(key="GOSUMDB", places="~/.config/go/env"),
        automatic=True,
    )


def stale() -> Ailment:
    """Something that only comes to light when the first is mended."""
    return Ailment(
        key="goflags-vendor",
        severity=Severity.HURTS,
        title=_("GOFLAGS holds -mod=vendor for every project"),
        affects=_("Projects without a complete vendor folder do not build, and `go get` fails."),
        evidence=(("~/.config/go/env:3", "GOFLAGS=-mod=vendor"),),
        remedy=_("Take {key} out of {places}").format(key="GOFLAGS", places="~/.config/go/env"),
        automatic=True,
        preselected=True,
    )


@dataclass
class FakeRepairer:
    """`held` names gates: examine, change, look, prove. `left` is what is found after the repair."""

    found: tuple[Ailment, ...] = ()
    left: tuple[Ailment, ...] = ()
    held: set[str] = field(default_factory=set)
    failing: dict[str, GowizardError] = field(default_factory=dict)
    calls: list[str] = field(default_factory=list)
    about: tuple[str, ...] = ()
    runs: int = 0

    def __post_init__(self) -> None:
        self._gates = {name: threading.Event() for name in self.held}

    def let(self, name: str) -> None:
        """Open a gate."""
        self._gates[name].set()

    def close(self) -> None:
        """Open all gates."""
        for gate in self._gates.values():
            gate.set()

    def _pass(self, name: str, cancel: Cancel | None = None) -> None:
        gate = self._gates.get(name)
        while gate is not None and not gate.wait(0.01):
            if cancel is not None:
                cancel.check()
        if cancel is not None:
            cancel.check()
        if name in self.failing:
            raise self.failing[name]

    def examine(self, message: str, emit: Emit, cancel: Cancel) -> Checkup:
        self.calls.append(f"examine {message}".rstrip())
        emit(Examined(40))
        self._pass("examine", cancel)
        return self._checkup(self.left if self.runs else self.found, message)

    def mend(self, keys: tuple[str, ...], emit: Emit, cancel: Cancel) -> Mended:
        self.calls.append(f"mend {' '.join(keys)}")
        chosen = [item for item in self.found if item.key in keys]
        emit(Planned(tuple((item.key, item.remedy) for item in chosen)))
        try:
            for number, item in enumerate(chosen, 1):
                emit(ChangeStarted(item.key, item.remedy, number, len(chosen)))
                self._pass("change", cancel)
                emit(ChangeFinished(item.key, item.remedy, number, len(chosen)))
        except BaseException:
            emit(RolledBack(()))
            raise
        emit(LookingAgain())
        self._pass("look")
        self.runs += 1
        before, after = {item.key for item in self.found}, {item.key for item in self.left}
        steps = [(item.remedy, item.commands, item.reason) for item in self.left if item.commands and not item.terminal]
        return Mended(
            applied=tuple(item.remedy for item in chosen),
            repaired=tuple(item.title for item in self.found if item.key not in after),
            still=tuple(item.title for item in self.left if item.key in before),
            new=tuple(item.title for item in self.left if item.key not in before and not item.terminal),
            steps=tuple(steps),
            run="20261124-031500",
            checkup=self._checkup(self.left, ""),
        )

    def prove(self, emit: Emit, cancel: Cancel) -> ProofReport:
        self.calls.append("prove")
        emit(StepStarted("run", _("Run a first program"), "go run hello.go"))
        self._pass("prove", cancel)
        emit(OutputLine("run", HELLO))
        step = StepFinished("run", True, 0.4, "")
        emit(step)
        return ProofReport((step,))

    def undo(self, emit: Emit) -> UndoResult:
        self.calls.append("undo")
        self.runs = 0
        return UndoResult(title="Repair", reverted=tuple(item.remedy for item in self.found if item.automatic))

    def report(self) -> Report:
        return Report(text="## gowizard report\n", path=Path("/home/gopher/log.doctor.txt"))

    def _checkup(self, ailments: tuple[Ailment, ...], message: str) -> Checkup:
        wrong = [item for item in ailments if item.severity > Severity.ADVICE]
        return Checkup(
            ailments=ailments,
            healthy=not wrong,
            line=_("Go {number} works here: {place}.").format(number="1.27.3", place=GO),
            about=self.about if message else (),
            checks=97,
        )


def ill(**more: object) -> FakeRepairer:
    """Three findings, of which the first is mended."""
    return replace(FakeRepairer(found=(goroot(), package(), guess()), left=(package(), guess())), **more)  # type: ignore[arg-type]
