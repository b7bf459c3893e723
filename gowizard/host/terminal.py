"""What the terminal can show, and in which language the user reads."""

from __future__ import annotations

from collections.abc import Mapping

from gowizard.host.facts import Terminal
from gowizard.host.machine import Machine
from gowizard.host.windows import legacy_console

_TRUE_COLOUR = ("-direct", "truecolor", "kitty", "ghostty", "alacritty", "wezterm", "foot")


def language(machine: Machine) -> str:
    """The locale name for messages, such as "zh_CN.UTF-8"; empty where none is set. On Windows its display language.

    gettext's rule: LC_ALL, LC_MESSAGES, LANG in that order; where that is not "C", LANGUAGE's first entry
    wins.
    """
    locale = next(
        (value for name in ("LC_ALL", "LC_MESSAGES", "LANG") if (value := machine.variable(name))), ""
    )
    if not locale and machine.sysname == "Windows":
        return f"{machine.display_language}.UTF-8" if machine.display_language else ""
    preferred = next((part for part in machine.variable("LANGUAGE").split(":") if part), "")
    if not preferred or locale in {"", "C", "POSIX"}:
        return locale
    encoding = locale.partition(".")[2].partition("@")[0]
    return preferred if not encoding or "." in preferred else f"{preferred}.{encoding}"


def terminal(machine: Machine) -> Terminal:
    """The terminal's abilities, from variables and sizes alone; nothing is asked of it."""
    columns, rows = machine.terminal_size
    return Terminal(
        interactive=machine.stdin_is_terminal and machine.stdout_is_terminal,
        columns=columns,
        rows=rows,
        term=machine.variable("TERM"),
        colours=_colours(machine),
        unicode=_unicode(machine),
    )


def _colours(machine: Machine) -> int:
    term = machine.variable("TERM")
    if machine.variable("NO_COLOR") or not machine.stdout_is_terminal or term == "dumb":
        return 0
    if machine.variable("COLORTERM").lower() in {"truecolor", "24bit"} or any(
        sign in term for sign in _TRUE_COLOUR
    ):
        return 2**24
    if machine.sysname == "Windows" and not term:
        return 16 if legacy_console(machine) or not is_modern(machine.environment) else 2**24
    if "256color" in term:
        return 256
    return 16 if term else 0


def is_modern(environment: Mapping[str, str]) -> bool:
    """Whether this is no window of Windows' old console host: Windows Terminal, an editor's, ConEmu, mintty."""
    return any(environment.get(name) for name in ("WT_SESSION", "TERM_PROGRAM", "CONEMUANSI", "ConEmuANSI", "TERM"))


def _unicode(machine: Machine) -> bool:
    if machine.variable("TERM") == "linux":  # the kernel's console has 256 or 512 glyphs
        return False
    locale = next((value for name in ("LC_ALL", "LC_CTYPE", "LANG") if (value := machine.variable(name))), "")
    if not locale:
        if machine.sysname == "Windows":  # the old console's fonts lack most marks and the heavy lines
            return not legacy_console(machine) and (is_modern(machine.environment) or machine.code_page in {0, 65001})
        return machine.sysname == "Darwin"
    return "utf-8" in locale.lower() or "utf8" in locale.lower()
