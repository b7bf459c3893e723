"""Windows: folders that C programs cannot read, long paths (entries 89 90).

Nothing here could be tried on that system; each looks at one fact, and stays silent where it cannot be had.
"""

from __future__ import annotations

from collections.abc import Iterator

from gowizard.doctor.check import Check
from gowizard.doctor.go_folders import build_cache, gopath
from gowizard.doctor.model import Evidence, Finding, Remedy, Severity
from gowizard.doctor.scene import Scene
from gowizard.locales import _

_WINDOWS = frozenset({"windows"})


def look_at_windows(scene: Scene) -> Iterator[Finding]:
    """Folders with letters that C programs cannot read, long paths, and the right to make links."""
    folders = [folder for folder in (build_cache(scene), gopath(scene)) if folder is not None]
    strange = next((folder for folder in folders if not str(folder.path).isascii()), None)
    if strange is not None and scene.setting("CGO_ENABLED")[0] != "0":
        yield Finding(
            id="letters",
            entry=(89,),
            severity=Severity.ADVICE,
            title=_("Go's folders have letters in their names that C compilers may not read: {path}").format(
                path=strange.path
            ),
            affects=_("Packages with C code may fail to build; pure Go does not."),
            evidence=(Evidence(where=strange.key, what=str(strange.path)),),
            explanation=_("Go itself reads any name. MinGW's programs do not."),
            remedy=Remedy(
                title=_("Use folders with plain names"),
                commands=("go env -w GOCACHE=C:\\gowork\\cache GOPATH=C:\\gowork GOTMPDIR=C:\\gowork\\tmp",),
                reason=_("It is needed for C code only."),
            ),
        )
    if _number(r"SYSTEM\CurrentControlSet\Control\FileSystem", "LongPathsEnabled") == 0:
        yield Finding(
            id="long-paths",
            entry=(90,),
            severity=Severity.ADVICE,
            title=_("Windows allows no long paths here"),
            affects=_("git and some tools fail with “Filename too long”; Go itself does not."),
            evidence=(Evidence(where="LongPathsEnabled", what="0"),),
            explanation=_("Module paths are long, and 260 letters are soon used up."),
            remedy=Remedy(
                title=_("Let git use long paths"),
                commands=("git config --global core.longpaths true",),
                reason=_("It changes git for all your projects."),
            ),
        )


def _number(key: str, name: str) -> int | None:
    """A number below HKEY_LOCAL_MACHINE, None where it is not there."""
    try:
        import winreg

        with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, key) as opened:  # type: ignore[attr-defined,unused-ignore]
            value, _kind = winreg.QueryValueEx(opened, name)  # type: ignore[attr-defined,unused-ignore]
    except (ImportError, OSError):
        return None
    return value if isinstance(value, int) else None


CHECKS = (
    Check("windows", (89, 90), look_at_windows, systems=_WINDOWS, finds=("letters", "long-paths")),
)
