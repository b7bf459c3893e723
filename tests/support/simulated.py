"""The real core on a simulated system: its archives, and an installation that is played where nothing can run."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from gowizard.answers import Answers
from gowizard.cancellation import Cancel
from gowizard.changes.events import ChangeFinished, ChangeStarted
from gowizard.plan import Plan
from gowizard.proof import ProofReport
from gowizard.proof.events import OutputLine, StepFinished, StepStarted
from gowizard.wizard.backend import Emit
from gowizard.wizard.core import CoreBackend
from tests.support.fake_repairer import HELLO
from tests.support.hostile_archives import Entry, tar_gz, zip_bytes
from tests.support.real_go import RealArchive, folder_of

# "export" is not among them: Git Bash is a shell of Windows too
UNIX = re.compile(r"\bsudo\b|\bsource [~/$]|\bEDITOR\b|/usr/|/etc/|\bchmod\b|~/\.|\brm -|\.bashrc|\.profile|not found”")


def archives(folder: Path, port: str, *versions: str) -> Path:
    """The folder, with an archive of a few kB of each version for a port, and their sums: a source."""
    os_name, arch = port.split("/")
    end, kind = (".exe", "zip") if os_name == "windows" else ("", "tar.gz")
    packed = []
    for version in versions:
        names = (f"bin/go{end}", f"bin/gofmt{end}", f"pkg/tool/{os_name}_{arch}/compile{end}")
        entries = [Entry("go/VERSION", f"go{version}\n".encode()), Entry("go/src/runtime/proc.go")]
        entries += [Entry(f"go/{name}", mode=0o755) for name in names]
        shown = "armv6l" if port == "linux/arm" else arch
        path = folder / "made" / f"go{version}.{os_name}-{shown}.{kind}"
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(zip_bytes(entries) if kind == "zip" else tar_gz(entries))
        packed.append(RealArchive(path, version, os_name, arch, hashlib.sha256(path.read_bytes()).hexdigest()))
    return folder_of(folder, *packed)


class Played(CoreBackend):
    """The real core to the review. What would be made there is only told, and so is the proof."""

    def apply(self, plan: Plan, emit: Emit, cancel: Cancel) -> None:
        for number, change in enumerate(plan.changes, 1):
            emit(ChangeStarted(change.id, change.title, number, len(plan.changes)))
            emit(ChangeFinished(change.id, change.title, number, len(plan.changes)))
        self._slot.empty()
        self._plan = plan

    def prove(self, answers: Answers, plan: Plan | None, emit: Emit, cancel: Cancel) -> ProofReport:
        emit(StepStarted("run", "go run hello.go", "go run hello.go"))
        emit(OutputLine("run", HELLO))
        done = StepFinished("run", True, 0.4, "")
        emit(done)
        return ProofReport((done,))
