"""Package and version managers that do not lead to their Go (entries 28, 29, 104): their own commands mend it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from gowizard.doctor.best import best_other, bin_folder, path_gos
from gowizard.doctor.callers import is_program
from gowizard.doctor.check import UNIX, WHOLE_TREES, Check
from gowizard.doctor.checks.on_path import CAUSES
from gowizard.doctor.model import Evidence, Finding, Phase, Remedy, Severity
from gowizard.doctor.putting_back import instead
from gowizard.doctor.scene import Scene
from gowizard.environment.words import shown
from gowizard.host import FoundGo
from gowizard.locales import _

_COMMANDS = {
    "asdf": ("asdf install golang latest", "asdf set -u golang latest", "asdf reshim golang"),
    "mise": ("mise use -g go@latest",),
    "goenv": ("goenv install latest", "goenv global latest", "goenv rehash"),
    "proto": ("proto install go", "proto pin go latest --to global"),
    "vfox": ("vfox install golang@latest", "vfox use -g golang@latest"),
    "snap": ("sudo snap refresh go",),
    "gvm": ("gvm listall",),
}
_PROGRAMS = frozenset({"asdf", "mise", "goenv", "proto"})  # their shims call a program of that name
_GONE = re.compile(r"\w(?:: command)?:? not found|No such file or directory")
_LINKS = {
    "asdf": "https://asdf-vm.com",
    "mise": "https://mise.jdx.dev",
    "goenv": "https://github.com/go-nv/goenv",
}
# what a shim says that leads nowhere; what Go says begins with "go: " or names a file of the program
_SHIM_SAYS = re.compile(
    r"No (?:preset )?version|not installed|no version|not found|No such file or directory|unknown command|"
    r"^mise |^goenv:|^asdf|cannot find GOROOT directory: /snap",
    re.MULTILINE | re.IGNORECASE,
)


def look_at_shims(scene: Scene) -> Iterator[Finding]:
    """The script that a version manager put into PATH, where it does not come to a Go."""
    go = scene.go
    if go is None or not go.is_shim or scene.hello is None:
        return
    if scene.hello.ok:
        yield from _snap(scene, go)
        return
    line = next((line for line in scene.hello.output.splitlines() if line.strip()), "")
    own_words = not line.startswith("go: ") or (go.owner == "snap" and "/snap/" in line)
    if go.owner not in _COMMANDS or not own_words or not _SHIM_SAYS.search(scene.hello.output):
        return
    other = best_other(scene)
    where = shown(bin_folder(scene, other), scene.home) if other is not None else ""
    gone = go.owner in _PROGRAMS and _GONE.search(line) is not None and not _is_here(scene, go.owner)
    yield Finding(
        id="shim-leads-nowhere",
        entry=(28 if go.owner == "snap" else 29,),
        about=go.owner,
        severity=Severity.BLOCKS,
        title=_("{owner} does not lead to a Go").format(owner=go.owner),
        affects=_("Every go command fails."),
        evidence=(Evidence(where=shown(go.binary, scene.home), what=line),),
        explanation=_("{owner} itself is gone; the go in PATH is a small program that it left behind.").format(
            owner=go.owner) if gone
        else _("The go in PATH is a small program of {owner}'s, which looks for the version that is chosen. "
                      "None is chosen, or it is not installed.").format(owner=go.owner),
        remedy=instead(scene) if gone else Remedy(
            title=_("Choose and install a version with {owner}").format(owner=go.owner),
            phase=Phase.TREES,
            commands=_COMMANDS[go.owner],
            reason=_("It belongs to {owner}; gowizard does not touch its files.").format(owner=go.owner),
            alternative=_("Put {place} before it in PATH.").format(place=where) if where else "",
        ),
        links=(_LINKS.get(go.owner, "https://go.dev/doc/manage-install"),),
    )  # fmt: skip


def _is_here(scene: Scene, owner: str) -> bool:
    """Whether the manager's own program is in PATH; some are a function of the shell, which nobody sees from here."""
    return any(Path(item).is_absolute() and is_program(Path(item) / owner) for item in scene.path)


def _snap(scene: Scene, go: FoundGo) -> Iterator[Finding]:
    """The snap's Go works in terminals; editors that are snaps themselves may not see what it prints."""
    if go.owner == "snap":
        yield Finding(
            id="snap-go",
            entry=(28,),
            severity=Severity.ADVICE,
            title=_("The go in PATH is snap's starter, not Go itself"),
            evidence=(Evidence(where=shown(go.binary, scene.home), what="snap"),),
            explanation=_("Editors may fail with it. /snap/go/current/bin/go is the program itself."),
            remedy=Remedy(
                title=_("Put {place} into PATH").format(place="/snap/go/current/bin"),
                commands=('export PATH="/snap/go/current/bin:$PATH"',),
                reason=_("It works as it is; this is for editors that cannot use it."),
            ),
        )


def look_at_brew(scene: Scene) -> Iterator[Finding]:
    """Homebrew's Go is in its cellar, and its link in PATH is missing."""
    best = best_other(scene)
    if scene.go is not None or any(go.problem for go in path_gos(scene)):
        return
    if best is None or best.owner != "homebrew":
        return
    where = bin_folder(scene, best)
    yield Finding(
        id="brew-not-linked",
        entry=(104, 1),
        severity=Severity.BLOCKS,
        title=_("Homebrew's Go is here, but no new terminal finds it"),
        affects=_("Every shell says “go: command not found”."),
        evidence=(
            Evidence(where=shown(best.binary, scene.home), what=best.version),
            Evidence(where="PATH", what=scene.fresh.get("PATH", "")),
        ),
        explanation=_("Homebrew keeps Go in its cellar and puts a link into PATH: the link, or brew's own folder, "
                      "is missing."),
        remedy=Remedy(
            title=_("Lead your shells to {place}").format(place=shown(where, scene.home)),
            phase=Phase.SHELLS, shells=True, go_bin=where,
            alternative=_("`brew link go`, where brew's own folder is in PATH."),
        ),
        links=("https://docs.brew.sh/FAQ",),
        symptom=True,
        explained_by=CAUSES,
    )  # fmt: skip


CHECKS = (
    Check("shims", (28, 29), look_at_shims, systems=UNIX, seconds=WHOLE_TREES,
          finds=("shim-leads-nowhere", "snap-go")),
    Check("brew", (104,), look_at_brew, systems=UNIX, finds=("brew-not-linked",)),
)
