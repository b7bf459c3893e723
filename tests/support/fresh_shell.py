"""Real shells on a terminal, started by what the proof starts them with, in a home of a test's own."""

from __future__ import annotations

from dataclasses import dataclass

from gowizard.run import in_shell, where
from tests.support.other_shells import other_shell
from tests.support.shell_home import BARE_PATH, ShellHome

# What elvish and nushell say of themselves.
_NOT_OURS = ("file created at:", "will be ignored from Elvish 0.20.0")


@dataclass(frozen=True)
class Fresh:
    """What a fresh shell answered."""

    status: int
    where: str  # what it says about `go`
    environment: dict[str, str]
    said: tuple[str, ...]  # what its startup files printed

    @property
    def path(self) -> list[str]:
        return self.environment["PATH"].split(":")


def fresh(home: ShellHome, shell: str, *, login: bool, ask: bool = True) -> Fresh:
    """Start it bare, ask where `go` is, and see what it hands on to programs."""
    lines: list[str] = []
    noise: list[str] = []
    bare = {"HOME": str(home.home), "PATH": BARE_PATH, "TERM": "xterm-256color", "LANG": "C.UTF-8", **home.extra}
    command = (where(shell, "go") if ask else "") + "/usr/bin/env"
    status = in_shell(
        other_shell(shell), shell, login=login, command=command, environment=bare,
        cwd=home.home, seconds=30, on_line=lines.append, on_noise=noise.append,
    )  # fmt: skip
    handed_on = dict(line.split("=", 1) for line in lines if "=" in line)
    answer = next((line for line in lines if "=" not in line), "")
    said = tuple(line for line in noise if line.strip() and not any(word in line for word in _NOT_OURS))
    # ksh93 quotes what needs it
    return Fresh(status, answer.removeprefix("'").removesuffix("'"), handed_on, said)
