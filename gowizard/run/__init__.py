"""The only place that starts processes."""

from gowizard.run.child import CannotStart
from gowizard.run.probing import Completed, probe
from gowizard.run.shell import ShellSilent, in_shell
from gowizard.run.streaming import TimedOut, stream
from gowizard.run.text import safe_text

__all__ = [
    "CannotStart",
    "Completed",
    "ShellSilent",
    "TimedOut",
    "in_shell",
    "probe",
    "safe_text",
    "stream",
]
