"""Tools, limits, single systems, pasted messages, the last word."""

from __future__ import annotations

import resource
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from gowizard.doctor.checks import first_program, limits, message_only, systems, tools
from gowizard.doctor.hello import Hello
from gowizard.doctor.model import Severity
from gowizard.doctor.packages import install_command
from gowizard.doctor.scene import Scene
from gowizard.host import Machine
from tests.doctor.bench import Bench
from tests.doctor.small_tree import small_tree
from tests.support.fake_machine import debian


def _settings(bench: Bench, text: str) -> None:
    path = bench.home / ".config" / "go" / "env"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def _system(scene: Scene, **facts: object) -> Scene:
    scene.host = replace(scene.host, system=replace(scene.host.system, **facts))  # type: ignore[arg-type]
    return scene


def test_no_git_and_no_compiler_are_no_fault(bench: Bench) -> None:
    assert list(tools.look(bench.scene())) == []


def test_cgo_that_is_wanted_needs_a_compiler(bench: Bench) -> None:
    _settings(bench, "CGO_ENABLED=1\n")
    (found,) = tools.look(bench.scene())
    assert (found.id, found.entry, found.severity) == ("no-c-compiler", (18,), Severity.HURTS)
    assert found.preselected
    assert found.remedy is not None
    assert [edit.edit(b"CGO_ENABLED=1\n") for edit in found.remedy.edits] == [b""]
    (bench.home / "gcc").write_text("#!/bin/sh\n")
    (bench.home / "gcc").chmod(0o755)
    assert list(tools.look(bench.scene(bench.home))) == []


@pytest.mark.parametrize("settings", ["GOPRIVATE=git.example.com/team\n", "GOPROXY=direct\n"])
def test_git_is_missed_where_modules_come_through_it(bench: Bench, settings: str) -> None:
    _settings(bench, settings)
    (found,) = tools.look(bench.scene())
    assert (found.id, found.entry) == ("no-git", (63,))
    assert found.remedy is not None
    assert not found.remedy.automatic


@pytest.mark.parametrize(
    ("program", "command"),
    [("/usr/bin/apt-get", "apt-get install gcc libc6-dev"), ("/sbin/apk", "apk add build-base"), ("", "")],
)
def test_packages_come_from_the_manager_that_is_here(bench: Bench, tmp_path: Path, program: str, command: str) -> None:
    fake = debian(tmp_path / "root")
    if program:
        fake.file(program, "", 0o755)
    scene = bench.scene()
    scene.machine = fake.build()
    scene.host = replace(scene.host, user=replace(scene.host.user, uid=1000))
    assert install_command(scene, "gcc") == (f"sudo {command}" if command else "")


