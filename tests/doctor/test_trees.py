"""What is said about Go trees: each kind of damage, and nothing about a sound one."""

from __future__ import annotations

import os

import pytest

from gowizard.changes import Move, SetLink, SetMode
from gowizard.doctor.best import best_go, best_other, is_sound
from gowizard.doctor.checks import gopath_is_goroot, managers, on_path, programs, trees, versions
from gowizard.doctor.hello import Hello
from gowizard.doctor.integrity import ailments
from gowizard.doctor.model import Finding, Severity
from gowizard.doctor.scene import Scene
from tests.doctor.bench import Bench
from tests.doctor.small_tree import small_tree, tools_of


def every(scene: Scene) -> list[Finding]:
    """What all checks of this family say."""
    checks = (*trees.CHECKS, *on_path.CHECKS, *programs.CHECKS, *versions.CHECKS, *managers.CHECKS,
              *gopath_is_goroot.CHECKS)  # fmt: skip
    return [finding for check in checks for finding in check.look(scene)]


def only(scene: Scene) -> Finding:
    """The one finding."""
    (finding,) = every(scene)
    return finding


def test_a_sound_tree_is_not_complained_about(bench: Bench) -> None:
    root = small_tree(bench.home / "sdk" / "go1.27.3")
    scene = bench.scene(root / "bin", hello=Hello(ok=True))
    assert every(scene) == []
    assert scene.go is not None
    assert is_sound(scene, scene.go)
    assert best_go(scene) == scene.go


@pytest.mark.parametrize(
    ("spoil", "entry", "id"),
    [
        (lambda root: (tools_of(root) / "compile").unlink(), 56, "tree-damaged"),
        (lambda root: (tools_of(root) / "link").write_bytes(b""), 56, "tree-damaged"),
        (lambda root: os.truncate(tools_of(root) / "asm", 5000), 56, "tree-damaged"),
        (lambda root: (root / "src" / "fmt" / "file.go").unlink(), 16, "tree-damaged"),
        (lambda root: (root / "src" / "fmt" / "file.go").write_text("package f"), 57, "tree-damaged"),
        (lambda root: (root / "bin" / "go").write_text("<!DOCTYPE html>\n"), 61, "tree-damaged"),
        (lambda root: (tools_of(root) / "link").chmod(0o644), 56, "tree-not-executable"),
        (lambda root: (root / "bin" / "gofmt").chmod(0o644), 60, "tree-not-executable"),
    ],
)
def test_damage_is_found_and_mended_where_it_is(bench: Bench, spoil: object, entry: int, id: str) -> None:
    root = small_tree(bench.home / "sdk" / "go1.27.3")
    assert callable(spoil)
    spoil(root)
    found = only(bench.scene(root / "bin", hello=Hello(ok=False, output="broken")))
    assert (found.id, entry in found.entry) == (id, True)
    assert found.preselected
    assert found.remedy is not None
    if id == "tree-not-executable":
        (effect,) = found.remedy.effects
        assert isinstance(effect, SetMode)
        assert effect.mode == 0o755
    else:
        assert found.remedy.reinstall is not None
        assert (found.remedy.reinstall.root, found.remedy.reinstall.version) == (root, "go1.27.3")


@pytest.mark.parametrize(("name", "fetched"), [("go1.27.3", True), ("go", False)])
def test_a_tree_of_empty_files_is_put_back_by_its_folders_name(bench: Bench, name: str, fetched: bool) -> None:
    """As a power failure leaves one on a file system that delays allocation."""
    root = small_tree(bench.home / "sdk" / name)
    for path in root.rglob("*"):
        if path.is_file():
            os.truncate(path, 0)
    found = only(bench.scene(root / "bin", hello=Hello(ok=False, output="broken")))
    assert (found.id, found.severity) == ("tree-damaged", Severity.BLOCKS) and found.remedy is not None
    if fetched:
        assert found.remedy.reinstall is not None
        assert (found.remedy.reinstall.root, found.remedy.reinstall.version) == (root, "go1.27.3")
    else:
        assert found.remedy.reinstall is None and found.remedy.install and not found.remedy.commands
        assert "cannot be told any more" in found.remedy.reason


def test_a_tool_that_only_tests_need_hurts_and_does_not_block(bench: Bench) -> None:
    root = small_tree(bench.home / "sdk" / "go1.27.3")
    (tools_of(root) / "vet").unlink()
    assert only(bench.scene(root / "bin", hello=Hello(ok=True))).severity is Severity.HURTS


def test_files_of_two_releases_are_a_mixed_tree_and_one_alone_is_not(bench: Bench) -> None:
    root = small_tree(bench.home / "sdk" / "go1.27.3")
    (root / "src" / "runtime" / "hash64.go").write_text("package runtime\n")
    assert every(bench.scene(root / "bin", hello=Hello(ok=True))) == []
    (root / "src" / "runtime" / "map_swiss.go").write_text("package runtime\n")
    found = only(bench.scene(root / "bin", hello=Hello(ok=False)))
    assert (found.id, found.entry) == ("tree-mixed", (9,))
    assert found.remedy is not None
    assert found.remedy.reinstall is not None


