"""Whether what a step printed is the proof that was asked for, and if not, why most likely."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

from gowizard.locales import N_, _
from gowizard.proof.causes import likely_cause, not_found
from gowizard.proof.place import NOT_FOUND, Outcome
from gowizard.proof.request import HELLO, ProofRequest
from gowizard.run import TimedOut

# What `command -v go` or `which go` prints for an alias or a function, in all the shells.
_REPLACED = re.compile(r"^alias go=|^go$|\baliased to\b")
ANSWER = re.compile(r"go version (go\d+\.\d+\S*)(?: X:\S+)? (\w+/\w+)")


def version(request: ProofRequest, outcome: Outcome) -> str:
    """ "" where the Go that was asked for answered from its own place, else what is wrong."""
    answer = next((match for line in outcome.lines if (match := ANSWER.fullmatch(line.strip()))), None)
    where = _told_place(outcome.lines)
    if request.by_path:
        where = str(request.go_bin / request.program("go"))
    where = re.sub("^'(/.*)'$", r"\1", where)  # ksh93 quotes a path with a blank in it
    if _REPLACED.search(where):
        return _("In this shell `go` is not the program but an alias or a function: {line}").format(
            line=where
        )
    if answer is None:
        return _no_answer(request, outcome)
    if not _same(where, request.go_bin / request.program("go")):
        if request.on_windows:
            told = _("Another Go comes first: {path} ({version}). The machine's Path names it, or yours before {ours}.")
            return told.format(path=where, version=answer[1], ours=request.go_bin)
        return _(
            "Another Go comes first: {path} ({version}). A line in a startup file puts its folder before "
            "{ours}."
        ).format(path=where, version=answer[1], ours=request.go_bin)
    if answer[1] != request.version:
        told = _(
            "{path} says it is {found}, not {wanted}. GOTOOLCHAIN may name another version, in a startup "
            "file or in Go's settings file."
        )
        if request.on_windows:
            told = _(
                "{path} says it is {found}, not {wanted}. GOTOOLCHAIN may name another version, in the registry "
                "or in Go's settings file."
            )
        return told.format(path=where, found=answer[1], wanted=request.version)
    return ""


def _told_place(lines: tuple[str, ...]) -> str:
    """The line that says where the shell finds go. busybox' ash greets before it, as a startup file may."""
    others = [line for line in lines if line.strip() and not ANSWER.fullmatch(line.strip())]
    places = [line for line in others if line.startswith(("/", "'/"))]
    return (places[-1:] or others[:1] or [""])[0]


def _same(one: str | Path, other: str | Path) -> bool:
    """Whether two paths lead to the same place, on Windows whatever their case and slashes."""
    return os.path.normcase(os.path.realpath(one)) == os.path.normcase(os.path.realpath(other))


def _no_answer(request: ProofRequest, outcome: Outcome) -> str:
    program = request.go_bin / request.program("go")
    if not program.exists():
        return _("There is no {path}.").format(path=program)
    if request.on_windows and outcome.status == NOT_FOUND:
        told = _("A new window does not know `go`: {folder} is not in the Path that Windows gives it.")
        return told.format(folder=request.go_bin)
    if outcome.status == 0 and all(line.startswith("/") for line in outcome.lines):
        return _("`go version` printed nothing: the file is empty, or a function has its name.")
    if not_found(outcome.lines):
        return _with_noise(
            _(
                "The shell does not know `go`: {folder} is not in its PATH. The startup file that adds it "
                "was not read, or a later line sets PATH anew."
            ).format(folder=request.go_bin),
            outcome,
        )
    return failure(outcome)


# of GOROOT, of any other setting
_WORDS = (
    N_("GOROOT is {found}, not {wanted}: a startup file or Go's settings file sets it."),
    N_("{key} is {found}, not {wanted}: a variable set in a startup file or by the system wins "
       "over Go's settings file."),
)  # fmt: skip
_WINDOWS_WORDS = (
    N_("GOROOT is {found}, not {wanted}: a variable in the registry or Go's settings file sets it."),
    N_("{key} is {found}, not {wanted}: a variable in the registry wins over Go's settings file."),
)


def environment(request: ProofRequest, outcome: Outcome, wanted: dict[str, str]) -> str:
    """ "" where `go env` answers what was set."""
    text = "\n".join(outcome.lines)
    try:
        answers = json.loads(text[text.index("{") : text.rindex("}") + 1])
    except ValueError:
        return failure(outcome)
    root, other = _WINDOWS_WORDS if request.on_windows else _WORDS
    wrong = []
    for key, value in wanted.items():
        answer = str(answers.get(key, ""))
        if key == "GOROOT" and not _same(answer, value):
            wrong.append(_(root).format(found=answer, wanted=value))
        elif key != "GOROOT" and answer != value:
            wrong.append(_(other).format(key=key, found=answer or _("empty"), wanted=value or _("empty")))
    return "\n".join(wrong)


def hello(outcome: Outcome) -> str:
    """ "" where the program was built and said its line."""
    if outcome.status == 0 and HELLO in (line.strip() for line in outcome.lines):
        return ""
    if outcome.status == 0:
        return _("The program ran but did not print “{line}”.").format(line=HELLO)
    return failure(outcome)


def module(outcome: Outcome, folder: Path) -> tuple[str, bool]:
    """"", False where the module's zip is there; else the fault and whether only a network is absent."""
    if outcome.status == 0 and any((folder / "cache" / "download").rglob("*.zip")):
        return "", False
    if isinstance(outcome.error, TimedOut):
        return _("The module proxy did not answer within {seconds:g} s.").format(
            seconds=outcome.error.seconds
        ), True
    cause, absent = likely_cause(outcome.lines)
    return (cause, True) if absent else (failure(outcome), False)


def failure(outcome: Outcome) -> str:
    """The likely cause of any failed step, with the line that shows it."""
    if outcome.error is not None:
        cause, _network = likely_cause(outcome.error.cause.splitlines())
        return _with_noise(
            "\n".join(part for part in (outcome.error.title, outcome.error.cause, cause) if part), outcome
        )
    cause, _network = likely_cause(outcome.lines)
    if outcome.status is not None and 128 < outcome.status < 193:  # Windows' own numbers are far above
        cause = cause or _("It was ended by signal {number}; 9 often means that memory ran out.").format(
            number=outcome.status - 128
        )
    last = next((line for line in reversed(outcome.lines) if line.strip()), "")
    return "\n".join(part for part in (cause, last) if part) or _(
        "It ended with exit status {status}."
    ).format(status=outcome.status)


def _with_noise(message: str, outcome: Outcome) -> str:
    """The message, and what startup files complained of."""
    complaints = [
        line for line in outcome.noise if re.search(r"(?i)error|not found|syntax|unexpected|denied", line)
    ]
    return "\n".join([message, *complaints[-3:]])
