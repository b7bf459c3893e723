"""Settings that say what is built, and by which Go: GOOS, GOARCH and levels, experiments, modules, GOTOOLCHAIN."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from gowizard.doctor.model import Likelihood, Severity
from gowizard.doctor.values.fault import ENVIRONMENT_LINK, Fault
from gowizard.doctor.values.known import LEVELS, PLATFORMS
from gowizard.doctor.values.words import split
from gowizard.host.files import globbed, is_folder
from gowizard.locales import _

_TOOLCHAIN = re.compile(r"(?:local|go1\d*(?:\.\d+)*(?:rc\d+|beta\d+)?(?:[-.][^+]*)?)(?:\+(?:auto|path))?|auto|path")
_LANGUAGE = re.compile(r"(go1\.(?:2[1-9]|[3-9]\d))(?:\+(?:auto|path))?")  # releases have three numbers since 1.21
_TOOLCHAIN_LINK = "https://go.dev/doc/toolchain"


def judge_platform(key: str, native: str, other: str) -> Callable[[str], Fault | None]:
    """GOOS or GOARCH (`key`) that is not this machine's own `native`; `other` is the other one's value."""

    def judge(value: str) -> Fault | None:
        if value in {"", native}:
            return None
        system, processor = (value, other) if key == "GOOS" else (other, value)
        known = processor in PLATFORMS.get(system, "").split()
        title = (
            _("{key} is {value} for good: what is built does not run here")
            if known
            else _("{key} is {value}, which Go does not know in this combination")
        )
        return Fault(
            id="platform",
            entry=(32,),
            severity=Severity.BLOCKS,
            title=title.format(key=key, value=value),
            affects=_("`go run` and `go test` fail; `go install` puts programs into a folder of their own."),
            explanation=_("Left over from building for another system; without it, Go builds for this machine."),
            alternative=_("Say it for one build: {key}={value} go build").format(key=key, value=value) if known else "",
            risk=_("Cross builds that relied on it have to name it themselves."),
            stops=True,
            otherwise=Severity.ADVICE,
        )

    return judge


def judge_memory(value: str) -> Fault | None:
    """GOMEMLIMIT by the runtime's rules (runtime.parseByteCount): with another value every program of Go's dies."""
    if re.fullmatch(r"off|\d*|\d+(?:[KMGT]i)?B", value):
        return None
    meant = re.fullmatch(r"\s*(\d+)\s*([KMGT])i?b?\s*", value, re.IGNORECASE)
    return Fault(
        id="gomemlimit",
        entry=(92,),
        severity=Severity.BLOCKS,
        title=_("GOMEMLIMIT is no amount that Go understands: {value}").format(value=value),
        affects=_("Go itself, and every program built with it, ends at once: malformed GOMEMLIMIT."),
        explanation=_("A number of bytes, or one with B, KiB, MiB, GiB or TiB behind it."),
        new=f"{meant[1]}{meant[2].upper()}iB" if meant else None,
        links=("https://pkg.go.dev/runtime#hdr-Environment_Variables",),
    )


def judge_level(key: str) -> Callable[[str], Fault | None]:
    """GOAMD64 and its kin. Since Go 1.23 a wrong GOAMD64 is taken without a word (internal/buildcfg)."""

    def judge(value: str) -> Fault | None:
        if not value or re.fullmatch(LEVELS[key], value):
            return None
        return _fault95(key, value)

    return judge


def judge_experiment(root: Path | None) -> Callable[[str], Fault | None]:
    """GOEXPERIMENT against what the tree at `root` knows; nothing is said where that cannot be read."""

    def judge(value: str) -> Fault | None:
        folder = root / "src" / "internal" / "goexperiment" if root else None
        known = {path.name[4:-6] for path in globbed(folder, "exp_*_on.go")} if folder and is_folder(folder) else set()
        names = [name for name in value.split(",") if name and name != "none"]
        unknown = [name for name in names if name.removeprefix("no") not in known and name not in known]
        return _fault95("GOEXPERIMENT", unknown[0]) if known and unknown else None

    return judge


def _fault95(key: str, value: str) -> Fault:
    return Fault(
        id="build-setting",
        entry=(95,),
        severity=Severity.BLOCKS,
        title=_("{key} holds a value that this Go does not know: {value}").format(key=key, value=value),
        affects=_("Builds fail, or leave out without a word what was meant."),
        explanation=_("Such values come and go with versions of Go; without one, Go builds for any such machine."),
        stops=True,
        otherwise=Severity.HURTS,
    )


def judge_modules(value: str) -> Fault | None:
    """GO111MODULE: nothing but `on`, which is the default, works with today's projects."""
    if value in {"", "on"}:
        return None
    if value in {"off", "auto"}:
        severity = Severity.HURTS if value == "off" else Severity.ADVICE
        title = _("GO111MODULE is {value}, left over from old times").format(value=value)
        affects = (
            _("Modules cannot be used: `go get`, `go mod` and most projects fail.")
            if value == "off"
            else _("Outside of modules, Go looks for packages in GOPATH.")
        )
    else:
        severity = Severity.BLOCKS
        title = _("GO111MODULE holds a value that Go does not know: {value}").format(value=value)
        affects = _("Every go command stops at once.")
    return Fault(
        id="go111module",
        entry=(22,),
        severity=severity,
        title=title,
        affects=affects,
        explanation=_("Since Go 1.16 modules are always used; the variable is not needed."),
        risk=_("A project without go.mod below GOPATH/src builds only with GO111MODULE=off.") if value == "off" else "",
        likelihood=Likelihood.CERTAIN if severity is Severity.BLOCKS else Likelihood.LIKELY,
        stops=severity is Severity.BLOCKS,
        links=("https://go.dev/ref/mod#mod-commands",),
    )


