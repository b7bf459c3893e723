"""GOPATH is the Go tree itself (entry 24): a tree unpacked as ~/go, which is where GOPATH lies by default."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from gowizard.doctor.check import Check
from gowizard.doctor.commands import set_variable
from gowizard.doctor.mending import put_setting, with_value
from gowizard.doctor.model import Evidence, FileEdit, Finding, Origin, Phase, Remedy, Severity
from gowizard.doctor.scene import Scene
from gowizard.environment.access import obstacle
from gowizard.environment.gopath import is_go_tree
from gowizard.environment.words import shown
from gowizard.locales import _


def look(scene: Scene) -> Iterator[Finding]:
    """The first folder of GOPATH as a new terminal has it."""
    value, origin = scene.setting("GOPATH")
    root = scene.goroot
    stored = origin.kind != "default" and bool(value)
    path = Path(value.split(";" if scene.host.windows is not None else ":")[0]) if stored else scene.home / "go"
    if root is None or not path.is_absolute() or not is_go_tree(path) or path.resolve() != root.resolve():
        return
    place, new = shown(path, scene.home), _elsewhere(scene)
    yield Finding(
        id="gopath-is-goroot",
        entry=(24,),
        severity=Severity.HURTS,
        title=_("GOPATH and the Go tree are the same folder: {place}").format(place=place),
        affects=_("Every go command warns; downloads may fail: “module cache not found”."),
        evidence=(Evidence(where=origin.place, what=origin.text or f"GOPATH={path}"),),
        explanation=_("GOPATH holds downloaded modules and installed programs, which must not be mixed with Go's own."),
        origin=(origin,),
        remedy=_remedy(scene, origin, new),
        links=("https://go.dev/wiki/InstallTroubleshooting",),
    )


def _elsewhere(scene: Scene) -> Path:
    names = ("gopath", "go-workspace")
    return next((path for name in names if not is_go_tree(path := scene.home / name)), scene.home / "go-path")


def _remedy(scene: Scene, origin: Origin, new: Path) -> Remedy:
    windows = scene.host.windows is not None
    alternative = "" if windows else _("Move the tree to ~/.local/share/go, and lead PATH there.")
    if origin.kind in {"startup-file", "system-file", "session", "registry", "machine-registry"}:
        return with_value(scene, "GOPATH", str(new), scene.origins("GOPATH") or (origin,), alternative=alternative)
    title = _("Set GOPATH to {place} in Go's settings").format(place=shown(new, scene.home))
    settings = scene.go_env_path
    if settings is None or obstacle(settings, scene.host):
        return Remedy(
            title=title,
            commands=(set_variable(scene, "GOPATH", str(new)),),
            reason=_("Go's settings file is switched off, or you cannot write it."),
            alternative=alternative,
        )
    return Remedy(
        title=title,
        phase=Phase.SETTINGS,
        edits=(FileEdit(settings, put_setting("GOPATH", str(new))),),
        risk=_("Modules are downloaded again into the new folder; what the old one holds stays there."),
        alternative=alternative,
    )


CHECKS = (Check("gopath-is-goroot", (24,), look),)
