"""macOS: why it ends Go's programs, or does not start them (entries 82 83 106), and what is missing of Apple's (18).

Signatures are read from the programs themselves; marks of the browser's are asked of xattr. None of it was tried on a
Mac: the signatures were, with the programs of real archives.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from pathlib import Path

from gowizard import run
from gowizard.dataclass import replace
from gowizard.doctor.check import Check
from gowizard.doctor.developer_tools import is_stand_in, selected_folder
from gowizard.doctor.go_folders import gopath
from gowizard.doctor.model import Evidence, Finding, Likelihood, Remedy, Severity
from gowizard.doctor.packages import install_command
from gowizard.doctor.putting_back import is_managed, put_back
from gowizard.doctor.scene import Scene
from gowizard.environment.words import shown
from gowizard.host import FoundGo
from gowizard.host.files import entries, exists
from gowizard.host.mach import Signature, signature
from gowizard.locales import _

_MAC = frozenset({"darwin"})
_QUARANTINE = "com.apple.quarantine"
_PROTECTED = ("Documents", "Desktop", "Downloads", "Library/Mobile Documents")
_TOOLS = ("compile", "link", "asm")


def look(scene: Scene) -> Iterator[Finding]:
    """Only where a first program does not run."""
    hello, go = scene.hello, scene.go
    if go is None or hello is None or hello.ok:
        return
    programs = _programs(go)
    spoilt = [(path, found) for path in programs if (found := signature(path)) in _bad(scene, go)]
    if spoilt:
        yield _signature(scene, go, spoilt)
    elif "killed" in hello.output.lower():
        yield _remembered(scene, go)
    marked = [path for path in programs if _is_marked(scene, path)]
    if marked:
        yield _quarantine(scene, go, marked)
    folder = gopath(scene)
    denied = "operation not permitted" in hello.output.lower()
    if folder and denied and any(folder.path.is_relative_to(scene.home / name) for name in _PROTECTED):
        yield _protected(folder.path)


def _programs(go: FoundGo) -> list[Path]:
    """What a first build starts."""
    if go.root is None:
        return [go.binary]
    tools = [go.root / "pkg" / "tool" / name for name in entries(go.root / "pkg" / "tool", 20)]
    return [go.root / "bin" / "go", *(folder / name for folder in tools for name in _TOOLS)]


def _bad(scene: Scene, go: FoundGo) -> frozenset[Signature]:
    """An Intel processor, and Rosetta, start programs that were never signed."""
    silicon = scene.host.system.arch == "arm64" and go.arch == "arm64"
    return frozenset({Signature.BROKEN, Signature.MISSING} if silicon else {Signature.BROKEN})


def _signature(scene: Scene, go: FoundGo, spoilt: list[tuple[Path, Signature]]) -> Finding:
    words = {Signature.BROKEN: _("its bytes are not those that were signed"), Signature.MISSING: _("it has none")}
    return Finding(
        id="signature",
        entry=(82,),
        severity=Severity.BLOCKS,
        title=_("The signature of {path} does not fit its content").format(path=shown(spoilt[0][0], scene.home)),
        affects=_("macOS ends it at once: “killed: 9”."),
        evidence=tuple(Evidence(where=shown(path, scene.home), what=words[found]) for path, found in spoilt),
        explanation=_("The file was changed or cut off after it was signed, or its signature was taken off."),
        remedy=_fresh_copy(scene, go, spoilt[0][0]),
        links=("https://go.dev/issue/63997",),
    )


def _remembered(scene: Scene, go: FoundGo) -> Finding:
    """The signature fits, and the system goes by the one of the file that was there before."""
    said = scene.hello.output if scene.hello is not None else ""
    line = next((line for line in said.splitlines() if "killed" in line.lower()), "")
    return Finding(
        id="signature",
        entry=(82,),
        severity=Severity.BLOCKS,
        title=_("macOS ends {path} although its signature fits").format(path=shown(go.binary, scene.home)),
        affects=_("macOS ends it at once: “killed: 9”."),
        evidence=(Evidence(where="go run hello.go", what=line.strip()),),
        explanation=_("The file was written over in place; the system remembers the signature of the old one."),
        likelihood=Likelihood.LIKELY,
        remedy=_fresh_copy(scene, go, go.binary),
        links=("https://go.dev/issue/42684",),
    )


def _fresh_copy(scene: Scene, go: FoundGo, program: Path) -> Remedy:
    """A verified tree, renamed into its place: new files, which no old signature is remembered for."""
    again = put_back(scene, go)
    by_hand = f"codesign -f -s - {shlex.quote(str(program))}"
    return replace(again, alternative=again.alternative or _("For a Go that you built yourself: {command}").format(
        command=by_hand))  # fmt: skip


def _is_marked(scene: Scene, path: Path) -> bool:
    done = run.probe([scene.machine.system("/usr/bin/xattr"), path], seconds=3.0)
    return done.status == 0 and _QUARANTINE in done.output.split()


def _quarantine(scene: Scene, go: FoundGo, marked: list[Path]) -> Finding:
    root = go.root or go.binary
    command = f"xattr -dr {_QUARANTINE} {shlex.quote(str(root))}"
    remedy = put_back(scene, go)
    if is_managed(go) or remedy.reinstall is None:
        remedy = Remedy(
            title=_("Take the mark away, once you know that the archive is the right one"),
            commands=("shasum -a 256 go*.tar.gz", command),
            reason=_("It takes a protection away: compare the checksum with go.dev/dl first."),
        )
    else:
        alternative = _("Or, once the archive's checksum was compared with go.dev/dl: {command}")
        remedy = replace(remedy, alternative=alternative.format(command=command))
    return Finding(
        id="quarantine",
        entry=(83,),
        severity=Severity.HURTS,
        title=_("macOS holds {path} in quarantine, as it came through a browser").format(path=shown(root, scene.home)),
        affects=_("Its programs may be refused: “the developer cannot be verified”."),
        evidence=tuple(Evidence(where=shown(path, scene.home), what=_QUARANTINE) for path in marked),
        explanation=_(
            "Go's own archives are signed; the mark only says where the file came from. What gowizard fetches is "
            "compared with its digest, and has no mark."
        ),
        remedy=remedy,
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


def look_for_tools(scene: Scene) -> Iterator[Finding]:
    """Apple's stand-in for clang is in PATH, so that Go turns cgo on, and the compiler behind it is missing."""
    clang = scene.machine.system("/usr/bin/clang")
    if scene.go is None or not exists(clang) or not is_stand_in(scene, clang):
        return
    if scene.setting("CGO_ENABLED")[0] == "0":
        return
    gone = selected_folder(scene)
    yield Finding(
        id="no-developer-tools",
        entry=(18, 63),
        severity=Severity.ADVICE,
        title=_("Apple's command line tools are not here"),
        affects=_("Packages that hold C code, and git: “xcrun: error: invalid active developer path”."),
        evidence=(Evidence(where="xcode-select -p", what=_("{path} is gone").format(path=gone) if gone else "-"),),
        explanation=_("clang and git of macOS only ask for them. Pure Go builds without; since Go finds a clang, it "
                      "tries to build C code too."),
        remedy=Remedy(
            title=_("Install the command line tools"),
            commands=(*(("sudo xcode-select --reset",) if gone else ()), install_command(scene, "gcc")),
            reason=_("Apple's own installer asks you, and fetches them."),
            alternative=_("Without C code: {command}").format(command="go env -w CGO_ENABLED=0"),
        ),
        links=("https://go.dev/wiki/MinimumRequirements",),
    )  # fmt: skip


CHECKS = (
    Check("mac", (82, 83, 106), look, systems=_MAC, finds=("signature", "quarantine", "protected-folder"), seconds=8.0),
    Check("developer-tools", (18, 63), look_for_tools, systems=_MAC, finds=("no-developer-tools",)),
)
