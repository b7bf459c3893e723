"""How long the program takes to start, beside `python -c pass`: `python -m tests.benchmarks.startup`.

Figures are medians. First paint is the time from starting the process to the wizard's first page on an 80x24 terminal.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pexpect

RUNS = 11
SCRIPT = str(Path(sys.executable).with_name("gowizard"))


def _seconds(command: list[str], environment: dict[str, str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL, check=True)
    return time.perf_counter() - start


def beside(command: list[str], rival: list[str], environment: dict[str, str]) -> tuple[float, float]:
    """Median seconds of both, run in turn."""
    pairs = [(_seconds(command, environment), _seconds(rival, environment)) for _ in range(RUNS)]
    return statistics.median(a for a, _ in pairs), statistics.median(b for _, b in pairs)


def first_paint(environment: dict[str, str]) -> float:
    """Seconds until the first page is on the screen."""
    start = time.perf_counter()
    child = pexpect.spawn(SCRIPT, dimensions=(24, 80), env=environment, timeout=20)
    child.expect(b"Machine")
    seconds = time.perf_counter() - start
    child.terminate(force=True)
    return seconds


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:4.0f} ms"


def main() -> None:
    """Print the figures."""
    with tempfile.TemporaryDirectory() as home:
        environment = {
            "HOME": home,
            "PATH": os.environ["PATH"],
            "TERM": "xterm-256color",
            "LANG": "C.UTF-8",
            "SHELL": "/bin/bash",
        }
        rival = [sys.executable, "-c", "pass"]
        version, bare = beside([SCRIPT, "--version"], rival, environment)
        limit = bare * 1.6 + 0.03
        print(f"gowizard --version    {_ms(version)}, python -c pass {_ms(bare)}, limit {_ms(limit)}")
        listed, bare = beside([SCRIPT, "list", "--json"], rival, environment)
        print(f"gowizard list --json  {_ms(listed)}, python -c pass {_ms(bare)}")
        paints = [first_paint(environment) for _ in range(7)]
        print(f"first paint           {_ms(statistics.median(paints))} (best {_ms(min(paints))}), limit 500 ms")


if __name__ == "__main__":
    main()
