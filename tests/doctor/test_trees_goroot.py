"""GOROOT: gone, another version's, in several places, in this session only; and one that is right."""

from __future__ import annotations

from dataclasses import replace

import pytest

from gowizard.doctor.checks.goroot import look
from gowizard.doctor.hello import Hello
from gowizard.doctor.model import Severity
from tests.doctor.bench import Bench
from tests.doctor.small_tree import small_tree

BROKEN = Hello(ok=False, output="go: cannot find GOROOT directory: /opt/gone")


def _line(bench: Bench, value: str) -> None:
    (bench.home / ".bashrc").write_text(f"export GOROOT={value}\n")


def _go_env(bench: Bench, value: str) -> None:
    path = bench.home / ".config" / "go" / "env"
    path.parent.mkdir(parents=True)
    path.write_text(f"GOFLAGS=\nGOROOT={value}\n")


def test_both_places_are_one_finding_and_one_remedy(bench: Bench) -> None:
    root = small_tree(bench.home / "sdk" / "go1.27.3")
    _line(bench, "/opt/gone")
    _go_env(bench, "/opt/gone")
    (found,) = look(bench.scene(root / "bin", hello=BROKEN, GOROOT="/opt/gone"))
    assert (found.id, set(found.entry), found.severity) == ("goroot-gone", {7, 35}, Severity.BLOCKS)
    assert {(origin.kind, origin.line) for origin in found.origin} == {("startup-file", 1), ("go-env", 2)}
    assert found.remedy is not None
    assert len(found.remedy.edits) == 2
    assert found.preselected


@pytest.mark.parametrize("in_file", [False, True])
def test_another_versions_tree_blocks_unless_it_works(bench: Bench, in_file: bool) -> None:
    root = small_tree(bench.home / "sdk" / "go1.27.3")
    other = small_tree(bench.home / "opt" / "go", "go1.26.6")
    told = {} if in_file else {"GOROOT": str(other)}
    (_go_env if in_file else _line)(bench, str(other))
    (found,) = look(bench.scene(root / "bin", hello=BROKEN, **told))
    assert (found.id, found.entry) == ("goroot-other", (35, 8) if in_file else (8,))
    (calm,) = look(bench.scene(root / "bin", hello=Hello(ok=True), **told))
    assert calm.severity is Severity.ADVICE


def test_the_tree_itself_also_by_a_link_and_with_windows_line_ends_is_no_fault(bench: Bench) -> None:
    root = small_tree(bench.home / "sdk" / "go1.27.3")
    (bench.home / "link").symlink_to(root)
    for value in (f"{root}", f"{bench.home}/link", f"{root}\r"):
        assert list(look(bench.scene(root / "bin", hello=BROKEN, GOROOT=value))) == []


def test_a_managers_folder_names_the_manager_as_the_alternative(bench: Bench) -> None:
    value = f"{bench.home}/.gvm/gos/go1.22"
    _line(bench, value)
    (found,) = look(bench.scene(hello=None, GOROOT=value))
    assert found.remedy is not None
    assert "gvm" in found.remedy.alternative


def test_what_only_this_session_holds_is_for_a_person(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    root = small_tree(bench.home / "sdk" / "go1.27.3")
    monkeypatch.setenv("GOROOT", "/opt/gone")
    (found,) = look(bench.scene(root / "bin", hello=Hello(ok=True)))
    assert found.id == "goroot-in-session"
    assert found.remedy is not None
    assert not found.remedy.automatic
    assert found.remedy.commands == ("unset GOROOT",)


def test_a_lone_program_may_have_a_goroot_of_its_own_version_only(bench: Bench) -> None:
    root = small_tree(bench.home / "opt" / "go", "go1.26.6")
    lone = bench.home / "bin" / "go"
    lone.parent.mkdir()
    lone.write_bytes((root / "bin" / "go").read_bytes())
    lone.chmod(0o755)
    scene = bench.scene(lone.parent, hello=BROKEN, GOROOT=str(root))
    assert scene.go is not None
    for version, ids in (("go1.27.3", ["goroot-other"]), ("go1.26.6", [])):
        go = replace(scene.go, version=version)
        again = bench.scene(lone.parent, hello=BROKEN, GOROOT=str(root))
        again.once("go", lambda go=go: go)  # type: ignore[misc]
        assert [finding.id for finding in look(again)] == ids
