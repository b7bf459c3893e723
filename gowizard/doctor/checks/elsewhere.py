"""Messages from where this account's shells have no say: containers, CI jobs, units, snap, Bazel (13, 28, 72, 94).

What is set on this machine is not seen there, so nothing is looked at but the message.
"""

from __future__ import annotations

from collections.abc import Iterator

from gowizard.doctor.check import ALL, Check
from gowizard.doctor.checks.message_only import Told, told_in
from gowizard.doctor.model import Finding
from gowizard.doctor.scene import Scene
from gowizard.doctor.symptoms import ELSEWHERE
from gowizard.locales import N_


def _told(id: str, **more: str | tuple[str, ...]) -> Told:
    pattern, entry = ELSEWHERE[id]
    return Told(id=id, entry=(entry,), pattern=pattern, **more)  # type: ignore[arg-type]


_TABLE = (
    _told(
        "container-without-go",
        title=N_("The container's image has no Go in its PATH"),
        explanation=N_("An image has its own PATH, and reads no startup file of yours; what is installed here does "
                       "not count there."),
        remedy=N_("Begin with an image that holds Go, or set PATH in the Dockerfile"),
        commands=("FROM golang:1", 'ENV PATH="/usr/local/go/bin:$PATH"'),
        reason=N_("These are lines of a Dockerfile, which is yours."),
        link="https://go.dev/doc/install",
    ),
    _told(
        "container-libraries",
        title=N_("The program was linked with libraries that are missing where it runs"),
        explanation=N_("It was built with parts in C on another Linux: Alpine and empty images lack glibc, older "
                       "systems have an older one."),
        remedy=N_("Build it without parts in C, or where it is to run"),
        commands=("CGO_ENABLED=0 go build",),
        reason=N_("Whether it can do without them, only its makers know."),
        link="https://pkg.go.dev/cmd/cgo",
    ),
    _told(
        "unit-without-go",
        title=N_("systemd did not find the program that a unit starts"),
        explanation=N_("A unit gets no PATH of yours, and a relative name in ExecStart is looked for in the system's "
                       "folders only."),
        remedy=N_("Write the whole path into ExecStart"),
        commands=("command -v go", "systemctl edit --full UNIT"),
        reason=N_("The unit is yours, or the administrator's."),
        link="https://go.dev/doc/install",
    ),
    _told(
        "snap-refuses",
        title=N_("snap refused to start the program: Go itself did not come to run"),
        explanation=N_("The protection that snap wants is not loaded, or the folder lies where snap lets no program "
                       "look: outside of /home, or on a network drive."),
        remedy=N_("Start snap's protection again, or install a Go that is no snap"),
        commands=("sudo systemctl restart apparmor snapd.apparmor", "gowizard install"),
        reason=N_("It is the system's, and only the administrator may."),
        link="https://go.dev/doc/install",
    ),
    _told(
        "bazel-own-go",
        title=N_("Bazel brings a Go of its own: that of your shell does not count there"),
        explanation=N_("Its rules run with hardly any variables, mostly without HOME, GOCACHE and PATH. Old rules_go "
                       "and gazelle do not go with a new Go."),
        remedy=N_("Ask that Go, then bring rules_go and gazelle up to date"),
        commands=("bazel run @rules_go//go -- version", "bazel run @rules_go//go -- env"),
        reason=N_("Which Go it is stands in MODULE.bazel or WORKSPACE, which are the project's."),
        link="https://go.dev/doc/toolchain",
    ),
    _told(
        "ci-cache",
        title=N_("The CI job's cache was not restored; Go itself is not affected"),
        explanation=N_("setup-go looks for go.sum in the uppermost folder. “File exists”: the cache was unpacked "
                       "twice, by two steps."),
        remedy=N_("Say where go.sum is, or leave the cache to one step"),
        commands=("cache-dependency-path: '**/go.sum'", "cache: false"),
        reason=N_("These are lines of the job's description, which is the project's."),
        link="https://go.dev/ref/mod#go-sum-files",
    ),
    _told(
        "ci-version",
        title=N_("The CI job asks for a Go that does not exist"),
        explanation=N_("Without quotation marks YAML takes 1.20 for the number 1.2."),
        remedy=N_("Put the version in quotation marks, or take it from go.mod"),
        commands=("go-version: '1.20'", "go-version-file: go.mod"),
        reason=N_("These are lines of the job's description, which is the project's."),
        link="https://go.dev/doc/toolchain",
    ),
)  # fmt: skip


def look(scene: Scene) -> Iterator[Finding]:
    """What the message that was pasted in says about another place."""
    yield from told_in(scene, _TABLE)


CHECKS = (Check("elsewhere", (13, 28, 72, 94), look, systems=ALL, finds=tuple(ELSEWHERE)),)
