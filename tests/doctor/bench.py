"""A home to put trees into, and scenes of it in which no shell is started."""

from __future__ import annotations

import os
from pathlib import Path

from gowizard import host
from gowizard.doctor.hello import Hello
from gowizard.doctor.scene import Scene
from gowizard.doctor.starting import Mode
from gowizard.doctor.views import View


class Bench:
    """Makes scenes whose new terminals have just these folders in PATH, and these variables."""

    def __init__(self, home: Path) -> None:
        self.home = home

    def scene(self, *path: Path, hello: Hello | None = None, **variables: str) -> Scene:
        """The scene; `hello` is how the first program is said to have ended."""
        scene = Scene(host.detect())
        told = {"PATH": os.pathsep.join([*map(str, path), "/nowhere"]), **variables}
        view = View(mode=Mode.INTERACTIVE, known=True, variables=told)
        scene.view = lambda mode, shell=None: view  # type: ignore[method-assign]
        scene.once("hello", lambda: hello)
        return scene
