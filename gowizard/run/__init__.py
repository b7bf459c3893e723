"""The only place that starts processes. What a name needs is imported when it is first used."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gowizard.late import late

if TYPE_CHECKING:
    from gowizard.run.child import CannotStart
    from gowizard.run.empty_terminal import EmptyTerminal
    from gowizard.run.probing import Completed, probe
    from gowizard.run.quoting import quoted
    from gowizard.run.shell import PATIENCE, ShellSilent, in_shell
    from gowizard.run.speaking import all_of, where
    from gowizard.run.streaming import TimedOut, stream
    from gowizard.run.text import safe_text

__getattr__ = late(
    __name__,
    {
        "child": ("CannotStart",),
        "empty_terminal": ("EmptyTerminal",),
        "probing": ("Completed", "probe"),
        "quoting": ("quoted",),
        "shell": ("PATIENCE", "ShellSilent", "in_shell"),
        "speaking": ("all_of", "where"),
        "streaming": ("TimedOut", "stream"),
        "text": ("safe_text",),
    },
)

__all__ = [
    "PATIENCE",
    "CannotStart",
    "Completed",
    "EmptyTerminal",
    "ShellSilent",
    "TimedOut",
    "all_of",
    "in_shell",
    "probe",
    "quoted",
    "safe_text",
    "stream",
    "where",
]
