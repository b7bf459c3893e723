"""Which of the Gos here should the user's shells find?"""

from __future__ import annotations

from gowizard.doctor.scene import Scene
from gowizard.host import FoundGo
from gowizard.releases import Version

_PARTS = ("asm", "cgo", "compile", "cover", "link", "vet")  # in pkg/tool of every release


def is_sound(go: FoundGo) -> bool:
    """Whether a tree can be relied on, from its files alone: complete, for this machine, with its compiler."""
    if go.problem or not go.complete or go.root is None or Version.try_parse(go.version) is None:
        return False
    return any(
        all((folder / part).exists() or (folder / f"{part}.exe").exists() for part in _PARTS)
        for folder in (go.root / "pkg" / "tool").glob("*_*")
    )


def best_go(scene: Scene) -> FoundGo | None:
    """The one that a new terminal finds if that is sound, else gowizard's current one, else the newest sound one."""
    if scene.go is not None and (is_sound(scene.go) or scene.go.is_shim):
        return scene.go
    link = scene.home / "sdk" / "go"
    sound = [go for go in scene.gos if is_sound(go)]
    current = next((go for go in sound if link.is_symlink() and go.root == link.resolve()), None)
    return current or max(sound, key=lambda go: Version.parse(go.version), default=None)
