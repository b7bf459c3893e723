"""What stands behind the pages in screen tests and pictures: it answers at once, or as far as it is let.
The machine is that of tests/support/pretend.py; nothing touches the real one."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from gowizard.answers import Answers, Existing
from gowizard.cancellation import Cancel
from gowizard.changes.events import ChangeFinished, ChangeStarted, RolledBack
from gowizard.changes.model import Change
from gowizard.errors import GowizardError
from gowizard.host.facts import Host, Room
from gowizard.proof.events import OutputLine, ProofReport, StepFinished, StepStarted
from gowizard.releases.local import looks_like_path
from gowizard.releases.model import Archive, Voucher
from gowizard.releases.version import Version
from gowizard.toolchain.events import Connecting, Received, Verified
from gowizard.wizard.backend import (
    Emit,
    Look,
    ProxyOffer,
    Reach,
    Report,
    Shown,
    SourceOffer,
    UndoResult,
    VersionList,
)
from tests.support.fake_repairer import FakeRepairer
from tests.support.pretend import BLOCK, HOME, PROOF, PROXIES, SIZE, SOURCES, VERSIONS, PretendPlan, pretend_host


@dataclass
class FakeBackend:
    """Answers at once, unless a gate is `held`: look, versions, sources, stage, compose, fetch, change, prove."""

    host: Host = field(default_factory=pretend_host)
    undo_command: str = "gowizard undo"
    log_path: Path | None = HOME / ".local/state/gowizard/log/gowizard-20261123-101500.log"
    seen: Look = field(default_factory=Look)
    list_of_versions: VersionList = VERSIONS
    reachable: frozenset[str] = frozenset(
        {"official", "google-cn", "pip", "mirror:nju", "mirror:aliyun", "default", "goproxy.cn", "goproxy.io"}
    )
    source: str = Answers().source  # what was named at the start
    held: set[str] = field(default_factory=set)
    share: float = 0.62  # how far the download is while it is held
    failing: dict[str, GowizardError] = field(default_factory=dict)  # method -> error
    proof_lines: int = 0  # more lines in front of the hello line
    proof_ok: bool = True
    skipping: dict[str, str] = field(default_factory=dict)  # steps of the proof -> why they are left out
    repairer: FakeRepairer = field(default_factory=FakeRepairer)
    calls: list[str] = field(default_factory=list)
    asked: tuple[str, ...] = ()  # sources and module proxies that were asked
    applied: bool = False

    def __post_init__(self) -> None:
        self._gates = {name: threading.Event() for name in self.held}

    def let(self, name: str) -> None:
        """Open a gate."""
        self._gates[name].set()

    def _pass(self, name: str, cancel: Cancel | None = None) -> None:
        self.calls.append(name)
        gate = self._gates.get(name)
        while gate is not None and not gate.wait(0.01):
            if cancel is not None:
                cancel.check()
        if cancel is not None:
            cancel.check()
        if name in self.failing:
            raise self.failing[name]

    def defaults(self) -> Answers:
        return Answers(dir=HOME / "sdk", gopath=HOME / "go", shells=("bash", "zsh"), source=self.source)

    def look(self) -> Look:
        self._pass("look")
        return self.seen

    def settle(self, go_on: bool, emit: Emit) -> str:
        self._pass("settle")
        self.seen = replace(self.seen, unfinished=None)
        return "That run is finished." if go_on else "That run was rolled back."

    def versions(self, answers: Answers, cancel: Cancel) -> VersionList:
        self._pass("versions", cancel)
        return self.list_of_versions

    def sources(self) -> tuple[SourceOffer, ...]:
        return SOURCES

    def ask_sources(self, names: tuple[str, ...], tell: Callable[[SourceOffer], None], cancel: Cancel) -> None:
        self._pass("sources", cancel)
        self.asked += names
        times = {"official": 0.08, "google-cn": 0.31, "pip": 0.12, "mirror:nju": 0.21, "mirror:aliyun": 0.17}
        for offer in SOURCES:
            if offer.name in names:
                yes = offer.name in self.reachable
                message = "" if yes else "no answer in 3 s"
                reach = Reach.YES if yes else Reach.NO
                tell(replace(offer, reach=reach, seconds=times[offer.name], message=message))

    def check_kit_code(self, text: str) -> str:
        return text.strip()

    def room(self, parent: Path) -> Room:
        return Room(path=HOME, free_bytes=41_300_000_000, free_inodes=2_000_000, writable=True)

    def proxies(self) -> tuple[ProxyOffer, ...]:
        return PROXIES

    def ask_proxies(self, names: tuple[str, ...], tell: Callable[[ProxyOffer], None], cancel: Cancel) -> None:
        self._pass("proxies", cancel)
        times = {"default": 0.09, "goproxy.cn": 0.24, "goproxy.io": 0.61, "aliyun": 3.0}
        for offer in PROXIES:
            if offer.name in names:
                yes = offer.name in self.reachable
                reach, message = (Reach.YES, "") if yes else (Reach.NO, "no answer in 3 s")
                tell(replace(offer, reach=reach, seconds=times[offer.name], message=message))

    def try_goproxy(self, value: str, tell: Callable[[ProxyOffer], None], cancel: Cancel) -> None:
        rows = [ProxyOffer(name=a, title=a, value=a, reach=Reach.ASKING) for a in value.split(",") if "://" in a]
        for row in rows:
            tell(row)
        self._pass("trial", cancel)
        for row in rows:
            yes = "bad" not in row.name
            message = "answers" if yes else "claims to have a module that does not exist"
            tell(replace(row, reach=Reach.YES if yes else Reach.NO, seconds=0.2, message=message))

    def check_goproxy(self, text: str) -> tuple[str, str]:
        if "://" not in text and text not in {"direct", "off"}:
            raise GowizardError(
                "That is no GOPROXY value", "A URL starts with https://", "For example https://goproxy.io"
            )
        return text.strip(), f"First {text.split(',')[0]}, then what follows."

    def check_patterns(self, text: str) -> str:
        if " " in text.strip():
            raise GowizardError("Patterns are separated by commas", "", "For example git.example.com/*,*.corp.example")
        return text.strip()

    def check_folder(self, text: str, *, what: str) -> Path:
        text = text.strip()
        path = HOME / text[2:] if text.startswith("~/") else Path(text)
        if not text or not path.is_absolute():
            raise GowizardError("A folder starts with / or ~/", "", "For example ~/go")
        return path

    def stage(self, answers: Answers, emit: Emit, cancel: Cancel) -> None:
        self.calls.append(f"stage {answers.version} {answers.source}")
        emit(Connecting("https://go.dev/dl/go1.27.3.linux-amd64.tar.gz"))
        emit(Received(int(SIZE * self.share), SIZE, 11_400_000.0, SIZE * (1 - self.share) / 11_400_000.0))
        self._pass("stage", cancel)
        emit(Received(SIZE, SIZE, 11_400_000.0, 0.0))
        emit(Verified("0" * 64, "community" if answers.source == "pip" else "official"))

    def unstage(self) -> None:
        self.calls.append("unstage")

    def compose(self, answers: Answers, cancel: Cancel) -> Any:
        self._pass("compose", cancel)
        number = answers.version if answers.version[:1].isdigit() else "1.27.3"
        version = Version.parse(number)
        archive = None
        changes = []
        if answers.existing is Existing.BESIDE:
            pip = answers.source == "pip"
            base = answers.source if looks_like_path(answers.source) else "https://go.dev/dl"
            archive = Archive(
                version=version,
                filename=f"go{number}.linux-amd64.tar.gz",
                locations=(f"{base}/go{number}.linux-amd64.tar.gz",),
                sha256="0" * 64,
                size=SIZE,
                format="tar.gz",
                voucher=Voucher.COMMUNITY if pip else Voucher.OFFICIAL,
                source=answers.source,
            )
            changes.append(
                Change(
                    id="toolchain",
                    title=f"Put Go {number} into ~/sdk/go{number}",
                    why="The whole tree, unpacked beside and renamed into place.",
                )
            )
        if answers.existing is not Existing.KEEP:
            changes.append(Change(id="current", title="Make it the current Go", why="~/sdk/go is a link to it."))
        if answers.modify_path and answers.existing is not Existing.KEEP:
            changes.append(
                Change(
                    id="script:posix",
                    title="Write ~/.config/gowizard/env.sh",
                    why="Puts Go first in PATH and sets GOPATH where it is unset.",
                )
            )
            changes += [
                Change(
                    id=f"startup:{shell}",
                    title=f"Add three lines to ~/.{shell}rc",
                    why=f"{shell} reads it whenever it starts.",
                )
                for shell in answers.shells
            ]
        if answers.goproxy or answers.goprivate:
            changes.append(Change(id="go-env", title="Write GOPROXY into Go's own settings"))
        return PretendPlan(version=version, archive=archive, changes=tuple(changes))

    def preview(self, change: Change) -> tuple[Shown, ...]:
        if change.id.startswith("startup:"):
            return (Shown(path="~/.bashrc", lines=BLOCK, diff=True),)
        if change.id == "current":
            return (Shown(path="~/sdk/go", lines=("~/sdk/go -> go1.27.3",)),)
        if change.id == "script:posix":
            lines = (
                "--- /dev/null\n",
                "+++ env.sh\n",
                '+case ":${PATH}:" in\n',
                '+  *":$HOME/sdk/go/bin:"*) ;;\n',
                '+  *) PATH="$HOME/sdk/go/bin:$PATH" ;;\n',
                "+esac\n",
                ': "${GOPATH:=$HOME/go}"\n',
            )
            return (Shown(path="~/.config/gowizard/env.sh", lines=lines, diff=True),)
        return (Shown(path="~/sdk/go1.27.3", lines=("About 15 000 files, 245 MB on disk.",)),)

    def apply(self, plan: Any, emit: Emit, cancel: Cancel) -> None:
        self.calls.append("apply")
        if plan.archive is not None:
            emit(Received(int(SIZE * self.share), SIZE, 11_400_000.0, SIZE * (1 - self.share) / 11_400_000.0))
        try:
            self._pass("fetch", cancel)
            if plan.archive is not None:
                emit(Verified("0" * 64, plan.archive.voucher.value))
            for index, change in enumerate(plan.changes, 1):
                emit(ChangeStarted(change.id, change.title, index, len(plan.changes)))
                if index == 2:
                    self._pass("change", cancel)
                emit(ChangeFinished(change.id, change.title, index, len(plan.changes)))
        except BaseException:
            emit(RolledBack(()))
            raise
        self.applied = True

    def prove(self, answers: Answers, plan: Any, emit: Emit, cancel: Cancel) -> ProofReport:
        self.calls.append("prove")
        ended = []
        for name, title, command, lines in PROOF:
            emit(StepStarted(name, title, command))
            if name == "run":
                self._pass("prove", cancel)
                for number in range(self.proof_lines):
                    emit(OutputLine(name, f"line {number}"))
            if name in self.skipping:
                ended.append(StepFinished(name, None, 0.1, self.skipping[name]))
                emit(ended[-1])
                continue
            ok = self.proof_ok or name not in {"run", "build"}
            for line in lines if ok else ("hello.go:3:8: package fmt is not in std",):
                emit(OutputLine(name, line))
            cause = "" if ok else "Likely cause: GOROOT is set in ~/.profile and points at another Go."
            finished = StepFinished(name, ok, 0.4, cause)
            emit(finished)
            ended.append(finished)
        return ProofReport(tuple(ended))

    def undo(self, emit: Emit) -> UndoResult:
        self._pass("undo")
        self.seen = Look()
        return UndoResult(title="Set up Go 1.27.3", reverted=("Put Go 1.27.3 into ~/sdk/go1.27.3",))

    def report(self, error: GowizardError, answers: Answers, plan: Any) -> Report:
        self.calls.append("report")
        path = self.log_path.with_name(self.log_path.name + ".report.txt") if self.log_path else None
        return Report(text=f"## gowizard report\n{error.title}\n", path=path)

    def terminal_line(self) -> str:
        return '. "$HOME/.config/gowizard/env.sh"'

    def keep_hello(self) -> Path:
        self._pass("keep")
        return Path("~/hello")

    def save_answers(self, answers: Answers) -> Path:
        self._pass("save")
        return Path("~/gowizard.toml")

    def close(self) -> None:
        self.calls.append("close")
        self.repairer.close()
        for gate in self._gates.values():
            gate.set()
