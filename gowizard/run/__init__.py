"""The only place that starts processes. What a name needs is imported when it is first used."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from gowizard.run.child import CannotStart
    from gowizard.run.probing import Completed, probe
    from gowizard.run.quoting import quoted
    from gowizard.run.shell import ShellSilent, in_shell
    from gowizard.run.speaking import all_of, where
    from gowizard.run.streaming import TimedOut, stream
    from gowizard.run.text import safe_text

_MODULES = {
    "CannotStart": "child",
    "Completed": "probing",
    "ShellSilent": "shell",
    "TimedOut": "streaming",
    "all_of": "speaking",
    "in_shell": "shell",
    "probe": "probing",
    "quoted": "quoting",
    "safe_text": "text",
    "stream": "streaming",
    "where": "speaking",
}

__all__ = [
    "CannotStart",
    "Completed",
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


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    value = getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
    globals()[name] = value
    return value