def test_an_own_repository_is_trusted(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    git = shutil.which("git", path="/usr/bin:/bin:/usr/local/bin")
    if git is None:
        pytest.skip("needs git")
    (bench.home / ".git").mkdir()
    (bench.home / "go.mod").write_text("module m\n")
    assert list(tools.look(bench.scene(Path(git).parent))) == []


@pytest.mark.parametrize("line", ["ulimit -n 16", "ulimit -Sn 16", "  ulimit -S -u 20 # why", "ulimit 100"])
def test_a_low_limit_in_a_startup_file_is_taken_out(bench: Bench, line: str) -> None:
    path = bench.home / ".bashrc"
    path.write_text(f"a=1\n{line}\nb=2\n")
    (found,) = limits.look(bench.scene())
    assert (found.id, found.entry, found.evidence[0].where) == ("low-limit", (92,), f"{path}:2")
    assert found.remedy is not None
    (edit,) = found.remedy.edits
    after = edit.edit(path.read_bytes())
    assert after == f"a=1\n: # gowizard: disabled: {line}\nb=2\n".encode()
    assert edit.edit(after) == after


@pytest.mark.parametrize("line", ["ulimit -n 4096", "ulimit -c 0", "ulimit -n unlimited", "# ulimit -n 16"])
def test_usual_limits_are_no_fault(bench: Bench, line: str) -> None:
    (bench.home / ".bashrc").write_text(f"{line}\n")
    assert list(limits.look(bench.scene())) == []


def test_a_limit_of_the_session_gets_a_command(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    real = resource.getrlimit
    monkeypatch.setattr(
        resource, "getrlimit", lambda kind: (16, 4096) if kind == resource.RLIMIT_NOFILE else real(kind)
    )
    (found,) = limits.look(bench.scene())
    assert found.key == "low-limit:RLIMIT_NOFILE"
    assert found.remedy is not None
    assert found.remedy.commands == ("ulimit -n 4096",)


def test_an_old_container_and_little_memory(bench: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake = debian(tmp_path / "root")
    fake.file("/proc/self/status", "Name:\tpython\nSeccomp:\t2\n")
    fake.file("/proc/meminfo", "MemTotal:       16000000 kB\n")
    fake.file("/sys/fs/cgroup/memory.max", "268435456\n")
    monkeypatch.setattr(limits, "_errno_of_no_call", lambda: 1)
    scene = _system(bench.scene(), container="docker")
    scene.machine = fake.build()
    seccomp, memory = limits.look_at_container(scene)
    assert (seccomp.id, seccomp.entry, seccomp.severity) == ("old-seccomp", (85,), Severity.HURTS)
    assert (memory.id, memory.severity) == ("little-memory", Severity.ADVICE)
    monkeypatch.setattr(limits, "_errno_of_no_call", lambda: 38)
    fake.file("/sys/fs/cgroup/memory.max", "max\n")
    assert list(limits.look_at_container(scene)) == []


def test_this_machine_is_no_old_container(bench: Bench) -> None:
    assert not limits.refuses_calls(bench.scene())


def test_a_cache_that_cannot_be_locked_hurts(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    (bench.home / ".cache" / "go-build").mkdir(parents=True)
    assert list(systems.look_at_locks(bench.scene())) == []
    monkeypatch.setattr(systems, "lock_problem", lambda folder: "No locks available")
    monkeypatch.setattr(systems, "file_system_type", lambda machine, path: "nfs4")
    (found,) = systems.look_at_locks(bench.scene())
    assert (found.key, found.entry) == ("no-locks:GOCACHE", (93,))
    assert found.evidence[0].what == "nfs4: No locks available"


def test_linux_go_in_termux(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    root = small_tree(bench.home / "sdk" / "go1.27.3")
    assert list(systems.look_at_termux(bench.scene(root / "bin"))) == []
    monkeypatch.setenv("TERMUX_VERSION", "0.118")
    failed = Hello(ok=False, output="SIGSYS: bad system call")
    (found,) = systems.look_at_termux(bench.scene(root / "bin", hello=failed))
    assert (found.entry, found.severity) == ((86,), Severity.HURTS)


def test_selinux_is_suspected_where_it_enforces_and_go_is_refused(bench: Bench, tmp_path: Path) -> None:
    root = small_tree(bench.home / "sdk" / "go1.27.3")
    scene = bench.scene(root / "bin", hello=Hello(ok=False, output="fork/exec compile: permission denied"))
    fake = debian(tmp_path / "root")
    scene.machine = replace(Machine.real(), root=fake.root)
    assert list(systems.look_at_policy(scene)) == []
    fake.file("/sys/fs/selinux/enforce", "1")
    (found,) = systems.look_at_policy(scene)
    assert (found.id, found.entry) == ("selinux", (100,))
    assert not found.preselected


def test_a_tree_that_runs_is_not_called_noexec(bench: Bench) -> None:
    root = small_tree(bench.home / "sdk" / "go1.27.3")
    assert list(systems.look_at_noexec(bench.scene(root / "bin"))) == []


@pytest.mark.parametrize(
    ("message", "id"),
    [
        ("go: go.mod file not found in current directory or any parent directory; see 'go help modules'", "no-project"),
        ("go: download go1.30.0: golang.org/toolchain@v0.0.1-go1.30.0.linux-amd64: Get ...", "toolchain-download"),
        ("rm: cannot remove '/h/go/pkg/mod/a.b/c@v1.0.0/go.mod': Permission denied", "module-cache-readonly"),
        ("verifying a.b/c@v1.0.0: checksum mismatch", "checksum-mismatch"),
        ("invalid character '<' looking for beginning of value", "answer-is-a-page"),
    ],
)
def test_a_message_is_told_in_words(bench: Bench, message: str, id: str) -> None:
    scene = bench.scene()
    assert list(message_only.look(scene)) == []
    scene.message = f"first line\n{message}\n"
    (found,) = message_only.look(scene)
    assert found.id == id
    assert found.evidence[0].what == message
    assert found.remedy is not None
    assert not found.remedy.automatic


def test_the_last_word_is_a_symptom_and_holds_gos_own_message(bench: Bench) -> None:
    root = small_tree(bench.home / "sdk" / "go1.27.3")
    assert list(first_program.look(bench.scene(root / "bin", hello=Hello(ok=True)))) == []
    failed = Hello(ok=False, output="# runtime\nerror reading module index: corrupt index")
    (found,) = first_program.look(bench.scene(root / "bin", hello=failed))
    assert found.symptom
    assert 48 in found.entry
    assert found.evidence[-1].what.endswith("corrupt index")
