"""Which line set it? The shell's own trace tells where there is one; files are read for the rest."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from gowizard.doctor import tracing
from gowizard.doctor.model import Origin
from gowizard.doctor.registry_values import values_that_set
from gowizard.doctor.starting import Mode
from gowizard.doctor.startup_texts import StartupText, read_startup, startup_texts
from gowizard.environment.folders import config_home, fish_folder
from gowizard.environment.lines import Found, lines_setting
from gowizard.host.files import globbed

if TYPE_CHECKING:
    from gowizard.doctor.scene import Scene

__all__ = ["lines_that_set", "read_startup", "steps"]

_MANY = 300  # files below ~/.config that are searched for a command
_NEAR = 8  # lines of one statement: shells number it by its first or its last


def lines_that_set(scene: Scene, key: str) -> tuple[Origin, ...]:
    """Every line that sets the variable. The last is the one that counts in a new terminal.

    On Windows it is the registry's values. First come lines that were only read: of files
    that the user's own shell does not read, or passes over.
    """
    if scene.host.windows is not None:
        return values_that_set(scene.host.windows.environment, key)
    written = list(_written(scene, key))
    done = [origin for mode in _modes(scene, key) for origin in _done(scene, key, mode, written)]
    places = {(origin.path, origin.line) for origin in done}
    rest = [origin for origin in written if (origin.path, origin.line) not in places]
    last = list(dict.fromkeys(reversed(done)))[::-1]
    return tuple(dict.fromkeys((*rest, *_universal(scene, key), *last)))


def steps(scene: Scene, mode: Mode) -> tuple[tracing.Step, ...]:
    """What the user's own shell carries out when it reads its startup files; asked once."""
    shell = scene.shell
    if shell is None or shell.name not in {"bash", "zsh", "fish"}:
        return ()
    return scene.once(("trace", mode), lambda: tracing.traced(scene.host, shell, mode, scene.given).steps)


def _modes(scene: Scene, key: str) -> list[Mode]:
    """The ways of starting a shell in which the variable is set, a new terminal's last."""
    order = (Mode.INTERACTIVE, Mode.LOGIN_INTERACTIVE)
    if scene.host.system.os != "darwin":
        order = (Mode.LOGIN_INTERACTIVE, Mode.INTERACTIVE)
    given = scene.given
    views = [(mode, scene.view(mode)) for mode in order]
    return [mode for mode, view in views if view.variables.get(key, "") not in {"", given.get(key, "")}]


def _done(scene: Scene, key: str, mode: Mode, written: list[Origin]) -> Iterator[Origin]:
    for step in steps(scene, mode):
        if not _sets(step.command, key):
            continue
        if step.path is None:
            yield from _standing(scene, step.command, written)
            continue
        near = [
            origin for origin in written if origin.path == step.path and abs(origin.line - step.line) <= _NEAR
        ]
        if near:
            yield min(near, key=lambda origin: abs(origin.line - step.line))
        else:
            yield _origin(scene, step.path, step.line)


def _sets(command: str, key: str) -> bool:
    if command.startswith(("[", "test ", "alias ", "if ", "begin", "for ", "function ", "switch ")):
        return False
    array = key == "PATH" and re.match(r"(?:typeset[^=]*\s)?path\+?=", command)
    return bool(array or lines_setting(command.encode("utf-8", "surrogateescape"), key))


def _standing(scene: Scene, command: str, written: list[Origin]) -> Iterator[Origin]:
    """Where a command of fish's stands: in a file that was read here, or in one of its folder's that others source."""
    known = [origin for origin in written if command in origin.text]
    if known:
        yield from known
        return
    wanted = command.encode("utf-8", "surrogateescape")
    files = islice(globbed(config_home(scene.host), "*/*.fish"), _MANY)
    for path in files:
        for number, line in enumerate(read_startup(path).split(b"\n"), 1):
            if wanted in line:
                yield _origin(scene, path, number)


def _origin(scene: Scene, path: Path, number: int) -> Origin:
    lines = read_startup(path).split(b"\n")
    text = lines[number - 1] if 0 < number <= len(lines) else b""
    kind = "startup-file" if path.is_relative_to(scene.home) else "system-file"
    return Origin(kind=kind, path=path, line=number, text=_shown(text))


def _written(scene: Scene, key: str) -> Iterator[Origin]:
    """What stands in the files, those that are sourced where they are sourced."""
    texts = {text.path: text for text in startup_texts(scene)}
    sourced = {source for text in texts.values() for _line, source in text.sources}
    circular = [text for text in texts.values() if text.path in sourced]
    for text in (*(text for text in texts.values() if text.path not in sourced), *circular):
        yield from _lines(text, key, texts, 0)


def _lines(text: StartupText, key: str, texts: dict[Path, StartupText], deep: int) -> Iterator[Origin]:
    events: list[tuple[int, Found | StartupText]] = [(line.number, line) for line in lines_setting(text.content, key)]
    if deep < 3:
        events += [(number, texts[source]) for number, source in text.sources if source in texts]
    for _number, event in sorted(events, key=lambda event: event[0]):
        if isinstance(event, StartupText):
            yield from _lines(event, key, texts, deep + 1)
        else:
            yield Origin(kind=text.kind, path=text.path, line=event.number, text=_shown(event.text))


def _universal(scene: Scene, key: str) -> Iterator[Origin]:
    """fish keeps variables from one session to the next; only fish itself may write that file."""
    if scene.shell is None or scene.shell.name != "fish":
        return
    content = read_startup(fish_folder(scene.host) / "fish_variables")
    for line in content.split(b"\n"):
        if re.match(rb"SETUVAR (?:--\w+ )*%s:" % key.encode(), line):
            yield Origin(kind="fish-universal", text=_shown(line))


def _shown(line: bytes) -> str:
    return line.decode("utf-8", "surrogateescape").strip()
