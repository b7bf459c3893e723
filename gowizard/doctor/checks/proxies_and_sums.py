"""Settings of downloads that cannot work, or leave downloads unchecked (entries 41, 42, 43)."""

from __future__ import annotations

from collections.abc import Iterator

from gowizard.doctor.check import Check
from gowizard.doctor.model import Finding
from gowizard.doctor.scene import Scene
from gowizard.doctor.stored import look_at
from gowizard.doctor.values.judges import NETWORK, judges


def look(scene: Scene) -> Iterator[Finding]:
    """The values of GOPROXY, GOSUMDB and the patterns of private modules; nothing is asked over the network."""
    for key in NETWORK:
        yield from look_at(scene, key, judges(scene)[key])


CHECKS = (
    Check(
        "proxies-and-sums",
        (41, 42, 43),
        look,
        finds=(
            *("goproxy", "goproxy-off", "goproxy-unreached", "gosumdb", "gosumdb-off"),
            *("private-all", "private-wide", "private-parted"),
        ),
    ),
)
