"""The options: one table feeds the parsers, the GOWIZARD_* variables, --help and the README's test."""

from __future__ import annotations

import os

from gowizard.dataclass import dataclass
from gowizard.locales import N_, _


@dataclass(frozen=True)
class Option:
    """One option. `value` is the name of its value, empty for a switch."""

    name: str
    help: str
    value: str = ""
    repeat: bool = False
    choices: tuple[str, ...] = ()
    bare: str = ""  # what it means where no value follows; empty where one must
    windows: str = ""  # the help on Windows, where that is another

    @property
    def key(self) -> str:
        """The attribute and, upper-cased behind GOWIZARD_, the variable."""
        return self.name.replace("-", "_")

    @property
    def variable(self) -> str:
        """The environment variable that stands for this option."""
        return f"GOWIZARD_{self.key.upper()}"

    @property
    def told(self) -> str:
        """The help, translated, for the system that this runs on."""
        return _(self.windows if self.windows and os.name == "nt" else self.help)


COMMON = (
    Option("yes", N_("take the defaults and answer every question with yes")),
    Option("json", N_("print one JSON object instead of text")),
    Option("dry-run", N_("show every change and make none")),
    Option("plain", N_("no full screen, no redrawing")),
    Option("ascii", N_("no characters beyond ASCII in marks and borders")),
    Option("lang", N_("language of the texts: en or zh_CN"), "LANG"),
    Option("theme", N_("theme of the wizard, by name"), "NAME"),
    Option("offline", N_("ask nothing of any network")),
    Option("timeout", N_("seconds to wait for a server's answer (default 10)"), "SECONDS"),
)
_SOURCE = Option(
    "source",
    N_("auto, official, google-cn, mirror:NAME, pip, kit, a URL that answers like go.dev/dl, or a folder"),
    "SOURCE",
)
_DIR = Option(
    "dir",
    N_("folder that holds the Go trees and the link “go” (default ~/sdk)"),
    "FOLDER",
    windows=N_("folder that holds the Go trees and the link “go” (default %USERPROFILE%\\sdk)"),
)
_SYSTEM = Option(
    "system",
    N_("for all users, below /usr/local; needs root"),
    windows=N_("not on Windows: for all users there is Go's own installer, the .msi file of go.dev/dl"),
)
_SHELL = Option(
    "shell",
    N_("set up or ask this shell instead of those found (may be repeated)"),
    "NAME",
    repeat=True,
    windows=N_("changes nothing on Windows: every shell there gets the same Path"),
)
_GOPROXY = Option("goproxy", N_("module proxy list to store as GOPROXY"), "LIST")
_GOSUMDB = Option("gosumdb", N_("checksum database to store as GOSUMDB"), "DATABASE")
_ONLY = Option(
    "only", N_("look at, or mend, only this check or finding (may be repeated)"), "ID", repeat=True
)
_GOPRIVATE = Option("goprivate", N_("patterns of private modules to store as GOPRIVATE"), "PATTERNS")
_SHA256 = Option("sha256", N_("digest that the archive must have"), "HEX")
_TRUST = Option("trust-source", N_("accept a source that only vouches for itself, over plain http"))
_KIT = Option("kit", N_("folder of the kit (default: the current one, or the program's)"), "FOLDER")
_KIT_CODE = Option("kit-code", N_("code of the kit, from the teacher's screen"), "CODE")
_NO_PROOF = Option("no-proof", N_("do not run Go afterwards to prove the result"))
INSTALL = (
    _SOURCE,
    _SHA256,
    _TRUST,
    _KIT,
    _KIT_CODE,
    _DIR,
    _SYSTEM,
    Option("no-use", N_("install, but leave the current version current")),
    Option(
        "gopath",
        N_("folder of GOPATH (default: the one in force, else ~/go)"),
        "FOLDER",
        windows=N_("folder of GOPATH (default: the one in force, else %USERPROFILE%\\go)"),
    ),
    _GOPROXY,
    _GOSUMDB,
    _GOPRIVATE,
    _SHELL,
    Option("no-modify-path", N_("touch no startup file"), windows=N_("leave the variables Path and GOPATH alone")),
    Option("existing", N_("what to do about a Go that is here"), "HOW", choices=("beside", "adopt", "keep")),
    Option("adopt", N_("complete Go tree to make current instead of installing one"), "TREE"),
    Option(
        "keep-conflicts",
        N_("leave startup lines that set GOROOT as they are"),
        windows=N_("leave a variable GOROOT as it is"),
    ),
    _NO_PROOF,
)


