"""Which line set it? Startup and system files are read, not run, for lines that set a variable."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from gowizard.doctor.model import Origin
from gowizard.environment.lines import lines_setting

if TYPE_CHECKING:
    from gowizard.doctor.scene import Scene

_SYSTEM = ("/etc/environment", "/etc/profile", "/etc/bash.bashrc", "/etc/bashrc", "/etc/zsh/zshenv", "/etc/zshenv")
_MOST = 1 << 20  # bytes of a startup file that are looked at


def lines_that_set(scene: Scene, key: str) -> tuple[Origin, ...]:
    """Every line that sets the variable, system files first, then the user's in the order of reading."""
    found = []
    for path, kind in _files(scene):
        content = read_startup(path)
        found += [
            Origin(kind=kind, path=path, line=line.number, text=line.text.decode("utf-8", "surrogateescape").strip())
            for line in lines_setting(content, key)
        ]
    return tuple(found)


def read_startup(path: Path) -> bytes:
    """The beginning of a file, nothing where it cannot be read."""
    try:
        with path.open("rb") as file:
            return file.read(_MOST)
    except OSError:
        return b""


def _files(scene: Scene) -> list[tuple[Path, str]]:
    from gowizard.environment.conflicts import user_files

    machine = scene.machine
    named = [(machine.system(name), "system-file") for name in _SYSTEM]
    named += [(path, "system-file") for path in sorted(machine.system("/etc/profile.d").glob("*.sh"))]
    named += [(path, "startup-file") for path in user_files(scene.host)]
    return named
