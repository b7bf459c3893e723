"""What a new terminal finds as go: nothing (entry 1), a link to nothing (59), another Go than is meant (6)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from gowizard import changes
from gowizard.doctor.best import best_other, bin_folder, is_sound, path_gos
from gowizard.doctor.check import WHOLE_TREES, Check
from gowizard.doctor.checks.mac_paths import named_in_paths_d, out_of_the_way
from gowizard.doctor.checks.trees import subject
from gowizard.doctor.integrity import tree_version
from gowizard.doctor.model import Evidence, Finding, Likelihood, Origin, Phase, Remedy, Severity
from gowizard.doctor.origins import read_startup
from gowizard.doctor.putting_back import is_managed
from gowizard.doctor.scene import Scene
from gowizard.environment.access import obstacle
from gowizard.environment.conflicts import user_files
from gowizard.environment.words import shown
from gowizard.host import FoundGo
from gowizard.host.files import exists
from gowizard.host.links import is_link
from gowizard.locales import _
from gowizard.releases import Version

_LINK = "https://go.dev/doc/install"
# entries of faults for which a Go in PATH is not found: startup files that do not say what they should, broken Gos
CAUSES = (2, 3, 5, 9, 26, 56, 57, 58, 59, 60, 61, 65, 66, 67, 68, 69, 70, 75, 76, 94)


def look(scene: Scene) -> Iterator[Finding]:
    """Whether a new terminal finds a Go, and the one that is meant."""
    if scene.go is not None:
        if scene.host.windows is None:  # there the registry tells who comes first
            yield from _shadowed(scene, scene.go)
        return
    links = tuple(_dangling(scene))
    if links:
        yield _to_nothing(scene, links[0])
    elif not any(go.problem for go in path_gos(scene)):
        yield from _nothing(scene)


def _nothing(scene: Scene) -> Iterator[Finding]:
    """No file called go in PATH; one that is there and cannot be started is another check's."""
    best = best_other(scene)
    if best is not None and best.owner == "homebrew":
        return  # brew's own command comes first
    path = scene.fresh.get("PATH", "")
    seen = Evidence(where="PATH", what=path)
    if best is not None:
        where = bin_folder(scene, best)
        yield Finding(
            id="go-not-on-path",
            entry=(1,),
            severity=Severity.BLOCKS,
            title=_("Go is here, but no new terminal finds it: {place}").format(place=shown(where, scene.home)),
            affects=_not_found(scene),
            evidence=(Evidence(where=shown(best.binary, scene.home), what=best.version), seen),
            explanation=_("The folder with the program is not in PATH, the list of places where shells look."),
            likelihood=Likelihood.CERTAIN if scene.fresh_view.known else Likelihood.LIKELY,
            remedy=Remedy(
                title=_("Lead your shells to {place}").format(place=shown(where, scene.home)),
                phase=Phase.SHELLS, shells=True, go_bin=where,
            ),
            links=(_LINK,),
            symptom=True,
            explained_by=CAUSES,
        )  # fmt: skip
    elif subject(scene) is None:
        yield Finding(
            id="no-go",
            entry=(1,),
            severity=Severity.BLOCKS,
            title=_("There is no Go here"),
            affects=_not_found(scene),
            evidence=(*_sources(scene), seen),
            explanation=_("Neither PATH nor the usual places hold a Go."),
            remedy=Remedy(title=_("Install a Go"), phase=Phase.TREES, install=True),
            links=(_LINK,),
            symptom=True,
            explained_by=CAUSES,
        )


def _sources(scene: Scene) -> Iterator[Evidence]:
    """Trees in PATH that are Go's source code alone: the archive for those who build Go themselves."""
    for item in dict.fromkeys(scene.path):
        root = Path(item).parent
        if root.is_absolute() and exists(root / "src" / "cmd" / "go") and not exists(root / "bin" / "go"):
            version = tree_version(root) or "Go"
            told = _("the source code of {version}, without its programs").format(version=version)
            yield Evidence(where=shown(root, scene.home), what=told)


def _not_found(scene: Scene) -> str:
    """What whoever types `go` is told."""
    if scene.host.windows is not None:
        return _("Every new window says that “go” is not recognized.")
    return _("Every shell says “go: command not found”.")


# Links to nothing


def _dangling(scene: Scene) -> Iterator[tuple[Path, str]]:
    """Links that lead to nothing on the way to a go in PATH, each with what it should lead to: "go" or a tree."""
    for item in scene.path:
        if not Path(item).is_absolute():
            continue
        program = Path(item) / ("go" if scene.host.windows is None else "go.exe")
        if is_link(program) and not exists(program):
            yield program, "program"
        for above in (Path(item), Path(item).parent):
            if is_link(above) and not exists(above) and _named_go(above):
                yield above, "bin" if above == Path(item) else "tree"


def _named_go(path: Path) -> bool:
    text = f"{path}/{path.readlink()}"
    return bool(re.search(r"(^|/)\.?go(lang)?[\d.-]*(/|$)", text))


