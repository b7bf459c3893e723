"""Which of the Gos here should the user's shells find?"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from gowizard.doctor.integrity import ailments
from gowizard.doctor.scene import Scene
from gowizard.host import FoundGo
from gowizard.host.gos import inspect_go
from gowizard.host.links import is_link
from gowizard.host.windows import program_names
from gowizard.releases import Version


def is_sound(scene: Scene, go: FoundGo) -> bool:
    """Whether a tree can be relied on, from its files alone: complete, for this machine, nothing of it damaged."""
    if go.problem or not go.complete or go.root is None or Version.try_parse(go.version) is None:
        return False
    return not ailments(scene, go)


def best_go(scene: Scene) -> FoundGo | None:
    """The one that a new terminal finds if that is sound, else gowizard's current one, else the newest sound one."""
    if scene.go is not None and (is_sound(scene, scene.go) or scene.go.is_shim):
        return scene.go
    return best_other(scene)


def best_other(scene: Scene) -> FoundGo | None:
    """The best sound Go but for the one that a new terminal finds; None where there is no other."""
    mine = scene.go.root if scene.go is not None else None
    found = [go for go in (*path_gos(scene), *scene.gos) if go.root is not None and go.root != mine]
    sound = [go for go in found if is_sound(scene, go)]
    link = scene.home / "sdk" / "go"
    current = next((go for go in sound if is_link(link) and go.root == link.resolve()), None)
    return current or newest([go for go in sound if go.arch == scene.host.system.arch] or sound)


def newest(gos: Iterable[FoundGo]) -> FoundGo | None:
    """The one with the highest version, of several with the same the first."""
    return max(gos, key=lambda go: Version.try_parse(go.version) or Version.parse("go1.0"), default=None)


def bin_folder(scene: Scene, go: FoundGo) -> Path:
    """The folder that PATH should name for a Go: gowizard's link stays right when another version becomes current."""
    link = scene.home / "sdk" / "go"
    if is_link(link) and go.root is not None and link.resolve() == go.root:
        return link / "bin"
    return go.binary.parent


def path_gos(scene: Scene) -> tuple[FoundGo, ...]:
    """Every file named go in PATH of a new terminal, in its order, broken ones and dangling links too."""
    return scene.once("path-gos", lambda: tuple(_on_path(scene)))


def _on_path(scene: Scene) -> Iterable[FoundGo]:
    for index, item in enumerate(dict.fromkeys(scene.path)):
        for name in program_names(scene.machine) if Path(item).is_absolute() else ():
            found = inspect_go(scene.machine, scene.home, Path(item) / name, index)
            if found is not None:
                yield found
