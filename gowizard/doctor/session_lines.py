"""Which line gave this session a value that no new shell has: a function's, another shell's, direnv's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from gowizard.doctor.model import Origin
from gowizard.doctor.origins import read_startup
from gowizard.doctor.scene import Scene
from gowizard.environment.lines import lines_setting

_HOME = re.compile(r"^(?:\$HOME|\$\{HOME\}|@\{HOME\}|~)(?=/|$)")
_WORD = r"\"[^\"`]*\"|'[^']*'|(?:[^\s;&|`\"'{}]|\{[^\s{}]*\})+"
DIRENV = "direnv"  # the kind of a line that direnv reads when the shell enters a folder


def session_lines(scene: Scene, key: str, value: str) -> tuple[Origin, ...]:
    """The lines that give the variable this very value, as far as files tell; a project's only where direnv says so.

    Startup files hold such lines in functions that are called later, at each prompt say, or for a shell that is not
    the user's own.
    """
    if scene.host.windows is not None:
        return ()
    said = [origin for origin in scene.origins(key) if _value(scene, origin.text, key) == value]
    return (*said, *_of_direnv(scene, key))


def _value(scene: Scene, text: str, key: str) -> str:
    """The value that a line plainly says, "" where it is made of other things."""
    match = re.search(rf"\b{key}(?:=|[ \t]+(?:(?:DEFAULT|OVERRIDE)=)?)({_WORD})", text)
    if match is None:
        return ""
    word = match[1].strip("\"'")
    return word if match[1].startswith("'") else _HOME.sub(lambda found: str(scene.home), word)


def _of_direnv(scene: Scene, key: str) -> Iterator[Origin]:
    """What DIRENV_FILE names: direnv keeps it in the environment while a folder's file is in force (direnv.1)."""
    path = Path(scene.session.get("DIRENV_FILE", ""))
    if not path.is_absolute():
        folder = scene.session.get("DIRENV_DIR", "").removeprefix("-")
        path = Path(folder) / ".envrc"
        if not folder.startswith("/"):
            return
    for line in lines_setting(read_startup(path), key):
        text = line.text.decode("utf-8", "surrogateescape").strip()
        yield Origin(kind=DIRENV, path=path, line=line.number, text=text)
