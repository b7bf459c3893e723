"""go.sum of the project against what lies in the module cache (entry 44). Neither is ever changed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from gowizard.doctor.check import ALL, Check
from gowizard.doctor.go_folders import module_cache
from gowizard.doctor.model import Evidence, Finding, Likelihood, Remedy, Severity
from gowizard.doctor.scene import Scene
from gowizard.environment.words import shown
from gowizard.host.files import is_file, read_head
from gowizard.locales import _

_LARGEST = 1 << 20  # bytes of a go.sum that are looked at
_LINE = re.compile(r"(\S+) (v[^\s/]+) (h1:[A-Za-z0-9+/=]+)")


def look(scene: Scene) -> Iterator[Finding]:
    """The go.sum beside the nearest go.mod, from the working folder upward."""
    cwd = scene.host.cwd
    project = next((folder for folder in (cwd, *cwd.parents) if is_file(folder / "go.mod")), None)
    cache = module_cache(scene)
    if project is None or cache is None:
        return
    content = read_head(project / "go.sum", _LARGEST).decode("utf-8", "replace")
    wrong = list(_mismatches(content, cache.path / "cache" / "download"))
    if wrong:
        yield _finding(scene, project / "go.sum", wrong)


def _mismatches(content: str, downloads: Path) -> Iterator[tuple[int, str, str, str]]:
    """Line, module, the hash of go.sum and that of what was fetched, where they differ."""
    for number, line in enumerate(content.splitlines(), 1):
        found = _LINE.fullmatch(line.strip())
        if found is None:
            continue
        module, version, wanted = found.groups()
        path = downloads / re.sub("[A-Z]", lambda letter: f"!{letter[0].lower()}", module) / "@v" / f"{version}.ziphash"
        held = read_head(path).decode("ascii", "replace").strip()
        if held.startswith("h1:") and held != wanted:
            yield number, f"{module}@{version}", wanted, held


def _finding(scene: Scene, path: Path, wrong: list[tuple[int, str, str, str]]) -> Finding:
    _number, module, _wanted, _held = wrong[0]
    evidence = [
        Evidence(where=f"{path}:{number}", what=_("{module}: go.sum says {wanted}, fetched was {held}").format(
            module=name, wanted=wanted, held=held))
        for number, name, wanted, held in wrong[:5]
    ]  # fmt: skip
    return Finding(
        id="go-sum-differs",
        about=str(path),
        entry=(44,),
        severity=Severity.HURTS,
        title=_("go.sum and the fetched module do not agree: {module}").format(module=module),
        affects=_("This project cannot be built: “checksum mismatch”, “SECURITY ERROR”."),
        evidence=tuple(evidence),
        explanation=_(
            "A version that was changed after its release, a mirror that has another, or a real attack. "
            "Deleting go.sum would only hide which."
        ),
        likelihood=Likelihood.LIKELY,
        remedy=Remedy(
            title=_("Find out which of the two is right"),
            commands=(
                f"curl https://sum.golang.org/lookup/{module}",
                f"git -C {shown(path.parent, scene.home)} log -p -- go.sum",
            ),
            reason=_("gowizard changes neither: the checksum database tells which hash the world has seen."),
        ),
        links=("https://go.dev/ref/mod#go-sum-files", "https://go.dev/ref/mod#checksum-database"),
    )


CHECKS = (Check("checksums", (44,), look, systems=ALL, finds=("go-sum-differs",)),)
