"""Lines that the user's shell does not understand: errors of syntax, another shell's syntax (entries 67, 69)."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator

from gowizard.dataclass import replace
from gowizard.doctor.callers import first_go
from gowizard.doctor.check import UNIX, Check
from gowizard.doctor.foreign_lines import translated
from gowizard.doctor.line_edits import complaint, line_remedy, reader, replaced, switched_off
from gowizard.doctor.model import Evidence, Finding, Origin, Remedy, Severity
from gowizard.doctor.scene import Scene
from gowizard.doctor.starting import Mode
from gowizard.doctor.startup_texts import StartupText, files_read, plain_bytes, text_of
from gowizard.environment.words import shown
from gowizard.locales import _

_MODES = (Mode.LOGIN_INTERACTIVE, Mode.INTERACTIVE)
_MOST_FILES = 16
_NAME = r"(?:PATH|C?GO_?[A-Z0-9_]+)"
_SET = rf"[ \t]*(?:(?:export|set(?:[ \t]+-\w+)+|setenv)[ \t]+)?{_NAME}(?:=|[ \t])"
_GAP = re.compile(
    rf"(?P<before>[ \t]*(?:export[ \t]+)?{_NAME})(?:[ \t]+=[ \t]*|=[ \t]+)(?P<value>[\"'$~/][^\s;&|]*)(?P<rest>[ \t]*)"
)
_VALUE_FIRST = re.compile(rf"(?P<before>[ \t]*export[ \t]+)\$(?P<rest>\{{?{_NAME}\}}?=[\"'$~/].*)")
_TAUGHT = re.compile(rb"(?m)^[ \t]*(?:function[ \t]+setenv\b|setenv[ \t]*\(\)|alias[ \t]+(?:setenv|export)\b)")
_NUMBER = re.compile(r"(?:line |file:|file\[|\(line )(\d+)")


def look_syntax(scene: Scene) -> Iterator[Finding]:
    """Files of the user's own shell that its parser does not come through: entry 67."""
    for text in _own(scene):
        shell = reader(scene, text)
        content = replaced(_foreign(scene, text))(plain_bytes(text.content)) or b""
        said = complaint(shell, content) if shell is not None else None
        if said and shell is not None and _is_heard(scene):
            yield _broken(scene, text, content, said)
        elif text.dialect == "posix" and (gaps := _gaps(text)):
            yield _gap(scene, text, gaps)


def look_foreign(scene: Scene) -> Iterator[Finding]:
    """Lines in the syntax of another shell: entry 69."""
    if any(_TAUGHT.search(text.content) for text in _own(scene)):
        return
    for text in _own(scene):
        pairs = _foreign(scene, text)
        if pairs:
            shell = scene.shell.name if scene.shell else ""
            place = shown(text.path, scene.home)
            theirs = _("Instructions for bash do not work in {shell}, nor the other way round.")
            spoilt = _("{shell} does not understand these lines: PATH is spoilt, or the rest is not read.")
            unset = _("{shell} does not understand these lines: what they should set is not set.")
            ours = _("These lines are written for another shell or for Windows, not for {shell}.")
            yield Finding(
                id="startup-foreign",
                about=str(text.path),
                entry=(69,),
                severity=_severity(scene),
                title=_("{file} sets variables as another shell does").format(file=place),
                affects=(unset if text.dialect == "posix" else spoilt).format(shell=shell),
                evidence=_evidence(text, pairs),
                explanation=(ours if text.dialect == "posix" else theirs).format(shell=shell),
                origin=_origin(text, pairs),
                remedy=line_remedy(scene, _plain(text), pairs, _("Say it in the words of {shell}").format(shell=shell)),
            )


def _own(scene: Scene) -> Iterator[StartupText]:
    shell = scene.shell
    if shell is None:
        return
    paths = dict.fromkeys(path for mode in _MODES for path in files_read(scene, shell, mode))
    texts = (text_of(scene, path) for path in list(paths)[:_MOST_FILES])
    yield from (text for text in texts if text is not None and text.kind == "startup-file" and text.content)


def _foreign(scene: Scene, text: StartupText) -> dict[str, str]:
    lines = plain_bytes(text.content).decode("utf-8", "surrogateescape").split("\n")
    return {line: new for line in lines if (new := translated(line, text.dialect))}


def _gaps(text: StartupText) -> dict[str, str]:
    lines = plain_bytes(text.content).decode("utf-8", "surrogateescape").split("\n")
    found = ((line, _GAP.fullmatch(line)) for line in lines)
    gaps = {line: f"{match['before']}={match['value']}{match['rest']}" for line, match in found if match}
    named = ((line, _VALUE_FIRST.fullmatch(line)) for line in lines)  # `export $PATH=…` exports what PATH holds
    return gaps | {line: match["before"] + _bare(match["rest"]) for line, match in named if match}


def _bare(assignment: str) -> str:
    return re.sub(r"^\{(\w+)\}", r"\1", assignment)


def _is_heard(scene: Scene) -> bool:
    """Whether the user's shell complained at all: a parser that knows no options of its own may be wrong."""
    views = [scene.view(mode) for mode in _MODES]
    return any(view.said.strip() or not view.known for view in views)


