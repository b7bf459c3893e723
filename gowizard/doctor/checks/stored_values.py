"""Settings left over from another time or another project (entries 22, 30, 31, 32, 53, 54, 55, 92, 95, 103)."""

from __future__ import annotations

from collections.abc import Iterator

from gowizard.doctor.check import Check
from gowizard.doctor.model import Finding
from gowizard.doctor.scene import Scene
from gowizard.doctor.stored import look_at
from gowizard.doctor.values.build import judge_memory
from gowizard.doctor.values.judges import NETWORK, judges


def look(scene: Scene) -> Iterator[Finding]:
    """Every setting that can be judged, but those of downloads."""
    for key, judge in judges(scene).items():
        if key not in NETWORK:
            yield from look_at(scene, key, judge)
    yield from look_at(scene, "GOMEMLIMIT", judge_memory, in_file=False)


CHECKS = (
    Check(
        "stored-values",
        (22, 30, 31, 32, 53, 54, 55, 92, 95, 103),
        look,
        finds=(
            *("goflags", "go111module", "platform", "gopath-not-absolute", "gopath-list", "gomodcache", "gocache"),
            *("gocacheprog", "gobin", "gotoolchain", "build-setting", "gomemlimit", "session-value"),
        ),
    ),
)
