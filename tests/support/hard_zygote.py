"""Runs the program again and again in forked children, without paying for its imports, and kills some of them.

`python -m tests.support.hard_zygote` reads one JSON line per run and answers with its exit status (-9: killed).
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import TracebackType
from typing import Self

_MODULES = ("cli.main", "cli.install", "cli.undo", "cli.versions", "cli.render", "install", "plan", "net", "log")


class Zygote:
    """The warm program; use as a context manager."""

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.support.hard_zygote"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=Path(__file__).parents[2],
        )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.communicate(timeout=120)

    def run(
        self, words: list[str], environment: dict[str, str], said: Path, kill_after: float | None = None
    ) -> tuple[int, float]:
        """Exit status (-9 when killed after that many seconds) and seconds; the output goes to `said`."""
        assert self._process.stdin is not None and self._process.stdout is not None
        order = {"words": words, "environment": environment, "said": str(said), "kill": kill_after}
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        status, seconds = json.loads(self._process.stdout.readline())
        return status, seconds


def _child(order: dict[str, object]) -> None:
    os.setsid()
    os.environ.clear()
    os.environ.update(order["environment"])  # type: ignore[arg-type]
    os.chdir(os.environ["HOME"])
    handle = os.open(str(order["said"]), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    for number, to in ((0, os.open(os.devnull, os.O_RDONLY)), (1, handle), (2, handle)):
        os.dup2(to, number)
    from gowizard.cli.main import run

    status = run(order["words"])  # type: ignore[arg-type]
    sys.stdout.flush()
    os._exit(status)


def main() -> None:
    import importlib

    for name in _MODULES:
        importlib.import_module(f"gowizard.{name}")
    importlib.import_module("httpx")
    for line in sys.stdin:
        order = json.loads(line)
        begin = time.monotonic()
        pid = os.fork()
        if pid == 0:
            try:
                _child(order)
            finally:
                os._exit(70)
        if order["kill"] is not None:
            time.sleep(order["kill"])
            os.kill(pid, signal.SIGKILL)  # a zombie takes it without complaint
        _pid, status = os.waitpid(pid, 0)
        print(json.dumps([os.waitstatus_to_exitcode(status), time.monotonic() - begin]), flush=True)


if __name__ == "__main__":
    main()
