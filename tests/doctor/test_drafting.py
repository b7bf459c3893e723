"""Chosen remedies become ordered Changes: one per file, trees aside before they are placed, shells last."""

from __future__ import annotations

from pathlib import Path

import pytest

from gowizard import changes, host
from gowizard.changes import Move, PlaceTree, RemoveFile, WriteFile
from gowizard.doctor.drafting import draft, in_order
from gowizard.doctor.model import FileEdit, Finding, Phase, Reinstall, Remedy, Severity
from gowizard.doctor.scene import Scene


@pytest.fixture
def scene(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Scene:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("PATH", "/usr/bin:/bin")
    return Scene(host.detect())


def _finding(id: str, remedy: Remedy) -> Finding:
    return Finding(id=id, entry=(1,), severity=Severity.HURTS, title=id, remedy=remedy)


def _replacing(path: Path, old: bytes, new: bytes) -> FileEdit:
    return FileEdit(path, lambda content: None if content is None else content.replace(old, new))


def test_edits_of_one_file_become_one_change_in_the_order_of_their_phases(scene: Scene) -> None:
    file = scene.home / ".bashrc"
    file.write_bytes(b"export GOROOT=/gone\r\nexport GOFLAGS=-x\r\n")
    late = Remedy(title="late", phase=Phase.LINES, edits=(_replacing(file, b"GOROOT=/gone\n", b"GOROOT=\n"),))
    early = Remedy(title="early", phase=Phase.ENCODING, edits=(_replacing(file, b"\r\n", b"\n"),))
    made = draft(scene, [_finding("b", late), _finding("a", early)])
    (change,) = made.changes
    (effect,) = change.effects
    assert isinstance(effect, WriteFile)
    assert effect.content == b"export GOROOT=\nexport GOFLAGS=-x\n"
    assert effect.old == file.read_bytes()
    assert "early; late" in change.why
    assert [finding.id for finding in made.chosen] == ["a", "b"]


def test_an_edit_that_finds_nothing_makes_no_change(scene: Scene) -> None:
    file = scene.home / ".bashrc"
    file.write_bytes(b"fine\n")
    remedy = Remedy(title="t", edits=(_replacing(file, b"\r\n", b"\n"), FileEdit(scene.home / "none", lambda old: old)))
    assert draft(scene, [_finding("a", remedy)]).changes == ()


def test_an_edit_to_nothing_removes_the_file_and_a_link_is_followed(scene: Scene) -> None:
    real = scene.home / "dotfiles" / "profile"
    real.parent.mkdir()
    real.write_bytes(b"bad\n")
    (scene.home / ".profile").symlink_to(real)
    remedy = Remedy(title="t", edits=(FileEdit(scene.home / ".profile", lambda old: None),))
    (effect,) = draft(scene, [_finding("a", remedy)]).changes[0].effects
    assert isinstance(effect, RemoveFile)
    assert effect.path == real


def test_a_needless_remedy_is_left_out() -> None:
    first = _finding("reinstall", Remedy(title="t", phase=Phase.TREES, makes_needless=("mode",)))
    second = _finding("mode", Remedy(title="u", phase=Phase.FOLDERS))
    assert [finding.id for finding in in_order([second, first])] == ["reinstall"]
    assert [finding.id for finding in in_order([second])] == ["mode"]


def test_a_tree_is_moved_aside_under_a_free_name_before_a_fresh_one_is_placed(scene: Scene) -> None:
    root = scene.home / "sdk" / "go1.27.3"
    root.mkdir(parents=True)
    wanted = Reinstall(root=root, version="go1.27.3")
    (change,) = draft(scene, [_finding("a", Remedy(title="t", phase=Phase.TREES, reinstall=wanted))]).changes
    move, place = change.effects
    assert isinstance(move, Move) and isinstance(place, PlaceTree)
    assert move.source == place.destination == root
    assert move.destination.name.startswith("go1.27.3.broken-")
    move.destination.mkdir()
    (again,) = draft(scene, [_finding("a", Remedy(title="t", phase=Phase.TREES, reinstall=wanted))]).changes
    assert isinstance(again.effects[0], Move)
    assert again.effects[0].destination.name == f"{move.destination.name}-2"
    assert any("~/sdk" in line for piece in changes.preview(change, scene.home) for line in piece.lines)


def test_two_findings_about_one_tree_put_it_back_once(scene: Scene) -> None:
    wanted = Reinstall(root=scene.home / "go", version="go1.27.3")
    findings = [_finding(id, Remedy(title=id, phase=Phase.TREES, reinstall=wanted)) for id in ("a", "b")]
    assert len(draft(scene, findings).changes) == 1


def test_shells_are_led_to_the_tree_that_is_put_back(scene: Scene) -> None:
    (scene.home / ".bashrc").write_bytes(b"# mine\n")
    root = scene.home / "sdk" / "go1.27.3"
    root.mkdir(parents=True)
    remedies = [
        Remedy(title="t", phase=Phase.TREES, reinstall=Reinstall(root=root, version="go1.27.3")),
        Remedy(title="u", phase=Phase.SHELLS, shells=True),
    ]
    made = draft(scene, [_finding(remedy.title, remedy) for remedy in remedies])
    written = b"".join(
        effect.content for change in made.changes for effect in change.effects if isinstance(effect, WriteFile)
    )
    assert b"sdk/go1.27.3/bin" in written
    assert b"# mine\n# >>> gowizard" in written


def test_commands_are_left_to_a_person(scene: Scene) -> None:
    remedy = Remedy(title="Take the package away", commands=("sudo apt remove golang-go",), reason="apt put it there")
    made = draft(scene, [_finding("a", remedy)])
    assert made.changes == ()
    assert [(step.title, step.lines) for step in made.manual] == [(remedy.title, remedy.commands)]
