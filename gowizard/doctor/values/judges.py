"""Who judges which setting."""

from __future__ import annotations

import shutil
from urllib.parse import urlsplit

from gowizard.doctor.scene import Scene
from gowizard.doctor.values.build import (
    judge_cache_program,
    judge_experiment,
    judge_level,
    judge_modules,
    judge_platform,
    judge_toolchain,
)
from gowizard.doctor.values.fault import Judge
from gowizard.doctor.values.flags import judge_flags
from gowizard.doctor.values.known import LEVELS
from gowizard.doctor.values.network import judge_private, judge_proxy, judge_sumdb
from gowizard.doctor.values.places import judge_gobin, judge_gocache, judge_gopath, judge_modcache
from gowizard.proxy import CATALOGUE

NETWORK = ("GOPROXY", "GOSUMDB", "GOPRIVATE", "GONOPROXY", "GONOSUMDB", "GOINSECURE")


def judges(scene: Scene) -> dict[str, Judge]:
    """For each setting what tells right values from wrong ones, as things are on this machine."""
    return scene.once("judges", lambda: _judges(scene))


def _judges(scene: Scene) -> dict[str, Judge]:
    host, system = scene.host, scene.host.system
    native = (scene.go.arch if scene.go else "") or system.arch
    now = {key: scene.setting(key)[0] or own for key, own in (("GOOS", system.os), ("GOARCH", native))}
    hosts = [name for entry in CATALOGUE if (name := urlsplit(entry.url).hostname)]
    return {
        "GOFLAGS": lambda value: judge_flags(value, lambda: _complaint(scene)),
        "GO111MODULE": judge_modules,
        "GOOS": judge_platform("GOOS", system.os, now["GOARCH"]),
        "GOARCH": judge_platform("GOARCH", native, now["GOOS"]),
        "GOPATH": judge_gopath(host),
        "GOMODCACHE": judge_modcache(host),
        "GOCACHE": judge_gocache(host),
        "GOCACHEPROG": judge_cache_program(lambda word: _found(scene, word)),
        "GOBIN": judge_gobin(host),
        "GOTOOLCHAIN": judge_toolchain(lambda word: _found(scene, word)),
        "GOEXPERIMENT": judge_experiment(scene.goroot),
        "GOPROXY": judge_proxy(hosts),
        "GOSUMDB": judge_sumdb,
        **{key: judge_private(key) for key in NETWORK[2:]},
        **{key: judge_level(key) for key in LEVELS},
    }


def _complaint(scene: Scene) -> str:
    return scene.hello.output if scene.hello is not None and not scene.hello.ok else ""


def _found(scene: Scene, word: str) -> bool:
    return shutil.which(word, path=scene.fresh.get("PATH", "")) is not None


def allowed(scene: Scene, key: str, value: str) -> str | None:
    """The value that a setting may get: as it is, mended, or None where it had better get none."""
    if key == "GOROOT":
        return None
    judge = judges(scene).get(key)
    fault = judge(value) if judge else None
    return value if fault is None or not fault.preselected else fault.new
