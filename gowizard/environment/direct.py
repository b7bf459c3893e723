"""One line that puts Go into PATH without any script, in the syntax of each shell."""

from __future__ import annotations

from pathlib import Path

from gowizard.environment.settings import Settings
from gowizard.environment.words import csh_word, fish_word, posix_word


def direct_line(shell: str, settings: Settings, home: Path) -> str:
    """The line for this shell; one that is not known gets the POSIX form."""
    folder = settings.go_bin
    if shell == "fish":
        return f"set -gx PATH {fish_word(folder, home)} $PATH"
    if shell in {"tcsh", "csh"}:
        return f'setenv PATH {csh_word(folder)}:"$PATH"'
    if shell == "elvish":
        return f"set paths = [{_doubled(folder)} $@paths]"
    if shell in {"nu", "nushell"}:
        return f"$env.PATH = ($env.PATH | prepend {_doubled(folder)})"
    if shell == "xonsh":
        return f"$PATH.insert(0, {str(folder)!r})"
    if shell in {"pwsh", "powershell"}:
        return f"$env:PATH = {_doubled(folder)} + ':' + $env:PATH"
    return f'export PATH={posix_word(folder, home)}:"$PATH"'


def _doubled(path: Path) -> str:
    """In single quotes, with a quote inside written twice."""
    return "'" + str(path).replace("'", "''") + "'"
