"""The START scripts as text: shells understand them, cmd's labels are there, and only what the kit has is offered."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import time
from pathlib import Path

import pytest

from gowizard.kit import start
from gowizard.kit.starts import LINUX, MACOS, README, WINDOWS, start_files
from gowizard.kit.systems import _MADE
from gowizard.releases.needs import LAST
from tests.support import real_go

ALL = start_files("0.1.0", "go1.27.3", ("linux/amd64", "windows/amd64", "darwin/arm64"))


def test_each_system_of_the_kit_has_its_start() -> None:
    assert set(ALL) == {LINUX, MACOS, WINDOWS, README}
    assert set(start_files("0.1.0", "go1.27.3", ("windows/arm64",))) == {WINDOWS, README}
    assert set(start_files("0.1.0", "go1.27.3", ("freebsd/amd64",))) == {LINUX, README}


@pytest.mark.parametrize("shell", ["dash", "bash", "zsh", "ksh", "busybox"])
@pytest.mark.parametrize("name", [LINUX, MACOS])
def test_shells_understand_it(shell: str, name: str, tmp_path: Path) -> None:
    found = shutil.which(shell)
    if found is None:
        pytest.skip(f"{shell} is not here")
    (tmp_path / name).write_bytes(ALL[name])
    command = [found, *(["sh"] if shell == "busybox" else []), "-n", str(tmp_path / name)]
    assert subprocess.run(command, capture_output=True, text=True).stderr == ""
    alone = subprocess.run([*command[:-2], str(tmp_path / name)], capture_output=True, text=True)
    assert alone.returncode == 1 and "this kit is not whole" in alone.stderr


def test_a_cdpath_leads_it_to_no_other_folder(tmp_path: Path) -> None:
    for folder in (tmp_path / "here" / "kit", tmp_path / "other" / "kit"):
        folder.mkdir(parents=True)
    own = tmp_path / "here" / "kit"
    (own / LINUX).write_bytes(ALL[LINUX])
    (own / "gowizard-kit.json").write_bytes(b"{}")
    (own / "SHA256SUMS").write_bytes(b"")
    environment = {"PATH": "/usr/bin:/bin", "CDPATH": str(tmp_path / "other"), "HOME": str(tmp_path)}
    done = subprocess.run(
        ["sh", f"kit/{LINUX}"], cwd=own.parent, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1 and "gowizard-kit.json is damaged" in done.stderr, done.stderr


def test_the_copies_of_killed_starts_are_removed_and_no_others(tmp_path: Path) -> None:
    kit, cache, tools = tmp_path / "kit", tmp_path / "cache" / "gowizard" / "kit", tmp_path / "tools"
    for folder in (kit / "gowizard", cache, tools):
        folder.mkdir(parents=True)
    program = kit / "gowizard" / "gowizard-linux-x86_64"
    files = {kit / LINUX: ALL[LINUX], kit / "gowizard-kit.json": b"{}", program: b"#!/bin/sh\necho ran\n"}
    for path, content in files.items():
        path.write_bytes(content)
    names = [path for path in files if path.name != LINUX]
    lines = [f"{hashlib.sha256(files[path]).hexdigest()}  {path.relative_to(kit).as_posix()}\n" for path in names]
    (kit / "SHA256SUMS").write_text("".join(lines))
    (tools / "uname").write_text('#!/bin/sh\n[ "$1" = -s ] && echo Linux || echo x86_64\n')
    (tools / "uname").chmod(0o755)
    left, running = cache / f"{program.name}.4194999", cache / f"{program.name}.{os.getpid()}"
    for path in (left, running, cache / "mine.4194999"):
        path.touch()
    environment = {"PATH": f"{tools}:/usr/bin:/bin", "HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path / "cache")}
    done = subprocess.run(["sh", kit / LINUX], env=environment, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, "ran\n"), done.stderr
    assert sorted(path.name for path in cache.iterdir()) == sorted([program.name, running.name, "mine.4194999"])


def test_half_unpacked_folders_are_removed_when_nobody_writes_them_any_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ours by name and owner, and an hour old; what lies behind a link in its place is never touched."""
    place, other = tmp_path / "kit", tmp_path / "other"
    names = {"old": "0123456789abcdef.abcd1234", "new": "0123456789abcdef.abcd_234", "whole": "0123456789abcdef",
             "growing": "1123456789abcdef.abcd1234", "mine": "notes.abcd1234", "link": "fedcba9876543210.abcd1234"}
    (other / "gowizard").mkdir(parents=True)
    for kind, name in names.items():
        if kind != "link":
            (place / name / "gowizard").mkdir(parents=True)
    (place / names["link"]).symlink_to(other)
    before = time.time() - 2 * 3600
    for folder in (other, *(place / names[kind] for kind in ("old", "whole", "growing", "mine"))):
        os.utime(folder / "gowizard", (before, before))
        os.utime(folder, (before, before))
    (place / names["growing"] / "gowizard" / "x").touch()
    monkeypatch.setattr(os, "getuid", lambda: place.stat().st_uid + 1)
    start.sweep(place)
    assert len(list(place.iterdir())) == len(names)
    monkeypatch.undo()
    start.sweep(place)
    start.sweep(tmp_path / "none")
    assert {path.name for path in place.iterdir()} == set(names.values()) - {names["old"]}
    assert (other / "gowizard").is_dir()


