"""A startup file that ends the shell (entry 67), or puts a program in its place that cannot be asked (entry 2)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gowizard.doctor.check import UNIX, Check
from gowizard.doctor.checks.startup_hangs import modes, round_and_round
from gowizard.doctor.line_edits import line_remedy, switched_off
from gowizard.doctor.model import Evidence, Finding, Likelihood, Origin, Remedy, Severity
from gowizard.doctor.origins import steps
from gowizard.doctor.scene import Scene
from gowizard.doctor.starting import Mode
from gowizard.doctor.startup_texts import StartupText, files_read, startup_texts
from gowizard.environment.words import shown
from gowizard.host.facts import Shell
from gowizard.locales import _

_ENDS = re.compile(r"\s*(?:exit|logout)(?:\s+\d+)?\s*;?\s*(?:#.*)?")
_STRICT = re.compile(
    r"\s*(?:set\s+-[a-zA-Z]*e[a-zA-Z]*(?:\s+(?:-o\s+)?[a-z]+)*|set\s+-o\s+errexit|setopt\s+err_?exit)\s*(?:#.*)?"
)
_LEAVES = re.compile(r"\s*(?:.*[;&|]\s*)?(?:exec|exit|logout)\b")
_OTHERS = (5, 66, 67, 69)  # entries whose faults end a shell too


def look(scene: Scene) -> Iterator[Finding]:
    """Whether the shell comes to its prompt in a window and at a login; one that never ends is another check's."""
    shell = scene.shell
    if shell is None:
        return
    for mode in modes(scene):
        view = scene.view(mode)
        if view.known or view.timed_out:
            continue
        command = view.handed_to or _exec(_last(scene, shell, mode)[2])
        circle = None if command else round_and_round(scene, shell, mode)
        if circle is None:  # or it ends when there is no more room to go round
            yield _replaced(scene, shell, mode, command) if command else _ended(scene, shell, mode)
        else:
            yield circle
        return


def _exec(line: str) -> str:
    return line.strip() if re.match(r"\s*(?:.*[;&|]\s*)?exec\s+[^\s\d<>]", line) else ""


def _replaced(scene: Scene, shell: Shell, mode: Mode, command: str) -> Finding:
    text, number, line = _last(scene, shell, mode)
    where = f"{text.path}:{number}" if text is not None else f"{shell.name} {mode.value}"
    return Finding(
        id="startup-unknown",
        entry=(2,),
        severity=Severity.ADVICE,
        title=_("What your terminals hand on could not be found out: {shell} becomes another program").format(
            shell=shell.name),
        affects=_("What is said here about PATH is read from your startup files and from this session."),
        evidence=(Evidence(where=where, what=command),),
        explanation=_("A startup file puts that program in the shell's place, so it was not asked."),
        origin=_origin(text, number, line),
    )  # fmt: skip


def _ended(scene: Scene, shell: Shell, mode: Mode) -> Finding:
    text, number, line = _last(scene, shell, mode)
    strict = _strict(scene, shell, mode) if text is None or not _LEAVES.match(line) else None
    wrong = (text, number, line) if strict is None else strict
    place = shown(wrong[0].path, scene.home) if wrong[0] is not None else shell.name
    said = [row for row in scene.view(mode).said.splitlines() if row.strip()]
    seen = [Evidence(where=f"{wrong[0].path}:{wrong[1]}", what=wrong[2].strip())] if wrong[0] is not None else []
    if strict is not None and text is not None:
        seen.append(Evidence(where=f"{text.path}:{number}", what=line.strip()))
    window = mode is modes(scene)[0]
    return Finding(
        id="startup-ends",
        about=str(wrong[0].path) if wrong[0] is not None else "",
        entry=(67,),
        severity=Severity.BLOCKS if window else Severity.HURTS,
        likelihood=Likelihood.LIKELY,
        title=_("{shell} ends before it comes to its prompt: {file}").format(shell=shell.name, file=place),
        affects=_("A new terminal window closes at once.") if window
        else _("A login, ssh and tmux end at once, and editors do not see your PATH."),
        evidence=tuple(seen) or (Evidence(where=f"{shell.name} {mode.value}", what=said[-1] if said else ""),),
        explanation=_("With `set -e` a shell ends at the first command that fails: that is for scripts.")
        if strict is not None
        else _("What a startup file ends is the terminal's own shell, and nothing after that line is read."),
        origin=_origin(*wrong),
        remedy=_remedy(scene, *wrong),
        symptom=True,
        explained_by=_OTHERS,
    )  # fmt: skip


def _remedy(scene: Scene, text: StartupText | None, number: int, line: str) -> Remedy:
    if text is not None and (_ENDS.fullmatch(line.rstrip("\r")) or _STRICT.fullmatch(line.rstrip("\r"))):
        title = _("Switch line {number} of {file} off").format(number=number, file=shown(text.path, scene.home))
        return line_remedy(scene, text, {line: switched_off(line)}, title)
    return Remedy(
        title=_("Find out which line ends your shell"),
        commands=(f'"${{EDITOR:-vi}}" +{number} {text.path}' if text is not None else "$SHELL -ixc exit",),
        reason=_("What was meant there only a person can tell."),
    )


def _last(scene: Scene, shell: Shell, mode: Mode) -> tuple[StartupText | None, int, str]:
    """The last line that the shell carried out: by its own trace, else by the files' words."""
    texts = {text.path: text for text in startup_texts(scene)}
    for step in reversed(steps(scene, mode)):
        if step.path in texts and texts[step.path].kind == "startup-file":
            return texts[step.path], step.line, _line(texts[step.path], step.line)
    found: tuple[StartupText | None, int, str] = (None, 0, "")
    for path in files_read(scene, shell, mode):
        for number, line in enumerate(_lines(texts[path]), 1):
            if _LEAVES.match(line) and not line.lstrip().startswith("#"):
                found = (texts[path], number, line)
    return found


def _strict(scene: Scene, shell: Shell, mode: Mode) -> tuple[StartupText, int, str] | None:
    texts = {text.path: text for text in startup_texts(scene)}
    for path in files_read(scene, shell, mode):
        for number, line in enumerate(_lines(texts[path]), 1):
            if _STRICT.fullmatch(line.rstrip("\r")):
                return texts[path], number, line
    return None


def _lines(text: StartupText) -> list[str]:
    return text.content.decode("utf-8", "surrogateescape").split("\n")


def _line(text: StartupText, number: int) -> str:
    lines = _lines(text)
    return lines[number - 1] if 0 < number <= len(lines) else ""


def _origin(text: StartupText | None, number: int, line: str) -> tuple[Origin, ...]:
    return (Origin(kind="startup-file", path=text.path, line=number, text=line.strip()),) if text is not None else ()


CHECKS = (
    Check("startup-ends", (2, 5, 67), look, systems=UNIX, seconds=8.0,
          finds=("startup-ends", "startup-unknown", "startup-hangs")),
)  # fmt: skip
