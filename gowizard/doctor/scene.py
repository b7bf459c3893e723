"""The facts that checks share: each is found out once, when first asked for, by whichever check comes first.

Two environments are told apart everywhere: `session` is what this process was given, `fresh` what a new terminal
of the user's gets. Files can mend the second only.
"""

from __future__ import annotations

import os
import tempfile
import threading
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

from gowizard import environment, net, run
from gowizard.cancellation import Cancel
from gowizard.dataclass import replace
from gowizard.doctor import handing_over, views
from gowizard.doctor.hello import Hello, fenced_environment, say_hello
from gowizard.doctor.hidden_values import hidden_values
from gowizard.doctor.model import Origin
from gowizard.doctor.origins import lines_that_set
from gowizard.doctor.path_lines import written_folders
from gowizard.doctor.starting import Mode
from gowizard.doctor.views import View
from gowizard.environment import GoEnvFile, read_go_env
from gowizard.host import FoundGo, Host, Machine
from gowizard.host.facts import Shell
from gowizard.host.files import open_regular
from gowizard.host.gos import inspect_go
from gowizard.host.windows import program_names

T = TypeVar("T")
ANSWER = 10.0  # seconds for `go version`; a first build may take far longer
_MOST = 1 << 20  # bytes of a settings file that are looked at


