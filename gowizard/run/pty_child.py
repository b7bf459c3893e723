"""The helper that gives a fresh shell a terminal of its own: run as a program, never imported by the others.

It reads one line of JSON from standard input, starts the shell with pexpect, copies what the terminal shows
to standard output and ends with the shell's exit status. Its input staying open is its licence to live: when
that ends, because gowizard cancels, ends or is killed, everything in the shell's session is ended too.
It stands alone (standard library and pexpect), so that neither the folder it is started in nor PYTHONPATH can
put a stranger's module under it.
"""

from __future__ import annotations

import contextlib
import itertools
import json
import os
import select
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

_TICK = 0.05
_GRACE = 0.15  # seconds between asking and killing


def main() -> int:
    """Serve one request and return the exit status to end with (128 + N where signal N ended the shell)."""
    request = json.loads(sys.stdin.buffer.readline())
    if not getattr(sys, "frozen", False):  # the single file brings its modules along
        sys.path[:] = request["modules"]
    import pexpect

    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, _leave)
    shell = pexpect.spawn(
        request["program"],
        env=request["environment"],
        cwd=request["cwd"],
        dimensions=(24, 80),
        echo=False,
        preexec_fn=_become(request),
    )
    try:
        _relay(shell, request["marker"].encode(), request["patience"])
    finally:
        _end_session(shell)
    return int(shell.exitstatus if shell.signalstatus is None else 128 + shell.signalstatus)


def _leave(number: int, frame: FrameType | None) -> None:
    raise SystemExit(128 + number)


def _become(request: dict[str, Any]) -> Callable[[], None]:
    """What the forked child does: take the user's rights, then become the shell under its name."""

    def become() -> None:
        if request["run_as"] is not None:
            import pwd

            account = pwd.getpwuid(request["run_as"])
            os.fchown(0, account.pw_uid, -1)
            os.initgroups(account.pw_name, account.pw_gid)
            os.setgid(account.pw_gid)
            os.setuid(account.pw_uid)
        for number in (signal.SIGPIPE, signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, signal.SIG_DFL)
        # Not left to pexpect: csh and tcsh are login shells only by a name that starts with "-".
        os.execve(request["program"], request["argv"], request["environment"])  # noqa: S606

    return become


def _relay(shell: Any, marker: bytes, patience: float) -> None:
    """Copy until the shell ends. A start-up file that asks something gets an end of file after `patience`."""
    terminal = shell.fileno()
    watched = [0, terminal]
    tail, begun, quiet_since = b"", False, time.monotonic()
    while True:
        ready, _, _ = select.select(watched, [], [], _TICK)
        if 0 in ready and not os.read(0, 4096):
            raise SystemExit(130)
        if terminal in ready:
            try:
                data = os.read(terminal, 65536)
            except OSError:  # EIO: the last process let go of the terminal
                data = b""
            if not data:
                watched.remove(terminal)
                continue
            _write(data)
            quiet_since = time.monotonic()
            tail = (tail + data)[-4096:]
            begun = begun or marker in tail
        elif not shell.isalive():
            if terminal in watched:
                _rest(terminal)
            return
        elif not begun and time.monotonic() - quiet_since > patience:
            shell.sendeof()
            quiet_since = time.monotonic()


def _rest(terminal: int) -> None:
    """What the shell printed between the last look at the terminal and its end."""
    with contextlib.suppress(OSError):
        while select.select([terminal], [], [], 0)[0] and (data := os.read(terminal, 65536)):
            _write(data)


def _write(data: bytes) -> None:
    while data:
        data = data[os.write(1, data) :]


def _end_session(shell: Any) -> None:
    """End all in the shell's session: interactive shells ignore SIGTERM and give each job its own group."""
    for number, wait in ((signal.SIGHUP, _GRACE), (signal.SIGKILL, 1.0)):
        deadline = time.monotonic() + wait
        while members := _session(shell):
            for pid in members:
                with contextlib.suppress(ProcessLookupError, PermissionError):
                    os.kill(pid, signal.SIGCONT)
                    os.kill(pid, number)
            shell.isalive()
            if time.monotonic() > deadline:
                break
            time.sleep(0.01)
    with contextlib.suppress(OSError):
        os.close(shell.fileno())
    shell.closed = True


def _session(shell: Any) -> list[int]:
    """The living processes of the shell's session; without /proc and ps the shell and its foreground group."""
    leader = shell.pid
    found = members(leader) if Path("/proc/self/stat").exists() else listed_members(leader)
    if found is None and shell.isalive():
        found = [leader]
        with contextlib.suppress(OSError):
            found.append(-os.tcgetpgrp(shell.fileno()))
    return found or []


def listed_members(leader: int) -> list[int] | None:
    """As `members`, from ps(1) where there is no /proc; None where no ps answers. Solaris' knows no `stat`."""
    import subprocess

    for program, columns in itertools.product(("/bin/ps", "/usr/bin/ps"), (["pid=", "-o", "stat="], ["pid="])):
        try:
            done = subprocess.run([program, "-A", "-o", *columns], capture_output=True, timeout=2)
        except (OSError, subprocess.SubprocessError):
            continue
        rows = [line.split() for line in done.stdout.splitlines() if line.strip()]
        if done.returncode == 0 and rows:
            return [int(row[0]) for row in rows if not row[-1].startswith(b"Z") and _session_of(row[0]) == leader]
    return None


def _session_of(number: bytes) -> int:
    try:
        return os.getsid(int(number))
    except (OSError, ValueError):
        return -1


def members(leader: int) -> list[int]:
    """The session of that leader from /proc, without those that only wait to be buried."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError, ValueError):
            state, _, _, session = (entry / "stat").read_bytes().rpartition(b")")[2].split()[:4]
            if int(session) == leader and state not in (b"Z", b"X"):
                found.append(int(entry.name))
    return found


if __name__ == "__main__":
    sys.exit(main())
