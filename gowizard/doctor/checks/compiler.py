"""C compilers and their flags left over from another build (entry 62)."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from gowizard import run
from gowizard.doctor.check import UNIX, Check
from gowizard.doctor.model import Finding, Likelihood, Severity
from gowizard.doctor.scene import Scene
from gowizard.doctor.stored import look_at
from gowizard.doctor.values.fault import Fault
from gowizard.doctor.values.words import split
from gowizard.locales import _

_LINKS = ("https://pkg.go.dev/cmd/cgo", "https://pkg.go.dev/cmd/go#hdr-Environment_variables")
_PROGRAMS = ("CC", "CXX", "AR", "FC", "PKG_CONFIG")
_FLAGS = ("CGO_CFLAGS", "CGO_CPPFLAGS", "CGO_CXXFLAGS", "CGO_LDFLAGS")
_SECONDS = 2.0


def look(scene: Scene) -> Iterator[Finding]:
    """Programs that are not there, and flags that the compiler here refuses."""
    for key in _PROGRAMS:
        yield from look_at(scene, key, _judge_program(scene, key))
    for key in _FLAGS:
        yield from look_at(scene, key, _judge_flags(scene, key))
    yield from look_at(scene, "CGO_ENABLED", _judge_enabled)


def _which(scene: Scene, word: str) -> str | None:
    return shutil.which(word, path=scene.fresh.get("PATH", ""))


def _judge_program(scene: Scene, key: str) -> Callable[[str], Fault | None]:
    def judge(value: str) -> Fault | None:
        try:
            words = split(value)
        except ValueError:
            words = [value]
        if not words or _which(scene, words[0]):
            return None
        spaced = _which(scene, value) is not None
        return Fault(
            id="compiler-gone",
            entry=(62,),
            severity=Severity.HURTS,
            title=_("{key} names a program that is not there: {program}").format(key=key, program=words[0]),
            affects=_("Builds with parts in C fail: “C compiler not found”."),
            explanation=_("Go parts the value at blanks: a path with a blank needs quotation marks inside the value.")
            if spaced
            else _("Left over from another tool or a cross build; without it, Go takes the system's own."),
            new=f"'{value}'" if spaced else None,
            alternative="conda deactivate" if scene.fresh.get("CONDA_PREFIX") else "",
            risk=_("A cross build that relied on it has to name its compiler itself."),
            links=_LINKS,
        )

    return judge


def _judge_flags(scene: Scene, key: str) -> Callable[[str], Fault | None]:
    def judge(value: str) -> Fault | None:
        said = refusal(scene, key, value) if value else ""
        if not said:
            return None
        return Fault(
            id="compiler-flags",
            entry=(62,),
            severity=Severity.HURTS,
            title=_("{key} holds what the C compiler refuses: {value}").format(key=key, value=value),
            affects=said,
            explanation=_("Left over from another build; it belongs to a project, not into every terminal."),
            likelihood=Likelihood.LIKELY,
            alternative=_("Give it to one build: {key}='{value}' go build").format(key=key, value=value),
            links=_LINKS,
        )

    return judge


def refusal(scene: Scene, key: str, value: str) -> str:
    """What the compiler says against the flags, "" where it takes them or there is none."""
    try:
        words = split(value)
    except ValueError:
        return _("A quotation mark is never closed.")
    compiler = _compiler(scene, "CXX" if key == "CGO_CXXFLAGS" else "CC")
    if compiler is None:
        return ""
    with tempfile.TemporaryDirectory(prefix="gowizard-", ignore_cleanup_errors=True) as name:
        source = Path(name) / ("probe.cc" if key == "CGO_CXXFLAGS" else "probe.c")
        source.write_text("int main(void) { return 0; }\n" if source.suffix == ".c" else "int main() { return 0; }\n")
        if key == "CGO_LDFLAGS":
            command = [*compiler, str(source), "-o", str(Path(name) / "probe"), *words]
        else:
            command = [*compiler, *words, "-fsyntax-only", str(source)]
        done = run.probe(command, environment=scene.fresh, seconds=_SECONDS)
    if done.timed_out or done.status == 0:
        return ""
    lines = [line.strip() for line in done.output.splitlines() if "error" in line or "cannot find" in line]
    return lines[0] if lines else ""


def _compiler(scene: Scene, key: str) -> list[str] | None:
    """The compiler that Go would take, without a setting that names none."""
    try:
        words = split(scene.setting(key)[0])
    except ValueError:
        words = []
    if words and (found := _which(scene, words[0])):
        return [found, *words[1:]]
    mac = scene.host.system.os in {"darwin", "freebsd", "openbsd"}
    names = {"CC": "clang" if mac else "gcc", "CXX": "clang++" if mac else "g++"}
    found = _which(scene, names[key])
    return [found] if found else None


def _judge_enabled(value: str) -> Fault | None:
    if value in {"", "0", "1"}:
        return None
    return Fault(
        id="cgo-enabled",
        entry=(62,),
        severity=Severity.ADVICE,
        title=_("CGO_ENABLED is {value}; Go knows 0 and 1 only").format(value=value),
        explanation=_("Go ignores any other value."),
        links=_LINKS,
    )


CHECKS = (
    Check(
        "compiler",
        (62,),
        look,
        systems=UNIX,
        seconds=5.0,
        finds=("compiler-gone", "compiler-flags", "cgo-enabled"),
    ),
)
