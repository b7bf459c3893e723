"""Stored values: where a setting of Go's is held, what is wrong with what it holds, and the finding that says so."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gowizard.dataclass import dataclass, replace
from gowizard.doctor.mending import with_value, without_lines
from gowizard.doctor.model import Evidence, Finding, Origin, Remedy, Severity
from gowizard.doctor.scene import Scene
from gowizard.doctor.session_lines import DIRENV, session_lines
from gowizard.doctor.startup_texts import startup_texts
from gowizard.doctor.values.fault import Fault, Judge
from gowizard.doctor.values.text import cleaned
from gowizard.locales import _
from gowizard.redact import redacted


@dataclass(frozen=True, kw_only=True)
class Held:
    """A value at one of its places. `text` is the value without what another fault puts around it."""

    layer: str  # "shell", "go-env" or "session"
    text: str
    origins: tuple[Origin, ...]
    in_force: bool


def held(scene: Scene, key: str, *, in_file: bool = True) -> tuple[Held, ...]:
    """The places where the setting is held, the one in force first; the session only where it differs from shells.

    `in_file` is False for variables that Go does not take from its settings file.
    """
    found = []
    shell = scene.variable(key)
    if shell:
        origins = tuple(one for one in scene.origins(key) if _says(one, key, shell)) or (Origin(kind="session"),)
        found.append(Held(layer="shell", text=shell.rstrip("\r"), origins=origins, in_force=True))
    if in_file and scene.go_env_path is not None and key in scene.go_env.values:
        raw = scene.go_env.values[key]
        line = scene.go_env.line_of(key)
        origin = Origin(kind="go-env", path=scene.go_env_path, line=line, text=f"{key}={raw}".rstrip("\r"))
        reads = scene.variable("GOENV") in {"", str(scene.go_env_path)}
        places = (origin, *stored_again(scene, key))
        found.append(Held(layer="go-env", text=cleaned(key, raw), origins=places, in_force=not shell and reads))
    session = scene.session.get(key, "")
    if session and session != shell:
        places = (Origin(kind="session"), *session_lines(scene, key, session))
        found.append(Held(layer="session", text=session, origins=places, in_force=False))
    return tuple(found)


def stored_again(scene: Scene, key: str) -> tuple[Origin, ...]:
    """The lines of startup files that write the setting into the `go env` file each time a shell starts."""
    return tuple(one for one in scene.origins(key) if re.search(r"\bgo[ \t]+env[ \t]+-w\b", one.text))


def _says(origin: Origin, key: str, value: str) -> bool:
    """Whether a line may have set this value: not where it plainly says another, in a file of another shell's, say."""
    match = re.search(rf"(?:{key}=|\b{key}[ \t]+)(\"[^\"$`]*\"|'[^']*'|[^\s;&|$`\"']+)(?=[\s;&|]|$)", origin.text)
    return match is None or match[1].strip("\"'") in {value.strip("\"'"), ""}


@dataclass(frozen=True, kw_only=True)
class _Wrong:
    """A place whose value is at fault, and how much that matters there."""

    place: Held
    fault: Fault
    severity: Severity


def look_at(scene: Scene, key: str, judge: Judge, *, in_file: bool = True) -> Iterator[Finding]:
    """The findings about one setting: one for all stored places, one for what only this session holds."""
    stored: dict[str, list[_Wrong]] = {}
    for place in held(scene, key, in_file=in_file):
        fault = judge(place.text)
        if fault is None:
            continue
        if place.layer != "session":
            if (severity := _severity(scene, place, fault)) is not None:
                stored.setdefault(fault.id, []).append(_Wrong(place=place, fault=fault, severity=severity))
        elif fault.severity > Severity.ADVICE:
            yield _in_session(scene, key, place, fault)
    yield from (_stored(scene, key, wrong) for wrong in stored.values())


