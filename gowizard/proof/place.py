"""Where the commands of the proof run: typed into a fresh shell, or straight from the tree."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from gowizard.cancellation import Cancel
from gowizard.dataclass import dataclass
from gowizard.errors import GowizardError
from gowizard.host.files import is_file
from gowizard.host.path_items import folders
from gowizard.proof.request import ProofRequest
from gowizard.redact import redacted
from gowizard.run import ShellSilent, all_of, in_shell, quoted, stream, where

Command = Sequence[str]
NOT_FOUND = 127
_DIRECT = frozenset({"path", "window"})
_KEPT = 2000  # lines kept for judging a step

# As a plain interactive shell these read no file of their own, or only if somebody made one: they live on
# what the login shell of the session has set.
_INHERITING = frozenset({"sh", "dash", "ash", "ksh", "mksh", "yash"})


def built(request: ProofRequest) -> str:
    """How the program that was built is started from its folder."""
    return ".\\hello.exe" if request.on_windows else "./hello"


def program_in(environment: Mapping[str, str], name: str) -> str | None:
    """What a command of that name starts in a new window: the first of PATH with an ending of PATHEXT."""
    endings = environment.get("PATHEXT", ".COM;.EXE;.BAT;.CMD").split(";")
    for folder in folders(environment.get("PATH", ""), environment):
        for ending in endings:
            file = Path(folder) / f"{name}{ending.lower()}"
            if file.is_absolute() and is_file(file):
                return str(file)
    return None


@dataclass(frozen=True)
class Outcome:
    """How a step's commands ended. `status` is None where they did not end, then `error` says why."""

    status: int | None
    lines: tuple[str, ...]
    noise: tuple[str, ...] = ()  # what startup files printed
    error: GowizardError | None = None

    @property
    def unknown(self) -> bool:
        """Whether a startup file put something else in the shell's place: no answer, not a bad one."""
        return isinstance(self.error, ShellSilent) and not self.error.timed_out


@dataclass(frozen=True)
class Place:
    """`mode` is "login", "interactive", "window" (Windows) or "path"."""

    request: ProofRequest
    mode: str
    folder: Path
    cancel: Cancel

    def typed(self, commands: Sequence[Command]) -> str:
        """The commands as a user would type them."""
        go = str(self.request.go_bin / self.request.program("go"))
        words = [[go if self.mode == "path" and word == "go" else word for word in line] for line in commands]
        return all_of("" if self.mode in _DIRECT else self._shell_name, [quoted(line) for line in words])

    def run(
        self,
        commands: Sequence[Command],
        *,
        seconds: float,
        on_line: Callable[[str], None],
        more: Mapping[str, str] | None = None,
        which: str = "",
        whole_lines: bool = True,
    ) -> Outcome:
        """Run commands one after the other until one fails. Raises Cancelled.

        `more` adds to the bare environment. A shell is first asked where it finds the program `which`. Without
        `whole_lines` a question that waits for its answer is seen too.
        """
        lines: list[str] = []
        noise: list[str] = []

        def seen(line: str) -> None:
            if len(lines) < _KEPT:
                lines.append(line)  # as it is: a setting with a password must compare equal
            on_line(redacted(line))

        environment = {**self.request.environment, **(more or {})}
        try:
            if self.mode in _DIRECT:
                status = self._directly(commands, environment, seconds, seen, which, whole_lines)
            else:
                asked = where(self._shell_name, which) if which else ""
                status = self._in_shell(
                    asked + self.typed(commands), environment, seconds, seen, noise.append, whole_lines
                )
        except GowizardError as error:
            return Outcome(None, tuple(lines), tuple(noise), error)
        return Outcome(status, tuple(lines), tuple(noise))

    @property
    def _shell_name(self) -> str:
        return self.request.shell.name if self.request.shell else ""

    def _in_shell(
        self,
        command: str,
        environment: Mapping[str, str],
        seconds: float,
        on_line: Callable[[str], None],
        on_noise: Callable[[str], None],
        whole_lines: bool,
    ) -> int:
        shell = self.request.shell
        assert shell is not None
        login = self.mode == "login"
        if not login and shell.name in _INHERITING:
            login, command = True, f"{shlex.quote(str(shell.path))} -ic {shlex.quote(command)}"
        return in_shell(
            shell.path,
            shell.name,
            login=login,
            command=command,
            environment=environment,
            cwd=self.folder,
            seconds=seconds,
            on_line=on_line,
            on_noise=on_noise,
            cancel=self.cancel,
            run_as=self.request.run_as,
            whole_lines=whole_lines,
        )

    def _directly(
        self,
        commands: Sequence[Command],
        environment: Mapping[str, str],
        seconds: float,
        on_line: Callable[[str], None],
        which: str,
        whole_lines: bool,
    ) -> int:
        request = self.request
        go: str | None = str(request.go_bin / request.program("go"))
        if self.mode == "window":
            go = program_in(environment, "go")
            if which and go is not None:
                on_line(go)
        if go is None:
            return NOT_FOUND
        for words in commands:
            program = {"go": go, built(request): str(self.folder / request.program("hello"))}
            status = stream(
                [program.get(words[0], words[0]), *words[1:]],
                environment=environment,
                cwd=self.folder,
                seconds=seconds,
                on_line=on_line,
                cancel=self.cancel,
                run_as=self.request.run_as,
                whole_lines=whole_lines,
            )
            if status != 0:
                return status
        return 0
