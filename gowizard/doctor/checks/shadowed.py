"""Settings in the `go env` file that a variable hides, or that an empty variable does not (entries 33 and 34)."""

from __future__ import annotations

from collections.abc import Iterator

from gowizard.doctor.check import Check
from gowizard.doctor.checks.windows_gos import installers_gopath
from gowizard.doctor.mending import without_lines
from gowizard.doctor.model import Finding, Likelihood, Severity
from gowizard.doctor.scene import Scene
from gowizard.doctor.starting import Mode
from gowizard.doctor.stored import Held, evidence, held
from gowizard.doctor.values.fault import ENVIRONMENT_LINK
from gowizard.doctor.values.judges import judges
from gowizard.doctor.values.known import KNOWN_KEYS
from gowizard.environment.words import shown
from gowizard.locales import _

_LINKS = (ENVIRONMENT_LINK, "https://pkg.go.dev/cmd/go#hdr-Print_Go_environment_information")


def look(scene: Scene) -> Iterator[Finding]:
    """Keys that are both in the file and in the environment of new shells. GOROOT is looked at elsewhere."""
    for key in sorted(scene.go_env.values.keys() & KNOWN_KEYS - {"GOROOT"}):
        places = {place.layer: place for place in held(scene, key)}
        file, shell = places.get("go-env"), places.get("shell")
        if file is None or not file.text:
            continue
        if shell is None:
            yield from _empty(scene, key, file)
        elif installers_gopath(scene, key, file.text):
            continue
        elif shell.text != file.text and _sound(scene, key, shell) and _sound(scene, key, file):
            yield _hidden(scene, key, file, shell)


def _sound(scene: Scene, key: str, place: Held) -> bool:
    judge = judges(scene).get(key)
    return judge is None or judge(place.text) is None


def _hidden(scene: Scene, key: str, file: Held, shell: Held) -> Finding:
    mine = all(origin.kind in {"startup-file", "registry"} for origin in shell.origins)
    where = _(", ").join(
        f"{shown(origin.path, scene.home)}:{origin.line}" if origin.path is not None else origin.name
        for origin in shell.origins
        if origin.path is not None or origin.name
    )
    return Finding(
        id="setting-hidden",
        about=key,
        entry=(33,),
        severity=Severity.HURTS if mine else Severity.ADVICE,
        title=_("{key} in Go's settings file has no effect: a variable of that name hides it").format(key=key),
        affects=_("Terminals and programs that are started without a shell work with different values."),
        evidence=tuple(evidence(key, place.text, origin) for place in (shell, file) for origin in place.origins),
        explanation=_("Go takes the environment first: `go env -w` warns, and changes nothing that a terminal sees."),
        likelihood=Likelihood.LIKELY,
        origin=(*shell.origins, *file.origins),
        remedy=without_lines(
            scene,
            key,
            file.origins,
            alternative=_("To let the file's value count, take out {place} instead.").format(place=where or key),
            risk=_("Programs that are started without a shell then take Go's default."),
        ),
        links=_LINKS,
    )


def _empty(scene: Scene, key: str, file: Held) -> Iterator[Finding]:
    """A variable that is set to nothing counts as unset."""
    modes = (Mode.INTERACTIVE, Mode.LOGIN_INTERACTIVE)
    if not any(scene.view(mode).variables.get(key) == "" for mode in modes):
        return
    lines = scene.origins(key)
    yield Finding(
        id="variable-empty",
        about=key,
        entry=(34,),
        severity=Severity.HURTS,
        title=_("{key} is set to nothing, and Go still takes the value in its settings file").format(key=key),
        affects=_("What the empty variable was to switch off stays on."),
        evidence=(
            *(evidence(key, "", origin) for origin in lines),
            *(evidence(key, file.text, origin) for origin in file.origins),
        ),
        explanation=_("To Go, an empty variable is one that is not set."),
        likelihood=Likelihood.LIKELY,
        origin=(*lines, *file.origins),
        remedy=without_lines(scene, key, file.origins),
        links=_LINKS,
    )


CHECKS = (Check("shadowed", (33, 34), look, finds=("setting-hidden", "variable-empty")),)
