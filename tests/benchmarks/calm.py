"""How much of the machine others use while something is measured: a busy machine's figures are worth nothing."""

from __future__ import annotations

import os
import resource
import time
from pathlib import Path

QUIET = 0.12  # of one processor; more by others and a run does not count
_TICKS = os.sysconf("SC_CLK_TCK")


class Others:
    """Processor time that neither we, nor children that were waited for, nor the processes `ours` took (Linux)."""

    def __init__(self, *ours: int) -> None:
        self._ours = ours
        self._began, self._before = time.perf_counter(), self._taken()

    def _taken(self) -> float:
        try:
            counts = Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:9]
        except OSError:
            return 0.0
        busy = sum(int(counts[at]) for at in (0, 1, 2, 5, 6, 7)) / _TICKS
        for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN):
            usage = resource.getrusage(who)
            busy -= usage.ru_utime + usage.ru_stime
        for number in self._ours:
            fields = Path(f"/proc/{number}/stat").read_text().rsplit(")", 1)[1].split()
            busy -= (int(fields[11]) + int(fields[12])) / _TICKS
        return busy

    def share(self) -> float:
        """Processors that others kept busy since this was made, on average."""
        return max(0.0, self._taken() - self._before) / (time.perf_counter() - self._began)


def wait_for_calm(seconds: float = 60.0) -> None:
    """Until others were quiet for half a second; at most so long."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        others = Others()
        time.sleep(0.5)
        if others.share() < QUIET:
            return
