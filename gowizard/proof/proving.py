"""The proof itself: a few commands, typed where a user would type them, in an empty folder."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from gowizard.cancellation import Cancel
from gowizard.locales import _
from gowizard.proof import judging
from gowizard.proof.events import OutputLine, ProofEvent, ProofReport, StepFinished, StepStarted
from gowizard.proof.place import Command, Outcome, Place, built
from gowizard.proof.request import HELLO_SOURCE, ProofRequest
from gowizard.proof.titles import title_of
from gowizard.redact import redacted

Emit = Callable[[ProofEvent], None]
_QUICK = 30.0  # seconds for a command that compiles nothing; startup files may be slow
_MODULE = 60.0
_FROM_SCRIPT = frozenset({"GOPATH", "GOBIN"})  # known to shells only, so not to a tree proven by its path


def run(request: ProofRequest, emit: Emit, cancel: Cancel) -> ProofReport:
    """Prove the installation and report how each step ended; the events are emitted as things happen.

    Steps follow each other even if one fails, except that nothing is compiled with a Go that is not the one
    that was asked for. Raises Cancelled, with every child ended and every folder removed.
    """
    with _folder(request, _away_from_noexec(request), "gowizard-proof-") as folder:
        source = folder / "hello.go"
        source.write_text(HELLO_SOURCE, encoding="utf-8")
        source.chmod(0o644)
        return _Proof(request, folder, emit, cancel).report()


class _Proof:
    def __init__(self, request: ProofRequest, folder: Path, emit: Emit, cancel: Cancel) -> None:
        self._request, self._folder, self._emit, self._cancel = request, folder, emit, cancel
        self._finished: list[StepFinished] = []

    def report(self) -> ProofReport:
        place = self._first_answering()
        if place is None:
            why = _("Not tried, because the right Go did not answer.")
            for id in ("env", "run", "build", "module"):
                self._finish(id, None, time.monotonic(), why)
        else:
            self._settings(place)
            self._hello(place, "run", [("go", "run", "hello.go")])
            name = self._request.program("hello")
            self._hello(place, "build", [("go", "build", "-o", name, "hello.go"), (built(self._request),)])
            self._module(place)
        return ProofReport(tuple(self._finished))

    def _first_answering(self) -> Place | None:
        """Where the rest is run: the first kind of shell in which the right Go answered.

        Where no kind could be asked (a startup file starts another program) it is the tree's own path.
        """
        modes = ("window",) if self._request.on_windows else ("login", "interactive")
        modes = ("path",) if self._request.by_path else modes
        places = [Place(self._request, mode, self._folder, self._cancel) for mode in modes]
        endings = {place.mode: self._version(place) for place in places}
        answering = next((place for place in places if endings[place.mode]), None)
        if answering is None and not any(ok is False for ok in endings.values()):
            return Place(self._request, "path", self._folder, self._cancel)
        return answering

    def _version(self, place: Place) -> bool | None:
        id, begin = f"version:{place.mode}", time.monotonic()
        commands: list[Command] = [("go", "version")]
        self._emit(StepStarted(id, title_of(id), place.typed(commands)))
        outcome = place.run(commands, seconds=_QUICK, on_line=self._lines(id), which="go")
        if outcome.unknown and outcome.error is not None:
            message = _("Could not be asked: {why}").format(why=str(outcome.error))
            return self._finish(id, None, begin, message)
        message = judging.failure(outcome) if outcome.error else judging.version(self._request, outcome)
        return self._finish(id, not message, begin, message)

    def _settings(self, place: Place) -> None:
        wanted = {"GOROOT": str(self._request.goroot), **self._request.expected_env}
        if place.mode == "path":
            wanted = {key: value for key, value in wanted.items() if key not in _FROM_SCRIPT}
        begin, outcome = self._step(place, "env", [("go", "env", "-json", *sorted(wanted))], _QUICK)
        message = judging.environment(self._request, outcome, wanted)
        self._finish("env", not message, begin, message)

    def _hello(self, place: Place, id: str, commands: Sequence[Command]) -> None:
        begin, outcome = self._step(place, id, commands, self._request.seconds)
        message = judging.hello(outcome)
        self._finish(id, not message, begin, message)

    def _module(self, place: Place) -> None:
        request = self._request
        if not request.module_check or request.module_skipped:
            why = request.module_skipped or _("Not asked for.")
            self._finish("module", None, time.monotonic(), why)
            return
        # Root's cache would be closed to the user for whom is proven.
        with _folder(request, request.cache if request.run_as is None else None, "proof-") as store:
            # GOPATH too: it would otherwise get the checksum database's last tree head (pkg/sumdb).
            more = {**request.proxies, "GOPATH": str(store), "GOMODCACHE": str(store / "mod")}
            commands = [("go", "mod", "download", "-x", "-modcacherw", request.module)]
            begin, outcome = self._step(place, "module", commands, _MODULE, more)
            message, absent = judging.module(outcome, store / "mod")
        chosen = "GOPROXY" in request.expected_env
        if absent and not chosen:
            message += "\n" + _(
                "Your own programs work; modules of others can be fetched once there is a way to a "
                "module proxy."
            )
        self._finish("module", None if absent and not chosen else not message, begin, message)

    def _step(
        self,
        place: Place,
        id: str,
        commands: Sequence[Command],
        seconds: float,
        more: dict[str, str] | None = None,
    ) -> tuple[float, Outcome]:
        self._emit(StepStarted(id, title_of(id), place.typed(commands)))
        begin = time.monotonic()
        # Only the module's step may end in a question: git's, for a password.
        return begin, place.run(
            commands, seconds=seconds, on_line=self._lines(id), more=more, whole_lines=id != "module"
        )

    def _lines(self, id: str) -> Callable[[str], None]:
        return lambda text: self._emit(OutputLine(id, text))

    def _finish(self, id: str, ok: bool | None, begin: float, message: str) -> bool | None:
        step = StepFinished(id, ok, time.monotonic() - begin, redacted(message))
        self._finished.append(step)
        self._emit(step)
        return ok


def _away_from_noexec(request: ProofRequest) -> Path | None:
    """Where to work instead where programs may not run from the temporary folder: what is built has to run."""
    forbids = getattr(os, "ST_NOEXEC", 0)
    if forbids and request.run_as is None and os.statvfs(tempfile.gettempdir()).f_flag & forbids:
        return request.cache
    return None


@contextmanager
def _folder(request: ProofRequest, parent: Path | None, prefix: str) -> Iterator[Path]:
    """An empty folder that belongs to the user for whom is proven, and that goes afterwards."""
    if parent is not None:
        parent.mkdir(parents=True, exist_ok=True)
    folder = Path(os.path.realpath(tempfile.mkdtemp(prefix=prefix, dir=parent)))
    try:
        if request.run_as is not None and hasattr(os, "chown"):
            os.chown(folder, request.run_as, -1)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
