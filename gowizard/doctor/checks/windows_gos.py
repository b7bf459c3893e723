"""Windows: who comes first in Path, what Go's installer sets, scoop's stand-ins (entries 6, 29, 78, 79)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from gowizard.doctor.best import is_sound, newest, path_gos
from gowizard.doctor.check import WHOLE_TREES, Check
from gowizard.doctor.model import Evidence, Finding, Likelihood, Phase, Remedy, Severity
from gowizard.doctor.registry_values import machine_place, removed, seen, user_place
from gowizard.doctor.scene import Scene
from gowizard.environment.windows import EDITOR, removal
from gowizard.environment.words import shown
from gowizard.host import FoundGo
from gowizard.host.files import is_file, read_head
from gowizard.host.path_items import key_of
from gowizard.host.windows import machine_folders
from gowizard.locales import _
from gowizard.releases import Version

_LINK = "https://go.dev/doc/manage-install"


def look_at_order(scene: Scene) -> Iterator[Finding]:
    """A newer Go that the user put into Path, behind an older one."""
    windows, winner = scene.host.windows, scene.go
    mine = Version.try_parse(winner.version) if winner is not None else None
    if windows is None or winner is None or winner.is_shim or mine is None:
        return
    others = [go for go in path_gos(scene) if go.root not in {None, winner.root} and is_sound(scene, go)]
    newer = newest(go for go in others if (Version.try_parse(go.version) or mine) > mine)
    if newer is None:
        return
    of_machine = {key_of(folder, {}) for folder in machine_folders(windows.environment)}
    if key_of(str(winner.binary.parent), {}) in of_machine:
        yield _behind_machine(scene, winner, newer)
    else:
        yield _behind_own(scene, winner, newer)


def _title(scene: Scene, first: FoundGo, second: FoundGo) -> str:
    return _("{first} ({old}) hides {second} ({new})").format(
        first=shown(first.binary, scene.home), old=first.version,
        second=shown(second.binary, scene.home), new=second.version,
    )  # fmt: skip


def _behind_machine(scene: Scene, winner: FoundGo, newer: FoundGo) -> Finding:
    environment = scene.host.windows.environment if scene.host.windows else None
    places = () if environment is None else (machine_place(environment, "Path"), user_place(environment, "Path"))
    origins = tuple(place for place in places if place is not None)
    return Finding(
        id="go-behind-machine",
        entry=(78, 6),
        severity=Severity.HURTS,
        title=_title(scene, winner, newer),
        affects=_("`go version` is not the one that you put into PATH."),
        evidence=tuple(seen(origin) for origin in origins),
        explanation=_("Windows puts the machine's Path before every user's, and Go's installer writes there."),
        likelihood=Likelihood.LIKELY,
        origin=origins,
        remedy=Remedy(
            title=_("Take away the older Go that was installed for every user"),
            commands=(removal(winner.owner), EDITOR),
            reason=_("It is every user's: only an administrator can remove it, or its folder from the machine's Path."),
            alternative=_("Update it to a current version with what installed it."),
        ),
        links=(_LINK,),
    )


def _behind_own(scene: Scene, winner: FoundGo, newer: FoundGo) -> Finding:
    environment = scene.host.windows.environment if scene.host.windows else None
    origins = () if environment is None else (user_place(environment, "Path"),)
    place = shown(newer.binary.parent, scene.home)
    return Finding(
        id="go-behind-own",
        entry=(6,),
        severity=Severity.ADVICE,
        title=_title(scene, winner, newer),
        evidence=tuple(seen(origin) for origin in origins),
        explanation=_("Shells take the first go in PATH, and that is the older one."),
        likelihood=Likelihood.LIKELY,
        origin=origins,
        remedy=Remedy(
            title=_("Lead your shells to {place}").format(place=place),
            phase=Phase.SHELLS, shells=True, go_bin=newer.binary.parent,
        ),
        links=(_LINK,),
    )  # fmt: skip


def look_at_gopath(scene: Scene) -> Iterator[Finding]:
    """GOPATH as Go's installer sets it hides the one of `go env -w`."""
    file = scene.go_env.values.get("GOPATH", "")
    windows = scene.host.windows
    if windows is None or not installers_gopath(scene, "GOPATH", file):
        return
    place = user_place(windows.environment, "GOPATH")
    yield Finding(
        id="installers-gopath",
        entry=(79, 33),
        severity=Severity.HURTS,
        title=_("The variable GOPATH hides the GOPATH that you set with `go env -w`"),
        affects=_("`go env -w` warns, and changes nothing that a window sees."),
        evidence=(
            seen(place),
            Evidence(where=str(scene.go_env_path), what=f"GOPATH={file}"),
        ),
        explanation=_("Go's installer for Windows sets the variable to Go's own default. It is not needed."),
        likelihood=Likelihood.LIKELY,
        origin=(place,),
        remedy=Remedy(
            title=_("Take {key} out of {places}").format(key="GOPATH", places=place.name),
            values=(removed("GOPATH"),),
            risk=_("The installer sets it again when it is repaired or updated."),
        ),
        links=(_LINK,),
    )


def installers_gopath(scene: Scene, key: str, in_file: str) -> bool:
    """Whether the user's variable GOPATH is what Go's installer sets, and the settings file has another."""
    windows = scene.host.windows
    value = windows.environment.user_value("GOPATH") if windows is not None else None
    if key != "GOPATH" or windows is None or value is None or not in_file:
        return False
    variables = windows.environment.new_process()
    default = key_of(str(scene.home / "go"), variables)
    return key_of(variables.get("GOPATH", ""), {}) == default != key_of(in_file, {})


def look_at_shims(scene: Scene) -> Iterator[Finding]:
    """scoop's shims: go.exe and beside it a file that says where the real one is."""
    for go in path_gos(scene):
        note = go.binary.with_suffix(".shim")
        if not is_file(note):
            continue
        target = _target(note)
        if target is None or is_file(target):
            return
        yield Finding(
            id="scoop-shim",
            entry=(29,),
            severity=Severity.BLOCKS if scene.go is not None and scene.go.binary == go.binary else Severity.HURTS,
            title=_("scoop's go leads to a program that is gone: {place}").format(place=shown(target, scene.home)),
            affects=_("`go` says “Shim: Could not create process”."),
            evidence=(Evidence(where=shown(note, scene.home), what=f"path = {target}"),),
            explanation=_("scoop puts a small program into its shims folder that starts the real one."),
            remedy=Remedy(
                title=_("Let {owner} put its Go back").format(owner="scoop"),
                commands=("scoop reset go", "scoop install go"),
                reason=_("The tree belongs to another package manager; gowizard does not touch its files."),
                alternative=_("`gowizard install` puts a Go of your own beside it, and first in PATH."),
            ),
            links=("https://github.com/ScoopInstaller/Scoop/wiki",),
        )
        return


def _target(note: Path) -> Path | None:
    for line in read_head(note, 4096).decode("utf-8", "replace").splitlines():
        name, equals, value = line.partition("=")
        if equals and name.strip().lower() == "path":
            return Path(value.strip().strip('"'))
    return None


_WINDOWS = frozenset({"windows"})
CHECKS = (
    Check("windows-order", (6, 78), look_at_order, systems=_WINDOWS, seconds=WHOLE_TREES,
          finds=("go-behind-machine", "go-behind-own")),
    Check("installers-gopath", (33, 79), look_at_gopath, systems=_WINDOWS),
    Check("scoop-shim", (29,), look_at_shims, systems=_WINDOWS),
)
