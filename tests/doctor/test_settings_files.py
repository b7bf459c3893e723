"""Files of Go's that are not read as they were meant, and projects, compilers and certificates that settings miss."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest

from gowizard.changes import Move, SetMode, WriteFile
from gowizard.doctor.checks import (
    certificates,
    compiler,
    go_env_access,
    go_env_file,
    project_files,
    proxies_and_sums,
    shadowed,
    stored_values,
)
from gowizard.doctor.drafting import draft
from gowizard.doctor.hello import Hello
from gowizard.doctor.model import Finding, Likelihood, Severity
from gowizard.doctor.scene import Scene
from gowizard.host import FoundGo, ProjectFile
from tests.doctor.bench import Bench

MODULES = (go_env_access, go_env_file, stored_values, proxies_and_sums, shadowed, compiler, project_files, certificates)


def every(scene: Scene) -> list[Finding]:
    return [finding for module in MODULES for check in module.CHECKS for finding in check.look(scene)]


def only(scene: Scene) -> Finding:
    (finding,) = every(scene)
    return finding


def put(bench: Bench, name: str, content: str | bytes) -> Path:
    path = bench.home / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def mend(scene: Scene, findings: Iterable[Finding]) -> None:
    """Carry out what the findings' remedies do to files."""
    for change in draft(scene, list(findings)).changes:
        for effect in change.effects:
            assert isinstance(effect, WriteFile)
            effect.path.write_bytes(effect.content)


@pytest.mark.parametrize(
    ("content", "ids"),
    [
        (b"GO111MODULE=on\r\nGOTOOLCHAIN=local\r\n", ["go-env-crlf"]),
        (b"\xef\xbb\xbfGOBIN=/opt/bin\n", ["go-env-bom"]),
        (b"\xef\xbb\xbfGOBIN=/opt/bin\r\n", ["go-env-bom", "go-env-crlf"]),
        ("GOBIN=/opt/bin\r\n".encode("utf-16"), ["go-env-utf16"]),
        (b"export GOBIN=/opt/bin\n", ["go-env-lines"]),
        (b'GOPROXY="https://goproxy.cn,direct"\n', ["go-env-lines"]),
        (b"export GOFLAGS=-foo\n GOROOT=/opt/gone\n", ["go-env-lines"]),
        (b"GO111MODULE=on \n", ["go-env-lines"]),
        (b"export GOBIN=/opt/bin\r\n", ["go-env-crlf", "go-env-lines"]),
    ],
)
def test_a_file_that_is_misread_is_one_finding_a_fault_and_is_mended(
    bench: Bench, content: bytes, ids: list[str]
) -> None:
    put(bench, ".config/go/env", content)
    found = every(bench.scene(hello=Hello(ok=False)))
    assert [finding.id for finding in found] == ids
    assert all(finding.preselected for finding in found)
    mend(bench.scene(), found)
    assert every(bench.scene()) == []


@pytest.mark.parametrize(
    "content", ["", "GOTOOLCHAIN=local\n", "# notes = mine\nGOPRIVATE=corp.example/*\n", "GOFLAGS='-ldflags=-s -w'\n"]
)
def test_a_file_that_is_well_written_is_left_alone(bench: Bench, content: str) -> None:
    put(bench, ".config/go/env", content)
    assert every(bench.scene(hello=Hello(ok=True))) == []


def test_a_key_that_is_set_twice_is_advice(bench: Bench) -> None:
    put(bench, ".config/go/env", "GOBIN=/opt/a\nGOBIN=/opt/b\n")
    found = only(bench.scene())
    assert (found.id, found.severity) == ("go-env-duplicate", Severity.ADVICE)
    mend(bench.scene(), [found])
    assert (bench.home / ".config/go/env").read_text() == "GOBIN=/opt/b\n"


def test_a_file_with_zeros_is_left_to_a_person(bench: Bench) -> None:
    put(bench, ".config/go/env", b"G\0O\0B\0I\0N\0=\0x\0\n\0")
    found = only(bench.scene())
    assert found.id == "go-env-utf16"
    assert found.remedy is not None
    assert (found.remedy.automatic, bool(found.remedy.commands)) == (False, True)


