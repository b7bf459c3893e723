"""Headers and build information of programs that are never run."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from gowizard.host import binary_arch, build_version
from gowizard.host.buildinfo import version_name
from gowizard.host.headers import arch_of, elf_interpreter
from tests.support import real_go
from tests.support.fake_machine import elf, mach, pe


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        *[
            (elf(arch), ("linux", arch))
            for arch in ("386", "amd64", "arm", "arm64", "s390x", "riscv64", "loong64")
        ],
        (elf("amd64", os_name="freebsd"), ("freebsd", "amd64")),
        (elf("arm64", os_name="openbsd"), ("openbsd", "arm64")),
        (mach("amd64"), ("darwin", "amd64")),
        (mach("arm64"), ("darwin", "arm64")),
        (mach("universal"), ("darwin", "arm64")),
        (pe("386"), ("windows", "386")),
        (pe("amd64"), ("windows", "amd64")),
        (pe("arm64"), ("windows", "arm64")),
        (b"\xca\xfe\xba\xbe\x00\x00\x00\x41" + bytes(64), None),  # a Java class
        (b"#!/bin/sh\n", None),
        (b"<html>", None),
        (b"", None),
        (b"\x7fELF\x02\x01", None),
        (b"MZ", None),
        (b"MZ" + bytes(58) + struct.pack("<I", 2**31), None),
    ],
)
def test_header_names_system_and_processor(
    tmp_path: Path, head: bytes, expected: tuple[str, str] | None
) -> None:
    file = tmp_path / "program"
    file.write_bytes(head)
    assert binary_arch(file) == expected


@pytest.mark.parametrize("length", range(64))
def test_torn_headers_never_raise(length: int) -> None:
    for whole in (elf("amd64"), mach("universal"), pe("amd64")):
        arch_of(whole[:length])


def test_interpreter(tmp_path: Path) -> None:
    for arch, loader in (("amd64", "/lib/ld-musl-x86_64.so.1"), ("arm", "/lib/ld-linux-armhf.so.3")):
        (tmp_path / arch).write_bytes(elf(arch, interpreter=loader))
        assert elf_interpreter(tmp_path / arch) == loader
    (tmp_path / "static").write_bytes(elf("amd64"))
    assert elf_interpreter(tmp_path / "static") == ""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("go1.22.10", "go1.22.10"),
        ("go1.27.3\ntime 2026-10-01", "go1.27.3"),
        ("go1.21", "go1.21"),
        ("go1.28rc1", "go1.28rc1"),
        ("go1.27.3 X:nodwarf5", "go1.27.3"),
        ("devel go1.28-abcdef", ""),
        ("go1.99999999", ""),
        ("\x1b[31mgo1.22", ""),
        ("go2", ""),
    ],
)
def test_version_name(text: str, expected: str) -> None:
    assert version_name(text) == expected


@pytest.mark.parametrize("content", [b"", b"\x7fELF", elf("amd64"), mach("arm64"), pe("amd64"), b"x" * 5000])
def test_no_build_information(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "go").write_bytes(content)
    assert build_version(tmp_path / "go") == ""


@pytest.mark.parametrize("damage", range(0, 64, 5))
def test_damaged_elf_has_no_version_and_raises_nothing(tmp_path: Path, damage: int) -> None:
    content = bytearray(elf("amd64"))
    content[damage] = 0xFF
    (tmp_path / "go").write_bytes(content + bytes(4096))
    assert build_version(tmp_path / "go") == ""


@pytest.mark.slow
@pytest.mark.parametrize("version", ["1.27.3", "1.26.6"])
def test_real_go_tells_its_version(version: str) -> None:
    assert build_version(real_go.tree(version) / "bin" / "go") == f"go{version}"
    assert build_version(real_go.tree(version) / "pkg" / "tool" / "linux_amd64" / "compile") == f"go{version}"


@pytest.mark.slow
def test_real_go_for_other_systems_tells_its_version(tmp_path: Path) -> None:
    import subprocess

    go = real_go.tree("1.27.3") / "bin" / "go"
    (tmp_path / "hello.go").write_text("package main\nfunc main() {}\n")
    for os_name, arch in (("darwin", "arm64"), ("windows", "amd64"), ("linux", "arm")):
        out = tmp_path / f"hello-{os_name}-{arch}"
        settings = {
            "PATH": "/usr/bin:/bin", "HOME": str(tmp_path), "GOCACHE": str(real_go.CACHE / "go-build"),
            "GOOS": os_name, "GOARCH": arch, "CGO_ENABLED": "0", "GOTOOLCHAIN": "local", "GOFLAGS": "",
            "GOENV": "off",
        }  # fmt: skip
        subprocess.run(
            [go, "build", "-o", out, "hello.go"], cwd=tmp_path, env=settings, check=True, timeout=300
        )
        assert binary_arch(out) == (os_name, arch)
        assert build_version(out) == "go1.27.3"
