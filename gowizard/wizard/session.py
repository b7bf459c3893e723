"""What the wizard knows at this moment; the pages are built from it and write nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from gowizard.answers import Answers
from gowizard.dataclass import dataclass, field, replace
from gowizard.errors import GowizardError
from gowizard.locales import _
from gowizard.proof.events import ProofReport, StepFinished, StepStarted
from gowizard.wizard.backend import Backend, Look, ProxyOffer, Reach, Shown, SourceOffer, VersionList
from gowizard.wizard.care import Care

if TYPE_CHECKING:
    from gowizard.plan import Plan


@dataclass
class Staging:
    """The download in the corner. `state`: none, running, ready, failed."""

    state: str = "none"
    title: str = ""
    done: int = 0
    total: int | None = None
    per_second: float = 0.0
    seconds_left: float | None = None
    note: str = ""
    verified: str = ""  # the voucher's level once the digest matched
    error: GowizardError | None = None
    key: tuple[object, ...] = ()  # version, source and place it was started for

    @property
    def share(self) -> float | None:
        """From 0 to 1, None while the size is unknown."""
        return self.done / self.total if self.total else None


@dataclass
class Work:
    """The Install page's state: waiting, running, done, failed, stopped."""

    state: str = "waiting"
    finished: tuple[str, ...] = ()  # ids of changes
    running: str = ""
    waiting_for: tuple[str, ...] = ()  # programs of the Go that is replaced, still at work
    error: GowizardError | None = None
    kept: tuple[str, ...] = ()


@dataclass
class Proof:
    """The Proof page's state: waiting, running, done, failed, stopped."""

    state: str = "waiting"
    started: list[StepStarted] = field(default_factory=list)
    finished: dict[str, StepFinished] = field(default_factory=dict)
    lines: list[tuple[str, str]] = field(default_factory=list)  # (kind, text), see widgets/logpane.py
    report: ProofReport | None = None
    error: GowizardError | None = None
    hello: str = ""  # the line the first program printed
    told: GowizardError | None = None  # a report that is not ok, as an error
    log_open: bool | None = None  # None: open but for a proof that went well

    @property
    def failure(self) -> GowizardError | None:
        """Why it does not work; the same object for as long as that does not change."""
        if self.told is None and self.report is not None and not self.report.ok:
            failed = [f"{step.id}: {step.message}" for step in self.report.steps if step.ok is False]
            self.told = GowizardError(_("The proof failed; its log names the likely cause."), "\n".join(failed))
        return self.error or self.told


@dataclass
class Trial:
    """A GOPROXY value that was typed, and how its addresses answered. `state`: none, running, done."""

    value: str = ""
    state: str = "none"
    rows: dict[str, ProxyOffer] = field(default_factory=dict)


@dataclass
class Session:
    """Answers, and what the core has answered so far. Lives on the event loop's thread alone."""

    backend: Backend
    answers: Answers
    look: Look | None = None
    versions: VersionList | None = None
    versions_error: GowizardError | None = None
    sources: dict[str, SourceOffer] = field(default_factory=dict)
    proxies: dict[str, ProxyOffer] = field(default_factory=dict)
    trial: Trial = field(default_factory=Trial)
    plan: Plan | None = None
    plan_error: GowizardError | None = None
    previews: dict[str, tuple[Shown, ...]] = field(default_factory=dict)
    staging: Staging = field(default_factory=Staging)
    work: Work = field(default_factory=Work)
    proof: Proof = field(default_factory=Proof)
    care: Care = field(default_factory=Care)  # the repair's pages
    only_prove: bool = False  # a second start that proves again what is installed
    opened: set[str] = field(default_factory=set)  # ids of steps seen
    saved: Path | None = None
    kept_hello: Path | None = None

    @property
    def wanted(self) -> str:
        """The version these answers lead to, as people say it: `Go 1.27.3`; "Go" while it is not known."""
        if self.plan is not None:
            return "Go " + self.plan.version.name.removeprefix("go")
        number = self.answers.version
        if number[:1].isdigit() and number.count(".") > 1:
            return f"Go {number}"
        if self.versions is not None and self.versions.offers:
            names = [offer.number for offer in self.versions.offers]
            if number in names:
                return f"Go {number}"
            if number in {"", "latest"}:
                return f"Go {names[0]}"
        return f"Go {number}" if number else "Go"

    @property
    def none_runs(self) -> bool:
        """Whether the list of versions holds none that runs on this machine."""
        return self.versions is not None and all(offer.refusal for offer in self.versions.offers)

    @property
    def installed(self) -> bool:
        """Whether this session has changed the machine."""
        return self.work.state == "done"

    @property
    def own_source(self) -> bool:
        """Whether the user named a folder or a URL of their own."""
        return self.answers.source != "auto" and self.answers.source not in self.sources

    @property
    def needs_no_network(self) -> bool:
        """Whether Go comes from a kit, a folder or a URL of the user's: then nobody else needs to be asked."""
        return self.own_source or self.answers.source == "kit"

    def learn_source(self, offer: SourceOffer) -> None:
        """Remember a source's answer."""
        self.sources[offer.name] = offer

    def learn_proxy(self, offer: ProxyOffer) -> None:
        """Remember a proxy's answer."""
        self.proxies[offer.name] = offer

    def asking_sources(self, names: Iterable[str]) -> None:
        """Mark sources as being asked."""
        for name in names:
            self.sources[name] = replace(self.sources[name], reach=Reach.ASKING)

    def asking_proxies(self, names: Iterable[str]) -> None:
        """Mark proxies as being asked."""
        for name in names:
            self.proxies[name] = replace(self.proxies[name], reach=Reach.ASKING)