def _to_nothing(scene: Scene, found: tuple[Path, str]) -> Finding:
    path, kind = found
    place, old = shown(path, scene.home), path.readlink()
    return Finding(
        id="go-link-broken",
        entry=(59,),
        severity=Severity.BLOCKS,
        title=_("{place} is a link to something that is gone").format(place=place),
        affects=_not_found(scene),
        evidence=(Evidence(where=place, what=f"→ {old}"),),
        explanation=_("The Go that it led to was removed or moved."),
        remedy=_relinked(scene, path, kind),
        links=(_LINK,),
    )


def _relinked(scene: Scene, path: Path, kind: str) -> Remedy:
    best = best_other(scene)
    if best is None or best.root is None:
        return Remedy(title=_("Install a Go"), phase=Phase.TREES, install=True)
    where = best.binary.parent
    target = {"program": best.binary, "bin": where, "tree": where.parent}[kind]
    if target == path or path in target.parents:  # the link itself is how it was met
        target = best.root / target.relative_to(where.parent)
    word = shown(target, scene.home)
    names = [other.version for other in scene.gos if other.root != best.root and is_sound(scene, other)]
    if obstacle(path.parent / ".gowizard", scene.host) or is_managed(best):
        return Remedy(title=_("Lead your shells to {place}").format(place=shown(where, scene.home)),
                      phase=Phase.SHELLS, shells=True, go_bin=where,
                      alternative=f"ln -sfn {target} {path}")  # fmt: skip
    text = target.name if target.parent == path.parent else str(target)
    return Remedy(
        title=_("Let {place} lead to {target}").format(place=shown(path, scene.home), target=word),
        phase=Phase.LINKS,
        effects=(changes.set_link(path, text),),
        alternative=_("Other Gos are here too: {names}.").format(names=_(", ").join(names)) if names else "",
    )


# Another than is meant


def _shadowed(scene: Scene, winner: FoundGo) -> Iterator[Finding]:
    """A newer Go that the user's own lines put into PATH, behind an older one that no line of theirs names."""
    if winner.is_shim:
        return
    mine = Version.try_parse(winner.version)
    later = [go for go in path_gos(scene) if go.root not in {None, winner.root} and is_sound(scene, go)]
    newer = [go for go in later if mine is not None and Version.parse(go.version) > mine]
    for go in newer:
        line = _line_naming(scene, go)
        if line is not None and _line_naming(scene, winner) is None:
            yield _behind(scene, winner, go, line, Severity.HURTS)
            return
    if newer:
        yield _behind(scene, winner, newer[0], None, Severity.ADVICE)


def _line_naming(scene: Scene, go: FoundGo) -> Origin | None:
    """The last line of a user's startup file, or of gowizard's own, that names a Go's folder or its tree."""
    folder, home = go.binary.parent, str(scene.home)
    names = {str(folder), *([str(folder.parent)] if go.root is not None and go.root == folder.parent.resolve() else [])}
    words = {name.replace(home, short) for name in names for short in (home, "$HOME", "${HOME}", "~")}
    for path in reversed((scene.host.dirs.config / "env.sh", *user_files(scene.host))):
        lines = read_startup(path).decode("utf-8", "replace").splitlines()
        for number, text in reversed(list(enumerate(lines, 1))):
            if not text.lstrip().startswith("#") and any(_holds(text, word) for word in words):
                return Origin(kind="startup-file", path=path, line=number, text=text.strip())
    return None


def _holds(text: str, word: str) -> bool:
    return re.search(rf"{re.escape(word)}(?![\w./-])", text) is not None


def _behind(scene: Scene, winner: FoundGo, go: FoundGo, line: Origin | None, severity: Severity) -> Finding:
    first, second = shown(winner.binary, scene.home), shown(go.binary, scene.home)
    where, every_login = go.binary.parent, named_in_paths_d(scene, winner.binary.parent)
    rest = _("Remove the older one with what installed it: {owner}.").format(owner=winner.owner)
    if every_login is not None and every_login.path is not None:
        rest = _("Or take the older one out of every login's PATH: {command}").format(
            command=out_of_the_way(scene, every_login.path))
    return Finding(
        id="go-shadowed",
        entry=(6, 74) if every_login else (6,),
        severity=severity,
        title=_("{first} ({old}) hides {second} ({new})").format(
            first=first, old=winner.version, second=second, new=go.version),
        affects=_("`go version` is not the one that you put into PATH.") if line else "",
        evidence=(
            Evidence(where="PATH", what=scene.fresh.get("PATH", "")),
            *(Evidence(where=origin.place, what=origin.text) for origin in (line, every_login) if origin),
        ),
        explanation=_("Shells take the first go in PATH, and that is the older one."),
        likelihood=Likelihood.LIKELY,
        origin=tuple(origin for origin in (line, every_login) if origin),
        remedy=Remedy(
            title=_("Lead your shells to {place}").format(place=shown(where, scene.home)),
            phase=Phase.SHELLS, shells=True, go_bin=where,
            alternative=rest,
        ),
        links=(_LINK,),
    )  # fmt: skip


CHECKS = (
    Check("on-path", (1, 6, 59), look, seconds=WHOLE_TREES,
          finds=("go-not-on-path", "no-go", "go-link-broken", "go-shadowed")),
)  # fmt: skip
