"""How this gowizard is called: words that can be typed once more, in a terminal where PATH may lead to none."""

from __future__ import annotations

import os
import shlex
import shutil
import sys
from pathlib import Path

from gowizard.folders import with_tilde

NAME = "gowizard"


def program(home: Path) -> str:
    """What starts this gowizard, quoted for a shell: its name where PATH leads to one, else the way it was started."""
    if shutil.which(NAME) is not None:
        return NAME
    started = Path(sys.argv[0]).absolute()
    if started.name == "__main__.py" and started.parent.name == NAME:
        return f"{_quoted(Path(sys.executable), home)} -m {NAME}"
    unpacked = Path(__file__).absolute().parents[2]  # where a kit's start.py put it: it runs without the kit as well
    if (unpacked / "__main__.py").is_file() and (started == unpacked or started.name in {"start.py", "__main__.py"}):
        return f"{_quoted(Path(sys.executable), home)} {_quoted(unpacked, home)}"
    if started.name == "start.py" and "GOWIZARD_KIT" in os.environ:
        return f"{_quoted(Path(sys.executable), home)} {_quoted(started, home)}"
    return _quoted(started, home) if started.name.startswith(NAME) else NAME


def _quoted(path: Path, home: Path) -> str:
    text = str(path)
    if os.name != "posix":
        return f'"{text}"' if " " in text else text
    return with_tilde(text, home) if shlex.quote(text) == text else shlex.quote(text)
