"""One stick, three systems: made with the real pip and real archives, killed on the way, and installed from.

The stick is bound read-only and without leave to run programs, as an exFAT one is often mounted, in a network
namespace without a network. macOS' START is the Linux one under another name and is run here under Linux only.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from gowizard.releases import join_code, read_manifest
from gowizard.releases.kit_manifest import NAME, BrokenKit, check_file
from tests.support import real_go, single_file, windows_programs
from tests.support.account import Account
from tests.support.release_server import Handler, ReleaseServer
from tests.support.tmux import Tmux
from tests.support.tools import need
from tests.support.wine import interpreter, windows, windows_path
from tests.test_e2e_pip import _pip_settings

HELLO = "Hello, Go environment is ready!"
SYSTEMS = (("linux", "amd64"), ("windows", "amd64"), ("darwin", "arm64"))
COURSE = 'schema = 1\n\n[go]\nversion = "1.27"\n\n[environment]\ngopath = "~/code"\n'
BASICS = ("sh", "bash", "dirname", "uname", "mkdir", "cp", "mv", "chmod", "sha256sum", "grep", "env", "cat", "rm")
pytestmark = pytest.mark.slow


@dataclass(frozen=True)
class Stick:
    """A finished kit, and what making it showed."""

    folder: Path
    code: str
    said: str
    part: int  # bytes of the second archive that the first run had written when it was killed
    sent_before: int  # bytes that the server had sent by then; some were still on the wire
    sent_after: int


@pytest.fixture(scope="module")
def stick(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stick]:
    """Made for three systems by two runs: the first is killed in the middle of the second archive."""
    teacher = Account(tmp_path_factory.mktemp("teacher") / "home")
    folder = tmp_path_factory.mktemp("stick") / "kit"
    (teacher.home / "course.toml").write_text(COURSE)
    words = ["kit", "make", str(folder), "--for", ",".join(f"{os}/{arch}" for os, arch in SYSTEMS), "--go", "1.27.3"]
    words += ["--answers", str(teacher.home / "course.toml"), "--single-file", str(single_file.built())]
    with ReleaseServer([real_go.archive("1.27.3", *system) for system in SYSTEMS]) as server:
        words += ["--source", server.url]
        told = teacher.json(*words, "--dry-run")
        assert told["bytes"] > 200_000_000 and not folder.exists()
        _killed(teacher, words, server)
        sent = server.sent
        names = sorted(path.name for path in folder.rglob("*") if path.is_file())
        assert names == ["go1.27.3.linux-amd64.tar.gz", "go1.27.3.windows-amd64.zip.part", "unfinished-kit.json"]
        (part,) = (path.stat().st_size for path in folder.rglob("*.part"))
        done = teacher.gowizard(*words, "--yes", **_pip_settings())
        yield Stick(folder, join_code((folder / NAME).read_bytes()), done.stdout, part, sent, server.sent)


def _killed(teacher: Account, words: list[str], server: ReleaseServer) -> None:
    """Run until the second archive is half sent, and kill it there."""
    running: list[subprocess.Popen[bytes]] = []

    def kill(request: Handler, path: str) -> bool:
        if not path.endswith(".zip"):
            return False
        file = server.files[path.rsplit("/", 1)[-1]]
        try:
            request.send_file(file, limit=file.stat().st_size // 2)
        finally:
            running[0].send_signal(signal.SIGKILL)
        return True

    server.faults.append(kill)
    command = [sys.executable, "-m", "gowizard", *words, "--yes"]
    environment = {**teacher.environment, **_pip_settings()}
    running.append(subprocess.Popen(command, env=environment, cwd=teacher.home, stdout=subprocess.DEVNULL))
    assert running[0].wait(120) == -signal.SIGKILL
    server.faults.clear()


@pytest.fixture
def account(tmp_path: Path) -> Account:
    return Account(tmp_path / "student").warm()


def _offline(stick: Path, *command: str) -> list[str]:
    """The command in a namespace without a network, the stick read-only and noexec."""
    need("unshare", "mount")
    unshare, shell, mount = (shutil.which(name) or name for name in ("unshare", "sh", "mount"))
    inside = f'{mount} --bind "$0" "$0" && {mount} -o remount,ro,bind,noexec "$0" && exec "$@"'
    if subprocess.run([unshare, "-rmn", "true"], capture_output=True).returncode:
        pytest.skip("this machine makes no namespaces for its users")
    return [unshare, "-rmn", shell, "-c", inside, str(stick), *command]


def _path_without_python(folder: Path, *more: str) -> str:
    folder.mkdir()
    for name in (*BASICS, *more):
        (folder / name).symlink_to(shutil.which(name) or name)
    return str(folder)


def _run(command: list[str], environment: dict[str, str], cwd: Path) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        command, env=environment, cwd=cwd, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=240
    )
    assert "Traceback" not in done.stderr + done.stdout, done.stderr
    return done


def test_a_killed_run_is_gone_on_with(stick: Stick) -> None:
    sizes = {system: real_go.archive("1.27.3", *system).size for system in SYSTEMS}
    assert stick.sent_before < sizes["linux", "amd64"] + sizes["windows", "amd64"]
    assert sizes["windows", "amd64"] // 4 < stick.part <= sizes["windows", "amd64"] // 2
    rest = sizes["windows", "amd64"] - stick.part + sizes["darwin", "arm64"]
    # The list of releases is sent too, and the last piece is counted when it has already arrived.
    assert abs(stick.sent_after - stick.sent_before - rest) < 1_000_000
    assert "Go for linux/amd64: is there already" in stick.said
    assert re.search(r"^ +[0-9A-Z]{5}-[0-9A-Z]{5}$", stick.said, re.MULTILINE)[0].strip() == stick.code  # type: ignore[index]


def test_the_kit_checks_itself_and_its_code(stick: Stick, account: Account) -> None:
    told = account.json("kit", "check", str(stick.folder), "--kit-code", stick.code)
    assert told["ok"] and told["faults"] == [] and told["strays"] == []
    wrong = join_code(b"another kit")
    assert not account.json("kit", "check", str(stick.folder), "--kit-code", wrong, expect=1)["ok"]
    sums = subprocess.run(["sha256sum", "-c", "--quiet", "SHA256SUMS"], cwd=stick.folder, capture_output=True)
    assert (sums.returncode, sums.stdout) == (0, b"")
    for path in stick.folder.rglob("*"):
        assert not path.is_symlink() and not re.search(r'[<>:"|?*\\]|[. ]$', path.name)


def test_it_installs_without_network_python_or_administrator(stick: Stick, account: Account, tmp_path: Path) -> None:
    path = _path_without_python(tmp_path / "path")
    environment = {**account.environment, "PATH": path}
    start = _offline(stick.folder, "sh", str(stick.folder / "START-Linux.sh"))
    refused = _run([*start, "install", "--yes"], environment, account.home)
    assert refused.returncode == 1 and "--kit-code" in refused.stderr
    assert not (account.home / "sdk").exists()
    done = _run([*start, "install", "--yes", "--kit-code", stick.code.lower()], environment, account.home)
    assert done.returncode == 0 and HELLO in done.stdout, done.stdout + done.stderr
    assert "pinned" in done.stdout
    found = account.in_shell(account.shell, "command -v go; go version")
    assert found.stdout.splitlines() == [f"{account.home}/sdk/go/bin/go", "go version go1.27.3 linux/amd64"]


@pytest.mark.parametrize("name", ["START-Linux.sh", "START macOS.command"])
def test_a_python_starts_it_too(stick: Stick, account: Account, tmp_path: Path, name: str) -> None:
    """On a machine for which there is no single file: `uname` plays one."""
    path = _path_without_python(tmp_path / "path")
    (tmp_path / "path" / "uname").unlink()
    (tmp_path / "path" / "uname").write_text('#!/bin/sh\n[ "$1" = -s ] && echo Linux || echo other\n')
    (tmp_path / "path" / "uname").chmod(0o755)
    (tmp_path / "path" / "python3").symlink_to(getattr(sys, "_base_executable", sys.executable))
    start = _offline(stick.folder, "sh", str(stick.folder / name))
    words = ("install", "--source", "kit", "--yes", "--no-proof", "--json")
    done = _run([*start, *words], {**account.environment, "PATH": path}, account.home)
    assert done.returncode == 0 and '"voucher": "self"' in done.stdout, done.stdout + done.stderr
    assert (account.home / "sdk/go1.27.3/bin/go").exists()
    undo = json.loads(done.stdout)["undo"]  # as it is told, when the stick is back with the teacher
    assert str(stick.folder) not in undo
    undone = _run(["sh", "-c", f"{undo} --yes"], {**account.environment, "PATH": path}, account.home)
    assert undone.returncode == 0 and not (account.home / "sdk").exists(), undone.stdout + undone.stderr


def test_every_file_flipped_by_one_byte_is_named(stick: Stick) -> None:
    manifest, _body = read_manifest(stick.folder)
    for file in manifest.files:
        path = stick.folder / file.path
        with path.open("r+b") as stream:
            stream.seek(file.size // 2)
            byte = stream.read(1)
            stream.seek(file.size // 2)
            stream.write(bytes([byte[0] ^ 1]))
            stream.flush()
            with pytest.raises(BrokenKit, match=re.escape(file.path)):
                check_file(stick.folder, file)
            stream.seek(file.size // 2)
            stream.write(byte)
        check_file(stick.folder, file)


@pytest.mark.parametrize("name", ["gowizard/gowizard-linux-x86_64", "gowizard/start.py", NAME])
def test_the_start_runs_nothing_that_was_changed(stick: Stick, account: Account, tmp_path: Path, name: str) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(stick.folder, copy, ignore=shutil.ignore_patterns("*.gz", "*.zip"))
    body = bytearray((copy / name).read_bytes())
    body[len(body) // 2] ^= 1
    (copy / name).write_bytes(body)
    path = _path_without_python(tmp_path / "path")
    (tmp_path / "path" / "python3").symlink_to(getattr(sys, "_base_executable", sys.executable))
    if name.endswith("start.py"):
        (copy / "gowizard/gowizard-linux-x86_64").unlink()
    environment = {**account.environment, "PATH": path}
    done = _run(["sh", str(copy / "START-Linux.sh"), "--version"], environment, account.home)
    assert done.returncode == 1 and done.stdout == ""
    assert f"{name} is damaged or was changed" in done.stderr
    assert not list((account.home / ".cache").rglob("gowizard-linux*"))


def test_a_flipped_archive_is_not_installed(stick: Stick, account: Account, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(stick.folder, copy)
    archive = copy / "go/go1.27.3.linux-amd64.tar.gz"
    body = bytearray(archive.read_bytes())
    body[len(body) // 2] ^= 1
    archive.write_bytes(body)
    done = account.gowizard("install", "--kit", str(copy), "--kit-code", stick.code, "--yes", "--no-proof", expect=1)
    assert "is not the file it should be" in done.stderr or "This archive is refused" in done.stderr
    assert not list((account.home / "sdk").glob("*"))


def test_the_wizard_offers_the_kit_first_and_asks_for_the_code(stick: Stick, account: Account, tmp_path: Path) -> None:
    need("tmux")
    environment = {**account.environment, "PATH": _path_without_python(tmp_path / "path")}
    command = _offline(stick.folder, "sh", str(stick.folder / "START-Linux.sh"))
    with Tmux(command, environment) as screen:
        screen.wait_for("A clean start", "There is a Go")
        screen.press("Enter")
        screen.wait_for("Which version of Go?")
        assert "the kit in" in screen.wait_for("1.27.3")
        screen.press("Enter")
        assert "(•) The kit here" in screen.wait_for("A kit lies here")
        screen.press("Enter")  # leads to the field
        screen.press(*join_code(b"another kit"), "Enter")
        screen.wait_for("does not belong to this kit")
        screen.press("C-u")
        screen.wait_for("on the teacher's screen")
        screen.press(*stick.code, "Enter")
        assert "~/code" in screen.wait_for("GOPATH")  # what the course says
        screen.press("Enter")
        screen.wait_for("module proxy")
        screen.press("Enter")
        screen.wait_for("What will be changed")
        screen.press("Down", "Up")
        screen.wait_for("vouched for by: pinned")


def test_start_windows_under_wine(stick: Stick, tmp_path: Path) -> None:
    """The real CPython for Windows, started by the .cmd in Wine's cmd; stand-ins for certutil and findstr compare."""
    program, _packages = interpreter()
    with windows(tmp_path / "windows") as machine:
        more = {"WINEPATH": ";".join(map(windows_path, (windows_programs.folder(), program.parent)))}
        start = ("cmd", "/c", windows_path(stick.folder / "START Windows.cmd"))
        done = machine.run(*start, "--version", more=more)
        assert done.stdout.startswith("gowizard 0"), done.stdout + done.stderr
        words = ("install", "--kit-code", stick.code, "--yes", "--no-proof", "--json")
        done = machine.run(*start, *words, more=more, seconds=300)
        assert '"voucher": "pinned"' in done.stdout and '"ok": true' in done.stdout, done.stdout + done.stderr
        assert (machine.home / "sdk" / "go1.27.3" / "bin" / "go.exe").exists()
        named = machine.run("reg", "query", "HKCU\\Environment", "/v", "Path").stdout
        assert "\\sdk\\go1.27.3\\bin" in named and not os.path.lexists(machine.home / "sdk" / "go"), named
        wrong = machine.run(*start, "list", "--remote", "--kit-code", join_code(b"another kit"), more=more)
        assert wrong.returncode == 1 and "does not belong to this kit" in wrong.stderr
        assert os.listdir(machine.home / "AppData" / "Local" / "gowizard" / "kit")
