"""What a probed program leaves running in a session of its own, where the end of its group does not reach it.

Each such probe gets a variable with a word of its own, which all that it starts inherits unless it takes it away.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

_NAME = "GOWIZARD_PROBED"
_ROUNDS = 5  # what is ended may have started more meanwhile


def marked() -> dict[str, str]:
    """The variable to add to a probe's own."""
    return {_NAME: secrets.token_hex(16)}


def end_strays(mark: dict[str, str]) -> int:
    """End whatever still bears the mark, and return how many that were. Does nothing where there is no /proc."""
    if sys.platform != "linux" or not hasattr(os, "pidfd_open"):
        return 0
    wanted = f"{_NAME}={mark[_NAME]}".encode()
    ended: set[int] = set()
    for _round in range(_ROUNDS):
        found = set(_end_all(wanted))
        ended |= found
        if not found:
            break
    return len(ended)


def _end_all(wanted: bytes) -> Iterator[int]:
    if sys.platform != "linux":  # for the type checker
        return
    try:
        names = os.listdir("/proc")  # noqa: PTH208
    except OSError:
        return
    for name in names:
        if not name.isdecimal():
            continue
        with contextlib.suppress(OSError):  # somebody else's, or gone by now
            if wanted in Path("/proc", name, "environ").read_bytes().split(b"\0"):
                # the number may be another program's by now: it is held fast, then asked again
                held = os.pidfd_open(int(name))
                try:
                    if wanted in Path("/proc", name, "environ").read_bytes().split(b"\0"):
                        signal.pidfd_send_signal(held, signal.SIGKILL)
                        yield int(name)
                finally:
                    os.close(held)