class Scene:
    """Everything a check may know. Its lazy facts may be asked for from several threads."""

    def __init__(
        self,
        host: Host,
        machine: Machine | None = None,
        *,
        client: net.Client | None = None,
        cancel: Cancel | None = None,
        offline: bool = False,
        message: str = "",
    ) -> None:
        self.host = host
        self.machine = machine or Machine.real()
        self.client = client
        self.cancel = cancel or Cancel()
        self.offline = offline or client is None
        self.message = message  # what the user was told by Go or a shell, as pasted
        self._facts: dict[Any, Any] = {}
        self._locks: dict[Any, threading.Lock] = {}
        self._lock = threading.Lock()

    def once(self, key: Any, find: Callable[[], T]) -> T:
        """The value of `find`, called once for `key`, whoever asks."""
        with self._lock:
            lock = self._locks.setdefault(key, threading.Lock())
        with lock:
            if key not in self._facts:
                self._facts[key] = find()
            found: T = self._facts[key]
            return found

    # Shells

    @property
    def home(self) -> Path:
        """The user's home folder."""
        return self.host.user.home

    @property
    def session(self) -> Mapping[str, str]:
        """The variables of this process."""
        return self.host.environment

    @property
    def shell(self) -> Shell | None:
        """The shell that the user's terminals start."""
        return self.host.shell_named(self.host.shell)

    def view(self, mode: Mode, shell: Shell | None = None) -> View:
        """The environment that a shell (the user's own for None) hands on when started in this mode."""
        windows = self.host.windows
        if windows is not None:
            return self.once(("view", mode), lambda: views.of_registry(windows, mode))
        wanted = shell or self.shell
        if wanted is None:
            return View(mode=mode, known=False)
        return self.once(("view", wanted.name, mode), lambda: self._view(mode, wanted))

    def _view(self, mode: Mode, shell: Shell) -> View:
        seen = views.look_through(self.host, shell, mode, given=self.given)
        return handing_over.followed(self.host, shell, mode, self.given, seen)

    @property
    def given(self) -> Mapping[str, str]:
        """What a login brings with it before any shell reads a file: /etc/environment and its like."""
        if self.host.windows is not None:
            return {}
        return self.once("given", lambda: views.given_environment(self.machine, self.host))

    @property
    def fresh(self) -> Mapping[str, str]:
        """The variables of a new terminal; this process' own where no shell could be asked."""
        return self.fresh_view.variables if self.fresh_view.known else self.session

    @property
    def fresh_view(self) -> View:
        """What a new terminal window gets, or where that is unknown a login in a terminal."""
        first = self.view(Mode.INTERACTIVE)
        second = self.view(Mode.LOGIN_INTERACTIVE)
        mac = self.host.system.os == "darwin"
        order = (second, first) if mac else (first, second)
        # A login finds what .profile sets; a window of a session that was logged in has that too.
        known = [view for view in order if view.known]
        if len(known) == 2 and not mac:
            window, login = known
            inside = self.host.system.container and "PATH" in self.given  # nobody logs in to a container
            path = _best_path(window, login, "" if inside else self.given.get("PATH", views.SYSTEM_PATH))
            return replace(window, variables={**login.variables, **window.variables, "PATH": path})
        return known[0] if known else first

    @property
    def path(self) -> tuple[str, ...]:
        """The items of a new terminal's PATH.

        Where no shell could be asked: those of this process, then those that startup files put in.
        """
        view = self.fresh_view
        if view.known:
            return view.path
        return (*replace(view, variables=self.session).path, *self.once("written-path", lambda: written_folders(self)))

    # Settings

    @property
    def go_env_path(self) -> Path | None:
        """Go's own settings file; None where GOENV=off."""
        return self.host.go_env_file

    @cached_property
    def go_env_bytes(self) -> bytes | None:
        """The bytes of the `go env` file, None where there is none or it cannot be read."""
        with open_regular(self.host.go_env_file or Path()) as file:
            try:
                return file.read(_MOST) if file is not None else None
            except OSError:
                return None

    @cached_property
    def go_env(self) -> GoEnvFile:
        """The `go env` file as Go reads it."""
        return read_go_env(self.go_env_bytes or b"")

    def variable(self, key: str) -> str:
        """The variable as any new shell gets it, or would but for a fault before that line; "" where none does."""
        for mode in (Mode.INTERACTIVE, Mode.LOGIN_INTERACTIVE):
            value = self.view(mode).variables.get(key, "")
            if value:
                return value
        if self.host.windows is not None:
            return ""
        return self.once("hidden-values", lambda: hidden_values(self)).get(key, "")

    def setting(self, key: str) -> tuple[str, Origin]:
        """The value in force in a new terminal and where it comes from, in Go's own order.

        That is: the environment unless empty, the `go env` file, `$GOROOT/go.env`, the default.
        """
        held = self.variable(key)
        if held:
            origins = self.origins(key)
            return held, origins[-1] if origins else Origin(kind="session")
        calm = replace(self.host, environment={}, windows=None)
        found = environment.effective(calm, key, self.goroot)
        if found.is_default:
            return found.value, Origin(kind="default")
        path, _colon, number = found.origin.rpartition(":")
        kind = "go-env" if Path(path) == self.go_env_path else "go.env"
        return found.value, Origin(kind=kind, path=Path(path), line=int(number), text=f"{key}={found.value}")

    def origins(self, key: str) -> tuple[Origin, ...]:
        """The lines of startup and system files that set a variable, in the order of reading; the last one counts."""
        return self.once(("origins", key), lambda: lines_that_set(self, key))

    # Go

    @property
    def gos(self) -> tuple[FoundGo, ...]:
        """Every Go on this machine, those of this process' PATH first."""
        return self.host.gos

    @property
    def go(self) -> FoundGo | None:
        """The Go that a new terminal finds; None where it finds none."""
        return self.once("go", self._find_go)

    def _find_go(self) -> FoundGo | None:
        passed_over = {"dangling link", "not executable", "not a regular file"}  # by shells
        for index, item in enumerate(dict.fromkeys(self.path)):
            for name in program_names(self.machine) if Path(item).is_absolute() else ():
                found = inspect_go(self.machine, self.home, Path(item) / name, index)
                if found and found.problem not in passed_over and self.machine.allowed(found.binary, os.X_OK):
                    return found
        return None

    @property
    def goroot(self) -> Path | None:
        """The tree that the Go of a new terminal would itself compute, GOROOT variables left out."""
        return self.go.root if self.go else None

    @property
    def answer(self) -> run.Completed | None:
        """What `go version` says in a new terminal; None where no Go is found there."""
        return self.once("answer", lambda: self.ask_go("version", seconds=ANSWER))

    @property
    def hello(self) -> Hello | None:
        """How a first program ends in a new terminal; None where no Go is found there."""
        return self.once("hello", self._hello)

    def _hello(self) -> Hello | None:
        if self.go is None:
            return None
        first = self.answer
        if first is not None and first.timed_out:
            return Hello(ok=False, output=first.output, timed_out=True)
        if self._runs_elsewhere():  # it would be built for minutes, with all of Go's own packages, and not run
            return Hello(ok=False, output="exec format error")
        return say_hello(self.host, self.go.binary, self.fresh)

    def _runs_elsewhere(self) -> bool:
        """Whether programs are built for another system, and nothing is there that `go run` would run them with."""
        wanted, origin = self.setting("GOOS")
        if origin.kind == "default" or wanted == self.host.system.os:
            return False
        name = f"go_{wanted}_{self.setting('GOARCH')[0] or self.host.system.arch}_exec"
        return not any(Path(item).is_absolute() and (Path(item) / name).exists() for item in self.path)

    def ask_go(
        self, *words: str, go: Path | None = None, seconds: float = 5.0, **variables: str
    ) -> run.Completed | None:
        """What a fenced `go WORDS` says with the variables of a new terminal; None where there is no Go."""
        binary = go or (self.go.binary if self.go else None)
        if binary is None:
            return None
        with tempfile.TemporaryDirectory(prefix="gowizard-", ignore_cleanup_errors=True) as scratch:
            told = fenced_environment(self.host, self.fresh, Path(scratch)) | variables
            return run.probe([binary, *words], environment=told, seconds=seconds)

    def prefetch(self) -> Iterable[Callable[[], object]]:
        """The slow facts, to be found out side by side before the checks ask for them."""
        yield lambda: self.view(Mode.INTERACTIVE)
        yield lambda: self.view(Mode.LOGIN_INTERACTIVE)
        yield lambda: self.hello


def _best_path(window: View, login: View, bare: str) -> str:
    """A window's own PATH is made on top of the login's: what both set stays, what only the login set is kept."""
    mine = window.variables.get("PATH", "")
    if mine and mine != bare:
        return mine
    return login.variables.get("PATH", "")
