"""A finding and its remedy, as plain data. Texts are translated already; secrets are taken out when shown."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum, IntEnum
from pathlib import Path

from gowizard.changes.model import Effect, RegistryValue
from gowizard.dataclass import dataclass


class Severity(IntEnum):
    """How much it matters. The exit status is 1 from HURTS upward."""

    ADVICE = 1  # nothing fails because of it
    HURTS = 2  # something fails, sometimes or later
    BLOCKS = 3  # Go, or the shell that should find it, does not work

    @property
    def word(self) -> str:
        """The name in JSON and on the command line."""
        return self.name.lower()


class Likelihood(Enum):
    """How sure the finding is. Remedies of guesses are never preselected."""

    CERTAIN = "certain"
    LIKELY = "likely"
    POSSIBLE = "possible"


@dataclass(frozen=True, kw_only=True)
class Origin:
    """Where a value comes from.

    `kind` is "startup-file", "system-file", "session", "go-env", "go.env", "default", "direnv" (a project's file),
    "registry" (the user's part of Windows' registry) or "machine-registry".
    """

    kind: str
    path: Path | None = None
    line: int = 0  # counted from 1, 0 for the whole file
    text: str = ""  # the line itself
    name: str = ""  # of a value in the registry, with its type: "HKCU\\Environment\\Path (REG_SZ)"

    @property
    def place(self) -> str:
        """FILE:LINE, FILE, the value's name in the registry, or the kind."""
        if self.path is None:
            return self.name or self.kind
        return f"{self.path}:{self.line}" if self.line else str(self.path)


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """One thing that was seen: a line of a file, a value, a message, a header."""

    where: str  # "~/.profile:12", "PATH", "go run hello.go"; a path is shortened when shown
    what: str  # the exact line, value or message


class Phase(IntEnum):
    """The order in which remedies are carried out; a later one sees the files as the earlier left them."""

    ENCODING = 10  # line ends, byte order marks: before lines are looked for
    LINES = 20  # lines taken out or mended
    SETTINGS = 30  # the `go env` file
    FOLDERS = 40  # folders made, moved aside, modes
    TREES = 50  # trees moved aside, put back, installed
    LINKS = 60
    SHELLS = 70  # startup files lead to the Go that is then there


@dataclass(frozen=True)
class FileEdit:
    """What becomes of one file's bytes. `edit` gets None where there is no file and returns None to remove it.

    Several edits of one file follow each other in the order of their phases and become one Change, so `edit` must be
    a function of the bytes alone and do nothing where its fault is not (or no longer) in them.
    """

    path: Path
    edit: Callable[[bytes | None], bytes | None]
    mode: int | None = None  # None keeps it


@dataclass(frozen=True)
class RegistryEdit:
    """What becomes of one of the user's variables on Windows (HKEY_CURRENT_USER\\Environment).

    As with files: several edits of one value become one effect, so `edit` is a function of the value alone. It gets,
    and returns for removal, a value whose `kind` is None.
    """

    name: str
    edit: Callable[[RegistryValue], RegistryValue]


@dataclass(frozen=True, kw_only=True)
class Reinstall:
    """The tree at `root` is moved aside and a verified copy of `version` ("go1.27.3") put in its place."""

    root: Path
    version: str


@dataclass(frozen=True, kw_only=True)
class Remedy:
    """What mends a finding: changes (previewed, journaled, undoable), or commands for a person, or both."""

    title: str  # imperative, one line: "Take GOROOT out of ~/.profile"
    phase: Phase = Phase.LINES
    edits: tuple[FileEdit, ...] = ()
    values: tuple[RegistryEdit, ...] = ()
    effects: tuple[Effect, ...] = ()  # for what no FileEdit can say: moves, links, modes, folders
    reinstall: Reinstall | None = None
    install: bool = False  # no usable Go is left: one is to be installed, by the same sources and rules
    shells: bool = False  # startup files get, or keep, the block that leads to the best Go here
    go_bin: Path | None = None  # with `shells`: this bin folder instead of the best Go's
    commands: tuple[str, ...] = ()  # for a person
    reason: str = ""  # why gowizard does not run them: another package manager's files, root needed, policy
    risk: str = ""  # what may go wrong, one sentence
    alternative: str = ""  # what could be done instead
    preselected: bool = True
    makes_needless: tuple[str, ...] = ()  # keys of findings whose remedies are left out when this one is chosen

    @property
    def automatic(self) -> bool:
        """Whether gowizard can carry it out."""
        return bool(self.edits or self.values or self.effects or self.reinstall or self.install or self.shells)


@dataclass(frozen=True, kw_only=True)
class Finding:
    """Something that is not as it should be."""

    id: str  # stable and documented: "goroot-gone"
    entry: tuple[int, ...]  # the catalogue's numbers
    severity: Severity
    title: str  # what is wrong, in the reader's words
    affects: str = ""  # what fails because of it
    evidence: tuple[Evidence, ...] = ()
    explanation: str = ""
    likelihood: Likelihood = Likelihood.CERTAIN
    origin: tuple[Origin, ...] = ()
    remedy: Remedy | None = None
    links: tuple[str, ...] = ()
    about: str = ""  # tells several findings of one id apart: a variable's name, a path
    symptom: bool = False  # only what a deeper cause leads to: left out where any other finding blocks
    explained_by: tuple[int, ...] = ()  # of a symptom: left out for findings of these entries alone
    hides_nothing: bool = False  # of a cause for a person: gowizard can mend the symptom all the same
    terminal: str = ""  # the variable that this terminal alone holds so: no file can change it there any more

    @property
    def key(self) -> str:
        """Names this very finding from one examination to the next."""
        return f"{self.id}:{self.about}" if self.about else self.id

    @property
    def preselected(self) -> bool:
        """Whether repair takes it without being told: it can be mended, and is no guess."""
        remedy = self.remedy
        sure = self.likelihood is not Likelihood.POSSIBLE and self.severity > Severity.ADVICE
        return remedy is not None and remedy.automatic and remedy.preselected and sure