def test_a_folder_in_the_place_of_the_file_is_moved_aside(bench: Bench) -> None:
    put(bench, ".config/go/env/readme", "x")
    found = only(bench.scene())
    assert found.remedy is not None
    (effect,) = found.remedy.effects
    assert effect == Move(
        source=bench.home / ".config/go/env", destination=bench.home / ".config/go/env.gowizard-aside"
    )


@pytest.mark.skipif(os.getuid() == 0, reason="root may read everything")
def test_a_closed_file_is_opened(bench: Bench) -> None:
    put(bench, ".config/go/env", "GOBIN=/opt/bin\n").chmod(0)
    found = only(bench.scene())
    assert found.remedy is not None
    (effect,) = found.remedy.effects
    assert isinstance(effect, SetMode)
    assert effect.mode == 0o600


def test_goenv_off_hurts_where_a_file_is_ignored_only(bench: Bench) -> None:
    put(bench, ".bashrc", "export GOENV=off\n")
    assert only(bench.scene(GOENV="off")).severity is Severity.ADVICE
    put(bench, ".config/go/env", "GOBIN=/opt/bin\n")
    found = only(bench.scene(GOENV="off"))
    assert (found.id, found.severity, found.preselected) == ("goenv-off", Severity.HURTS, True)


def go(bench: Bench, version: str) -> FoundGo:
    binary = bench.home / "bin/go"
    return FoundGo(
        binary=binary, root=None, version=version, arch="amd64", owner="archive", path_index=0, complete=True
    )


@pytest.mark.parametrize(
    ("toolchain", "minimum", "found"),
    [("local", "1.28", True), ("local", "1.27", False), ("auto", "1.28", False), ("", "1.28", False)],
)
def test_a_project_that_wants_a_newer_go_and_a_go_that_may_not_fetch_it(
    bench: Bench, toolchain: str, minimum: str, found: bool
) -> None:
    path = put(bench, "app/go.mod", f"module app\n\ngo {minimum}\n")
    if toolchain:
        put(bench, ".config/go/env", f"GOTOOLCHAIN={toolchain}\n")
    scene = bench.scene()
    scene.host = replace(scene.host, project=ProjectFile(path=path, kind="go.mod", minimum=minimum))
    scene.once("go", lambda: go(bench, "go1.27.3"))
    ids = [finding.id for finding in every(scene)]
    assert ids == (["toolchain-local"] if found else [])
    if found:
        mend(scene, every(scene))
        assert (bench.home / ".config/go/env").read_bytes() == b""


def test_a_stray_go_mod_is_moved_and_a_project_is_not(bench: Bench) -> None:
    put(bench, "go/go.mod", "module stray\n")
    found = only(bench.scene())
    assert (found.id, found.entry, found.preselected) == ("go-mod-in-gopath", (23,), True)
    put(bench, "go/main.go", "package main\n")
    found = only(bench.scene())
    assert found.remedy is not None
    assert (found.preselected, found.remedy.commands[0].startswith("mv -n ")) == (False, True)


def test_a_go_mod_in_the_home_takes_in_everything_below(bench: Bench) -> None:
    put(bench, "go.mod", "module stray\n\ngo 1.27\n")
    found = only(bench.scene())
    assert (found.id, found.about, found.likelihood) == ("project-in-home", "go.mod", Likelihood.LIKELY)


def test_a_workspace_in_the_home_that_is_in_use_is_left_to_a_person(bench: Bench) -> None:
    put(bench, "go.work", "go 1.27\n\nuse (\n\t./app\n)\n")
    assert only(bench.scene()).preselected
    put(bench, "app/go.mod", "module app\n")
    assert only(bench.scene()).severity is Severity.ADVICE


