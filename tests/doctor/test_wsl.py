"""What comes over from Windows into WSL, on a simulated one: its Go, its drives, its values (entries 26, 80, 81)."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from gowizard import install
from gowizard.answers import Answers
from gowizard.doctor.checks import goroot, on_path, programs, trees, wsl
from gowizard.doctor.hello import Hello
from gowizard.doctor.model import Severity
from gowizard.doctor.scene import Scene
from gowizard.doctor.starting import Mode
from gowizard.doctor.views import View
from gowizard.host import detect
from gowizard.host.gos import OF_WINDOWS
from gowizard.plan import compose, defaults
from gowizard.releases import Version
from gowizard.wizard import offers
from tests.support import other_systems
from tests.support.fake_machine import FakeMachine


def _scene(made: FakeMachine, *path: str, hello: Hello | None = None, **variables: str) -> Scene:
    """A new terminal there has these folders in PATH, or those of the machine."""
    if path:
        made.path(*path)
    machine = made.build()
    scene = Scene(detect(machine), machine)
    view = View(mode=Mode.INTERACTIVE, known=True, variables={"PATH": made.environment["PATH"], **variables})
    scene.view = lambda mode, shell=None: view  # type: ignore[method-assign]
    scene.once("hello", lambda: hello)
    return scene


def test_windows_go_behind_path_is_told_and_one_for_linux_is_installed(tmp_path: Path) -> None:
    scene = _scene(other_systems.wsl(tmp_path))
    (found,) = wsl.look(scene)
    assert (found.id, found.severity) == ("wsl-windows-go", Severity.ADVICE)
    assert "/mnt/c/Program Files/Go/bin/go.exe" in found.title
    (missing,) = on_path.look(scene)  # what mends it
    assert missing.id == "no-go" and missing.remedy is not None and missing.remedy.install
    assert list(trees.look(scene)) == []


@pytest.mark.parametrize("works", [True, False])
def test_a_go_that_is_go_exe_is_named_and_never_replaced(tmp_path: Path, works: bool) -> None:
    made = other_systems.wsl(tmp_path)
    other_systems.windows_tree(made, "/mnt/c/Users/ann/sdk/go1.27.3", "go1.27.3")
    made.link("/home/ann/bin/go", "/mnt/c/Users/ann/sdk/go1.27.3/bin/go.exe")
    scene = _scene(made, "/home/ann/bin", "/usr/bin", hello=Hello(ok=works, output=""))
    assert scene.go is not None and (scene.go.problem, scene.go.version) == (OF_WINDOWS, "go1.27.3")
    (found,) = wsl.look(scene)
    assert (found.id, found.entry, found.severity) == ("wsl-windows-go", (80, 26), Severity.HURTS)
    assert found.remedy is not None and found.remedy.install and found.remedy.reinstall is None
    assert not found.remedy.effects
    # a tree for Linux in the place of Windows' own would break the Go of Windows
    assert list(trees.look(scene)) == [] and list(programs.look(scene)) == []


def test_a_go_of_linux_before_windows_is_no_finding(tmp_path: Path) -> None:
    made = other_systems.wsl(tmp_path)
    made.tree("/usr/local/go", "go1.27.3")
    assert list(wsl.look(_scene(made, "/usr/local/go/bin", "/mnt/c/Program Files/Go/bin"))) == []


def test_outside_of_wsl_it_is_a_program_of_another_system(tmp_path: Path) -> None:
    made = FakeMachine(tmp_path)
    other_systems.windows_tree(made, "/mnt/c/Go")
    made.link("/home/ann/bin/go", "/mnt/c/Go/bin/go.exe")
    scene = _scene(made, "/home/ann/bin")
    assert [go.problem for go in scene.gos] == ["built for another operating system"]
    assert list(wsl.look(scene)) == []


@pytest.mark.parametrize("kind", ["9p", "drvfs", "virtiofs"])
def test_folders_on_a_drive_of_windows(tmp_path: Path, kind: str) -> None:
    made = other_systems.wsl(tmp_path)
    made.file("/proc/mounts", f"/dev/sdc / ext4 rw 0 0\nC:\\134 /mnt/c {kind} rw 0 0\n")
    made.tree("/usr/local/go", "go1.27.3")
    cache, path = made.folder("/mnt/c/Users/ann/go-build"), made.folder("/mnt/c/Users/ann/go")
    scene = _scene(made, "/usr/local/go/bin", GOCACHE=str(cache), GOPATH=str(path))
    found = {one.about: one for one in wsl.look(scene)}
    assert sorted(found) == ["GOCACHE", "GOPATH"]  # the module cache below GOPATH is told with it
    assert all(one.id == "wsl-drive" and one.severity is Severity.ADVICE for one in found.values())
    assert found["GOPATH"].remedy is not None
    assert found["GOPATH"].remedy.commands == (f"go env -w GOPATH={made.home}/go",)


def test_folders_of_linux_are_right(tmp_path: Path) -> None:
    made = other_systems.wsl(tmp_path)
    made.tree("/usr/local/go", "go1.27.3")
    assert list(wsl.look(_scene(made, "/usr/local/go/bin"))) == []


def test_wsl_1_is_advised_to_become_2(tmp_path: Path) -> None:
    made = other_systems.wsl1(tmp_path)
    made.tree("/usr/local/go", "go1.27.3")
    (found,) = wsl.look(_scene(made, "/usr/local/go/bin"))
    assert (found.id, found.entry) == ("wsl1", (81,))
    assert found.remedy is not None and "wsl.exe --set-version" in found.remedy.commands[0]


def test_a_goroot_of_windows_is_told(tmp_path: Path) -> None:
    """As WSLENV imports one."""
    made = other_systems.wsl(tmp_path)
    made.tree("/usr/local/go", "go1.27.3")
    scene = _scene(made, "/usr/local/go/bin", GOROOT="C:\\Program Files\\Go")
    (found,) = goroot.look(scene)
    assert found.entry == (7,) and "C:" in found.evidence[0].what


@pytest.mark.parametrize(("folder", "slow"), [("/mnt/c/Users/ann/sdk", True), ("/home/ann/sdk", False)])
def test_the_review_says_that_a_folder_lies_on_a_drive_of_windows(tmp_path: Path, folder: str, slow: bool) -> None:
    made = other_systems.wsl(tmp_path)
    made.folder("/mnt/c/Users/ann")
    machine = made.build()
    host = detect(machine)
    answers = defaults(host, Answers(dir=made.at(folder), gopath=made.at(folder) / "go"))
    version = Version.parse("go1.27.3")
    plan = compose(host, answers, version=version, archive=offers.promised(version))
    told = install.slow_places(plan, machine)
    assert len(told) == 2 * slow and all("drive of Windows" in line for line in told)
    outside = replace(plan, host=replace(host, system=replace(host.system, wsl=0)))
    assert install.slow_places(outside, machine) == []
