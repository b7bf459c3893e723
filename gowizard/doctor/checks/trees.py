"""A Go tree that is not whole (entries 9, 16, 25, 26, 56, 57, 60, 61, 94): mixed, damaged, of another machine."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from gowizard import changes
from gowizard.doctor.best import best_other, newest, path_gos
from gowizard.doctor.check import Check
from gowizard.doctor.hello import Hello, say_hello
from gowizard.doctor.integrity import Ailment, ailments
from gowizard.doctor.model import Evidence, Finding, Likelihood, Phase, Remedy, Severity
from gowizard.doctor.putting_back import instead, is_managed, put_back
from gowizard.doctor.scene import Scene
from gowizard.doctor.views import bare_environment
from gowizard.environment.words import shown
from gowizard.host import FoundGo
from gowizard.host.gos import OF_WINDOWS
from gowizard.locales import _

_LINK = "https://go.dev/doc/install"
_TROUBLE = "https://go.dev/wiki/InstallTroubleshooting"
_EXTRAS = frozenset({"cover", "vet", "fix", "preprofile", "gofmt", "pack", "test2json", "addr2line", "nm", "objdump",
                     "pprof", "trace", "doc", "buildid", "distpack", "dist", "api"})  # fmt: skip
_IN_SOURCE = re.compile(r"(?:^|[\s(])(\S*/src/[\w./-]+\.go:\d+:\d+: .*)")
_CRASHED = re.compile(r"(?:go tool|/pkg/tool/\w+/)\W?\w+: signal: (?:segmentation fault|illegal instruction|bus error)")
_MIXED = re.compile(r"redeclared in this block|go:linknamestd is not allowed|undefined: ")


def look(scene: Scene) -> Iterator[Finding]:
    """The tree that a new terminal uses, or would use were it whole."""
    go = subject(scene)
    if go is None or go.root is None or go.problem == OF_WINDOWS:
        return  # another system's tree, whole as it is, must never be replaced by one for this
    found = ailments(scene, go)
    kinds = {ailment.kind for ailment in found}
    if kinds & {"leftover", "version"}:
        yield _mixed(scene, go, go.root, [one for one in found if one.kind in {"leftover", "version"}])
    elif "wrong-system" in kinds:
        yield _foreign(scene, go, go.root, [one for one in found if one.kind == "wrong-system"])
    elif kinds == {"mode"}:
        yield _modes(scene, go, go.root, found)
    elif found:
        yield _damaged(scene, go, go.root, found)
    elif (line := _complaint(scene, go.root)) is not None:
        yield _told(scene, go, go.root, line)
    elif go.arch and go.arch != scene.host.system.arch:
        yield _emulated(scene, go)


def subject(scene: Scene) -> FoundGo | None:
    """The Go of a new terminal, or the one behind it where that has no tree; else, where none is sound, the newest."""
    works = scene.hello is not None and scene.hello.ok
    if scene.go is not None and (works or scene.go.is_shim or scene.go.root is not None):
        return scene.go
    for go in path_gos(scene):
        if go.root is not None:
            return go
    if best_other(scene) is not None:
        return None
    return newest(go for go in scene.gos if go.root is not None and go.complete and go.problem != OF_WINDOWS)


def _finding(
    scene: Scene, id: str, entry: tuple[int, ...], title: str, why: str, evidence: Sequence[Evidence], remedy: Remedy,
    *, severity: Severity | None = None, likelihood: Likelihood = Likelihood.CERTAIN, link: str = _LINK,
) -> Finding:  # fmt: skip
    works = scene.hello is not None and scene.hello.ok
    return Finding(
        id=id,
        entry=entry,
        severity=severity or (Severity.HURTS if works else Severity.BLOCKS),
        title=title,
        affects=_("Some programs do not build.") if works else _("Nothing can be built."),
        evidence=tuple(evidence),
        explanation=why,
        likelihood=likelihood,
        remedy=remedy,
        links=(link,),
    )


def _mixed(scene: Scene, go: FoundGo, root: Path, found: Sequence[Ailment]) -> Finding:
    words = {"leftover": _("a file of {detail}"), "version": _("made by {detail}")}
    evidence = [_seen(scene, one, words[one.kind].format(detail=one.detail)) for one in found[:6]]
    said = _complaint(scene, root)
    return _finding(
        scene, "tree-mixed", (9,),
        _("{place} holds files of several Go versions").format(place=shown(root, scene.home)),
        _("An archive was unpacked over an older tree. What the older one had and {version} has not is still there, "
          "and is built in.").format(version=go.version),
        [*evidence, *([Evidence(where="go run hello.go", what=said)] if said else [])],
        put_back(scene, go),
    )  # fmt: skip


def _foreign(scene: Scene, go: FoundGo, root: Path, found: Sequence[Ailment]) -> Finding:
    mine = f"{scene.host.system.os}/{scene.host.system.arch}"
    words = _("built for {detail}; this is {mine}")
    return _finding(
        scene, "tree-wrong-system", (26,),
        _("The Go in {place} is made for another machine: {detail}").format(
            place=shown(root, scene.home), detail=found[0].detail),
        _("Its programs cannot be started here: “exec format error”."),
        [_seen(scene, one, words.format(detail=one.detail, mine=mine)) for one in found[:3]],
        put_back(scene, go),
    )  # fmt: skip


def _modes(scene: Scene, go: FoundGo, root: Path, found: Sequence[Ailment]) -> Finding:
    remedy = put_back(scene, go)
    if not is_managed(go):
        effects = [changes.set_mode(one.path, int(one.detail, 8) | 0o755) for one in found]
        title = _("Let the programs in {place} be executed").format(place=shown(root, scene.home))
        remedy = Remedy(title=title, phase=Phase.FOLDERS, effects=tuple(effects))
    inside = {60 if one.path.parent == root / "bin" else 56 for one in found}
    return _finding(
        scene, "tree-not-executable", tuple(sorted(inside, reverse=True)),
        _("Programs of the Go in {place} may not be executed").format(place=shown(root, scene.home)),
        _("The permission to execute them was lost, as some ways to unpack or copy an archive lose it."),
        [_seen(scene, one, _("mode {detail}").format(detail=one.detail)) for one in found[:6]],
        remedy,
        severity=_severity(scene, found, root),
    )  # fmt: skip


def _damaged(scene: Scene, go: FoundGo, root: Path, found: Sequence[Ailment]) -> Finding:
    words = {
        "missing": _("is missing"),
        "empty": _("is empty"),
        "web-page": _("is a web page: {detail}"),
        "no-program": _("is no program"),
        "cut-short": _("ends too early, after {detail} bytes"),
        "no-loader": _("needs {detail}, which is not here"),
        "mode": _("may not be executed: mode {detail}"),
        "unreadable": _("cannot be read by you"),
    }
    return _finding(
        scene, "tree-damaged", _entries(found, root) + _eaten(scene, found),
        _("The Go in {place} is damaged").format(place=shown(root, scene.home)),
        _("Files that every build needs are missing or spoilt: a download or an unpacking that was cut off, a cleaner, "
          "or an antivirus."),
        [_seen(scene, one, words[one.kind].format(detail=one.detail)) for one in found[:6]],
        put_back(scene, go),
        severity=_severity(scene, found, root),
    )  # fmt: skip


def _entries(found: Sequence[Ailment], root: Path) -> tuple[int, ...]:
    numbers = []
    for one in found:
        if one.kind == "no-loader":
            numbers.append(94)
        elif one.path.parent == root / "bin":
            numbers.append(60 if one.kind == "mode" else 61)
        elif one.is_program_of(root):
            numbers.append(56)
        else:
            numbers.append(57)
            if one.kind in {"missing", "unreadable"}:
                numbers.append(16)
    return tuple(dict.fromkeys(numbers))


def _eaten(scene: Scene, found: Sequence[Ailment]) -> tuple[int, ...]:
    """Entry 27 where Windows' programs alone are gone: what antivirus programs take away."""
    gone = all(one.kind in {"missing", "empty"} and one.path.suffix == ".exe" for one in found)
    return (27,) if gone and scene.host.system.os == "windows" else ()


