"""The one line for the terminal that is open now, whose shell has read its startup files already."""

from __future__ import annotations

from gowizard.environment import shells, system_wide
from gowizard.environment.direct import direct_line
from gowizard.environment.settings import Settings
from gowizard.environment.startup import POSIX
from gowizard.environment.words import fish_word, posix_word
from gowizard.host.facts import Host


def line_for_open_terminal(
    shell_name: str, host: Host, settings: Settings, *, system: bool = False, script: bool | None = None
) -> str:
    """What to type so that Go is found in the open terminal.

    It sources the script, where that is there; `script` says so beforehand (a review shows what will be),
    None looks. Else, and in shells that gowizard writes no script for, it sets PATH directly.
    """
    home = host.user.home
    if shell_name == "fish":
        file = system_wide.FISH_FILE if system else shells.fish_file(host)
        word, command = fish_word(file, home), "source"
    else:
        file = system_wide.POSIX_FILE if system else shells.script_file(host)
        word, command = posix_word(file, home), "."
    known = shell_name == "fish" or shell_name in POSIX
    if known and (file.is_file() if script is None else script):
        return f"{command} {word}"
    return direct_line(shell_name, settings, home)
