"""The `go env` file that Go does not read: switched off, a folder, not to be opened (entries 36 and 40)."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from gowizard import changes
from gowizard.changes import Move
from gowizard.dataclass import replace
from gowizard.doctor import commands
from gowizard.doctor.check import Check
from gowizard.doctor.mending import without_lines
from gowizard.doctor.model import Evidence, Finding, Likelihood, Origin, Phase, Remedy, Severity
from gowizard.doctor.scene import Scene
from gowizard.doctor.values.fault import ENVIRONMENT_LINK
from gowizard.environment.goenv import read_go_env
from gowizard.environment.words import shown
from gowizard.host.files import is_folder, read_head
from gowizard.locales import _

_LINKS = (ENVIRONMENT_LINK, "https://pkg.go.dev/cmd/go#hdr-Print_Go_environment_information")


def look(scene: Scene) -> Iterator[Finding]:
    """Whether Go reads the file at all."""
    yield from _switched_off(scene)
    path = scene.go_env_path
    if path is not None and (unread := _unreadable(scene, path)) is not None:
        yield unread
    value = scene.variable("GOENV")
    if value and value != str(path) and Path(value).is_absolute() and is_folder(Path(value)):
        yield _folder_instead(scene, value)


def _folder_instead(scene: Scene, value: str) -> Finding:
    """GOENV that startup files set, to the folder of goenv say: that stays where it is."""
    origins = scene.origins("GOENV") or (Origin(kind="session"),)
    place = shown(Path(value), scene.home)
    title = _("Go's settings file is a folder: {path}")
    found = _finding40(
        scene, Path(value), title=title, what=_("a folder"), remedy=without_lines(scene, "GOENV", origins)
    )
    told = tuple(Evidence(where=origin.place, what=origin.text) for origin in origins if origin.path)
    return replace(found, evidence=(*told, Evidence(where=place, what=_("a folder"))), origin=origins)


def _switched_off(scene: Scene) -> Iterator[Finding]:
    value = scene.variable("GOENV")
    if value not in {"", "off"} and not Path(value).is_absolute():
        yield _elsewhere(scene, value)
    if value != "off":
        return
    default = _default_file(scene)
    holds = default is not None and bool(read_go_env(_content(default)).values)
    origins = scene.origins("GOENV") or (Origin(kind="session"),)
    yield Finding(
        id="goenv-off",
        entry=(36,),
        severity=Severity.HURTS if holds else Severity.ADVICE,
        title=_("GOENV=off: Go does not read its settings file"),
        affects=_("What `go env -w` writes goes into the file and has no effect."),
        evidence=tuple(
            Evidence(where=origin.place, what=origin.text) if origin.path else Evidence(where="GOENV", what="GOENV=off")
            for origin in origins
        ),
        explanation=_("Meant for builds that must not depend on an account; settings made by you are ignored with it."),
        likelihood=Likelihood.LIKELY,
        origin=origins,
        remedy=without_lines(
            scene, "GOENV", origins, risk=_("The settings in the file take effect.") if holds else ""
        ),
        links=_LINKS,
    )


def _elsewhere(scene: Scene, value: str) -> Finding:
    """A path from the folder one happens to be in, as a `~` in quotes is."""
    origins = scene.origins("GOENV") or (Origin(kind="session"),)
    return Finding(
        id="goenv-not-absolute",
        entry=(36, 65),
        severity=Severity.HURTS,
        title=_("GOENV is no absolute path: {value}").format(value=value),
        affects=_("Go reads another settings file in each folder, mostly none; `go env -w` makes one there."),
        evidence=tuple(
            Evidence(where=origin.place, what=origin.text) if origin.path else Evidence(where="GOENV", what=value)
            for origin in origins
        ),
        explanation=_("Go takes the value as it is: nobody puts a home in the place of `~`."),
        origin=origins,
        remedy=without_lines(scene, "GOENV", origins, risk=_("The settings in the usual file take effect.")),
        links=_LINKS,
    )


def _default_file(scene: Scene) -> Path | None:
    """Where the file lies without GOENV."""
    if scene.go_env_path is not None:
        return scene.go_env_path
    folder = scene.session.get("XDG_CONFIG_HOME") or str(scene.home / ".config")
    return Path(folder) / "go" / "env" if scene.host.system.os not in {"darwin", "windows"} else None


def _content(path: Path) -> bytes:
    return read_head(path, 1 << 20)


def _unreadable(scene: Scene, path: Path) -> Finding | None:
    """The file, or a folder on the way to it, that Go is not let into: it then takes every default, without a word."""
    try:
        kind = path.stat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        return None
    except PermissionError:
        return _denied(scene, path)
    except OSError:
        return None
    if stat.S_ISDIR(kind):
        return _no_file(scene, path, _("Go's settings file is a folder: {path}"), _("a folder"))
    if not stat.S_ISREG(kind) and str(path) != os.devnull:
        odd = _no_file(scene, path, _("Go's settings file is no ordinary file: {path}"), stat.filemode(kind))
        return replace(odd, severity=Severity.BLOCKS) if stat.S_ISFIFO(kind) else odd  # go waits for who writes into it
    return None if os.access(path, os.R_OK) else _denied(scene, path)


def _no_file(scene: Scene, path: Path, title: str, what: str) -> Finding:
    aside = _free_name(path)
    return _finding40(
        scene,
        path,
        title=title,
        what=what,
        remedy=Remedy(
            title=_("Move {path} aside to {name}").format(path=shown(path, scene.home), name=aside.name),
            phase=Phase.ENCODING,
            effects=(Move(source=path, destination=aside),),
        ),
    )


def _free_name(path: Path) -> Path:
    names = (path.with_name(f"{path.name}.gowizard-aside{number or ''}") for number in range(1000))
    return next(name for name in names if not os.path.lexists(name))


def _denied(scene: Scene, path: Path) -> Finding:
    closed = next((folder for folder in reversed((path, *path.parents)) if not _enterable(folder, path)), path)
    owner, mode = _owner_and_mode(closed)
    title, place = _("Go cannot read its settings file {path}"), shown(closed, scene.home)
    if owner == scene.host.user.uid and closed.is_relative_to(scene.home):
        wanted = stat.S_IMODE(mode) | (0o600 if closed == path else 0o700)
        remedy = Remedy(
            title=_("Let yourself read {path}").format(path=place),
            phase=Phase.ENCODING,
            effects=(changes.set_mode(closed, wanted),),
        )
    else:
        remedy = Remedy(
            title=_("Make {path} yours").format(path=place),
            commands=(commands.take_over(scene, closed),),
            reason=_("It belongs to another user, and may hold settings that are not yours to change."),
        )
    return _finding40(scene, path, title=title, what=f"{place}: {stat.filemode(mode)}, uid {owner}", remedy=remedy)


def _enterable(place: Path, path: Path) -> bool:
    return os.access(place, os.R_OK if place == path else os.X_OK)


def _owner_and_mode(path: Path) -> tuple[int, int]:
    try:
        found = path.stat()
    except OSError:
        return -1, 0
    return found.st_uid, stat.S_IMODE(found.st_mode) | stat.S_IFMT(found.st_mode)


def _finding40(scene: Scene, path: Path, *, title: str, what: str, remedy: Remedy) -> Finding:
    place = shown(path, scene.home)
    return Finding(
        id="go-env-unreadable",
        entry=(40,),
        severity=Severity.HURTS,
        title=title.format(path=place),
        affects=_("Your settings have no effect, and `go env -w` fails."),
        evidence=(Evidence(where=place, what=what),),
        explanation=_("Go takes its defaults without a word where it cannot read the file."),
        origin=(Origin(kind="go-env", path=path),),
        remedy=remedy,
        links=_LINKS,
    )


CHECKS = (Check("go-env-access", (36, 40), look, finds=("goenv-off", "goenv-not-absolute", "go-env-unreadable")),)
