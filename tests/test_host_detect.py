"""All facts together, on built machines and on the real one."""

from __future__ import annotations

import os
import platform
import subprocess
import sys
from pathlib import Path

import pytest

from gowizard.host import Machine, detect, refuse_foreign_home
from tests.support.fake_machine import debian
from tests.support.own_time import OwnTime


def test_a_fresh_debian(tmp_path: Path) -> None:
    host = detect(debian(tmp_path).build())
    assert (host.system.os, host.shell, host.gos, host.project) == ("linux", "bash", (), None)
    assert host.go_env_file == tmp_path / "home/ann/.config/go/env"
    assert host.path == (tmp_path / "usr/bin", tmp_path / "bin")
    assert [shell.name for shell in host.shells] == ["bash", "sh", "dash"]


@pytest.fixture
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME", "SUDO_UID", "GOENV"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_real_machine(own_home: Path) -> None:
    host = detect()
    assert host.system.os == sys.platform
    names = {"x86_64": "amd64", "aarch64": "arm64", "arm64": "arm64"}
    assert host.system.process_arch == names.get(platform.machine(), host.system.process_arch)
    assert host.system.arch == host.system.process_arch and not host.system.emulated
    assert platform.release().startswith(host.system.release) and host.system.release
    assert host.user.uid == os.geteuid() and host.user.home == own_home
    assert host.shell_named("sh") is not None
    assert host.dirs.config == own_home / ".config/gowizard"
    assert host.cwd == own_home and host.environment == dict(os.environ)
    refuse_foreign_home(host, system=False)


@pytest.mark.skipif(sys.platform != "linux", reason="glibc and musl are Linux's")
def test_the_real_libc(own_home: Path) -> None:
    library, version = platform.libc_ver()
    if library == "glibc":
        assert detect().system.libc == f"glibc {version}"


def test_it_is_quick_starts_nothing_and_writes_nothing(
    own_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def forbidden(*_: object, **__: object) -> None:
        raise AssertionError("a process was started")

    for owner, name in ((os, "fork"), (os, "posix_spawn"), (os, "system"), (subprocess, "Popen")):
        monkeypatch.setattr(owner, name, forbidden)
    detect()  # imports and caches
    best = min(_seconds(detect) for _ in range(3))
    assert best < 0.1
    assert list(own_home.iterdir()) == []


def _seconds(function: object) -> float:
    watch = OwnTime()
    function()  # type: ignore[operator]
    return watch.seconds


def test_a_deleted_working_folder_is_no_end(own_home: Path, tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    os.chdir(gone)
    gone.rmdir()
    try:
        assert detect().project is None
    finally:
        os.chdir(tmp_path)


def test_facts_come_without_what_asks_for_them() -> None:
    code = (
        "import sys, gowizard.host.facts;"
        "print(*sorted(n for n in sys.modules if n.startswith('gowizard.host.') or n == 'platformdirs'))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.split() == ["gowizard.host.facts"]


def test_every_public_name_is_there() -> None:
    import gowizard.host as host

    assert all(getattr(host, name) is not None for name in host.__all__)
    with pytest.raises(AttributeError):
        host.nonsense  # noqa: B018


def test_machine_with_an_ordinary_root_names_paths_as_they_are() -> None:
    machine = Machine(environment={}, cwd=Path("/"))
    assert machine.system("/etc/shells") == machine.logical(Path("/etc/shells")) == Path("/etc/shells")
