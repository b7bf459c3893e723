"""A switch waits for programs of the current Go where they look through the link again, as on macOS."""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import cast

import pytest

from gowizard import changes, toolchain
from gowizard.cancellation import Cancel, Cancelled
from gowizard.changes import Change
from gowizard.changes.model import Move, PlaceTree
from gowizard.cli import settling
from gowizard.cli.context import Context
from gowizard.cli.output import Output
from gowizard.host import Host, Machine, detect
from gowizard.host.processes import mac_programs, running_programs
from gowizard.toolchain import InUse, Layout, StillRunning
from tests.support.fake_mac import mac, mac_tree
from tests.support.mac_account import MacAccount
from tests.support.tools import need


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    """Two versions; the older one is current, and its compiler can really be started here."""
    made = mac(tmp_path)
    for version in ("go1.26.6", "go1.27.3"):
        mac_tree(made, f"/Users/ann/sdk/{version}", version)
    layout = Layout.under(made.home / "sdk")
    layout.link.symlink_to("go1.26.6")
    shutil.copy(shutil.which("sleep") or "/bin/sleep", layout.tree("go1.26.6") / "pkg/tool/darwin_arm64/compile")
    return layout


@pytest.fixture
def compiler(layout: Layout) -> Iterator[subprocess.Popen[bytes]]:
    """The older version's compiler at work, started through the link."""
    with subprocess.Popen([layout.link / "pkg/tool/darwin_arm64/compile", "100"]) as process:
        yield process
        process.kill()


def switch(layout: Layout) -> tuple[Change, ...]:
    change = toolchain.make_current(layout, "go1.27.3")
    assert change is not None
    return (change,)


def test_real_processes_are_found_by_the_real_place_of_their_program(
    layout: Layout, compiler: subprocess.Popen[bytes]
) -> None:
    assert toolchain.at_work((layout.link,), running_programs("Linux")) == (f"compile ({compiler.pid})",)
    layout.link.unlink()
    assert toolchain.at_work((layout.link,), running_programs("Linux")) == ()
    layout.link.symlink_to("go1.27.3")
    assert toolchain.at_work((layout.link,), running_programs("Linux")) == ()


def test_what_lies_in_the_tree_but_is_no_tool_of_it_does_not_count(layout: Layout) -> None:
    root = layout.tree("go1.26.6")
    other = root.parent / "go1/bin/go"
    running = [(5, root / "bin/go"), (7, layout.link / "bin/gofmt"), (8, root / "src/x"), (9, other)]
    assert toolchain.at_work((layout.link,), running) == ("go (5)", "gofmt (7)")
    assert len(toolchain.at_work((layout.link,), [(number, root / "bin/go") for number in range(50)])) == 4


def test_only_changes_that_take_the_current_tree_away_wait(layout: Layout) -> None:
    def taken(*wanted: Change) -> tuple[Path, ...]:
        return toolchain.taken_away((effect for change in wanted for effect in change.effects), layout.link)

    old, new = layout.tree("go1.26.6"), layout.tree("go1.27.3")
    assert taken(*switch(layout)) == (layout.link,)
    assert taken(toolchain.remove(layout, "go1.26.6", even_current=True)) == (layout.link, old)
    assert taken(toolchain.remove(layout, "go1.27.3")) == (new,)
    layout.link.unlink()
    assert taken(*switch(layout)) == ()


def test_a_tree_that_is_not_current_and_its_undo_wait_too(layout: Layout) -> None:
    """Without a link, as where PATH names the version's own folder; the process list is made up."""
    layout.link.unlink()
    layout = replace(layout, links=False, named=layout.tree("go1.27.3"))
    made = mac(layout.parent / "mac").build()
    host = detect(made)
    tree, state = layout.tree("go1.26.6"), layout.parent.parent / "state"
    change = toolchain.remove(layout, "go1.26.6")
    here = replace(made, programs=lambda: iter([(7, tree / "bin/go"), (8, layout.tree("go1.27.3") / "bin/go")]))
    with pytest.raises(InUse, match=r"go \(7\)\n") as refused:
        toolchain.wait_until_unused(host, layout, (change,), lambda event: None, Cancel(), machine=here, seconds=0.1)
    assert f"It runs from {tree}" in refused.value.cause
    with changes.open_run(state, title="x", verb="uninstall") as run:
        run.apply((change,), lambda event: None, Cancel())
    aside = next(effect.destination for effect in change.effects if isinstance(effect, Move))
    done = changes.undo_effects(state)
    assert toolchain.taken_back(done) == (aside,)
    there = replace(made, programs=lambda: iter([(9, aside / "pkg/tool/darwin_arm64/compile")]))
    with pytest.raises(InUse, match=r"compile \(9\)\n"):
        toolchain.wait_before_undo(host, done, lambda event: None, Cancel(), machine=there, seconds=0.1)
    changes.undo(state)
    assert changes.undo_effects(state) == () and tree.is_dir()


def test_the_undo_of_an_installation_waits_for_its_tree_and_link(layout: Layout) -> None:
    tree = layout.tree("go1.26.6")
    placed = PlaceTree(staged=layout.parent / "staged", destination=tree, size=0, files=0)
    assert toolchain.taken_back((placed, *switch(layout)[0].effects)) == (layout.link, tree)
    assert toolchain.taken_back((replace(placed, destination=layout.parent / "gone"),)) == ()


