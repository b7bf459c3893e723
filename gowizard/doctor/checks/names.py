"""Another thing that is called go in the user's shell: an alias, a function, what the shell remembers (entry 102)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from gowizard.doctor.callers import is_program
from gowizard.doctor.check import UNIX, Check
from gowizard.doctor.line_edits import line_remedy, switched_off
from gowizard.doctor.model import Evidence, Finding, Likelihood, Origin, Remedy, Severity
from gowizard.doctor.scene import Scene
from gowizard.doctor.starting import Mode
from gowizard.doctor.startup_texts import StartupText, files_read, text_of
from gowizard.environment.folders import fish_folder
from gowizard.environment.words import shown
from gowizard.host.files import is_file, read_head
from gowizard.locales import _

_ALIAS = re.compile(r"[ \t]*alias[ \t]+go(?:=|[ \t]+=?)(?P<word>\"[^\"]*\"|'[^']*'|\S+)[ \t]*;?(?:[ \t]+#.*)?\r?")
_FUNCTION = re.compile(r"[ \t]*(?:function[ \t]+go\b|go[ \t]*\(\))")
_CALLS_GO = re.compile(r"(?:^|[\s;|&({\"'])\\?(?:go|\S*/go)(?=[\s;|&)\"'}]|$)")
_REMEMBERED = re.compile(r"(?:^|[\s:])(?P<go>/\S+/go): No such file or directory")


def look(scene: Scene) -> Iterator[Finding]:
    """Aliases and functions in the files that the user's interactive shell reads."""
    shell = scene.shell
    if shell is None:
        return
    for path in files_read(scene, shell, Mode.INTERACTIVE):
        text = text_of(scene, path)
        if text is not None and b"go" in text.content and b"unalias go" not in text.content:
            yield from _in_file(scene, text)
    function = fish_folder(scene.host) / "functions" / "go.fish"
    lines = read_head(function).decode("utf-8", "replace").split("\n") if shell.name == "fish" else []
    if is_file(function) and lines and not _wraps(lines):
        yield _function(scene, function, 1, "function go")
    if match := _REMEMBERED.search(scene.message):
        yield _remembered(scene, match["go"])


def _in_file(scene: Scene, text: StartupText) -> Iterator[Finding]:
    lines = text.content.decode("utf-8", "surrogateescape").split("\n")
    for number, line in enumerate(lines, 1):
        alias = _ALIAS.fullmatch(line)
        if alias is not None:
            if finding := _alias(scene, text, number, line, alias["word"].strip("\"'")):
                yield finding
        elif _FUNCTION.match(line) and not _wraps(lines[number - 1 : number + 40]):
            yield _function(scene, text.path, number, line.strip())


def _alias(scene: Scene, text: StartupText, number: int, line: str, said: str) -> Finding | None:
    first = said.split()[0] if said.split() else ""
    program = Path(first.replace("$HOME", str(scene.home)).replace("~", str(scene.home), 1))
    is_go = program.name == "go" and program.is_absolute()
    if is_go and is_program(program):
        mine = scene.go.root if scene.go else None
        if mine is None or mine == program.resolve().parent.parent:
            return None  # the same Go by another way
        severity, title = Severity.HURTS, _("In your shell `go` always means {program}").format(program=first)
    elif is_go:
        severity, title = Severity.BLOCKS, _("In your shell `go` means {program}, which is gone").format(program=first)
    elif _CALLS_GO.search(said):
        return None  # nice go, grc go
    else:
        severity, title = Severity.HURTS, _("In your shell `go` means something else: {said}").format(said=said)
    place = shown(text.path, scene.home)
    return Finding(
        id="go-alias",
        about=str(text.path),
        entry=(102,),
        severity=severity,
        title=title,
        affects=_("Typing `go` does not start the Go that is in PATH; scripts are not affected."),
        evidence=(Evidence(where=f"{text.path}:{number}", what=line.strip()),),
        explanation=_("An alias comes before every program of that name."),
        likelihood=Likelihood.LIKELY,
        origin=(Origin(kind=text.kind, path=text.path, line=number, text=line.strip()),),
        remedy=line_remedy(
            scene, text, {line: switched_off(line)}, _("Comment out the alias in {file}").format(file=place),
            alternative=_("Give the alias another name, or type \\go."),
        ),
    )  # fmt: skip


def _wraps(lines: list[str]) -> bool:
    """Whether a function comes to call the program itself."""
    ends = [number for number, line in enumerate(lines) if number and re.match(r"(?:\}|end\b)", line)]
    body = "\n".join(lines[: ends[0] + 1 if ends else len(lines)])
    return bool(re.search(r"command\s+go\b|\\go\b|/go\b|\bexec\s+go\b", body))


def _function(scene: Scene, path: Path, number: int, line: str) -> Finding:
    return Finding(
        id="go-function",
        about=str(path),
        entry=(102,),
        severity=Severity.HURTS,
        title=_("In your shell `go` is a function of your own"),
        affects=_("Typing `go` does not start the Go that is in PATH; scripts are not affected."),
        evidence=(Evidence(where=f"{path}:{number}", what=line),),
        explanation=_("A function comes before every program of that name, and this one never calls the program."),
        likelihood=Likelihood.LIKELY,
        origin=(Origin(kind="startup-file", path=path, line=number, text=line),),
        remedy=Remedy(
            title=_("Give the function another name"),
            commands=(f'"${{EDITOR:-vi}}" +{number} {shown(path, scene.home)}',),
            reason=_("What was meant there only a person can tell."),
        ),
    )


def _remembered(scene: Scene, go: str) -> Finding:
    has_rehash = scene.shell is not None and scene.shell.name in {"zsh", "tcsh", "csh"}
    return Finding(
        id="go-remembered",
        entry=(102,),
        severity=Severity.ADVICE,
        likelihood=Likelihood.LIKELY,
        title=_("Your shell remembers a go that is gone: {go}").format(go=go),
        affects=_("Only the terminal in which it is said."),
        evidence=(Evidence(where=_("the message"), what=scene.message.strip().splitlines()[-1]),),
        explanation=_("Shells note where they found a program, and look there again."),
        remedy=Remedy(
            title=_("Let the shell look anew"),
            commands=("rehash" if has_rehash else "hash -r",),
            reason=_("No program can change the variables of the shell that started it."),
        ),
    )


CHECKS = (Check("names", (102,), look, systems=UNIX, finds=("go-alias", "go-function", "go-remembered")),)
