"""The last word: a first program does not run, and no other check says why."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gowizard.doctor.check import ALL, Check
from gowizard.doctor.hello import Hello
from gowizard.doctor.model import Evidence, Finding, Likelihood, Remedy, Severity
from gowizard.doctor.scene import Scene
from gowizard.doctor.symptoms import entries_of
from gowizard.locales import _

_MOST = 6  # lines of the output that are shown
_DIES = re.compile(r"fatal error: |panic: |runtime: |malformed |SIG[A-Z]+: ")  # the trace behind it is long


def look(scene: Scene) -> Iterator[Finding]:
    """Whether `go run hello.go` ends as it should in a new terminal."""
    hello = scene.hello
    if hello is None or hello.ok or scene.go is None:
        return
    if scene.host.windows is None and scene.answer is not None and scene.answer.timed_out:
        return  # the check of other programs tells it
    yield Finding(
        id="first-program",
        entry=entries_of(hello.output),
        severity=Severity.BLOCKS,
        title=_("A first program does not run"),
        affects=_("Probably every build."),
        evidence=_evidence(hello),
        explanation=_explanation(scene, hello),
        likelihood=Likelihood.CERTAIN,
        remedy=_remedy(scene),
        links=("https://go.dev/doc/tutorial/getting-started",),
        symptom=True,
    )


def _evidence(hello: Hello) -> tuple[Evidence, ...]:
    lines = [line for line in hello.output.splitlines() if line.strip()]
    first = next((at for at, line in enumerate(lines) if _DIES.match(line)), None)
    shown = lines[first : first + _MOST] if first is not None else lines[-_MOST:]
    shown = shown or [_("It printed nothing.")]
    return tuple(Evidence(where="go run hello.go", what=line) for line in shown)


def _explanation(scene: Scene, hello: Hello) -> str:
    system = scene.host.system.os
    if hello.timed_out:
        return _("It was not through in time, and was ended.")
    killed = "killed" in hello.output or not hello.output.strip()
    if system == "darwin" and killed:
        return _("macOS ends programs at once whose signature does not fit: files of Go were written over in place.")
    if system == "windows" and "virus" in hello.output:
        return _("An antivirus program took away a part of Go, or of what Go had built.")
    return _("None of the other checks found the cause. The message above is Go's own.")


def _remedy(scene: Scene) -> Remedy | None:
    if scene.go is None or not scene.go.version:
        return None
    return Remedy(
        title=_("Ask for help with a report"),
        commands=("gowizard doctor --report",),
        reason=_("The report holds neither names nor secrets; it can be posted as it is."),
    )


CHECKS = (Check("first-program", (27, 82), look, systems=ALL, seconds=125.0),)