@pytest.mark.parametrize("os_name", ["darwin", "windows"])
def test_a_switch_waits_tells_it_and_gives_up(layout: Layout, os_name: str, compiler: subprocess.Popen[bytes]) -> None:
    host = detect(mac(layout.parent / "mac").build())
    host = replace(host, system=replace(host.system, os=os_name))
    told: list[StillRunning] = []
    with pytest.raises(InUse, match=rf"compile \({compiler.pid}\)"):
        toolchain.wait_until_unused(host, layout, switch(layout), told.append, Cancel(), seconds=0.3)
    assert told == [StillRunning((f"compile ({compiler.pid})",))]
    timer = threading.Timer(0.3, compiler.kill)
    timer.start()
    toolchain.wait_until_unused(host, layout, switch(layout), told.append, Cancel(), seconds=20)
    timer.join()
    assert compiler.wait() != 0


def test_a_wait_can_be_left(layout: Layout, compiler: subprocess.Popen[bytes]) -> None:
    host, cancel = detect(mac(layout.parent / "mac").build()), Cancel()
    with pytest.raises(Cancelled):
        toolchain.wait_until_unused(host, layout, switch(layout), lambda event: cancel.set(), cancel)
    linux = replace(host, system=replace(host.system, os="linux"))
    toolchain.wait_until_unused(linux, layout, switch(layout), lambda event: pytest.fail("waits"), Cancel())


@dataclass
class _Asked:
    """What `use` needs of a context: a person at the terminal, who answers."""

    host: Host
    answer: bool
    yes: bool = False
    interactive: bool = True
    out: Output = field(default_factory=Output)

    def flag(self, name: str) -> bool:
        return name == "yes" and self.yes

    def ask(self, question: str) -> bool:
        return self.answer


def test_a_person_is_asked_after_the_wait(
    layout: Layout, compiler: subprocess.Popen[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gowizard.toolchain.running.WAIT_FOR_GO", 0.1)
    host = detect(mac(layout.parent / "mac").build())
    wait = partial(toolchain.wait_until_unused, host, layout, switch(layout))
    for leave in (True, False):
        asked = cast("Context", _Asked(host, answer=leave))
        assert settling.unused(asked, wait, Cancel()) is not leave
    for refused in (_Asked(host, answer=False, yes=True), _Asked(host, answer=False, interactive=False)):
        with pytest.raises(InUse):
            settling.unused(cast("Context", refused), wait, Cancel())


def test_libproc_is_asked_as_its_header_says() -> None:
    """A stand-in for libSystem, called through ctypes' real calling convention."""
    known = {11: b"/Users/ann/sdk/go1.26.6/bin/go", 12: "/Applications/文.app/x".encode()}
    one = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int)
    two = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_int, ctypes.c_void_p, ctypes.c_uint32)

    def list_all(room: int | None, size: int) -> int:
        numbers = (0, 11, 12, 13)
        if room:
            assert size >= 4 * len(numbers)
            ctypes.memmove(room, (ctypes.c_int * len(numbers))(*numbers), 4 * len(numbers))
        return len(numbers)

    def path_of(number: int, room: int, size: int) -> int:
        path = known.get(number, b"")
        assert size == 4096
        ctypes.memmove(room, path, len(path))
        return len(path)

    class Library:
        proc_listallpids, proc_pidpath = one(list_all), two(path_of)

    assert list(mac_programs(Library)) == [(number, Path(os.fsdecode(path))) for number, path in known.items()]
    assert list(mac_programs(object())) == []
    assert Machine.real().programs is not None


def test_a_running_program_is_never_written_over(tmp_path: Path) -> None:
    """macOS remembers the signature of a file that runs: new bytes need a new file."""
    program = tmp_path / "gofmt"
    shutil.copy(shutil.which("sleep") or "/bin/sleep", program)
    old = program.stat().st_ino
    with subprocess.Popen([program, "100"]) as process:
        change = Change(id="x", title="x", effects=(changes.write_file(program, b"new", mode=0o755),))
        with changes.open_run(tmp_path / "state", title="x", verb="test") as run:
            run.apply((change,), lambda event: None, Cancel())
        assert (program.read_bytes(), program.stat().st_ino != old) == (b"new", True)
        assert os.stat(f"/proc/{process.pid}/exe").st_ino == old
        assert process.poll() is None
        process.kill()
    changes.undo(tmp_path / "state")
    assert program.read_bytes() == Path(shutil.which("sleep") or "/bin/sleep").read_bytes()


@pytest.mark.slow
def test_use_on_a_mac_waits_for_a_build(tmp_path: Path) -> None:
    """The real program on a simulated Mac; what is at work is a real process of the tree."""
    need("unshare")
    if not MacAccount.possible():
        pytest.skip("needs root, for a mount namespace of its own")
    ann = MacAccount(tmp_path)
    for version in ("go1.26.6", "go1.27.3"):
        mac_tree(ann.made, f"/Users/ann/sdk/{version}", version)
    (ann.home / "sdk" / "go").symlink_to("go1.26.6")
    program = ann.home / "sdk/go1.26.6/bin/gofmt"
    shutil.copy(shutil.which("sleep") or "/bin/sleep", program)
    process = subprocess.Popen([ann.home / "sdk/go/bin/gofmt", "600"])
    with process, ann.start("use", "1.27.3", "--yes") as running:
        assert running.stdout is not None
        said = ""
        while f"waiting for gofmt ({process.pid})" not in said and (line := running.stdout.readline()):
            said += line
        process.kill()
        said += running.communicate(timeout=240)[0]
    assert f"waiting for gofmt ({process.pid})" in said and running.returncode == 0
    assert os.readlink(ann.home / "sdk" / "go") == "go1.27.3"
