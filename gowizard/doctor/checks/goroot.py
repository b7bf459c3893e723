"""GOROOT that names a folder which is gone, or another Go's (entries 7, 8, 16, 35): every command obeys it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from gowizard.dataclass import dataclass
from gowizard.doctor.check import Check
from gowizard.doctor.integrity import tree_version
from gowizard.doctor.mending import without_lines
from gowizard.doctor.model import Evidence, Finding, Origin, Severity
from gowizard.doctor.scene import Scene
from gowizard.doctor.session_lines import session_lines
from gowizard.doctor.stored import evidence, held_by_terminal, mended_since, reach, stored_again
from gowizard.host.files import is_folder
from gowizard.locales import _

_LINK = "https://go.dev/doc/manage-install"
_MANAGERS = re.compile(r"/\.?(gvm|goenv|asdf|mise|gobrew|goup|g)/")


@dataclass(frozen=True)
class _Held:
    """A GOROOT at one of its places."""

    value: str
    origins: tuple[Origin, ...]
    in_file: bool


def look(scene: Scene) -> Iterator[Finding]:
    """GOROOT as new shells and the `go env` file have it, and as only this session has it."""
    places = tuple(_places(scene))
    for id in ("goroot-gone", "goroot-other"):
        if mine := [place for place in places if _fault(scene, place.value) == id]:
            yield _finding(scene, id, mine)
    session = scene.session.get("GOROOT", "")
    if session and not scene.variable("GOROOT") and _fault(scene, session) == "goroot-gone":
        yield _in_session(scene, session)


def _places(scene: Scene) -> Iterator[_Held]:
    if value := scene.variable("GOROOT"):
        yield _Held(value, scene.origins("GOROOT") or (Origin(kind="session"),), False)
    path, values = scene.go_env_path, scene.go_env.values
    if path is not None and (value := values.get("GOROOT", "")):
        line = scene.go_env.line_of("GOROOT")
        origin = Origin(kind="go-env", path=path, line=line, text=f"GOROOT={value}")
        yield _Held(value, (origin, *stored_again(scene, "GOROOT")), True)


def _fault(scene: Scene, value: str) -> str:
    """The id of what is wrong with a value, "" where nothing is; ends of lines are another check's affair."""
    root = Path(value.rstrip("\r"))
    if not (is_folder(root / "pkg" / "tool") and is_folder(root / "src")):
        return "goroot-gone"
    if scene.goroot is not None:
        return "" if root.resolve() == scene.goroot.resolve() else "goroot-other"
    go = scene.go  # one without a tree of its own needs GOROOT, and it must be its own version's
    lone = go is not None and not go.is_shim and bool(go.version)
    return "goroot-other" if lone and go is not None and tree_version(root) not in {"", go.version} else ""


def _entries(place: _Held, id: str) -> Iterable[int]:
    if place.in_file:
        yield 35
    if id == "goroot-other":
        yield 8
    elif not place.in_file:
        yield 16 if Path(place.value).name == "bin" else 7


def _finding(scene: Scene, id: str, places: list[_Held]) -> Finding:
    value = places[0].value
    origins = tuple(dict.fromkeys(origin for place in places for origin in place.origins))
    works = scene.hello is not None and scene.hello.ok
    if id == "goroot-gone":
        title = _("GOROOT names a folder that is no Go tree: {value}").format(value=value)
        affects = _("Every go command fails, even `go version`.")
    else:
        title = _("GOROOT names another Go than the one that runs: {value}").format(value=value)
        affects = "" if works else _("Builds mix the files of two versions and fail.")
    manager = _MANAGERS.search(value)
    return Finding(
        id=id,
        entry=tuple(dict.fromkeys(number for place in places for number in _entries(place, id))),
        severity=Severity.BLOCKS if not works else Severity.HURTS if id == "goroot-gone" else Severity.ADVICE,
        title=title,
        affects=affects,
        evidence=tuple(Evidence(where=origin.place, what=origin.text or f"GOROOT={value}") for origin in origins),
        explanation=_("Go finds its own tree; GOROOT is not needed, and a fixed one stops every other Go."),
        origin=origins,
        remedy=without_lines(scene, "GOROOT", origins, alternative=_alternative(manager[1] if manager else "")),
        links=(_LINK,),
    )


def _alternative(manager: str) -> str:
    return _("Let {manager} install that version again.").format(manager=manager) if manager else ""


def _in_session(scene: Scene, value: str) -> Finding:
    origins = (Origin(kind="session"), *session_lines(scene, "GOROOT", value))
    return Finding(
        id="goroot-in-session",
        entry=(7,),
        severity=Severity.ADVICE if mended_since(scene, "GOROOT") else Severity.HURTS,
        title=_("This session's GOROOT names a folder that is no Go tree: {value}").format(value=value),
        affects=reach(origins),
        evidence=tuple(evidence("GOROOT", value, origin) for origin in origins),
        explanation=_("Go finds its own tree; GOROOT is not needed, and a fixed one stops every other Go."),
        origin=origins,
        remedy=without_lines(scene, "GOROOT", origins),
        links=(_LINK,),
        terminal=held_by_terminal("GOROOT", origins),
    )


CHECKS = (Check("goroot", (7, 8, 16, 35), look, finds=("goroot-gone", "goroot-other", "goroot-in-session")),)
