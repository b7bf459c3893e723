"""Programs in PATH, and Apple's stand-ins among them: /usr/bin/git and /usr/bin/clang are there on every Mac.

Without the developer tools they do nothing but ask for them, in a window: they are never started to find that out.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from gowizard.doctor.scene import Scene
from gowizard.host.files import is_folder

_SELECTED = "/var/db/xcode_select_link"  # what `xcode-select -p` prints
_USUAL = ("/Applications/Xcode.app/Contents/Developer", "/Library/Developer/CommandLineTools")


def find_program(scene: Scene, name: str) -> Path | None:
    """The program that a new terminal finds; None where there is none, or only Apple's stand-in for it."""
    found = shutil.which(name, path=scene.fresh.get("PATH", ""))
    return None if found is None or is_stand_in(scene, Path(found)) else Path(found)


def is_stand_in(scene: Scene, program: Path) -> bool:
    """Whether a program of macOS' own only asks for the developer tools."""
    if scene.host.system.os != "darwin" or program.parent != scene.machine.system("/usr/bin"):
        return False
    return developer_folder(scene) is None


def selected_folder(scene: Scene) -> Path | None:
    """The folder that was chosen with `xcode-select`, there or gone; None where none was."""
    try:
        return scene.machine.system(os.readlink(scene.machine.system(_SELECTED)))  # noqa: PTH115 - a path of the Mac's
    except OSError:
        return None


def developer_folder(scene: Scene) -> Path | None:
    """Where the developer tools are; None where they are not, or where those that were chosen are gone."""
    selected, named = selected_folder(scene), scene.variable("DEVELOPER_DIR")
    chosen = Path(named) if named.startswith("/") else selected
    places = [chosen] if chosen is not None else [scene.machine.system(place) for place in _USUAL]
    return next((place for place in places if is_folder(place / "usr" / "bin")), None)
