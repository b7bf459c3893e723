"""The one line for the terminal that is open now, whose shell has read its startup files already."""

from __future__ import annotations

from gowizard.environment import system_wide
from gowizard.environment.dialects import DIALECTS, dialect_of
from gowizard.environment.settings import Settings
from gowizard.environment.windows_lines import line_for
from gowizard.host.facts import Host
from gowizard.host.files import is_file


def line_for_open_terminal(
    shell_name: str, host: Host, settings: Settings, *, system: bool = False, script: bool | None = None
) -> str:
    """What to type so that Go is found in the open terminal.

    It sources the script, where that is there; `script` says so beforehand (a review shows what will be),
    None looks. Else, and in shells that gowizard writes no script for, it sets PATH directly.
    """
    if host.windows is not None:
        return line_for(host.windows.window, str(settings.go_bin))
    home, dialect = host.user.home, dialect_of(shell_name)
    language = dialect or DIALECTS[0]
    file = system_wide.script_of(language.name) if system else language.place(host)
    if dialect is not None and file is not None and (is_file(file) if script is None else script):
        return dialect.sourced(file, home)
    return language.put_first(settings.go_bin, home)
