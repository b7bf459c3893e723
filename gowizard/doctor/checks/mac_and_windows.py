"""macOS and Windows: signatures, quarantine, protected places, long paths, scripts (82 83 89 90 91 105 106).

Nothing here could be tried on those systems; each looks at one fact, and stays silent where it cannot be had.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from pathlib import Path

from gowizard import run
from gowizard.doctor.check import Check
from gowizard.doctor.go_folders import build_cache, gopath
from gowizard.doctor.model import Evidence, Finding, Likelihood, Remedy, Severity
from gowizard.doctor.scene import Scene
from gowizard.locales import _

_MAC = frozenset({"darwin"})
_WINDOWS = frozenset({"windows"})
_QUARANTINE = "com.apple.quarantine"
_PROTECTED = ("Documents", "Desktop", "Downloads", "Library/Mobile Documents")


def look_at_mac(scene: Scene) -> Iterator[Finding]:
    """Only where a first program does not run: a signature, a mark of the browser's."""
    hello, go = scene.hello, scene.go
    if go is None or hello is None or hello.ok:
        return
    signed = run.probe(["/usr/bin/codesign", "-v", go.binary], seconds=3.0)
    if signed.status not in {0, None}:
        yield _signature(go.binary, signed.output)
    marked = run.probe(["/usr/bin/xattr", go.binary], seconds=3.0)
    if _QUARANTINE in marked.output:
        yield _quarantine(go.root or go.binary)
    folder = gopath(scene)
    denied = "operation not permitted" in hello.output.lower()
    if folder and denied and any(folder.path.is_relative_to(scene.home / name) for name in _PROTECTED):
        yield _protected(folder.path)


def _signature(binary: Path, said: str) -> Finding:
    return Finding(
        id="signature",
        entry=(82,),
        severity=Severity.BLOCKS,
        title=_("The signature of {path} does not fit its content").format(path=binary),
        affects=_("macOS ends it at once: “killed: 9”."),
        evidence=(Evidence(where="codesign -v", what=said.strip()),),
        explanation=_("The file was written over in place; the system remembers the signature of the old one."),
        remedy=Remedy(
            title=_("Put a fresh copy in its place"),
            commands=("gowizard install", f"codesign -f -s - {shlex.quote(str(binary))}"),
            reason=_("Signing anew is right for programs that you built yourself, not for downloads."),
        ),
        links=("https://go.dev/issue/63997",),
    )


def _quarantine(root: Path) -> Finding:
    return Finding(
        id="quarantine",
        entry=(83,),
        severity=Severity.HURTS,
        title=_("macOS holds {path} in quarantine, as it came through a browser").format(path=root),
        affects=_("Its programs may be refused: “the developer cannot be verified”."),
        evidence=(Evidence(where=str(root), what=_QUARANTINE),),
        explanation=_("Go's own archives are signed; the mark only says where the file came from."),
        remedy=Remedy(
            title=_("Take the mark away, once you know that the archive is the right one"),
            commands=("shasum -a 256 go*.tar.gz", f"xattr -dr {_QUARANTINE} {shlex.quote(str(root))}"),
            reason=_("It takes a protection away: compare the checksum with go.dev/dl first."),
        ),
        links=("https://go.dev/dl/",),
    )


def _protected(path: Path) -> Finding:
    return Finding(
        id="protected-folder",
        entry=(106,),
        severity=Severity.HURTS,
        title=_("macOS protects the folder that GOPATH lies in: {path}").format(path=path),
        affects=_("Terminals without full access to the disk get “Operation not permitted” there."),
        evidence=(Evidence(where="GOPATH", what=str(path)),),
        explanation=_("Documents, Desktop and Downloads are open only to programs that you allowed."),
        likelihood=Likelihood.LIKELY,
        remedy=Remedy(
            title=_("Let GOPATH lie elsewhere"),
            commands=("go env -u GOPATH",),
            reason=_("What lies there already would have to be fetched again. Never switch the protection off."),
        ),
    )


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
    Check("mac", (82, 83, 106), look_at_mac, systems=_MAC, finds=("signature", "quarantine", "protected-folder")),
    Check("windows", (89, 90), look_at_windows, systems=_WINDOWS, finds=("letters", "long-paths")),
)
