"""Every Go already here: owners, shims, faults. Nothing is run, nothing hangs."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from gowizard.host import FoundGo, found_gos
from gowizard.host.folders import path_entries
from gowizard.host.gos import PROBLEMS
from tests.support import real_go
from tests.support.fake_machine import FakeMachine, debian, elf, mach, pe


def gos(made: FakeMachine, **options: Path) -> tuple[FoundGo, ...]:
    machine = made.build()
    found = found_gos(machine, path_entries(machine), **options)
    assert all(go.problem == "" or go.problem in PROBLEMS for go in found)
    return found


def only(made: FakeMachine) -> FoundGo:
    found = gos(made)
    assert len(found) == 1, found
    return found[0]


def test_bare_machine(tmp_path: Path) -> None:
    assert gos(debian(tmp_path)) == ()


def test_archive_on_path(tmp_path: Path) -> None:
    made = debian(tmp_path)
    root = made.tree("/usr/local/go", "go1.22.10")
    made.path("/usr/bin", "/usr/local/go/bin")
    assert only(made) == FoundGo(
        binary=root / "bin/go",
        root=root,
        version="go1.22.10",
        arch="amd64",
        owner="archive",
        path_index=1,
        complete=True,
    )


def test_archive_that_is_not_on_path(tmp_path: Path) -> None:
    made = debian(tmp_path)
    made.tree("/usr/local/go")
    assert only(made).path_index is None


def test_debian_package_with_its_links(tmp_path: Path) -> None:
    made = debian(tmp_path)
    made.tree("/usr/share/go-1.19", "go1.19.8", whole=True)
    made.file("/usr/lib/go-1.19/bin/go", elf(), 0o755)
    for name in ("VERSION", "src"):
        made.link(f"/usr/lib/go-1.19/{name}", f"../../share/go-1.19/{name}")
    made.folder("/usr/lib/go-1.19/pkg/tool")
    made.link("/usr/lib/go", "go-1.19")
    made.link("/usr/bin/go", "../lib/go/bin/go")
    made.file("/var/lib/dpkg/info/golang-go:amd64.list", "/.\n/usr/bin/go\n")
    made.file("/var/lib/dpkg/info/golang-1.19-go.list", "/.\n/usr/lib/go-1.19/bin/go\n")
    found = only(made)
    assert (found.owner, found.version, found.path_index) == ("dpkg:golang-1.19-go", "go1.19.8", 0)
    assert (found.binary, found.root) == (made.at("/usr/bin/go"), made.at("/usr/lib/go-1.19"))
    assert found.complete and not found.is_shim


@pytest.mark.parametrize(
    ("tree", "database", "content", "owner"),
    [
        ("/usr/lib/go", "/var/lib/pacman/local/go-2:1.27.3-1/desc", "", "pacman:go"),
        ("/usr/lib/go", "/lib/apk/db/installed", "C:Q1\nP:go\nV:1.22.10-r0\n", "apk:go"),
        ("/usr/lib/golang", "/var/lib/rpm/rpmdb.sqlite", "", "rpm:golang"),
        ("/usr/lib/go", "/var/db/pkg/dev-lang/go-1.22.10/CONTENTS", "", "portage:dev-lang/go"),
        ("/usr/lib/go", "/lib/apk/db/installed", "P:gopher\n", "archive"),
        (
            "/usr/lib/go-1.22",
            "/var/lib/dpkg/info/golang-1.19-go.list",
            "/usr/lib/go-1.19/bin/go\n",
            "archive",
        ),
    ],
)
def test_other_package_managers(tmp_path: Path, tree: str, database: str, content: str, owner: str) -> None:
    made = debian(tmp_path)
    made.tree(tree)
    made.file(database, content)
    assert only(made).owner == owner


@pytest.mark.parametrize(
    ("tree", "owner"),
    [
        ("/opt/homebrew/Cellar/go/1.22.10/libexec", "homebrew"),
        ("/home/linuxbrew/.linuxbrew/Cellar/go/1.22.10/libexec", "homebrew"),
        ("/snap/go/10748", "snap"),
        ("/nix/store/abc-go-1.22.10/share/go", "nix"),
        ("/home/ann/.gvm/gos/go1.22.10", "gvm"),
        ("/home/ann/.goenv/versions/1.22.10", "goenv"),
        ("/home/ann/.asdf/installs/golang/1.22.10/go", "asdf"),
        ("/home/ann/.local/share/mise/installs/go/1.22.10", "mise"),
        ("/home/ann/.g/go", "g"),
        ("/home/ann/venv/lib/python3.11/site-packages/go", "pip"),
        ("/home/ann/go/pkg/mod/golang.org/toolchain@v0.0.1-go1.22.10.linux-amd64", "go"),
        ("/home/ann/somewhere/go", "archive"),
    ],
)
def test_owners_by_place(tmp_path: Path, tree: str, owner: str) -> None:
    made = debian(tmp_path)
    made.tree(tree)
    made.path(f"{tree}/bin")
    found = only(made)
    assert (found.owner, found.is_shim, found.complete) == (owner, False, True)


def test_managers_places_by_their_variables(tmp_path: Path) -> None:
    made = debian(tmp_path)
    made.tree("/home/ann/tools/asdf/installs/golang/1.21.1/go", "go1.21.1")
    made.environment["ASDF_DATA_DIR"] = str(made.at("/home/ann/tools/asdf"))
    assert only(made).owner == "asdf"


def test_home_sdk_tells_who_unpacked(tmp_path: Path) -> None:
    made = debian(tmp_path)
    for version in ("go1.20.1", "go1.21.1", "go1.22.1"):
        made.tree(f"/home/ann/sdk/{version}", version)
    made.file("/home/ann/sdk/go1.20.1/.unpacked-success")
    made.file("/home/ann/sdk/go1.21.1/.unpacked-success")
    made.file("/home/ann/sdk/go1.21.1/go1.21.1.linux-amd64.tar.gz")
    owners = {go.version: go.owner for go in gos(made)}
    assert owners == {"go1.20.1": "golang.org/dl", "go1.21.1": "golang.org/dl", "go1.22.1": "archive"}
    made.link("/home/ann/sdk/go", "go1.20.1")
    found = gos(made)
    assert found[0].binary == made.at("/home/ann/sdk/go/bin/go") and found[0].owner == "gowizard"
    assert {go.version: go.owner for go in found}["go1.21.1"] == "golang.org/dl"
    assert len(found) == 3  # the link is no fourth Go


def test_trees_under_the_destination(tmp_path: Path) -> None:
    made = debian(tmp_path)
    made.tree("/srv/go/go1.27.3", "go1.27.3")
    assert gos(made) == ()
    assert [go.version for go in gos(made, destination=made.at("/srv/go"))] == ["go1.27.3"]


def test_path_order_first_and_each_tree_once(tmp_path: Path) -> None:
    made = debian(tmp_path)
    made.tree("/usr/local/go", "go1.22.10")
    made.tree("/opt/go", "go1.21.1")
    made.tree("/home/ann/sdk/go1.20.1", "go1.20.1")
    made.link("/usr/local/bin/go", "/usr/local/go/bin/go")
    made.path("/opt/go/bin", "/usr/local/bin", "/usr/local/go/bin", "/opt/go/bin")
    made.environment["PATH"] = "relative:~/bin:" + made.environment["PATH"]
    found = gos(made)
    assert [(go.version, go.path_index) for go in found] == [
        ("go1.21.1", 2),
        ("go1.22.10", 3),
        ("go1.20.1", None),
    ]
    assert found[1].binary == made.at("/usr/local/bin/go") and found[1].root == made.at("/usr/local/go")


def test_half_a_tree(tmp_path: Path) -> None:
    made = debian(tmp_path)
    made.tree("/home/ann/sdk/go1.22.10", whole=False)
    found = only(made)
    assert found.version == "go1.22.10" and not found.complete


def test_gopath_is_no_goroot(tmp_path: Path) -> None:
    made = debian(tmp_path)
    made.file("/home/ann/go/bin/gopls", elf(), 0o755)
    made.file("/home/ann/go/bin/go", elf(), 0o755)
    assert gos(made) == ()
    made.path("/home/ann/go/bin")
    found = only(made)
    assert found.root is None and not found.complete and found.version == ""


@pytest.mark.parametrize(
    "version", ["devel go1.28-abcdef", "", "\x1b]0;evil\x07", "go1.22.10\x1b[2J", "x" * 10_000]
)
def test_strange_version_files(tmp_path: Path, version: str) -> None:
    made = debian(tmp_path)
    made.tree("/usr/local/go", version)
    assert only(made).version in {"", "go1.22.10"}


# --- shims


ASDF = """#!/usr/bin/env bash
# asdf-plugin: golang 1.22.10
exec asdf exec "go" "$@"
"""
GOENV = """#!/usr/bin/env bash
exec "/opt/goenv/libexec/goenv" exec "$program" "$@"
"""


@pytest.mark.parametrize(
    ("path", "content", "owner"),
    [
        ("/home/ann/.asdf/shims", ASDF, "asdf"),
        ("/home/ann/.goenv/shims", GOENV, "goenv"),
        ("/usr/local/bin", '#!/bin/sh\nexec mise x -- go "$@"\n', "mise"),
        ("/usr/local/bin", '#!/bin/sh\nexec /opt/go/bin/go "$@"\n', "script"),
    ],
)
def test_script_shims(tmp_path: Path, path: str, content: str, owner: str) -> None:
    made = debian(tmp_path)
    made.file(f"{path}/go", content, 0o755)
    made.path(path)
    found = only(made)
    assert (found.owner, found.is_shim, found.root, found.version, found.arch) == (owner, True, None, "", "")
    assert found.problem == ""


@pytest.mark.parametrize(
    ("link", "target", "owner"),
    [
        ("/home/ann/.local/share/mise/shims/go", "/usr/bin/mise", "mise"),
        ("/snap/bin/go", "/usr/bin/snap", "snap"),
    ],
)
def test_shims_that_are_links_to_the_manager(tmp_path: Path, link: str, target: str, owner: str) -> None:
    made = debian(tmp_path)
    made.file(target, elf(), 0o755)
    made.link(link, target)
    made.path(str(Path(link).parent))
    found = only(made)
    assert (found.owner, found.is_shim, found.root) == (owner, True, None)


def test_a_shim_and_the_tree_behind_it_are_two(tmp_path: Path) -> None:
    made = debian(tmp_path)
    made.file("/home/ann/.asdf/shims/go", "#!/bin/sh\nexec asdf exec go\n", 0o755)
    made.tree("/home/ann/.asdf/installs/golang/1.22.10/go")
    made.path("/home/ann/.asdf/shims")
    assert [(go.is_shim, go.owner, go.version) for go in gos(made)] == [
        (True, "asdf", ""),
        (False, "asdf", "go1.22.10"),
    ]


# --- faults


@pytest.mark.parametrize(
    ("content", "mode", "problem", "arch"),
    [
        (b"", 0o755, "empty file", ""),
        (elf(), 0o644, "not executable", "amd64"),
        (elf("arm64"), 0o755, "wrong architecture", "arm64"),
        (elf("386"), 0o755, "", "386"),
        (mach("arm64"), 0o755, "built for another operating system", "arm64"),
        (pe("amd64"), 0o755, "built for another operating system", "amd64"),
        (elf(os_name="freebsd"), 0o755, "built for another operating system", "amd64"),
        (b"<!DOCTYPE html>\n<html><body>Log in to the Wi-Fi", 0o755, "a web page instead of a program", ""),
        (b"\x1f\x8b\x08\x00 an archive", 0o755, "not a program", ""),
        (b"just text\n", 0o755, "not a program", ""),
        (elf()[:10], 0o755, "not a program", ""),
    ],
)
def test_faults(tmp_path: Path, content: bytes, mode: int, problem: str, arch: str) -> None:
    made = debian(tmp_path)
    made.tree("/usr/local/go")
    made.file("/usr/local/go/bin/go", content, mode, owner=1000)
    found = only(made)
    assert (found.problem, found.arch) == (problem, arch)


def test_64_bit_go_beside_a_32_bit_userland_runs(tmp_path: Path) -> None:
    made = FakeMachine(tmp_path, arch="arm", uname="aarch64")
    made.tree("/usr/local/go", arch="arm64")
    found = only(made)
    assert (found.arch, found.problem) == ("arm64", "")


@pytest.mark.parametrize("kind", ["fifo", "dangling", "loop", "device", "folder", "huge", "unreadable"])
def test_weird_files_never_hang(tmp_path: Path, kind: str) -> None:
    made = debian(tmp_path)
    made.path("/opt/odd")
    place = made.folder("/opt/odd") / "go"
    expected: str | None = "not a regular file"
    if kind == "fifo":
        os.mkfifo(place)
    elif kind == "dangling":
        place.symlink_to("gone")
        expected = "dangling link"
    elif kind == "loop":
        place.symlink_to(place)
        expected = "dangling link"
    elif kind == "device":
        place.symlink_to("/dev/zero")
        made.owners[Path("/dev/zero")] = 0
    elif kind == "folder":
        place.mkdir()
        expected = None
    elif kind == "huge":
        place.touch(0o755)
        os.truncate(place, 10 * 2**30)
        expected = "not a program"
    else:
        made.file("/opt/odd/go", elf(), 0o711)
        place.chmod(0o311)
        expected = ""  # such a program can be run
    found = gos(made)
    assert [go.problem for go in found] == ([] if expected is None else [expected])


@pytest.mark.slow
def test_real_trees(tmp_path: Path) -> None:
    made = debian(tmp_path)
    tree = real_go.tree("1.27.3")
    (made.folder("/home/ann/bin") / "go").symlink_to(tree / "bin" / "go")
    made.owners[Path("/")] = 0
    made.path("/home/ann/bin")
    found = only(made)
    assert (found.version, found.arch, found.complete, found.root) == ("go1.27.3", "amd64", True, tree)
    # a lone copy of the program still tells its version
    made.file("/opt/odd/go", (tree / "bin" / "go").read_bytes(), 0o755)
    made.path("/opt/odd")
    found = only(made)
    assert (found.version, found.root, found.complete) == ("go1.27.3", None, False)
