"""GOROOT that names a folder which is gone, or another Go's (entries 7, 8, 16, 35): every command obeys it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from gowizard.doctor.check import Check
from gowizard.doctor.mending import without_lines
from gowizard.doctor.model import Evidence, Finding, Severity
from gowizard.doctor.scene import Scene
from gowizard.host.files import is_folder
from gowizard.locales import _

_LINK = "https://go.dev/doc/manage-install"


def look(scene: Scene) -> Iterator[Finding]:
    """GOROOT as new shells and the `go env` file have it."""
    value, origin = scene.setting("GOROOT")
    if origin.kind == "default" or not value:
        return
    root = Path(value)
    gone = not (is_folder(root / "pkg" / "tool") and is_folder(root / "src" / "runtime"))
    in_file = origin.kind == "go-env"
    if gone:
        entry = 35 if in_file else 16 if root.name == "bin" else 7
        yield _finding(scene, "goroot-gone", (entry,), value)
    elif scene.goroot is not None and root.resolve() != scene.goroot.resolve():
        yield _finding(scene, "goroot-other", (35, 8) if in_file else (8,), value)


def _finding(scene: Scene, id: str, entry: tuple[int, ...], value: str) -> Finding:
    origins = scene.origins("GOROOT") or (scene.setting("GOROOT")[1],)
    if id == "goroot-gone":
        title = _("GOROOT names a folder that is no Go tree: {value}").format(value=value)
        affects = _("Every go command fails, even `go version`.")
    else:
        title = _("GOROOT names another Go than the one that runs: {value}").format(value=value)
        affects = _("Builds mix the files of two versions and fail.")
    return Finding(
        id=id,
        entry=entry,
        severity=Severity.BLOCKS,
        title=title,
        affects=affects,
        evidence=tuple(Evidence(where=origin.place, what=origin.text or f"GOROOT={value}") for origin in origins),
        explanation=_("Go finds its own tree; GOROOT is not needed, and a fixed one stops every other Go."),
        origin=origins,
        remedy=without_lines(scene, "GOROOT", origins),
        links=(_LINK,),
    )


CHECKS = (Check("goroot", (7, 8, 16, 35), look, finds=("goroot-gone", "goroot-other")),)
