"""A file system without links: PATH names the version's own folder, and `use` rewrites that.

No such file system can be mounted here: the kernel is asked (seccomp) to answer symlink(2) as vfat and exFAT do.
Windows' junctions cannot be made under Wine: the calls and bytes that make one are looked at instead.
"""

from __future__ import annotations

import ctypes
import errno
import os
import struct
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from gowizard import environment, plan
from gowizard.answers import Answers
from gowizard.cancellation import Cancel
from gowizard.changes import interrupted, junction, links, open_run, set_link
from gowizard.changes.model import SetRegistryValue
from gowizard.host import Machine, detect
from gowizard.host.space import file_system_type
from gowizard.releases import Version
from gowizard.toolchain import Layout, NotPossible, adopt, current, make_current, remove
from tests.support import real_go
from tests.support.account import Account
from tests.support.fake_windows import FakeWindows
from tests.support.release_server import ReleaseServer
from tests.test_toolchain_store import make_tree

LAUNCHER = """
import errno, runpy, sys
from gowizard.changes import links
from tests.support import seccomp
links._WITH_LINKS = frozenset()  # the type of this file system would promise them
for number in {"x86_64": (88, 266)}.get(__import__("platform").machine(), (36,)):
    seccomp.refuse(number, errno.EPERM)
sys.argv[0] = "gowizard"
runpy.run_module("gowizard", run_name="__main__")
"""


class Linkless(Account):
    """An account on a file system that answers EPERM to every symbolic link."""

    def gowizard(
        self, *words: str, expect: int | None = 0, seconds: float = 240, **more: str
    ) -> subprocess.CompletedProcess[str]:
        root = str(Path(__file__).resolve().parent.parent)
        done = subprocess.run(
            [sys.executable, "-c", LAUNCHER, *words], stdin=subprocess.DEVNULL, capture_output=True, text=True,
            timeout=seconds, env={**self.environment, "PYTHONPATH": root, **more}, cwd=self.home,
        )  # fmt: skip
        assert done.returncode == expect and "Traceback" not in done.stderr, f"{done.stdout}\n{done.stderr}"
        return done


@pytest.fixture(scope="module")
def server() -> Iterator[ReleaseServer]:
    """One whole Go to build with, and one of which only the programs count."""
    with ReleaseServer([real_go.archive("1.26.6", thin=True), real_go.archive("1.27.3")]) as running:
        yield running


@pytest.mark.slow
def test_installed_switched_and_undone_without_links(tmp_path: Path, server: ReleaseServer) -> None:
    account = Linkless(tmp_path / "gopher").warm()
    before = account.picture()
    done = account.gowizard("install", "1.27.3", "--source", server.url, "--yes")
    assert "Hello, Go environment is ready!" in done.stdout and "no links" in done.stdout
    sdk = account.home / "sdk"
    found = account.in_shell("/bin/bash", "command -v go; go version").stdout.splitlines()
    assert found == [f"{sdk}/go1.27.3/bin/go", "go version go1.27.3 linux/amd64"]
    assert not os.path.lexists(sdk / "go") and not list(sdk.glob(".gowizard-trial*"))
    account.gowizard("install", "1.26.6", "--source", server.url, "--yes", "--no-proof", "--no-use")
    script = account.home / ".config" / "gowizard" / "env.sh"
    first = script.read_bytes()
    told = account.gowizard("use", "1.26.6", "--yes").stdout
    line = told.partition("For the terminal that is open now: ")[2].splitlines()[0]
    opened = account.in_shell("/bin/bash", f"PATH={sdk}/go1.27.3/bin:$PATH; {line}; command -v go").stdout
    assert opened == f"{sdk}/go1.26.6/bin/go\n", told
    assert script.read_bytes() == first.replace(b"go1.27.3", b"go1.26.6")
    assert [(go["version"], go["current"]) for go in account.json("list")["installed"]] == [
        ("go1.27.3", False), ("go1.26.6", True)]  # fmt: skip
    assert "go1.26.6" in account.in_shell("/bin/bash", "go version").stdout
    assert account.gowizard("use", "1.26.6", "--yes").stdout == "Nothing has to be changed.\n"
    assert "current version" in account.gowizard("uninstall", "1.26.6", "--yes", expect=1).stderr
    account.gowizard("undo", "--yes")
    assert script.read_bytes() == first
    account.gowizard("prove", "--offline")
    account.gowizard("undo", "--yes")
    account.gowizard("undo", "--yes")
    assert account.picture() == before


@pytest.mark.slow
def test_a_stick_copied_to_a_file_system_with_links_gets_its_link(tmp_path: Path, server: ReleaseServer) -> None:
    account = Linkless(tmp_path / "gopher")
    account.gowizard("install", "1.26.6", "--source", server.url, "--yes", "--no-proof")
    Account(account.home).gowizard("use", "1.26.6", "--yes")
    assert (account.home / "sdk" / "go").readlink() == Path("go1.26.6")
    assert account.in_shell("/bin/bash", "command -v go").stdout == f"{account.home}/sdk/go/bin/go\n"


