"""The BSDs, illumos and Termux, simulated: nothing needs /proc or Linux' folders, and packages are told apart."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from gowizard.doctor.checks import every_check
from gowizard.doctor.hello import Hello
from gowizard.doctor.scene import Scene
from gowizard.doctor.starting import Mode
from gowizard.doctor.views import View, bare_environment
from gowizard.host import detect, room
from gowizard.host.login import login_environment
from gowizard.host.processes import running_programs
from gowizard.host.space import file_system_type
from gowizard.host.system import system
from gowizard.run import Completed
from gowizard.run.pty_child import listed_members, members
from tests.support.fake_machine import FakeMachine, elf
from tests.support.other_systems import OTHERS, bsd, freebsd, termux
from tests.support.tools import need

UNIX = [other for other in OTHERS if other.port.split("/")[0] not in {"linux", "haiku", "darwin", "windows"}]


@pytest.fixture(params=UNIX, ids=lambda other: other.name)
def made(request: pytest.FixtureRequest, tmp_path: Path) -> FakeMachine:
    found: FakeMachine = request.param.make(tmp_path)
    return found


def test_facts_come_without_proc(made: FakeMachine) -> None:
    assert not made.at("/proc").exists() or system(made.build()).os == "android"
    machine = made.build()
    found = detect(machine)
    assert not found.system.emulated and found.system.process_arch == found.system.arch
    assert file_system_type(machine, made.home) == "" and room(made.home, machine).writable
    assert list(running_programs(made.facts["sysname"])) == [] or found.system.os == "android"


def test_every_check_of_the_doctor_can_look(made: FakeMachine, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a Go that a new terminal finds and that does not work, so that each has something to ask."""
    monkeypatch.setattr("gowizard.run.probe", lambda *words, **more: pytest.fail(f"started {words}"))
    machine = made.build()
    os_name = system(machine).os
    made.tree("/usr/local/go", "go1.27.3", system(machine).arch)
    mark = {"openbsd": "openbsd", "netbsd": "netbsd", "freebsd": "freebsd"}.get(os_name, "linux")
    made.file("/usr/local/go/bin/go", elf(system(machine).arch, os_name=mark), 0o755)
    made.path("/usr/local/go/bin", "/usr/bin", "/bin")
    scene = Scene(detect(made.build()), made.build())
    view = View(mode=Mode.INTERACTIVE, known=True, variables={"PATH": made.environment["PATH"]})
    scene.view = lambda mode, shell=None: view  # type: ignore[method-assign]
    scene.once("answer", lambda: Completed(159, "SIGSYS: bad system call"))
    scene.once("hello", lambda: Hello(ok=False, output="SIGSYS: bad system call"))
    looked = [check for check in every_check() if os_name in check.systems and not check.network]
    assert len(looked) > 20
    for check in looked:
        for finding in check.look(scene):
            assert finding.title and finding.entry


def test_freebsds_shell_and_go_of_its_packages(tmp_path: Path) -> None:
    made = freebsd(tmp_path)
    with closing(sqlite3.connect(made.file("/var/db/pkg/local.sqlite"))) as database:
        database.executescript(
            "create table packages (id integer, name text); create table files (path text, package_id integer);"
            "insert into packages values (7, 'go122'); insert into files values ('/usr/local/go122/bin/go', 7);"
        )
    found = detect(made.build())
    assert (found.shell, found.shells[0].startup_files[0].path.name) == ("csh", ".cshrc")
    assert [(go.owner, go.version, go.problem) for go in found.gos] == [("pkg:go122", "go1.22.5", "")]


@pytest.mark.parametrize("content", [b"", b"SQLite format 3\0" + b"x" * 200, b"no database"])
def test_a_spoilt_package_database_tells_nothing(tmp_path: Path, content: bytes) -> None:
    made = freebsd(tmp_path)
    made.file("/var/db/pkg/local.sqlite", content)
    assert [go.owner for go in detect(made.build()).gos] == ["archive"]


def test_the_other_packages_are_told_by_their_lists(tmp_path: Path) -> None:
    made = bsd("OpenBSD", release="7.6")(tmp_path / "openbsd")
    made.file("/usr/local/go/bin/go", elf(os_name="openbsd"), 0o755)
    made.file("/usr/local/go/VERSION", "go1.23.1\n")
    made.file("/var/db/pkg/go-1.23.1/+CONTENTS", "@name go-1.23.1\n@cwd /usr/local\ngo/bin/go\ngo/bin/gofmt\n")
    assert [go.owner for go in detect(made.build()).gos] == ["pkg:go"]
    made = termux(tmp_path / "termux")
    prefix = "/data/data/com.termux/files/usr"
    made.file(f"{prefix}/lib/go/bin/go", elf("arm64"), 0o755)
    made.file(f"{prefix}/lib/go/VERSION", "go1.26.1\n")
    (found,) = detect(made.build()).gos
    assert (found.owner, found.problem, found.version) == ("archive", "", "go1.26.1")
    made.file(f"{prefix}/var/lib/dpkg/info/golang.list", f"{prefix}/lib/go/bin/go\n")
    assert [go.owner for go in detect(made.build()).gos] == ["pkg:golang"]


def test_a_login_brings_what_the_system_gives(tmp_path: Path) -> None:
    made = freebsd(tmp_path / "freebsd")
    assert bare_environment(detect(made.build()), None)["PATH"].startswith("/sbin:/bin:")
    phone = termux(tmp_path / "termux")
    phone.environment["LD_PRELOAD"] = "/data/data/com.termux/files/usr/lib/libtermux-exec.so"
    host = detect(phone.build())
    bare = bare_environment(host, host.shells[0])
    assert bare["PATH"] == f"{phone.environment['PREFIX']}/bin" and bare["LD_PRELOAD"].endswith("libtermux-exec.so")
    assert login_environment("linux", phone.environment) == {"PATH": "/usr/local/bin:/usr/bin:/bin"}


def test_a_session_is_found_by_ps_where_there_is_no_proc() -> None:
    need("ps")
    command = [sys.executable, "-c", "import os, time; os.fork(); time.sleep(60)"]
    child = subprocess.Popen(command, start_new_session=True)
    try:
        end = time.monotonic() + 10
        while len(members(child.pid)) < 2 and time.monotonic() < end:
            time.sleep(0.01)
        assert sorted(listed_members(child.pid) or ()) == sorted(members(child.pid)) != []
    finally:
        os.killpg(child.pid, 9)
        child.wait()
    assert listed_members(child.pid) == []