def _severity(scene: Scene, found: Sequence[Ailment], root: Path) -> Severity | None:
    """Whether only what a plain build does not need is damaged."""
    extras = all(one.is_program_of(root) and one.path.name.removesuffix(".exe") in _EXTRAS for one in found)
    return Severity.HURTS if extras else None


def _complaint(scene: Scene, root: Path) -> str | None:
    """What Go says about its own files when it builds a first program; None where it does not.

    Where settings stop the first program, it is built once more without any, to see what the tree itself is worth.
    """
    if scene.hello is not None and scene.hello.ok:
        return None
    if scene.hello is not None and scene.goroot == root and (line := _about(root, scene.hello.output)) is not None:
        return line
    calm = scene.once(("calm-hello", root), lambda: _calm_hello(scene, root))
    return None if calm.ok else _about(root, calm.output)


def _calm_hello(scene: Scene, root: Path) -> Hello:
    bare = bare_environment(scene.host, scene.shell) | {"GOENV": "off", "GOTOOLCHAIN": "local"}
    name = "go.exe" if scene.host.system.os == "windows" else "go"
    return say_hello(scene.host, root / "bin" / name, bare)


def _about(root: Path, said: str) -> str | None:
    for line in said.splitlines():
        source = _IN_SOURCE.search(line)
        if (source is not None and f"{root.name}/src/" in source[1]) or _CRASHED.search(line):
            return line.strip()
    return None