def judge_toolchain(on_path: Callable[[str], bool]) -> Callable[[str], Fault | None]:
    """GOTOOLCHAIN as Go parses it; `on_path` tells whether a program of that name is on the PATH."""

    def judge(value: str) -> Fault | None:
        if not value:
            return None
        title = ""
        if not _TOOLCHAIN.fullmatch(value):
            title = _("GOTOOLCHAIN holds a value that Go does not know: {value}").format(value=value)
        elif value.startswith("go") and value.endswith("+path") and not on_path(value.removesuffix("+path")):
            title = _("GOTOOLCHAIN asks for {name}, which is not on the PATH").format(name=value.removesuffix("+path"))
        elif language := _LANGUAGE.fullmatch(value):
            title = _("GOTOOLCHAIN names a language, not a version of Go: {value}").format(value=language[1])
        if not title:
            return None
        number = re.fullmatch(r"(?:v|go)?(1\.\d+(?:\.\d+)?)(?:\+.*)?", value)
        full = number[1] + (".0" if number[1].count(".") == 1 else "") if number else ""
        meant = _("If that very version is wanted: GOTOOLCHAIN=go{number}").format(number=full) if full else ""
        return Fault(
            id="gotoolchain",
            entry=(103, 13) if _LANGUAGE.fullmatch(value) else (103,),
            severity=Severity.BLOCKS,
            title=title,
            affects=_("Every go command stops at once."),
            explanation=_("Go understands auto, local, path, or a name such as go1.27.3; auto is the default."),
            alternative=meant,
            stops=True,
            links=(_TOOLCHAIN_LINK,),
        )

    return judge


def judge_cache_program(exists: Callable[[str], bool]) -> Callable[[str], Fault | None]:
    """GOCACHEPROG that names a program which is not there."""

    def judge(value: str) -> Fault | None:
        try:
            words = split(value)
        except ValueError:
            words = [value]
        if not words or exists(words[0]):
            return None
        return Fault(
            id="gocacheprog",
            entry=(54,),
            severity=Severity.BLOCKS,
            title=_("GOCACHEPROG names a program that is not there: {program}").format(program=words[0]),
            affects=_("Nothing can be built."),
            explanation=_("Go asks this program for its build cache; without it, the cache is a folder."),
            stops=True,
            links=(ENVIRONMENT_LINK,),
        )

    return judge
