"""A real Go for Windows that runs under Wine: Go 1.19 (newer ones need what Wine 8 lacks), cross-built by Debian's.

Debian's own packages are unpacked in the tests' cache and not installed: a Go on this machine would be one to find.

The archive has the official shape: `go/bin`, `go/pkg/tool/windows_amd64`, `go/src`, `go/VERSION`. Of the standard
library it holds what small programs need, compiled and as source, and the source of what the doctor looks for: every
file costs Wine a millisecond or more. Its `go` asks again where Wine could not start a process (`wine.NOT_BEGUN`).
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from gowizard.doctor.integrity import PACKAGES
from tests.support import wine
from tests.support.real_go import CACHE, RealArchive, _locked
from tests.support.tools import need

DEBIAN = CACHE / "debian-go"
GOROOT = DEBIAN / "usr" / "lib" / "go-1.19"
STARTER = GOROOT / "src" / "syscall" / "exec_windows.go"
_START = re.compile(r"\t\t(err = CreateProcess\(.*\))\n\t}\n")
_AGAIN = f"""\
\tfor tries := 1; tries < {wine.TRIES} && sys.Token == 0 && err == Errno({wine.NOT_BEGUN}); tries++ {{
\t\tSTART
\t}}
"""
_ASKED = 'package main\nimport "syscall"\nfunc main() { println(syscall.StartsAgain) }\n'  # only a changed Go can
ARCHIVES = CACHE / "windows-go" / hashlib.sha256(_AGAIN.encode()).hexdigest()[:8]
TOOLS = ("asm", "buildid", "compile", "cover", "link", "pack", "cgo", "test2json", "vet")
PROGRAMS = ("go", "gofmt")
SMALL = ("fmt", "os", "os/exec", "strings", "bufio", "time", "strconv", "errors", "sort")
_SOURCES = (".go", ".s", ".h")
_FOR_OTHERS = re.compile(
    r"_test\.go$|_(?:aix|android|darwin|dragonfly|freebsd|illumos|ios|js|linux|netbsd|openbsd|plan9|solaris|unix)"
    r"(?:_\w+)?\.(?:go|s)$"  # every header counts for what a compiled package was made from
    r"|_(?:386|arm|arm64|loong64|mips\w*|ppc64\w*|riscv64|s390x|wasm)\.(?:go|s)$"
)


def archive() -> RealArchive:
    """`go1.19.x.windows-amd64.zip`. Skips, or in CI fails, without Debian's golang-1.19; built once and kept."""
    with _locked("windows-go"):
        path = next(ARCHIVES.glob("go1.19*.windows-amd64.zip"), None)
        if path is None:
            _fetch_debians()
            ARCHIVES.mkdir(parents=True, exist_ok=True)
            path = ARCHIVES / f"{(GOROOT / 'VERSION').read_text('utf-8').split()[0]}.windows-amd64.zip"
            with tempfile.TemporaryDirectory(dir=CACHE) as folder:
                _pack(Path(folder), path)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    version = path.name.removeprefix("go").removesuffix(".windows-amd64.zip")
    return RealArchive(path=path, version=version, os="windows", arch="amd64", sha256=digest)


def build(source: str, program: Path) -> None:
    """Make a program for Windows from one Go file, where it is not there yet."""
    if program.exists():
        return
    _fetch_debians()
    program.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=CACHE) as folder:
        file, made = Path(folder, "main.go"), Path(folder, "made.exe")
        file.write_text(source)
        _go(Path(folder), "build", "-trimpath", "-ldflags=-s -w", "-o", str(made), str(file))
        made.replace(program)


def _fetch_debians() -> None:
    if GOROOT.exists():
        return
    need("apt-get", "dpkg-deb")
    with tempfile.TemporaryDirectory() as folder:
        command = ["apt-get", "-q", "-o", "APT::Sandbox::User=root", "download", "golang-1.19-go", "golang-1.19-src"]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
        if done.returncode != 0:
            (pytest.fail if os.environ.get("GOWIZARD_TEST_STRICT") else pytest.skip)(done.stderr)
        for package in Path(folder).glob("*.deb"):
            subprocess.run(["dpkg-deb", "-x", str(package), str(DEBIAN)], check=True)


def _overlay(folder: Path) -> Path:
    """What makes a program that is built with it start its processes more than once, if need be."""
    changed, overlay, asked = (folder / name for name in (STARTER.name, "overlay.json", "asked.go"))
    source = _START.sub(lambda start: start[0] + _AGAIN.replace("START", start[1]), STARTER.read_text("utf-8"))
    changed.write_text(source + "\nconst StartsAgain = true\n", "utf-8")
    overlay.write_text(json.dumps({"Replace": {str(STARTER.resolve()): str(changed)}}), "utf-8")
    asked.write_text(_ASKED)
    _go(folder, "build", f"-overlay={overlay}", "-o", os.devnull, str(asked))
    return overlay


def _pack(folder: Path, path: Path) -> None:
    overlay = _overlay(folder)
    for program in (*PROGRAMS, *TOOLS):
        place = "bin" if program in PROGRAMS else "pkg/tool/windows_amd64"
        (folder / place).mkdir(parents=True, exist_ok=True)
        options = ("-trimpath", "-ldflags=-s -w", f"-overlay={overlay}", "-o", f"{folder / place}/")
        _go(folder, "build", *options, f"cmd/{program}")
    needed = _go(folder, "list", "-deps", *SMALL).split()
    _go(folder, "install", "-pkgdir", str(folder / "pkg" / "windows_amd64"), *needed)
    part = path.with_suffix(".part")
    with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as made:
        for name, source in sorted(_files(folder, {*needed, *PACKAGES})):
            made.write(source, f"go/{name}")
    part.replace(path)


def _files(folder: Path, packages: Iterable[str]) -> Iterator[tuple[str, Path]]:
    yield "VERSION", GOROOT / "VERSION"
    wholes = [(folder / "bin", folder), (folder / "pkg", folder), (GOROOT / "pkg" / "include", GOROOT)]
    for whole, base in wholes:
        for source in whole.rglob("*"):
            if source.is_file():
                yield source.relative_to(base).as_posix(), source
    for package in filter(lambda name: (GOROOT / "src" / name).is_dir(), packages):
        for source in sorted((GOROOT / "src" / package).iterdir()):
            if source.suffix in _SOURCES and not _FOR_OTHERS.search(source.name):
                yield f"src/{package}/{source.name}", source


def _go(folder: Path, *arguments: str) -> str:
    environment = {
        "PATH": os.defpath, "HOME": str(folder / "home"), "GOROOT": str(GOROOT), "GOOS": "windows", "GOARCH": "amd64",
        "CGO_ENABLED": "0", "GOCACHE": str(folder / "cache"), "GOENV": "off", "GOFLAGS": "",
    }  # fmt: skip
    command = [str(GOROOT / "bin" / "go"), *arguments]
    done = subprocess.run(command, env=environment, cwd=GOROOT / "src", check=True, text=True, capture_output=True)
    return done.stdout