def test_what_go_says_about_its_own_library_counts_and_about_others_does_not(bench: Bench) -> None:
    root = small_tree(bench.home / "sdk" / "go1.27.3")
    mine = "../../sdk/go1.27.3/src/fmt/print.go:85:70: syntax error: unexpected EOF, expected }"
    found = only(bench.scene(root / "bin", hello=Hello(ok=False, output=f"# fmt\n{mine}\n")))
    assert (found.id, found.entry) == ("tree-damaged", (57,))
    assert found.evidence[0].what == mine
    crash = "go: error obtaining buildID for go tool compile: signal: segmentation fault"
    assert only(bench.scene(root / "bin", hello=Hello(ok=False, output=crash))).id == "tree-damaged"
    other = "../../opt/go/src/fmt/print.go:85:70: syntax error: unexpected EOF, expected }"
    assert every(bench.scene(root / "bin", hello=Hello(ok=False, output=other))) == []


def test_what_a_user_put_into_the_tree_is_named(bench: Bench) -> None:
    root = small_tree(bench.home / "sdk" / "go1.27.3")
    (root / "bin" / "gopls").write_bytes(b"\x7fELF")
    (root / "pkg" / "mod").mkdir()
    (tools_of(root) / "link").unlink()
    found = only(bench.scene(root / "bin"))
    assert found.remedy is not None
    assert "bin/gopls" in found.remedy.risk
    assert "pkg/mod" in found.remedy.risk


def test_a_package_managers_tree_gets_its_command(bench: Bench) -> None:
    root = small_tree(bench.home / ".asdf" / "installs" / "golang" / "1.27.3" / "go")
    (tools_of(root) / "link").unlink()
    found = only(bench.scene(root / "bin"))
    assert found.remedy is not None
    assert not found.remedy.automatic
    assert "asdf install golang 1.27.3" in found.remedy.commands[0]
    assert not found.preselected


def test_go_in_sdk_that_is_not_on_path(bench: Bench) -> None:
    root = small_tree(bench.home / "sdk" / "go1.27.3")
    found = only(bench.scene())
    assert (found.id, found.symptom) == ("go-not-on-path", True)
    assert found.remedy is not None
    assert found.remedy.go_bin == root / "bin"


def test_nothing_at_all_is_installed(bench: Bench) -> None:
    found = only(bench.scene())
    assert found.id == "no-go"
    assert found.remedy is not None
    assert found.remedy.install


def test_the_link_of_gowizards_own_wins_over_a_newer_tree(bench: Bench) -> None:
    older = small_tree(bench.home / "sdk" / "go1.26.6", "go1.26.6")
    small_tree(bench.home / "sdk" / "go1.27.3")
    (bench.home / "sdk" / "go").symlink_to("go1.26.6")
    scene = bench.scene()
    best = best_other(scene)
    assert best is not None
    assert best.root == older
    found = only(scene)
    assert found.remedy is not None
    assert found.remedy.go_bin == bench.home / "sdk" / "go" / "bin"


def test_a_damaged_tree_is_never_the_best(bench: Bench) -> None:
    older = small_tree(bench.home / "sdk" / "go1.26.6", "go1.26.6")
    newer = small_tree(bench.home / "sdk" / "go1.27.3")
    (tools_of(newer) / "link").unlink()
    best = best_go(bench.scene())
    assert best is not None
    assert best.root == older


def test_a_link_to_nothing_is_led_to_the_tree_that_is_here(bench: Bench) -> None:
    root = small_tree(bench.home / "sdk" / "go1.27.3")
    (bench.home / "bin").mkdir()
    link = bench.home / "bin" / "go"
    link.symlink_to("/opt/gone/bin/go")
    found = only(bench.scene(link.parent))
    assert found.id == "go-link-broken"
    assert found.remedy is not None
    (effect,) = found.remedy.effects
    assert isinstance(effect, SetLink)
    assert effect.target == str(root / "bin" / "go")


def test_a_dangling_current_link_is_led_to_the_tree_beside_it(bench: Bench) -> None:
    small_tree(bench.home / "sdk" / "go1.27.3")
    (bench.home / "sdk" / "go").symlink_to("go1.27.2")
    found = only(bench.scene(bench.home / "sdk" / "go" / "bin"))
    assert found.id == "go-link-broken"
    assert found.remedy is not None
    (effect,) = found.remedy.effects
    assert isinstance(effect, SetLink)
    assert effect.target == "go1.27.3"


