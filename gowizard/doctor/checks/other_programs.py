"""The go in PATH is not Go, but another program of that name, or it does not answer at all."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gowizard.doctor.check import UNIX, Check
from gowizard.doctor.integrity import program_ailment
from gowizard.doctor.model import Evidence, Finding, Severity
from gowizard.doctor.putting_back import instead
from gowizard.doctor.scene import ANSWER, Scene
from gowizard.doctor.symptoms import entries_of
from gowizard.environment.words import shown
from gowizard.host.files import read_head
from gowizard.locales import _

# what Go itself says, and what a script says that starts it or finds nothing to start
_OF_GO = re.compile(
    r"^go(?: version|: )|\bGOROOT\b|No such file or directory|not found|error while loading|^runtime: ", re.MULTILINE
)
_LINK = "https://go.dev/doc/manage-install"


def look(scene: Scene) -> Iterator[Finding]:
    """What `go version` says in a new terminal, where a first program does not run."""
    go, said = scene.go, scene.answer
    if go is None or said is None or (go.is_shim and go.owner != "script") or scene.hello is None or scene.hello.ok:
        return
    place = shown(go.binary, scene.home)
    if said.timed_out:
        yield Finding(
            id="go-hangs",
            entry=(),
            severity=Severity.BLOCKS,
            title=_("{place} does not answer").format(place=place),
            affects=_("Every go command waits for ever."),
            evidence=(
                Evidence(where=place, what=go.version or _kind(scene)),
                Evidence(where="go version", what=_("ended after {seconds:.0f} seconds").format(seconds=ANSWER)),
            ),
            explanation=_("It does not even tell its version: what it starts, or the disk it lies on, hangs."),
            remedy=instead(scene),
            links=(_LINK,),
            symptom=True,
            explained_by=(40,),
        )
    elif (
        go.root is None
        and not (go.version or go.problem or _OF_GO.search(said.output) or entries_of(said.output))
        and program_ailment(scene.machine, go.binary) is None  # a spoilt one is the programs' matter
    ):
        lines = [line for line in said.output.splitlines() if line.strip()]
        yield Finding(
            id="go-other-program",
            entry=(102,),
            severity=Severity.BLOCKS,
            title=_("{place} is not Go, but another program of that name").format(place=place),
            affects=_("Typing `go` starts that program, and every instruction for Go fails."),
            evidence=(
                Evidence(where=place, what=_kind(scene)),
                Evidence(where="go version", what=lines[0] if lines else _("It printed nothing.")),
            ),
            explanation=_("A new terminal finds it first. It stays where it is; Go comes before it."),
            remedy=instead(scene),
            links=(_LINK,),
        )


def _kind(scene: Scene) -> str:
    """The first line of a script, or that it is a program."""
    head = read_head(scene.go.binary, 200) if scene.go is not None else b""
    return head.split(b"\n")[0].decode("utf-8", "replace") if head.startswith(b"#!") else _("a program")


CHECKS = (
    Check("other-program", (102,), look, systems=UNIX, seconds=125.0, finds=("go-other-program", "go-hangs")),
)
