"""Windows' Go and Windows' drives inside WSL, and WSL 1 (entries 80, 81).

Paths of Windows in variables of Go's are told by the checks of those variables.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from pathlib import Path

from gowizard.doctor.check import LINUX, Check
from gowizard.doctor.go_folders import build_cache, gopath, module_cache
from gowizard.doctor.model import Evidence, Finding, Remedy, Severity
from gowizard.doctor.putting_back import instead
from gowizard.doctor.scene import Scene
from gowizard.environment.words import shown
from gowizard.host import FoundGo
from gowizard.host.files import is_file
from gowizard.host.gos import OF_WINDOWS
from gowizard.host.space import on_windows_drive
from gowizard.locales import _

_WSL = "https://learn.microsoft.com/windows/wsl/filesystems"


def look(scene: Scene) -> Iterator[Finding]:
    """What came over from Windows."""
    if not scene.host.system.wsl:
        return
    if scene.go is not None and scene.go.problem == OF_WINDOWS:
        yield _is_windows(scene, scene.go)
    elif scene.go is None and (windows := _folder_with_exe(scene)):
        yield _only_windows(scene, windows)
    above = gopath(scene)
    below = module_cache(scene)
    if above and below and below.path.is_relative_to(above.path):
        below = None  # told with GOPATH
    for folder in (build_cache(scene), above, below):
        if folder and on_windows_drive(scene.host.system, folder.path, scene.machine):
            yield _on_a_drive(scene, folder.key, folder.path)
    if scene.host.system.wsl == 1:
        yield Finding(
            id="wsl1",
            entry=(81,),
            severity=Severity.ADVICE,
            title=_("This is WSL 1, whose kernel lacks things that Go uses"),
            affects=_("Threads and renaming fail now and then: “failed to create new OS thread”, “permission denied”."),
            evidence=(Evidence(where="uname -r", what=scene.host.system.release),),
            explanation=_("WSL 2 runs a real Linux kernel."),
            remedy=Remedy(
                title=_("Convert this distribution to WSL 2"),
                commands=("wsl.exe --set-version DISTRIBUTION 2",),
                reason=_("It takes long, and is done from Windows."),
            ),
            links=("https://learn.microsoft.com/windows/wsl/compare-versions",),
        )


def _folder_with_exe(scene: Scene) -> str:
    items = scene.fresh.get("PATH", "").split(":")
    return next((item for item in items if item.startswith("/") and is_file(Path(item) / "go.exe")), "")


def _only_windows(scene: Scene, folder: str) -> Finding:
    return Finding(
        id="wsl-windows-go",
        entry=(80,),
        severity=Severity.ADVICE,
        title=_("Only Windows' Go is found here: {path}").format(path=f"{folder}/go.exe"),
        affects=_("`go` is not found; `go.exe` builds programs for Windows."),
        evidence=(Evidence(where="PATH", what=folder),),
        explanation=_("Windows' PATH is added to that of WSL. Linux needs a Go of its own."),
        links=(_WSL,),
    )


def _is_windows(scene: Scene, go: FoundGo) -> Finding:
    """A link or an alias for go.exe: it runs, as a program of Windows."""
    place = shown(go.binary, scene.home)
    return Finding(
        id="wsl-windows-go",
        entry=(80, 26),
        severity=Severity.HURTS,
        title=_("`go` is Windows' Go here: {path}").format(path=place),
        affects=_("It builds programs for Windows, with Windows' folders and settings, and cannot lock Linux' files."),
        evidence=(Evidence(where=place, what=f"{go.version} {go.root or go.binary.resolve()}"),),
        explanation=_("WSL starts Windows' programs, and this one comes first in PATH. Linux needs a Go of its own."),
        remedy=instead(scene),
        links=(_WSL,),
    )


def _usual_place(home: Path) -> dict[str, Path]:
    """Where these folders lie when nothing moves them."""
    return {
        "GOCACHE": home / ".cache" / "go-build",
        "GOMODCACHE": home / "go" / "pkg" / "mod",
        "GOPATH": home / "go",
    }


def _on_a_drive(scene: Scene, key: str, path: Path) -> Finding:
    return Finding(
        id="wsl-drive",
        about=key,
        entry=(80,),
        severity=Severity.ADVICE,
        title=_("{path} lies on a drive of Windows").format(path=shown(path, scene.home)),
        affects=_("Builds are slow there, and locks and renaming fail now and then."),
        evidence=(Evidence(where=key, what=str(path)),),
        explanation=_("Linux' own file system is faster and knows all that Go needs."),
        remedy=Remedy(
            title=_("Use a folder of Linux"),
            commands=(f"go env -w {key}={shlex.quote(str(_usual_place(scene.home)[key]))}",),
            reason=_("What lies there already has to be fetched or built again."),
        ),
        links=(_WSL,),
    )


_FINDS = ("wsl-windows-go", "wsl-drive", "wsl1")
CHECKS = (Check("wsl", (80, 81), look, systems=LINUX, finds=_FINDS),)
