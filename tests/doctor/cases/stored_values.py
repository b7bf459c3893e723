"""Settings left over from another time or another project."""

from __future__ import annotations

import shutil
from collections.abc import Callable

from tests.doctor.case import Case
from tests.doctor.healthy import _overlay as overlay
from tests.doctor.patient import Patient

_BASH = (".bashrc", ".profile")


def exported(line: str) -> Callable[[Patient], None]:
    """A line in both startup files."""

    def plant(patient: Patient) -> None:
        for name in _BASH:
            patient.append(name, line + "\n")

    return plant


def stored(content: str | bytes) -> Callable[[Patient], None]:
    """The content of the `go env` file, behind what another fault has put into it."""

    def plant(patient: Patient) -> None:
        new = content if isinstance(content, bytes) else content.removesuffix("\n").encode() + b"\n"
        path = patient.home / ".config" / "go" / "env"
        patient.go_env((path.read_bytes() if path.is_file() else b"") + new)

    return plant


def _gobin_is_a_file(patient: Patient) -> None:
    patient.write("bin/tools", "not a folder\n")
    stored(f"GOBIN={patient.home}/bin/tools")(patient)


def _fish(patient: Patient) -> None:
    patient.shell = shutil.which("fish") or "/usr/bin/fish"
    head = f'set -gx PATH "{patient.tree}/bin" $PATH\n'
    patient.write(".config/fish/config.fish", f"{head}set -gx GOPATH '~/work'\nset -gx GOFLAGS -foo\n")


def _zsh(patient: Patient) -> None:
    patient.shell = shutil.which("zsh") or "/usr/bin/zsh"
    patient.write(".zshrc", f"{patient.path_line}typeset -x GOTOOLCHAIN=latest\n")
    patient.write(".zshenv", "export GOCACHE=off\n")


def _sourced(patient: Patient) -> None:
    patient.write(".config/env.sh", "export GOFLAGS=-mod=foo\n")
    exported('. "$HOME/.config/env.sh"')(patient)


def _session(patient: Patient) -> None:
    patient.session["GOFLAGS"] = "-foo"


def _for_all_users(patient: Patient) -> None:
    path = overlay(patient, "/etc") / "environment"
    path.write_text((path.read_text() if path.exists() else "") + "GOTOOLCHAIN=latest\n")


def _read_only(patient: Patient) -> None:
    exported("export GOCACHE=off")(patient)
    for name in _BASH:
        (patient.home / name).chmod(0o444)


def _of_dotenv(patient: Patient) -> None:
    patient.write(".env", "GOFLAGS=-foo\nNAME=value\n")
    exported("export $(grep -v '^#' ~/.env | xargs)")(patient)


CASES = (
    Case(22, "GO111MODULE=off, in startup files", exported("export GO111MODULE=off"), finds="go111module"),
    Case(22, "GO111MODULE=yes, in the go env file", stored("GO111MODULE=yes"), finds="go111module"),
    Case(30, "an unknown flag in GOFLAGS", exported("export GOFLAGS=-foo"), finds="goflags"),
    Case(30, "-mod=vendor in GOFLAGS, with others", stored("GOFLAGS=-mod=vendor -modcacherw"), finds="goflags"),
    Case(30, "no dash in GOFLAGS", stored("GOFLAGS=mod=vendor"), finds="goflags"),
    Case(30, "an open quote in GOFLAGS", stored('GOFLAGS="-x'), finds="goflags"),
    Case(30, "-ldflags=-s -w in GOFLAGS", exported("export GOFLAGS='-ldflags=-s -w'"), finds="goflags"),
    Case(30, "-mod=foo in GOFLAGS, in both places", lambda patient: (
        stored("GOFLAGS=-mod=foo")(patient), exported("export GOFLAGS=-mod=foo")(patient))[0], finds="goflags"),
    Case(30, "GOFLAGS in a file that is sourced", _sourced, finds="goflags"),
    Case(53, "GOPATH and GOFLAGS in fish", _fish, finds="gopath-not-absolute", also=frozenset({"goflags"}),
         needs=("fish",)),
    Case(103, "GOTOOLCHAIN and GOCACHE in zsh", _zsh, finds="gotoolchain", also=frozenset({"gocache"}), needs=("zsh",)),
    Case(30, "GOFLAGS in this session only", _session, finds="session-value", repaired=False),
    Case(103, "GOTOOLCHAIN in /etc/environment", _for_all_users, finds="gotoolchain", private_mounts=True),
    Case(103, "GOTOOLCHAIN in /etc/environment, as an ordinary user", _for_all_users, finds="gotoolchain",
         private_mounts=True, repaired=False, uid=12345),
    Case(54, "GOCACHE=off in files that are read-only", _read_only, finds="gocache", repaired=False, uid=12345),
    Case(31, "GOBIN relative", stored("GOBIN=bin"), finds="gobin"),
    Case(31, "GOBIN with a tilde in quotes", exported("export GOBIN='~/bin'"), finds="gobin"),
    Case(31, "GOBIN is a file", _gobin_is_a_file, finds="gobin"),
    Case(32, "GOOS=windows, in the go env file", stored("GOOS=windows"), finds="platform"),
    Case(32, "GOARCH=x86_64, in startup files", exported("export GOARCH=x86_64"), finds="platform"),
    Case(53, "GOPATH='$HOME/go', in startup files", exported("export GOPATH='$HOME/go'"), finds="gopath-not-absolute"),
    Case(53, "GOPATH=~/work, in the go env file", stored("GOPATH=~/work"), finds="gopath-not-absolute"),
    Case(53, "GOPATH relative", stored("GOPATH=go"), finds="gopath-not-absolute"),
    Case(54, "GOCACHE=off", exported("export GOCACHE=off"), finds="gocache"),
    Case(54, "GOCACHE relative", stored("GOCACHE=cache"), finds="gocache"),
    Case(54, "GOCACHEPROG gone", stored("GOCACHEPROG=/opt/gone/cacheprog"), finds="gocacheprog"),
    Case(55, "GOPATH begins with a colon", exported('export GOPATH=":$HOME/work"'), finds="gopath-list"),
    Case(30, "GOFLAGS in .env, read by xargs", _of_dotenv, finds="goflags"),
    Case(92, "GOMEMLIMIT=512MB", exported("export GOMEMLIMIT=512MB"), finds="gomemlimit"),
    Case(95, "GOAMD64=v9", stored("GOAMD64=v9"), finds="build-setting"),
    Case(95, "GOEXPERIMENT unknown", exported("export GOEXPERIMENT=foo"), finds="build-setting"),
    Case(103, "GOTOOLCHAIN without go", stored("GOTOOLCHAIN=1.22.0"), finds="gotoolchain"),
    Case(103, "GOTOOLCHAIN=latest", exported("export GOTOOLCHAIN=latest"), finds="gotoolchain"),
    Case(103, "GOTOOLCHAIN names a language", stored("GOTOOLCHAIN=go1.22"), finds="gotoolchain"),
    Case(103, "GOTOOLCHAIN asks for a program", stored("GOTOOLCHAIN=go1.30.0+path"), finds="gotoolchain"),
)  # fmt: skip