SEVERITIES = ("advice", "hurts", "blocks")


@dataclass(frozen=True)
class Verb:
    """One word of the command line."""

    name: str
    help: str
    options: tuple[Option, ...] = ()
    positional: str = ""  # name of the value
    required: bool = False
    second: str = ""  # a second, optional value


VERBS = (
    Verb("install", N_("install a Go version and set up this account for it"), INSTALL, "VERSION"),
    Verb("apply", N_("do what an answers file says"), INSTALL, "FILE", True),
    Verb("use", N_("make an installed version the current one"), (_DIR, _SYSTEM), "VERSION", True),
    Verb(
        "list",
        N_("show the versions that are here, or that can be had"),
        (Option("remote", N_("what the source offers")), _SOURCE, _KIT, _KIT_CODE, _DIR, _SYSTEM),
    ),
    Verb(
        "uninstall",
        N_("take a version away (undo brings it back)"),
        (_DIR, _SYSTEM, Option("purge", N_("also delete trees that earlier uninstalls put aside, for good"))),
        "VERSION",
    ),
    Verb("history", N_("show what gowizard did on this account"), (_SYSTEM,)),
    Verb(
        "undo",
        N_("take back the latest run, or the one named"),
        (_SYSTEM, Option("force", N_("also when later runs stand on it"))),
        "RUN",
    ),
    Verb(
        "doctor",
        N_("say what is wrong with Go here, and change nothing"),
        (
            _ONLY,
            Option(
                "callers",
                N_("also show which go shells, editors, tmux, cron, sudo and systemd find"),
                windows=N_("also show which go a new window finds"),
            ),
            Option("fail-on", N_("severity from which the status is 1"), "SEVERITY", choices=SEVERITIES),
            Option("report", N_("report for a bug tracker, without names and secrets"), "FILE", bare="-"),
        ),
        "MESSAGE",
    ),
    Verb(
        "repair",
        N_("mend what is wrong with Go here (undo brings it back)"),
        (_ONLY, _SOURCE, _SHA256, _TRUST, _KIT, _KIT_CODE, _NO_PROOF),
    ),
    Verb(
        "proxy", N_("list, test or use a module proxy"), (_GOSUMDB, _GOPRIVATE), "list|test|use", True, "NAME_OR_URL"
    ),
    Verb(
        "kit",
        N_("make or check a kit for lessons without a network"),
        (
            Option("for", N_("systems, such as linux/amd64,windows/amd64 (default: this one)"), "SYSTEMS"),
            Option("go", N_("Go version (default: the latest)"), "VERSION"),
            Option("answers", N_("answers file of the course to put on it"), "FILE"),
            Option("single-file", N_("gowizard as one file, for machines without Python"), "FILE", repeat=True),
            _SOURCE,
            _TRUST,
            _KIT_CODE,
        ),
        "make|check",
        True,
        "FOLDER",
    ),
    Verb("prove", N_("show that Go works in a fresh shell"), (_DIR, _SYSTEM, _SHELL)),
    Verb("completions", N_("print a completion script (bash, zsh, fish, powershell)"), (), "SHELL", True),
)
_REPAIR = Option("repair", N_("the wizard's repair page; the same as “gowizard repair”"))
BARE = Verb("", "", (_REPAIR, *INSTALL))


REPAIR = next(verb for verb in VERBS if verb.name == "repair")


def verb_named(name: str) -> Verb | None:
    """The verb of that name."""
    return next((verb for verb in VERBS if verb.name == name), None)
