"""The options: one table feeds the parsers, the GOWIZARD_* variables, --help and the README's test.

An option beats its variable, a variable beats an answers file; so options that were not given are absent from the
result instead of holding a default.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from gowizard.cli.usage import HelpFormatter, Parser, WizardHelpFormatter, translate_argparse
from gowizard.errors import UsageError
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
    N_("set up this shell instead of those found (may be repeated)"),
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
BARE = Verb("", N_("the wizard"), (_REPAIR, *INSTALL))


REPAIR = next(verb for verb in VERBS if verb.name == "repair")


def verb_named(name: str) -> Verb | None:
    """The verb of that name."""
    return next((verb for verb in VERBS if verb.name == name), None)


def _all_options() -> dict[str, Option]:
    return {f"--{option.name}": option for verb in (*VERBS, BARE) for option in (*COMMON, *verb.options)}


def split_verb(arguments: Sequence[str]) -> tuple[Verb, list[str]]:
    """The verb that the arguments name (BARE for none) and the arguments without it.

    Raises UsageError for a word that is no verb, with a "did you mean".
    """
    known = _all_options()
    skip = False
    for index, word in enumerate(arguments):
        if skip:
            skip = False
        elif word.startswith("-"):
            option = known.get(word)
            skip = option is not None and bool(option.value) and not option.bare
        else:
            verb = verb_named(word)
            if verb is None:
                raise _no_verb(word)
            return verb, [*arguments[:index], *arguments[index + 1 :]]
    if "--repair" in arguments:
        return REPAIR, [word for word in arguments if word != "--repair"]
    return BARE, list(arguments)


def _no_verb(word: str) -> UsageError:
    names = [verb.name for verb in VERBS]
    import difflib  # only to help after a mistake

    close = difflib.get_close_matches(word, names, 1)
    if word[:1].isdigit() or word.startswith("go1"):
        remedy = _("To install a version: {command}").format(command=f"gowizard install {word}")
    elif close:
        remedy = _("Did you mean “{name}”?").format(name=f"gowizard {close[0]}")
    else:
        remedy = _("Known: {names}.").format(names=", ".join(names))
    return UsageError(_("gowizard knows no “{word}”").format(word=word), "", remedy)


def parser_for(verb: Verb) -> argparse.ArgumentParser:
    """The parser of one verb; it raises UsageError instead of exiting."""
    translate_argparse()
    parser = Parser(
        prog=f"gowizard {verb.name}".strip(),
        description=_(verb.help),
        allow_abbrev=False,
        argument_default=argparse.SUPPRESS,
        formatter_class=WizardHelpFormatter if verb is BARE else HelpFormatter,
        epilog=_verbs_text() if verb is BARE else None,
    )
    if verb is BARE:
        parser.add_argument("-V", "--version", action="store_true", help=_("print the version of gowizard"))
    if verb.positional:
        parser.add_argument("argument", metavar=verb.positional, nargs=None if verb.required else "?")
    if verb.second:
        parser.add_argument("second", metavar=verb.second, nargs="?")
    for option in (*verb.options, *COMMON):
        kind: dict[str, Any] = {"help": option.told.replace("%", "%%"), "dest": option.key}
        if not option.value:
            kind["action"] = "store_true"
        else:
            kind["metavar"] = option.value
            kind["action"] = "append" if option.repeat else "store"
            if option.bare:
                kind |= {"nargs": "?", "const": option.bare}
            if option.choices:
                kind["choices"] = option.choices
                kind["metavar"] = "|".join(option.choices)
        names = ["-y", "--yes"] if option.name == "yes" else [f"--{option.name}"]
        parser.add_argument(*names, **kind)
    return parser


def _verbs_text() -> str:
    rows = [f"  {verb.name + ' ' + verb.positional:<20} {_(verb.help)}" for verb in VERBS]
    return "\n".join([_("commands:"), *rows, "", _("“gowizard COMMAND --help” tells more.")])


def parse(verb: Verb, arguments: Sequence[str], environment: Mapping[str, str]) -> dict[str, Any]:
    """What was asked: only keys that were given on the command line or by a GOWIZARD_* variable."""
    found: dict[str, Any] = {}
    for option in (*verb.options, *COMMON):
        text = environment.get(option.variable, "")
        if not text:
            continue
        if not option.value:
            if text not in {"0", "1"}:
                raise UsageError(
                    _("{name} must be 1 or 0").format(name=option.variable), "", _("Set it to 1 or unset it.")
                )
            if text == "1":
                found[option.key] = True
        elif option.choices and text not in option.choices:
            raise UsageError(
                _("{name} has an unknown value").format(name=option.variable),
                "",
                _("Known: {names}.").format(names=", ".join(option.choices)),
            )
        else:
            found[option.key] = text.split(",") if option.repeat else text
    found.update(vars(parser_for(verb).parse_args(list(arguments))))
    return found
