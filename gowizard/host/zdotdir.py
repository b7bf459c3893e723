"""Where zsh looks for its startup files: ZDOTDIR, from the environment or set by a line of .zshenv."""

from __future__ import annotations

import re
from pathlib import Path

from gowizard.host.files import read_proc
from gowizard.host.machine import Machine

_ASSIGNMENT = (
    r"^\s*(?:(?:export|typeset|declare)\s+(?:-\w+\s+)*)?(ZDOTDIR|XDG_\w+|HOME)=((?:\"[^\"]*\"|'[^']*'|\$\{[^}]*\}+|[^\s;#\"'])*)"
)
_REFERENCE = r"\$(?:(\w+)|\{(\w+)(?::?-([^{}$]*))?\})"


def zsh_folders(machine: Machine, home: Path) -> tuple[Path, Path]:
    """Two folders: of the .zshenv that is read first, and of the other startup files.

    They differ where ~/.zshenv itself sets ZDOTDIR: then that file was read from HOME, the others come from
    there.
    """
    for name in ("/etc/zsh/zshenv", "/etc/zshenv"):
        folder = _assigned(machine, machine.system(name), home)
        if folder:
            return folder, folder
    inside = _assigned(machine, home / ".zshenv", home)
    given = _from_environment(machine)
    if given and given != inside:
        return given, given
    return home, inside or home  # a ZDOTDIR equal to .zshenv's own was inherited from an earlier zsh


def _from_environment(machine: Machine) -> Path | None:
    # VS Code starts zsh with a ZDOTDIR of its own and keeps the user's in USER_ZDOTDIR
    for name in ("USER_ZDOTDIR", "ZDOTDIR"):
        value = machine.variable(name)
        if value and Path(value).is_absolute():
            return Path(value)
    return None


def _assigned(machine: Machine, file: Path, home: Path) -> Path | None:
    """The folder that a simple assignment in the file gives to ZDOTDIR, or None."""
    known = {name: value for name, value in machine.environment.items() if name.startswith("XDG_")}
    known["HOME"] = str(home)
    found: Path | None = None
    for line in read_proc(file).splitlines():
        match = re.match(_ASSIGNMENT, line)
        if not match:
            continue
        value = expand(match.group(2), known)
        if value is None:
            continue
        if match.group(1) != "ZDOTDIR":
            known[match.group(1)] = value
        elif Path(value).is_absolute():
            found = Path(value)
    return found


def expand(word: str, known: dict[str, str]) -> str | None:
    """The word as a shell reads it: quotes, a leading ~, $NAME, ${NAME} and ${NAME:-default}.

    None where it needs more than that, or names a variable that is not known here.
    """
    if word.startswith("'") and word.endswith("'") and word.count("'") == 2:
        return word[1:-1]
    if "'" in word or "`" in word or "$(" in word or "\\" in word:
        return None
    if word == "~" or word.startswith("~/"):
        word = "$HOME" + word[1:]
    word = word.replace('"', "")
    for _ in range(8):  # innermost references first: ${XDG_CONFIG_HOME:-$HOME/.config}
        match = re.search(_REFERENCE, word)
        if not match:
            break
        name = match.group(1) or match.group(2)
        value = known.get(name) or match.group(3)
        if value is None:
            return None
        word = word[: match.start()] + value + word[match.end() :]
    return None if "$" in word or not word else word