def _told(scene: Scene, go: FoundGo, root: Path, line: str) -> Finding:
    """Only the build shows it: a file in the middle of the library was changed or cut off."""
    return _finding(
        scene, "tree-damaged", (9, 57) if _MIXED.search(line) else (57,),
        _("The Go in {place} is damaged").format(place=shown(root, scene.home)),
        _("Its own standard library does not build: files of it were changed, cut off, or belong to another version."),
        [Evidence(where="go run hello.go", what=line)],
        put_back(scene, go),
        likelihood=Likelihood.LIKELY,
        link=_TROUBLE,
    )  # fmt: skip


def _emulated(scene: Scene, go: FoundGo) -> Finding:
    native = scene.host.system.arch
    # the same package manager would put the same one back: Homebrew in /usr/local is Intel's
    again = instead(scene) if is_managed(go) else put_back(scene, go)
    slow = scene.host.system.os == "darwin"
    return Finding(
        id="tree-other-arch",
        entry=(25,),
        severity=Severity.HURTS if slow else Severity.ADVICE,
        title=_("This Go is made for {arch}; the processor is {native}").format(arch=go.arch, native=native),
        affects=_("Builds are slow, and programs that use C do not link.") if slow else "",
        evidence=(Evidence(where=shown(go.binary, scene.home), what=go.arch),),
        explanation=_("It runs all the same, in a compatible mode of the processor or under emulation."),
        remedy=Remedy(
            title=again.title, phase=again.phase, reinstall=again.reinstall, install=again.install,
            shells=again.shells, go_bin=again.go_bin, commands=again.commands, reason=again.reason, preselected=False,
            alternative=_("Leave it, if it is meant to build for {arch}.").format(arch=go.arch),
        ),
        links=(_LINK,),
    )  # fmt: skip


def _seen(scene: Scene, one: Ailment, words: str) -> Evidence:
    return Evidence(where=shown(one.path, scene.home), what=words)


CHECKS = (
    Check(
        "trees", (9, 16, 25, 26, 27, 56, 57, 60, 61, 94), look, seconds=125.0,  # a first build may be slow
        finds=("tree-mixed", "tree-wrong-system", "tree-not-executable", "tree-damaged", "tree-other-arch"),
    ),
)  # fmt: skip
