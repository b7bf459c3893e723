"""What depends on the machine: its processor, its age, its loader, its /proc."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from gowizard.doctor.checks import programs, trees, versions
from gowizard.doctor.hello import Hello
from gowizard.doctor.integrity import program_ailment
from gowizard.doctor.model import Severity
from gowizard.doctor.scene import Scene
from gowizard.host import Machine, detect
from tests.doctor.bench import Bench
from tests.doctor.small_tree import small_tree
from tests.support.other_systems import pi

WORKS = Hello(ok=True)


def _on(scene: Scene, **facts: object) -> Scene:
    """The same scene on another system."""
    scene.host = replace(scene.host, system=replace(scene.host.system, **facts))  # type: ignore[arg-type]
    return scene


def test_an_intel_go_on_apple_silicon_hurts_and_is_left_to_its_user(bench: Bench) -> None:
    root = small_tree(bench.home / "sdk" / "go1.27.3")
    mine = bench.scene().host.system.arch
    other = "arm64" if mine == "amd64" else "amd64"
    (found,) = trees.look(_on(bench.scene(root / "bin", hello=WORKS), os="darwin", arch=other))
    assert (found.id, found.entry, found.severity) == ("tree-other-arch", (25,), Severity.HURTS)
    assert found.remedy is not None
    assert found.remedy.reinstall is not None
    assert not found.preselected
    (advice,) = trees.look(_on(bench.scene(root / "bin", hello=WORKS), arch=other))
    assert advice.severity is Severity.ADVICE


def test_a_system_that_is_too_old_is_advice_where_go_works(bench: Bench) -> None:
    root = small_tree(bench.home / "sdk" / "go1.27.3")
    failed = Hello(ok=False, output="fatal error: bad system call")
    (found,) = versions.look_at_system(_on(bench.scene(root / "bin", hello=failed), os="linux", release="2.6.32"))
    assert (found.id, found.entry) == ("system-too-old", (84,))
    assert "3.2" in found.evidence[0].what
    assert found.remedy is not None
    assert found.remedy.commands[0] == "gowizard install 1.23"
    (advice,) = versions.look_at_system(_on(bench.scene(root / "bin", hello=WORKS), release="2.6.32"))
    assert advice.severity is Severity.ADVICE
    assert list(versions.look_at_system(bench.scene(root / "bin", hello=failed))) == []


@pytest.mark.parametrize(
    ("facts", "command", "words"),
    [
        ({"arch": "riscv64", "lacking": frozenset({"rva20u64"})}, "gowizard install 1.22", "RVA20U64"),
        ({"arch": "386", "lacking": frozenset({"sse2"})}, "gowizard install 1.15", "SSE2"),
        ({"arch": "arm", "lacking": frozenset({"armv6"})}, "", "ARMv6"),
        ({"arch": "loong64", "release": "4.19.190"}, "", "Linux 5.19"),
    ],
)
def test_a_processor_that_is_too_old(bench: Bench, facts: dict[str, object], command: str, words: str) -> None:
    root = small_tree(bench.home / "sdk" / "go1.27.3")
    failed = Hello(ok=False, output="signal: illegal instruction")
    (found,) = versions.look_at_system(_on(bench.scene(root / "bin", hello=failed), **facts))
    assert (found.id, found.severity) == ("system-too-old", Severity.BLOCKS) and words in found.evidence[0].what
    assert ("processor" in found.title) is ("lacking" in facts)
    assert found.remedy is not None and found.remedy.commands[:1] == ((command,) if command else ())
    assert found.remedy.reason
    if not command:  # a vendor's own Go that works is right as it is
        assert list(versions.look_at_system(_on(bench.scene(root / "bin", hello=WORKS), **facts))) == []


def test_a_go_of_the_kernels_processor_in_a_32_bit_system(tmp_path: Path) -> None:
    """A Raspberry Pi of 32 bits on a 64-bit kernel runs both; the archive for its programs is the 32-bit one."""
    for userland, arch, problem in (("arm", "arm64", ""), ("arm64", "arm", ""), ("arm", "amd64", "wrong architecture")):
        made = pi("aarch64", userland)(tmp_path / f"{userland}-{arch}")
        made.tree("/usr/local/go", "go1.27.3", arch)
        assert [(go.arch, go.problem) for go in detect(made.build()).gos] == [(arch, problem)]


def test_emulation_is_advice(bench: Bench) -> None:
    root = small_tree(bench.home / "sdk" / "go1.27.3")
    (found,) = programs.look_at_processor(_on(bench.scene(root / "bin", hello=WORKS), emulated=True))
    assert (found.id, found.entry, found.severity) == ("emulated", (96,), Severity.ADVICE)
    assert list(programs.look_at_processor(bench.scene(root / "bin", hello=WORKS))) == []


def test_a_go_for_newer_processors(bench: Bench) -> None:
    root = small_tree(bench.home / "sdk" / "go1.27.3")
    said = Hello(ok=False, output="This program can only be run on AMD64 processors with v3 microarchitecture support.")
    (found,) = programs.look_at_processor(bench.scene(root / "bin", hello=said))
    assert (found.id, found.severity) == ("processor-too-old", Severity.BLOCKS)
    assert list(programs.look_at_processor(bench.scene(root / "bin", hello=said, GOAMD64="v3"))) == []


def test_no_proc(bench: Bench, tmp_path: Path) -> None:
    root = small_tree(bench.home / "sdk" / "go1.27.3")
    scene = bench.scene(root / "bin", hello=Hello(ok=False, output="'go' binary is trimmed"))
    assert list(programs.look_for_proc(scene)) == []
    assert scene.go is not None
    scene.machine = replace(scene.machine, root=tmp_path / "chroot")
    (found,) = programs.look_for_proc(scene)
    assert found.id == "no-proc"
    assert found.remedy is not None
    assert "mount -t proc proc /proc" in found.remedy.commands[0]
    assert str(root) in found.remedy.alternative


def test_a_program_whose_loader_is_not_here(tmp_path: Path) -> None:
    """A dynamic program of musl's on a system of glibc's; both loaders' names are as long."""
    content = Path("/bin/true").resolve().read_bytes()
    machine = Machine.real()
    file = tmp_path / "go"
    file.write_bytes(content)
    file.chmod(0o755)
    assert program_ailment(machine, file) is None
    old = next(name for name in (b"/lib64/ld-linux-x86-64.so.2", b"/lib/ld-linux-aarch64.so.1") if name in content)
    file.write_bytes(content.replace(old, old.replace(b"linux", b"muslx")))
    found = program_ailment(machine, file)
    assert found is not None
    assert (found.kind, "muslx" in found.detail) == ("no-loader", True)


def test_programs_are_judged_by_what_they_hold_before_their_mode(tmp_path: Path) -> None:
    file = tmp_path / "go"
    machine = Machine.real()
    for content, kind in (
        (b"", "empty"),
        (b"<!doctype html><title>x</title>", "web-page"),
        (b"\x1f\x8b\x08\x00 an archive", "no-program"),
        (b"\x7fELF\2\1\1\0", "no-program"),
    ):
        file.write_bytes(content)
        found = program_ailment(machine, file)
        assert found is not None
        assert found.kind == kind
    file.write_bytes(b"exec /opt/go/bin/go \"$@\"\n")  # a shell runs this
    file.chmod(0o755)
    assert program_ailment(machine, file) is None
