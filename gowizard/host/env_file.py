"""What $ENV names: the file that sh, dash, ksh and mksh read when they are interactive."""

from __future__ import annotations

import re
from pathlib import Path

from gowizard.host.files import read_proc
from gowizard.host.machine import Machine
from gowizard.host.zdotdir import expand

_ASSIGNMENT = re.compile(r"^\s*(?:export\s+)?ENV=((?:\"[^\"]*\"|'[^']*'|\$\{[^}]*\}|[^\s;#\"'])*)")


def env_file(machine: Machine, home: Path) -> Path | None:
    """The file, from the environment or from a simple line of ~/.profile; None where nothing names one."""
    words = [match[1] for line in read_proc(home / ".profile").splitlines() if (match := _ASSIGNMENT.match(line))]
    for word in (machine.variable("ENV"), *reversed(words)):
        value = expand(word, {"HOME": str(home)}) if word else None
        if value and Path(value).is_absolute():
            return Path(value)
    return None
