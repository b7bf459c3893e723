"""Programs that Go calls: a C compiler for cgo, git for modules and for stamping (entries 18, 63, 64)."""

from __future__ import annotations

import shlex
import tempfile
from collections.abc import Iterator
from pathlib import Path

from gowizard import run
from gowizard.dataclass import replace
from gowizard.doctor.check import ALL, Check
from gowizard.doctor.developer_tools import find_program
from gowizard.doctor.go_folders import Folder, origins_of
from gowizard.doctor.hello import fenced_environment
from gowizard.doctor.mending import without_lines
from gowizard.doctor.model import Evidence, Finding, Likelihood, Remedy, Severity
from gowizard.doctor.packages import install_command
from gowizard.doctor.scene import Scene
from gowizard.doctor.symptoms import entries_of
from gowizard.host.files import exists
from gowizard.locales import _

_CGO = "https://pkg.go.dev/cmd/cgo"
_PRIVATE = "https://go.dev/ref/mod#private-modules"
_STAMP = "https://pkg.go.dev/cmd/go#hdr-Compile_packages_and_dependencies"


def look(scene: Scene) -> Iterator[Finding]:
    """What a new terminal finds; nothing is missed that nothing here asks for."""
    told = entries_of(scene.message)
    yield from _compiler(scene, wanted=18 in told)
    git = find_program(scene, "git")
    if git is None:
        yield from _no_git(scene, wanted=63 in told)
    else:
        yield from _stamping(scene, git)


def _compiler(scene: Scene, *, wanted: bool) -> Iterator[Finding]:
    value, origin = scene.setting("CGO_ENABLED")
    if value == "0" or (value != "1" and not wanted):
        return  # by itself, Go builds without cgo where there is no compiler
    named = scene.setting("CC")[0]
    name = named.split()[0] if named.split() else "clang" if scene.host.system.os == "darwin" else "gcc"
    if find_program(scene, name):
        return
    command = install_command(scene, "gcc")
    how = Remedy(
        title=_("Install a C compiler"),
        commands=(command,) if command else (),
        reason=_("Programs of the system come from its package manager, which needs the administrator."),
    )
    if value == "1" and not named:
        origins = origins_of(scene, Folder(key="CGO_ENABLED", path=Path(), origin=origin)) or (origin,)
        how = replace(without_lines(scene, "CGO_ENABLED", origins), alternative=command)
    yield Finding(
        id="no-c-compiler",
        entry=(18,),
        severity=Severity.HURTS,
        title=_("There is no C compiler here: {name}").format(name=name),
        affects=_("Packages that hold C code cannot be built, and `-race` does not work."),
        evidence=(
            Evidence(where="PATH", what=_("{name} is not found").format(name=name)),
            *((Evidence(where=origin.place, what=origin.text or f"CGO_ENABLED={value}"),) if value else ()),
        ),
        explanation=_("Without CGO_ENABLED, Go leaves C code out where there is no compiler: pure Go needs none."),
        origin=(origin,) if value else (),
        remedy=how,
        links=(_CGO,),
    )


def _no_git(scene: Scene, *, wanted: bool) -> Iterator[Finding]:
    needing = [key for key in ("GOPRIVATE", "GONOPROXY") if scene.setting(key)[0]]
    proxy = scene.setting("GOPROXY")[0]
    direct = proxy.split(",")[0].split("|")[0].strip() == "direct"
    if not (wanted or needing or direct):
        return
    needed = [f"{key}={scene.setting(key)[0]}" for key in needing] + (["GOPROXY=direct"] if direct else [])
    command = install_command(scene, "git")
    yield Finding(
        id="no-git",
        entry=(63,),
        severity=Severity.HURTS,
        title=_("git is not here, and modules are to be fetched with it"),
        affects=_("Private modules, and all that no module proxy has, cannot be fetched."),
        evidence=(
            Evidence(where="PATH", what=_("{name} is not found").format(name="git")),
            *(Evidence(where="go env", what=text) for text in dict.fromkeys(needed)),
        ),
        explanation=_("What does not come from a module proxy comes from the repository itself."),
        remedy=Remedy(
            title=_("Install git"),
            commands=(command,) if command else (),
            reason=_("Programs of the system come from its package manager, which needs the administrator."),
        ),
        links=(_PRIVATE,),
    )


def _stamping(scene: Scene, git: Path) -> Iterator[Finding]:
    """Does git refuse the repository of the working folder because it belongs to somebody else?"""
    module = _above(scene.host.cwd, "go.mod")
    repository = _above(scene.host.cwd, ".git")
    if repository is None or (module is None and 64 not in entries_of(scene.message)):
        return
    owners = {scene.machine.owner_of(repository), scene.machine.owner_of(repository / ".git")}
    if owners <= {scene.host.user.uid, None} or "-buildvcs=false" in scene.setting("GOFLAGS")[0]:
        return
    with tempfile.TemporaryDirectory(prefix="gowizard-", ignore_cleanup_errors=True) as scratch:
        told = {**fenced_environment(scene.host, scene.fresh, Path(scratch)), "LC_ALL": "C"}
        told["XDG_CONFIG_HOME"] = scene.fresh.get("XDG_CONFIG_HOME", "") or str(scene.home / ".config")
        done = run.probe([git, "-C", repository, "rev-parse", "--show-toplevel"], environment=told, seconds=2.0)
    if "dubious ownership" not in done.output:
        return
    yield Finding(
        id="git-ownership",
        about=str(repository),
        entry=(64,),
        severity=Severity.HURTS,
        title=_("git does not trust {path}: it belongs to somebody else").format(path=repository),
        affects=_("`go build` stops there: “error obtaining VCS status”."),
        evidence=(Evidence(where="git", what=done.output.strip().splitlines()[0]),),
        explanation=_("Go asks git for the commit that it writes into programs, and git refuses."),
        likelihood=Likelihood.CERTAIN,
        remedy=Remedy(
            title=_("Tell git that this folder may be trusted"),
            commands=(f"git config --global --add safe.directory {shlex.quote(str(repository))}",),
            reason=_("Whether you trust whoever it belongs to, only you can say. One build: go build -buildvcs=false"),
        ),
        links=(_STAMP, "https://git-scm.com/docs/git-config#Documentation/git-config.txt-safedirectory"),
    )


def _above(folder: Path, name: str) -> Path | None:
    """The nearest folder, from here upward, that holds such a name."""
    return next((place for place in (folder, *folder.parents) if exists(place / name)), None)


CHECKS = (Check("tools", (18, 63, 64), look, systems=ALL, finds=("no-c-compiler", "no-git", "git-ownership")),)
