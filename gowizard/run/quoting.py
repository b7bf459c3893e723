"""Words as one line that the system's shell takes apart again."""

from __future__ import annotations

import shlex
import subprocess
import sys
from collections.abc import Sequence


def quoted(words: Sequence[str]) -> str:
    """The words as a user would type them: for cmd on Windows, for a POSIX shell elsewhere."""
    return subprocess.list2cmdline(words) if sys.platform == "win32" else shlex.join(words)
