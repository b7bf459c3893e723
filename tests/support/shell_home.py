"""A home of a test's own, a stub Go in it, and real shells started bare in it."""

from __future__ import annotations

import dataclasses
import shutil
import subprocess
from pathlib import Path

from gowizard import environment, host
from gowizard.changes import Change, ManualStep, SetLink, WriteFile

BARE_PATH = "/usr/bin:/bin"


@dataclasses.dataclass
class ShellHome:
    """`home` with a stub at ~/sdk/go/bin/go; `extra` is added to the bare environment of every shell."""

    home: Path
    extra: dict[str, str] = dataclasses.field(default_factory=dict)

    def __post_init__(self) -> None:
        self.home.mkdir(parents=True, exist_ok=True)
        self.stub(self.settings.go_bin)

    @property
    def settings(self) -> environment.Settings:
        return environment.Settings(go_bin=self.home / "sdk" / "go" / "bin", gopath=self.home / "go")

    def stub(self, folder: Path) -> Path:
        """A program named go in the folder."""
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "go").write_text("#!/bin/sh\necho stub\n")
        (folder / "go").chmod(0o755)
        return folder / "go"

    def facts(self) -> host.Host:
        """What gowizard would find out here."""
        bare = {"HOME": str(self.home), "PATH": BARE_PATH, "TERM": "dumb", **self.extra}
        return host.detect(dataclasses.replace(host.Machine.real(), environment=bare, cwd=self.home))

    def plan(
        self, *shells: str, disable_lines: bool = True
    ) -> tuple[tuple[Change, ...], tuple[ManualStep, ...]]:
        return environment.shell_changes(
            self.facts(), self.settings, shells=shells, disable_lines=disable_lines
        )

    def install(self, *shells: str) -> tuple[ManualStep, ...]:
        """Do what the plan says, and make sure that a second plan has nothing left to do."""
        changes, manual = self.plan(*shells)
        apply(changes)
        again, _manual = self.plan(*shells)
        assert again == ()
        return manual

    def run(self, shell: str, *options: str, command: str = "") -> subprocess.CompletedProcess[bytes]:
        """A shell with nothing of this process in its environment, its standard input closed."""
        program = shutil.which(shell)
        assert program is not None, f"{shell} is not installed"
        bare = {"HOME": str(self.home), "PATH": BARE_PATH, "TERM": "dumb", **self.extra}
        return subprocess.run(
            [program, *options, *([command] if command else [])],
            env=bare, cwd=self.home, stdin=subprocess.DEVNULL, capture_output=True, timeout=120,
        )  # fmt: skip

    def found(self, shell: str, *options: str) -> str:
        """Which go such a shell finds; the shell must say nothing else."""
        done = self.run(shell, *options, command="command -v go")
        return (done.stdout + _without_job_control(done.stderr)).decode(errors="replace").strip()

    @property
    def go(self) -> str:
        return str(self.settings.go_bin / "go")


def apply(changes: tuple[Change, ...]) -> None:
    """The effects, without a journal."""
    for change in changes:
        for effect in change.effects:
            if isinstance(effect, WriteFile):
                effect.path.parent.mkdir(parents=True, exist_ok=True)
                effect.path.write_bytes(effect.content)
            elif isinstance(effect, SetLink):
                effect.path.parent.mkdir(parents=True, exist_ok=True)
                effect.path.symlink_to(effect.target)
            else:
                raise AssertionError(effect)


def _without_job_control(said: bytes) -> bytes:
    """What an interactive shell said, without its complaints about having no terminal here."""
    noise = (
        b"cannot set terminal process group",
        b"no job control",
        b"can't access tty",
        b"can't find tty",
        b"won't have full job",
    )
    return b"\n".join(line for line in said.split(b"\n") if not any(word in line for word in noise))
