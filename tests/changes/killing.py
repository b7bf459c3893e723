"""Kill a forked child before its n-th call that changes the disk; a write is cut in half first."""

from __future__ import annotations

import gc
import os
import signal
import traceback
from collections.abc import Callable
from typing import Any

CALLS = (
    "replace",
    "rename",
    "mkdir",
    "rmdir",
    "unlink",
    "symlink",
    "chmod",
    "utime",
    "ftruncate",
    "fsync",
    "write",
)


def killed_at(number: int, action: Callable[[], object]) -> bool:
    """Run `action` in a child; whether it was killed before it ended. An exception in it fails the test."""
    reading, writing = os.pipe()
    gc.collect()
    gc.freeze()  # a child that collects would copy every page
    child = os.fork()
    if child == 0:
        try:
            os.close(reading)
            _arm(number, writing)
            action()
            status = 0
        except BaseException:
            _REAL["write"](writing, traceback.format_exc().encode())
            status = 1
        os._exit(status)
    os.close(writing)
    with os.fdopen(reading, "rb") as stream:
        said = stream.read().decode()
    _pid, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        assert os.WTERMSIG(status) == signal.SIGKILL
        return True
    assert os.WEXITSTATUS(status) == 0, said
    return False


_REAL: dict[str, Any] = {name: getattr(os, name) for name in CALLS}


def _arm(number: int, spared: int) -> None:
    left = number

    def hook(name: str) -> Callable[..., Any]:
        real = _REAL[name]

        def call(*words: Any, **more: Any) -> Any:
            nonlocal left
            if name == "write" and words[0] == spared:
                return real(*words)
            left -= 1
            if left <= 0:
                if name == "write":
                    real(words[0], bytes(words[1])[: len(words[1]) // 2])
                os.kill(os.getpid(), signal.SIGKILL)
            if name == "fsync":  # a kill loses nothing that the kernel holds
                return None
            return real(*words, **more)

        return call

    for name in CALLS:
        setattr(os, name, hook(name))