def test_a_link_to_nothing_behind_a_go_that_works_is_no_fault(bench: Bench) -> None:
    root = small_tree(bench.home / "sdk" / "go1.27.3")
    (bench.home / "bin").mkdir()
    (bench.home / "bin" / "go").symlink_to("/opt/gone/bin/go")
    assert every(bench.scene(bench.home / "bin", root / "bin", hello=Hello(ok=True))) == []


def test_a_newer_go_that_a_line_names_behind_an_older_one(bench: Bench) -> None:
    older = small_tree(bench.home / "opt" / "go", "go1.26.6")
    newer = small_tree(bench.home / "sdk" / "go1.27.3")
    advice = only(bench.scene(older / "bin", newer / "bin", hello=Hello(ok=True)))
    assert (advice.id, advice.severity) == ("go-shadowed", Severity.ADVICE)
    (bench.home / ".bashrc").write_text('export PATH="$PATH:$HOME/sdk/go1.27.3/bin"\n')
    found = only(bench.scene(older / "bin", newer / "bin", hello=Hello(ok=True)))
    assert (found.severity, found.origin[0].line) == (Severity.HURTS, 1)
    assert found.remedy is not None
    assert found.remedy.go_bin == newer / "bin"
    assert every(bench.scene(newer / "bin", older / "bin", hello=Hello(ok=True))) == []


def test_a_web_page_before_a_sound_tree_is_moved_aside(bench: Bench) -> None:
    root = small_tree(bench.home / "sdk" / "go1.27.3")
    (bench.home / "bin").mkdir()
    file = bench.home / "bin" / "go"
    file.write_text("<html>404</html>\n")
    file.chmod(0o755)
    found = only(bench.scene(file.parent, root / "bin", hello=Hello(ok=False)))
    assert (found.id, found.entry) == ("go-spoilt", (61,))
    assert found.remedy is not None
    (effect,) = found.remedy.effects
    assert isinstance(effect, Move)
    assert not found.remedy.shells


def test_a_wrapper_that_works_is_left_alone(bench: Bench) -> None:
    (bench.home / "bin").mkdir()
    file = bench.home / "bin" / "go"
    file.write_text("#!/bin/sh\nexec /opt/go/bin/go \"$@\"\n")
    file.chmod(0o755)
    assert every(bench.scene(file.parent, hello=Hello(ok=True))) == []
    assert every(bench.scene(file.parent, hello=Hello(ok=False, output="go: parsing $GOFLAGS: bad"))) == []


def test_asdf_without_a_version_gets_asdfs_commands(bench: Bench) -> None:
    shim = bench.home / ".asdf" / "shims" / "go"
    shim.parent.mkdir(parents=True)
    shim.write_text("#!/usr/bin/env bash\n# asdf-plugin: golang\n")
    shim.chmod(0o755)
    found = only(bench.scene(shim.parent, hello=Hello(ok=False, output="No version is set for command go")))
    assert (found.id, found.about, found.entry) == ("shim-leads-nowhere", "asdf", (29,))
    assert found.remedy is not None
    assert "asdf install golang latest" in found.remedy.commands
    assert every(bench.scene(shim.parent, hello=Hello(ok=True))) == []


def test_gopath_that_is_the_tree(bench: Bench) -> None:
    root = small_tree(bench.home / "go")
    found = only(bench.scene(root / "bin", hello=Hello(ok=True)))
    assert found.id == "gopath-is-goroot"
    assert found.remedy is not None
    (edit,) = found.remedy.edits
    assert edit.edit(None) == f"GOPATH={bench.home}/gopath\n".encode()
    path = str(bench.home / "elsewhere")
    assert every(bench.scene(root / "bin", hello=Hello(ok=True), GOPATH=path)) == []


@pytest.mark.parametrize(
    ("version", "lines", "id"),
    [
        ("go1.20.14", "go 1.22.0\n", "go-too-old"),
        ("go1.20.14", "go 1.19\n", ""),
        ("go1.27.3", "go 1.22.0\n", ""),
        ("go1.27.3", "go 1.21\n\ntoolchain go1.28\n", "toolchain-not-available"),
        ("go1.27.3", "go 1.28.0\n", ""),
        ("go1.22.4", "go 1.23\n", "toolchain-not-available"),
    ],
)
def test_what_the_project_wants(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, version: str, lines: str, id: str
) -> None:
    root = small_tree(bench.home / "opt" / version, version)
    project = bench.home / "project"
    project.mkdir()
    (project / "go.mod").write_text(f"module m\n\n{lines}")
    monkeypatch.chdir(project)
    found = every(bench.scene(root / "bin", hello=Hello(ok=True)))
    assert [finding.id for finding in found] == ([id] if id else [])


def test_the_facts_of_a_tree_are_found_out_once(bench: Bench) -> None:
    root = small_tree(bench.home / "sdk" / "go1.27.3")
    scene = bench.scene(root / "bin")
    assert scene.go is not None
    assert ailments(scene, scene.go) == ()
    (tools_of(root) / "link").unlink()
    assert ailments(scene, scene.go) == ()
