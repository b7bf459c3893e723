"""What a check declares about itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from gowizard.dataclass import dataclass
from gowizard.doctor.model import Finding

if TYPE_CHECKING:
    from gowizard.doctor.scene import Scene

UNIX = frozenset({
    "linux", "darwin", "freebsd", "openbsd", "netbsd", "dragonfly", "illumos", "solaris", "aix", "android",
})  # fmt: skip
LINUX = frozenset({"linux"})
ALL = UNIX | {"windows"}
WHOLE_TREES = 20.0  # seconds for a check that judges Go trees: a thousand files each, on a slow disk that is watched


@dataclass(frozen=True)
class Check:
    """One look at the machine. It reads, starts no program but through the scene, and writes nothing.

    `id` names the check (`--only` takes it, or the id of a finding). `entries` are the catalogue's numbers that it can
    report. It is left alone after `seconds`; what it raises becomes a finding of its own.
    """

    id: str
    entries: tuple[int, ...]
    look: Callable[[Scene], Iterable[Finding]]
    systems: frozenset[str] = ALL
    network: bool = False
    seconds: float = 3.0
    finds: tuple[str, ...] = ()  # ids of its findings, where they are more than its own

    @property
    def ids(self) -> tuple[str, ...]:
        """Every id that it may report."""
        return (self.id, *self.finds)
