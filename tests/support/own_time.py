"""How long this process took for something of its own, whatever else the machine had to do meanwhile."""

from __future__ import annotations

import os
import time
from contextlib import suppress
from pathlib import Path


class OwnTime:
    """A stop watch that runs from its making and stands still while a thread of this process waits for a processor.

    Linux counts that time for every thread (`/proc/PID/task/TID/schedstat`, its second number), and what a hypervisor
    took (`/proc/stat`, "steal"); elsewhere this is an ordinary stop watch. Sleeping, waiting for another process and
    working do count, so that what is too slow by itself is too slow here as well.
    """

    def __init__(self) -> None:
        self._before, self._stolen = _waited(), _stolen()
        self._begin = time.monotonic()

    @property
    def seconds(self) -> float:
        """Seconds since the beginning, those of waiting for a processor left out."""
        return self.seconds_of()

    def seconds_of(self, *children: int) -> float:
        """The same without what these processes, started since, and theirs have waited; they must not have ended."""
        passed = time.monotonic() - self._begin
        waited = sum(max(now - self._before.get(thread, 0), 0) for thread, now in _waited().items())
        waited += sum(sum(_waited(number).values()) for child in children for number in _family(child))
        return max(passed - waited / 1e9 - (_stolen() - self._stolen), 0.0)


def _waited(process: int | str = "self") -> dict[str, int]:
    """Nanoseconds for which each thread that is alive could have run and was not let."""
    found = {}
    with suppress(OSError):
        for thread in os.listdir(f"/proc/{process}/task"):
            with suppress(OSError, IndexError):  # it may end just now
                found[thread] = int(Path(f"/proc/{process}/task/{thread}/schedstat").read_bytes().split()[1])
    return found


def _family(process: int) -> list[int]:
    """The process and all that it, or one of them, started."""
    found = [process]
    for one in found:
        for children in Path(f"/proc/{one}/task").glob("*/children"):
            with suppress(OSError):
                found += map(int, children.read_bytes().split())
    return found


def _stolen() -> float:
    """Seconds in which the machine itself was not let run, all its processors together."""
    with suppress(OSError, IndexError, ValueError), Path("/proc/stat").open("rb") as file:
        return int(file.readline().split()[8]) / os.sysconf("SC_CLK_TCK")
    return 0.0
