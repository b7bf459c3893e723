"""What every verb gets: the request, the host, the network, the words' way out, and a way to stop."""

from __future__ import annotations

import os
import shlex
import signal
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gowizard import changes, host, install, net, plan
from gowizard.answers import Answers, Existing, parse_existing, parse_path
from gowizard.cancellation import Cancel
from gowizard.cli.output import Output
from gowizard.cli.program import program
from gowizard.cli.state import Stopped, state_of_machine
from gowizard.dataclass import replace
from gowizard.errors import UsageError
from gowizard.host import Dirs, Host
from gowizard.locales import _
from gowizard.log import logger, open_log

if TYPE_CHECKING:
    from gowizard.cli.settling import TakenBack


def _nowhere() -> Dirs:
    """Folders for gowizard's own files that go when it ends: nothing is left in a home that is not the user's."""
    import atexit
    import shutil
    import tempfile

    folder = Path(tempfile.mkdtemp(prefix="gowizard-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return Dirs(config=folder, cache=folder, state=folder, log=folder)


class Context:
    """One call of the command line. Facts are found when first asked for."""

    def __init__(self, verb: str, given: Mapping[str, Any], words: list[str]) -> None:
        self.verb = verb
        self.given = given
        self.words = words
        self.cancel = Cancel()
        self.log_path: Path | None = None
        self.out = Output(
            json_mode=self.flag("json"),
            ascii_only=self.flag("ascii"),
            plain=self.plain,
        )
        self.changed = ""  # title of what was done so far, for the words after a Ctrl-C
        self.planned_answers: Answers | None = None  # for the report, as soon as they are known
        self.plan: plan.Plan | None = None
        self._asking = False

    def flag(self, name: str) -> bool:
        """Whether a switch was given."""
        return bool(self.given.get(name))

    def text(self, name: str, default: str = "") -> str:
        """The value of an option or argument, or the default."""
        value = self.given.get(name)
        return str(value) if value is not None else default

    @property
    def plain(self) -> bool:
        """Whether to speak in lines only: asked for, wished by a screen reader's user, or all the terminal can."""
        return self.flag("plain") or bool(os.environ.get("ACCESSIBLE")) or os.environ.get("TERM") in {"dumb", "unknown"}

    @property
    def knows_host(self) -> bool:
        """Whether the facts of this machine were found already."""
        return "host" in self.__dict__

    @cached_property
    def host(self) -> Host:
        """The facts of this machine; with --system gowizard's own folders are the system's.

        Raises UsageError where HOME belongs to somebody else; the doctor tells that as it tells all it finds.
        """
        found = self.detect()
        try:
            host.refuse_foreign_home(found, self.flag("system"))
        except UsageError:
            if self.verb != "doctor":
                raise
            return replace(found, dirs=_nowhere())
        if self.flag("system"):
            found = replace(found, dirs=host.system_dirs())
        self.out.home = found.user.home
        if self.log_path is None:
            self.log_path = open_log(found.dirs.log)
            logger.info("gowizard %s %s", self.verb, " ".join(self.words))
        return found

    def detect(self) -> Host:
        """The facts of this machine as it is at this moment."""
        shells = ",".join(self.given.get("shell") or ()).split(",")
        asked = self.text("dir")
        return host.detect(shell=shells[0], destination=Path(asked).expanduser() if asked else None)

    @cached_property
    def client(self) -> net.Client:
        """The HTTP client, with --offline and --timeout."""
        return install.network(self.host, offline=self.flag("offline"), seconds=self.seconds)

    @property
    def seconds(self) -> float:
        """The time limit for one answer of a server, in seconds."""
        text = self.text("timeout", "10")
        try:
            value = float(text)
        except ValueError:
            value = 0.0
        if not 0 < value <= 3600:
            raise UsageError(
                _("--timeout needs a number of seconds"), f"“{text}”", _("For example: --timeout 30")
            )
        return value

    @property
    def interactive(self) -> bool:
        """Whether a person can be asked."""
        return sys.stdin.isatty() and self.out.out.isatty() and not self.flag("json")

    def given_answers(self, base: Answers | None = None) -> Answers:
        """The answers that the options hold, laid over `base`."""
        home = self.host.user.home
        found: dict[str, Any] = {}
        for key in ("source", "sha256", "goproxy", "gosumdb", "goprivate", "kit_code"):
            if key in self.given:
                found[key] = self.given[key]
        source = found.get("source", base.source if base else "auto")
        code = found.get("kit_code", base.kit_code if base else "")
        if source == "kit" or (source == "auto" and (code or "kit" in self.given)):
            found["kit"] = self.kit
        for key in ("dir", "gopath", "adopt"):
            if key in self.given:
                found[key] = parse_path(str(self.given[key]), home)
        if "shell" in self.given:
            names = tuple(name for item in self.given["shell"] for name in item.split(",") if name)
            for name in names:
                if self.host.shell_named(name) is None:
                    raise UsageError(
                        _("There is no shell “{name}” on this machine").format(name=name),
                        "",
                        _("Found: {names}.").format(
                            names=_(", ").join(shell.name for shell in self.host.shells)
                        ),
                    )
            found["shells"] = names
        if "existing" in self.given:
            found["existing"] = parse_existing(self.given["existing"])
        if found.get("adopt"):
            found["existing"] = Existing.ADOPT
        for key, field, value in (
            ("trust_source", "trust_source", True),
            ("system", "system", True),
            ("no_use", "use", False),
            ("no_modify_path", "modify_path", False),
            ("keep_conflicts", "disable_lines", False),
            ("no_proof", "proof", False),
        ):
            if self.flag(key):
                found[field] = value
        return replace(base or Answers(), **found)

    @cached_property
    def kit(self) -> Path | None:
        """The kit that --kit names, or that lies here. Raises UsageError where the named folder is none."""
        from gowizard.releases import find_kit, places_beside

        named = self.text("kit")
        return find_kit(Path(named) if named else None, places_beside())

    def offered_answers(self) -> Answers:
        """The answers that the options hold, for pages on which a person looks at them: a kit that lies here is
        offered first, and its course's answers prefill the rest.

        Raises GowizardError where --kit names one that is of no use, or the code is another's.
        """
        given = self.given_answers()
        if self.kit is None:
            return given
        from gowizard.kit.course import course_answers
        from gowizard.releases import BrokenKit

        try:
            given = self.given_answers(course_answers(self.kit, given.kit_code, self.host.user.home))
        except BrokenKit as error:
            if "kit" in self.given:
                raise
            logger.warning("%s", error)
            return replace(given, kit=self.kit)
        return replace(given, kit=self.kit, source="kit" if given.source == "auto" else given.source)

    def answers(self, base: Answers | None = None) -> Answers:
        """The complete answers for this host."""
        self.planned_answers = plan.defaults(self.host, self.given_answers(base))
        return self.planned_answers

    @property
    def undo_command(self) -> str:
        """What takes the latest run back, as it can be typed here."""
        called = program(self.host.user.home)
        return f"sudo {called} undo --system" if self.flag("system") and os.name == "posix" else f"{called} undo"

    @property
    def command(self) -> str:
        """The words that were typed, quoted for a shell."""
        return shlex.join(["gowizard", *self.words])

    def ask(self, question: str) -> bool:
        """A yes/no question, yes by default; --yes answers it.

        Raises UsageError where nobody can be asked, Stopped with the state of the machine on Ctrl-C.
        """
        if self.flag("yes"):
            return True
        if not self.interactive:
            raise UsageError(
                _("gowizard cannot ask here, because this is no terminal"),
                question,
                _("Add --yes to accept, or --dry-run to only look."),
            )
        self._asking = True
        try:
            reply = input(f"{question} [{_('Y/n')}] ").strip().lower()
        except EOFError:
            self.out.line()
            return False
        except KeyboardInterrupt:
            self.out.line()
            raise Stopped(_("Stopped, as you asked"), state_of_machine(self)) from None
        finally:
            self._asking = False
        return reply in {"", "y", "yes", "j", "是", _("y")}

    @contextmanager
    def stoppable(self) -> Iterator[Cancel]:
        """Ctrl-C and SIGTERM set the cancel token, a second Ctrl-C breaks off; the journal survives both."""

        def stop(number: int, _frame: object) -> None:
            if self._asking or self.cancel.requested:
                raise KeyboardInterrupt
            self.cancel.set()

        numbers = [signal.SIGINT, signal.SIGTERM] + ([signal.SIGHUP] if hasattr(signal, "SIGHUP") else [])
        before = {number: signal.signal(number, stop) for number in numbers}
        try:
            yield self.cancel
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def settle_interrupted(self) -> TakenBack | None:
        """Finish or take back a run that was killed, before anything else is done.

        Without a person to ask it is rolled back, and that is said. Returns the run where it was taken back.
        """
        state = self.host.dirs.state
        left = changes.interrupted(state) if (state / "journal").exists() else None  # the way back is long to load
        if left is not None:
            from gowizard.cli.settling import settle

            settled = settle(self, left)
            del self.host  # a Go that was here may have gone, or come
            return settled
        return None