def _broken(scene: Scene, text: StartupText, content: bytes, said: str) -> Finding:
    pairs = _repairs(scene, text, content)
    place = shown(text.path, scene.home)
    match = _NUMBER.search(said)
    number = int(match[1]) if match else 0
    lines = content.decode("utf-8", "replace").split("\n")
    line = lines[number - 1].strip() if 0 < number <= len(lines) else ""
    where = f"{text.path}:{number}" if line else str(text.path)
    evidence = _evidence(text, pairs) if pairs else (Evidence(where=where, what=line or said.splitlines()[0]),)
    if pairs:
        remedy = line_remedy(scene, _plain(text), pairs, _("Put the line right in {file}").format(file=place))
    else:
        remedy = Remedy(
            title=_("Put {file} right").format(file=place),
            commands=(f'"${{EDITOR:-vi}}" +{max(number, 1)} {shlex.quote(str(text.path))}',),
            reason=_("What was meant there only a person can tell."),
        )
    return Finding(
        id="startup-syntax",
        about=str(text.path),
        entry=(67,),
        severity=_severity(scene) if pairs and remedy.automatic else Severity.HURTS,
        title=_("{file} has an error of syntax").format(file=place),
        affects=_("The shell stops reading there: nothing below takes effect."),
        evidence=(*evidence, Evidence(where=reader_name(scene, text), what=said.splitlines()[0])),
        explanation=_("Mostly a quotation mark or the end of an `if` is missing."),
        origin=_origin(text, pairs) or (Origin(kind="startup-file", path=text.path, line=number, text=line),),
        remedy=remedy,
    )


def _gap(scene: Scene, text: StartupText, gaps: dict[str, str]) -> Finding:
    place = shown(text.path, scene.home)
    spaces = _("{file} has spaces around an equals sign")
    dollar = _("{file} has a dollar sign before the name of what it sets")
    return Finding(
        id="startup-syntax",
        about=str(text.path),
        entry=(67,),
        severity=_severity(scene),
        title=(spaces if any(map(_GAP.fullmatch, gaps)) else dollar).format(file=place),
        affects=_("The variable is not set."),
        evidence=_evidence(text, gaps),
        explanation=_("In a shell there must be no space on either side of `=`, and no `$` before the name."),
        origin=_origin(text, gaps),
        remedy=line_remedy(scene, _plain(text), gaps, _("Put the line right in {file}").format(file=place)),
    )


def _repairs(scene: Scene, text: StartupText, content: bytes) -> dict[str, str]:
    """The one line whose quotation marks do not match, and the line that makes the file whole; else nothing."""
    shell = reader(scene, text)
    found: dict[str, str] = {}
    for line in content.decode("utf-8", "surrogateescape").split("\n"):
        if not re.match(_SET, line) or not _is_odd(line) or shell is None:
            continue
        for new in _candidates(line, text.dialect):
            if complaint(shell, replaced({line: new})(content) or b"") == "":
                found[line] = new
                break
    return found if len(found) == 1 else {}


def _is_odd(line: str) -> bool:
    return any(line.count(quote) % 2 for quote in "\"'")


def _candidates(line: str, dialect: str) -> list[str]:
    """With the quotation closed, with a stray mark taken away, or as a comment."""
    bare = line.rstrip()
    closed = re.fullmatch(r"[^\"']*[= \t](?P<quote>[\"'])[^\"'#]*", bare)
    tries = [bare + closed["quote"]] if closed and dialect != "fish" else []
    if re.fullmatch(r"[^\"']*[\"']", bare):
        tries.append(bare[:-1])
    return [*tries, switched_off(line)]


def _severity(scene: Scene) -> Severity:
    views = [view for mode in _MODES if (view := scene.view(mode)).known]
    return Severity.BLOCKS if any(first_go(view.path) is None for view in views) else Severity.HURTS


def _plain(text: StartupText) -> StartupText:
    """The file as it is once its line ends are plain, which comes first."""
    return replace(text, content=plain_bytes(text.content))


def reader_name(scene: Scene, text: StartupText) -> str:
    """The name of the shell that a file is for."""
    shell = reader(scene, text)
    return f"{shell.name} -n" if shell is not None else ""


def _numbered(text: StartupText, pairs: dict[str, str]) -> list[tuple[int, str]]:
    lines = plain_bytes(text.content).decode("utf-8", "surrogateescape").split("\n")
    return [(number, line) for number, line in enumerate(lines, 1) if line in pairs]


def _evidence(text: StartupText, pairs: dict[str, str]) -> tuple[Evidence, ...]:
    return tuple(Evidence(where=f"{text.path}:{number}", what=line.strip()) for number, line in _numbered(text, pairs))


def _origin(text: StartupText, pairs: dict[str, str]) -> tuple[Origin, ...]:
    return tuple(
        Origin(kind=text.kind, path=text.path, line=number, text=line.strip())
        for number, line in _numbered(text, pairs)
    )


CHECKS = (
    Check("startup-syntax", (67,), look_syntax, systems=UNIX, seconds=8.0),
    Check("startup-foreign", (69,), look_foreign, systems=UNIX, seconds=6.0),
)