def _severity(scene: Scene, place: Held, fault: Fault) -> Severity | None:
    """How much a stored value matters: what a real run disproves is none, what another value hides at most hurts."""
    if not place.in_force:
        return min(fault.severity, Severity.HURTS)
    if fault.stops and scene.hello is not None and scene.hello.ok:
        return fault.otherwise
    return fault.severity


def _stored(scene: Scene, key: str, wrong: list[_Wrong]) -> Finding:
    fault = wrong[0].fault
    origins = [(one.place.text, origin) for one in wrong for origin in one.place.origins]
    return Finding(
        id=fault.id,
        about=key if fault.id != key.lower() else "",
        entry=fault.entry,
        severity=max(one.severity for one in wrong),
        title=fault.title,
        affects=fault.affects,
        evidence=tuple(evidence(key, text, origin) for text, origin in origins),
        explanation=fault.explanation,
        likelihood=fault.likelihood,
        origin=tuple(origin for _text, origin in origins),
        remedy=_together([_remedy(scene, key, one.fault, one.place.origins) for one in wrong]),
        links=fault.links,
    )


def evidence(key: str, value: str, origin: Origin) -> Evidence:
    """The line that sets the value, or the value where no line is known."""
    if origin.path is None:
        where = origin.name or key
        return Evidence(where=where, what=redacted(origin.text if origin.name else f"{key}={value}"))
    return Evidence(where=origin.place, what=redacted(origin.text or f"{key}={value}"))


def _remedy(scene: Scene, key: str, fault: Fault, origins: tuple[Origin, ...]) -> Remedy:
    more = {"preselected": fault.preselected, "alternative": fault.alternative, "risk": fault.risk}
    if fault.new is not None:
        return with_value(scene, key, fault.new, origins, **more)
    return without_lines(scene, key, origins, **more)


def _together(remedies: list[Remedy]) -> Remedy:
    """One remedy for all places, each of which gets its own value."""
    titles = dict.fromkeys(remedy.title for remedy in remedies)
    reasons = dict.fromkeys(remedy.reason for remedy in remedies if remedy.reason)
    return replace(
        remedies[0],
        title="; ".join(titles),
        edits=tuple(edit for remedy in remedies for edit in remedy.edits),
        values=tuple(edit for remedy in remedies for edit in remedy.values),
        commands=tuple(dict.fromkeys(command for remedy in remedies for command in remedy.commands)),
        reason=" ".join(reasons),
    )


def _in_session(scene: Scene, key: str, place: Held, fault: Fault) -> Finding:
    """A value that no file sets: the session's own affair, and gone with it."""
    bad = fault.severity is Severity.BLOCKS and not mended_since(scene, key)
    return Finding(
        id="session-value",
        about=key,
        entry=fault.entry,
        severity=Severity.HURTS if bad else Severity.ADVICE,
        title=fault.title,
        affects=reach(place.origins),
        evidence=tuple(evidence(key, place.text, origin) for origin in place.origins),
        explanation=fault.explanation,
        origin=place.origins,
        remedy=without_lines(scene, key, place.origins),
        links=fault.links,
        terminal=held_by_terminal(key, place.origins),
    )


def reach(origins: tuple[Origin, ...]) -> str:
    """How far a value of this session's goes."""
    if any(origin.path is not None for origin in origins):
        return _("This terminal, and every other one that comes to this line.")
    return _("Only this terminal, and what is started from it.")


def held_by_terminal(key: str, origins: tuple[Origin, ...]) -> str:
    """The variable, where only this terminal can let go of it: what direnv sets, direnv takes away."""
    return "" if any(origin.kind == DIRENV for origin in origins) else key


def mended_since(scene: Scene, key: str) -> bool:
    """Whether new terminals have another value by now, or a line that set one was commented out by us."""
    if scene.host.windows is not None:
        return bool(scene.variable(key))
    mark = re.compile(rb"(?m)^.*# gowizard: disabled .*\b%s\b" % key.encode())
    return bool(scene.variable(key)) or any(mark.search(text.content) for text in startup_texts(scene))