def test_a_project_of_its_own_folder_is_no_fault(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    put(bench, "app/go.mod", "module app // 1.x\n\ngo 1.27.3 // the newest\n\ntoolchain go1.27.3\n")
    monkeypatch.chdir(bench.home / "app")
    assert every(bench.scene(GOWORK="off")) == []


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ("module app\n\ngo 1.x\n", 3),
        ("module app\ngo 1.27\ntoolchain 1.30.0\n", 3),
        ("\ufeffmodule app\n\ngo 1.27\n", 1),
    ],
)
def test_a_line_of_a_project_that_no_go_understands(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, content: str, line: int
) -> None:
    path = put(bench, "app/go.mod", content)
    (bench.home / "app/deep").mkdir()
    monkeypatch.chdir(bench.home / "app/deep")
    found = only(bench.scene())
    assert (found.id, found.evidence[0].where) == ("project-file-malformed", f"{path}:{line}")
    assert found.remedy is not None
    assert not found.remedy.automatic


def test_gowork_has_to_be_there(bench: Bench) -> None:
    work = put(bench, "w/go.work", "go 1.27\n")
    assert every(bench.scene(GOWORK=str(work))) == []
    assert only(bench.scene(GOWORK="/gone/go.work")).severity is Severity.BLOCKS
    assert every(bench.scene(GOWORK="/gone/go.work", hello=Hello(ok=True))) == []


def test_a_compiler_has_to_be_there(bench: Bench) -> None:
    tool = put(bench, "my tools/gcc", "#!/bin/sh\n")
    tool.chmod(0o755)
    assert every(bench.scene(CC=f"'{tool}' -m64")) == []
    put(bench, ".config/go/env", f"CC={tool}\nCXX=/gone/g++\n")
    by_key = {finding.about: finding for finding in every(bench.scene())}
    assert by_key.keys() == {"CC", "CXX"}
    mend(bench.scene(), by_key.values())
    assert (bench.home / ".config/go/env").read_text() == f"CC='{tool}'\n"


def test_flags_that_the_compiler_refuses(bench: Bench) -> None:
    programs = Path("/usr/bin")
    if not (programs / "gcc").exists():
        pytest.skip("no gcc here")
    good = {"CGO_CFLAGS": "-O2 -g '-DNAME=a b'", "CGO_LDFLAGS": "-lm"}
    assert every(bench.scene(programs, **good)) == []
    found = only(bench.scene(programs, CGO_CFLAGS="-bogusflag"))
    assert "-bogusflag" in found.affects
    assert only(bench.scene(programs, CGO_LDFLAGS="-lnosuch")).id == "compiler-flags"
    assert every(bench.scene(CGO_CFLAGS="-bogusflag")) == []  # no compiler here that could refuse


def test_certificates(bench: Bench) -> None:
    bundle = put(bench, "bundle.pem", "-----BEGIN CERTIFICATE-----\n")
    assert every(bench.scene(SSL_CERT_FILE=str(bundle))) == []
    assert only(bench.scene(SSL_CERT_FILE="/gone/bundle.pem")).id == "certificates-gone"
    bundle.write_text("no such thing\n")
    assert only(bench.scene(SSL_CERT_FILE=str(bundle))).id == "certificates-gone"
    assert only(bench.scene(SSL_CERT_DIR="/gone")).id == "certificates-gone"
    # Go takes both: a bundle makes up for a folder that is gone
    bundle.write_text("-----BEGIN CERTIFICATE-----\n")
    assert every(bench.scene(SSL_CERT_FILE=str(bundle), SSL_CERT_DIR="/gone")) == []


@pytest.mark.parametrize(("version", "found"), [("go1.26.6", False), ("go1.27.0", True)])
def test_certificates_of_a_mac_are_left_out_since_go_1_27(bench: Bench, version: str, found: bool) -> None:
    bundle = put(bench, "bundle.pem", "-----BEGIN CERTIFICATE-----\n")
    scene = bench.scene(SSL_CERT_FILE=str(bundle))
    scene.host = replace(scene.host, system=replace(scene.host.system, os="darwin"))
    scene.once("go", lambda: go(bench, version))
    ids = [finding.id for check in certificates.CHECKS for finding in check.look(scene)]
    assert ids == (["certificates-elsewhere"] if found else [])