@pytest.mark.slow
def test_the_systems_are_those_that_real_gos_build_for() -> None:
    """All but those without an archive on go.dev/dl; what newer releases dropped is known with its last one."""
    told: set[str] = set()
    for version in ("1.26.6", "1.27.3"):
        go = real_go.tree(version) / "bin" / "go"
        environment = {"PATH": "/usr/bin:/bin", "HOME": "/nonexistent", "GOCACHE": str(real_go.CACHE / "go-build"),
                       "GOTOOLCHAIN": "local", "GOENV": "off", "GOFLAGS": ""}  # fmt: skip
        done = subprocess.run([go, "tool", "dist", "list"], env=environment, check=True, capture_output=True, text=True)
        told |= set(done.stdout.split())
    ours = {f"{name}/{arch}" for name, arches in _MADE.items() for arch in arches.split()}
    assert {name.partition("/")[0] for name in told - ours} == {"android", "ios", "js", "wasip1"}
    assert ours - told == {"/".join(pair) for pair in LAST} - {"darwin/386"}


@pytest.mark.skipif(not shutil.which("shellcheck"), reason="shellcheck is not here")
def test_shellcheck_is_content(tmp_path: Path) -> None:
    (tmp_path / LINUX).write_bytes(ALL[LINUX])
    assert subprocess.run(["shellcheck", tmp_path / LINUX], capture_output=True, text=True).stdout == ""


def test_cmd_finds_every_label_and_reads_every_byte() -> None:
    """Dry: tests/test_e2e_kit.py and tests/test_windows_lane.py run it in Wine's cmd."""
    text = ALL[WINDOWS].decode("ascii")
    assert text.count("\r\n") == text.count("\n")
    code = "\n".join(line for line in text.splitlines() if not line.startswith("rem "))
    labels = set(re.findall(r"^:(\w+)", code, re.MULTILINE))
    used = set(re.findall(r"goto (\w+)|call :(\w+)", code))
    assert {a or b for a, b in used} == labels
    assert "!" not in code and "setlocal DisableDelayedExpansion" in code  # a folder's name may hold one
    first_program = re.search(r"call :same|certutil|python", code)
    assert first_program is not None  # cmd would look for it in the current folder first
    assert code.index('set "NoDefaultCurrentDirectoryInExePath=1"') < first_program.start()


def test_the_readme_speaks_both_languages() -> None:
    text = ALL[README].decode("utf-8-sig")
    assert "sh START-Linux.sh" in text and "老师" in text and "linux/amd64, windows/amd64, darwin/arm64" in text


@pytest.mark.parametrize(("told", "name"), [("win-amd64", "amd64"), ("win-arm64", "arm64"), ("win32", "386")])
def test_on_windows_the_python_tells_the_architecture(told: str, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(sysconfig, "get_platform", lambda: told)
    assert start.system() == f"windows/{name}"


def test_on_windows_only_a_python_that_the_wheels_fit_is_taken() -> None:
    probe = re.compile(r'%1 -c "(import struct, sys; .*)" >nul')
    for systems, bits in ((("windows/amd64",), 64), (("windows/386",), 32)):
        found = probe.search(start_files("0.1.0", "go1.27.3", systems)[WINDOWS].decode("ascii"))
        assert found is not None and f"struct.calcsize('P') < {bits // 8})" in found[1]
        for size, status in ((4, int(bits == 64)), (8, 0)):
            pretended = f"import struct; struct.calcsize = lambda word: {size}; {found[1]}"
            assert subprocess.run([sys.executable, "-c", pretended], check=False).returncode == status