def _refuse(monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    def refused(*_words: object, **_more: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "symlink", refused)
    monkeypatch.setattr(links, "_WITH_LINKS", frozenset())


def test_where_the_file_system_is_known_nothing_is_tried(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if file_system_type(Machine.real(), tmp_path) not in links._WITH_LINKS:
        pytest.skip("the temporary folder lies on another file system")
    monkeypatch.setattr(links, "_types", {})  # what a pretended file system of another test has left there
    monkeypatch.setattr(os, "symlink", lambda *_words, **_more: pytest.fail("a link was tried"))
    assert Layout.at(tmp_path / "sdk").links


@pytest.mark.parametrize(
    ("number", "expected"),
    [(errno.EPERM, False), (errno.EOPNOTSUPP, False), (errno.ENOSYS, False), (errno.EACCES, True),
     (errno.EROFS, True), (errno.ENOSPC, True)],
)  # fmt: skip
def test_what_a_refused_link_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, expected: bool
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(links, "_WITH_LINKS", frozenset())
        assert links.can_link(tmp_path)
    _refuse(monkeypatch, number)
    assert links.can_link(tmp_path) is expected
    assert list(tmp_path.iterdir()) == []


def test_a_layout_is_tried_only_where_no_link_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_tree(tmp_path / "go1.27.3")
    (tmp_path / "go").symlink_to("go1.27.3")
    _refuse(monkeypatch, errno.EPERM)
    assert Layout.at(tmp_path).links
    (tmp_path / "go").unlink()
    layout = Layout.at(tmp_path / "not" / "yet")
    assert not layout.links and layout.go_bin(layout.tree("go1.27.3")) == layout.parent / "go1.27.3" / "bin"


def test_versions_of_a_layout_without_links(tmp_path: Path) -> None:
    tree = make_tree(tmp_path / "go1.27.3")
    make_tree(tmp_path / "go1.26.6")
    layout = Layout(parent=tmp_path, link=tmp_path / "go", links=False, named=tree)
    found = current(layout)
    assert found is not None and found.root == tree
    assert make_current(layout, "go1.26.6") is None and adopt(layout, tree) is None
    with pytest.raises(NotPossible, match="current version"):
        remove(layout, "go1.27.3")
    assert remove(layout, "go1.26.6").effects


@pytest.mark.parametrize(("kind", "home"), [(2, "%USERPROFILE%"), (1, None)])
def test_the_users_path_names_a_version_simulated_windows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: int, home: str | None
) -> None:
    made = FakeWindows(tmp_path)
    sdk = made.home / "sdk"
    for version in ("go1.27.3", "go1.26.6"):
        make_tree(sdk / version)
    mine = f"{home or made.home}/sdk/GO1.27.3/bin/"
    made.user_value("PATH", rf"C:\x;{mine};;%OTHER%\bin", kind)
    _refuse(monkeypatch, errno.EPERM)
    host = detect(made.build())
    layout = plan.layout_for(Answers(), host)
    assert (layout.links, layout.named) == (False, sdk / "go1.27.3")
    assert plan.use_changes(host, Answers(), layout, Version.parse("go1.27.3")) == ()
    (change,) = plan.use_changes(host, Answers(), layout, Version.parse("go1.26.6"))
    (effect,) = change.effects
    assert isinstance(effect, SetRegistryValue) and (effect.name, effect.value.kind) == ("PATH", kind)
    assert effect.value.data == rf"C:\x;{home or made.home}/sdk/go1.26.6/bin;;%OTHER%\bin"
    assert environment.named_folder(host, []) is None


def test_the_bytes_of_a_junction() -> None:
    r"""As [MS-FSCC] 2.1.2.5 lays them out, offsets in bytes from PathBuffer; a prefix \\?\ stands in neither name."""
    data = junction.reparse_data("\\\\?\\C:\\Users\\安\\sdk\\go1.27.3")
    tag, length, reserved, *offsets = struct.unpack_from("<LHH4H", data)
    assert (tag, length, reserved) == (0xA0000003, len(data) - 8, 0)
    names = data[16:]
    followed = names[offsets[0] : offsets[0] + offsets[1]].decode("utf-16-le")
    shown = names[offsets[2] : offsets[2] + offsets[3]].decode("utf-16-le")
    assert (followed, shown) == ("\\??\\C:\\Users\\安\\sdk\\go1.27.3", "C:\\Users\\安\\sdk\\go1.27.3")
    assert names[offsets[1] : offsets[2]] == b"\0\0" and names.endswith(b"\0\0")


class Kernel:
    """A stand-in for kernel32, called through ctypes' real calling convention."""

    def __init__(self, done: int) -> None:
        self.heard: list[tuple[object, ...]] = []
        big, word, pointer = ctypes.c_void_p, ctypes.c_uint32, ctypes.c_void_p

        @ctypes.CFUNCTYPE(big, ctypes.c_wchar_p, word, word, pointer, word, word, pointer)
        def create(path, access, share, security, how, flags, template):
            self.heard.append((path, access, share, how, flags))
            return 2**63 + 5

        @ctypes.CFUNCTYPE(ctypes.c_int, big, word, pointer, word, pointer, word, pointer, pointer)
        def control(handle, code, data, size, out, room, returned, overlapped):
            self.heard.append((handle, code, ctypes.string_at(data, size)))
            return done

        @ctypes.CFUNCTYPE(ctypes.c_int, big)
        def close(handle):
            self.heard.append((handle,))
            return 1

        self.CreateFileW, self.DeviceIoControl, self.CloseHandle = create, control, close


def test_the_calls_that_make_a_junction_on_a_stand_in_for_windows(tmp_path: Path) -> None:
    kernel = Kernel(done=1)
    junction.make_junction(Path("/sdk/go1.27.3"), tmp_path / "go", kernel)
    opened, controlled, closed = kernel.heard
    assert opened == (str(tmp_path / "go"), 0x40000000, 7, 3, 0x02200000)
    assert controlled == (2**63 + 5, 0x900A4, junction.reparse_data("/sdk/go1.27.3")) and closed == (2**63 + 5,)
    assert (tmp_path / "go").is_dir()


def test_a_refused_junction_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(OSError):
        junction.make_junction(tmp_path, tmp_path / "go", Kernel(done=0))
    assert list(tmp_path.iterdir()) == []


class Junctions:
    """Windows' rules with symbolic links in the part of junctions; `at_once` is a file system that lets data be set."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *, at_once: bool) -> None:
        self.at_once, self.seen = at_once, list[bool]()
        monkeypatch.setattr(links, "uses_junctions", lambda: True)
        monkeypatch.setattr(junction, "make_junction", lambda target, path: path.symlink_to(target))
        monkeypatch.setattr(junction, "set_junction", self.set)

    def set(self, target: Path, path: Path) -> None:
        if not self.at_once:
            raise OSError(4394, "The tag is another")
        path.unlink()
        path.symlink_to(target)


@pytest.mark.parametrize("at_once", [True, False])
def test_a_simulated_junction_is_switched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at_once: bool) -> None:
    """In one step where that can be: then it is never renamed, as a folder that lies in the way would have to be."""
    Junctions(monkeypatch, at_once=at_once)
    moved, rename = list[str](), links.rename
    monkeypatch.setattr(links, "rename", lambda source, to: (moved.append(source.name), rename(source, to)))
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
    links.put_link(tmp_path / "go", "a", tmp_path / ".x.new")
    moved.clear()
    links.put_link(tmp_path / "go", "b", tmp_path / ".x.new")
    assert moved == ([] if at_once else ["go", ".x.new"])
    assert (tmp_path / "go").samefile(tmp_path / "b")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "b", "go"]


@pytest.mark.parametrize("forward", [True, False])
def test_a_kill_between_the_two_renames_loses_no_link(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, forward: bool
) -> None:
    """The one moment without a link, when a simulated Windows does not let a junction be set anew."""
    Junctions(monkeypatch, at_once=False)
    for name in ("a", "b"):
        (tmp_path / "sdk" / name).mkdir(parents=True)
    go = tmp_path / "sdk" / "go"
    go.symlink_to(tmp_path / "sdk" / "a")
    rename, killed = Path.rename, []

    class Killed(BaseException):
        pass

    def kill(self: Path, target: Path) -> Path:
        if target == go:
            killed.append(self.name)
            raise Killed
        return rename(self, target)

    from gowizard.changes import Change, runs

    monkeypatch.setattr(runs, "taken_back", lambda journal, emit, error: error)  # a killed process takes nothing back
    monkeypatch.setattr(Path, "rename", kill)
    effect = set_link(go, str(tmp_path / "sdk" / "b"))
    with pytest.raises(Killed), open_run(tmp_path / "state", title="Use b", verb="use") as run:
        run.apply((Change(id="current", title="x", effects=(effect,)),), lambda event: None, Cancel())
    monkeypatch.setattr(Path, "rename", rename)
    assert killed and not os.path.lexists(go)
    left = interrupted(tmp_path / "state")
    assert left is not None and left.can_continue
    left.go_on(lambda event: None) if forward else left.roll_back(lambda event: None)
    assert go.samefile(tmp_path / "sdk" / ("b" if forward else "a"))
    assert sorted(path.name for path in go.parent.iterdir()) == ["a", "b", "go"]
