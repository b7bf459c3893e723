"""The START scripts as text: shells understand them, cmd's labels are there, and only what the kit has is offered."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

from gowizard.kit import start
from gowizard.kit.starts import LINUX, MACOS, README, WINDOWS, start_files

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


@pytest.mark.skipif(not shutil.which("shellcheck"), reason="shellcheck is not here")
def test_shellcheck_is_content(tmp_path: Path) -> None:
    (tmp_path / LINUX).write_bytes(ALL[LINUX])
    assert subprocess.run(["shellcheck", tmp_path / LINUX], capture_output=True, text=True).stdout == ""


def test_cmd_finds_every_label_and_reads_every_byte() -> None:
    """Dry: tests/test_e2e_kit.py runs it in Wine's cmd, where certutil is missing."""
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
