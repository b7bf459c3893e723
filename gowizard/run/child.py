"""One child process with everything it starts: a session of its own, read in chunks, ended as a whole."""

from __future__ import annotations

import contextlib
import errno
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from gowizard.errors import GowizardError
from gowizard.locales import _
from gowizard.locales.system import system_words
from gowizard.run.windows_job import SUSPENDED, Job

_HELPER_GRACE = 2.0  # seconds a helper has for ending what it started
GRACE = 0.3  # seconds between asking a group to end and killing it
_CHUNK = 65536
_QUEUED = 16  # chunks; a program that prints faster than we read has to wait, so memory stays small


class CannotStart(GowizardError):
    """The program could not be started at all. `errno` says why."""

    def __init__(self, program: str, error: OSError) -> None:
        cause = system_words(error)
        if error.errno == errno.ENOEXEC:
            why = _("it is made for another processor or system, or it is damaged")
            cause = f"{cause}: {why}"
        super().__init__(_("{program} could not be started").format(program=program), cause)
        self.errno = error.errno


class Child:
    """A running program. Its output and error output come as one stream; its standard input is closed.

    `stdin` is a file descriptor to give it instead. With `request` the input is a pipe instead that first carries
    these bytes and then stays open until the child is stopped, so that a helper can see that nobody waits for it
    any more.
    """

    def __init__(
        self,
        argv: Sequence[str | Path],
        *,
        environment: Mapping[str, str],
        cwd: Path,
        run_as: int | None = None,
        request: bytes = b"",
        stdin: int = subprocess.DEVNULL,
    ) -> None:
        words = [os.fspath(word) for word in argv]
        try:
            self._process = subprocess.Popen(
                words,
                stdin=subprocess.PIPE if request else stdin,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                env=_complete(environment),
                cwd=cwd,
                close_fds=True,
                bufsize=0,
                **_apart(run_as),
            )
        except OSError as error:
            raise CannotStart(words[0], error) from None
        self._job = Job(int(getattr(self._process, "_handle"))) if sys.platform == "win32" else None  # noqa: B009
        if request and self._process.stdin is not None:
            with contextlib.suppress(BrokenPipeError):
                self._process.stdin.write(request)
        self._chunks: queue.Queue[bytes] = queue.Queue(_QUEUED)
        self._ended = False  # the stream of output has
        threading.Thread(target=self._read, daemon=True, name=f"read {words[0]}").start()

    def _read(self) -> None:
        stream = self._process.stdout
        assert stream is not None
        with stream, contextlib.suppress(OSError, ValueError):
            while chunk := os.read(stream.fileno(), _CHUNK):
                self._chunks.put(chunk)
        self._chunks.put(b"")

    def read(self, seconds: float) -> bytes | None:
        """The next chunk of output, None where there is none within `seconds`, b"" after the last one."""
        if self._ended:
            return b""
        try:
            chunk = self._chunks.get(timeout=max(seconds, 0.001))
        except queue.Empty:
            return None
        self._ended = not chunk
        return chunk

    @property
    def exited(self) -> bool:
        """Whether the program itself has ended; what it started may still run and print."""
        if not hasattr(os, "waitid"):
            return self._process.poll() is not None
        if self._process.returncode is not None:
            return True
        # The exit is seen but not collected: the group keeps its number until the rest of it is killed.
        return os.waitid(os.P_PID, self._process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None

    def stop(self, *, gently: bool = True) -> int:
        """End the program and all of its group; return the exit status, 128 + N for signal N.

        `gently` asks first and waits GRACE seconds. A program that has ended already keeps its status.
        """
        if self._process.stdin is not None:
            with contextlib.suppress(OSError):
                self._process.stdin.close()
        if gently and not self.exited:
            if self._process.stdin is None:
                self._signal(signal.SIGTERM)
            deadline = time.monotonic() + (GRACE if self._process.stdin is None else _HELPER_GRACE)
            while not self.exited and time.monotonic() < deadline:
                self.read(0.02)
        self._signal(getattr(signal, "SIGKILL", signal.SIGTERM))
        status = self._process.wait()
        self._drain()
        if self._job is not None:
            self._job.close()
        return 128 - status if status < 0 else status

    def _signal(self, number: int) -> None:
        if sys.platform == "win32":
            if self._job is not None:
                self._job.end()
            self._process.kill()
            return
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, number)

    def _drain(self) -> None:
        """Let the reader come to its end, unless somebody outside the group still holds the pipe."""
        deadline = time.monotonic() + GRACE
        while self.read(0.05) != b"" and time.monotonic() < deadline:
            pass


def _complete(environment: Mapping[str, str]) -> dict[str, str]:
    complete = dict(environment)
    if sys.platform == "win32":  # without it Windows programs cannot load their libraries
        complete.setdefault("SYSTEMROOT", os.environ.get("SYSTEMROOT", r"C:\Windows"))
    return complete


def _apart(run_as: int | None) -> dict[str, Any]:
    if sys.platform == "win32":
        return {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.CREATE_NO_WINDOW | SUSPENDED}
    if run_as is None or run_as == os.geteuid():
        return {"start_new_session": True}
    import pwd

    account = pwd.getpwuid(run_as)
    groups = os.getgrouplist(account.pw_name, account.pw_gid)
    return {"start_new_session": True, "user": run_as, "group": account.pw_gid, "extra_groups": groups}
