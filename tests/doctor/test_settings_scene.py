"""Stored settings on a machine: where they are found, how much they matter there, and what puts them right."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest

from gowizard.changes import WriteFile
from gowizard.doctor.checks import proxies_and_sums, shadowed, stored_values
from gowizard.doctor.drafting import draft
from gowizard.doctor.hello import Hello
from gowizard.doctor.mending import with_value, without_lines
from gowizard.doctor.model import Finding, Origin, Severity
from gowizard.doctor.rewriting import with_new_value
from gowizard.doctor.scene import Scene
from tests.doctor.bench import Bench

FAILS = Hello(ok=False, output="go: parsing $GOFLAGS: unknown flag -foo")


def every(scene: Scene) -> list[Finding]:
    checks = (*stored_values.CHECKS, *proxies_and_sums.CHECKS, *shadowed.CHECKS)
    return [finding for check in checks for finding in check.look(scene)]


def only(scene: Scene) -> Finding:
    (finding,) = every(scene)
    return finding


def put(bench: Bench, name: str, content: str) -> Path:
    path = bench.home / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content)
    return path


def mended(scene: Scene, findings: Iterable[Finding]) -> dict[str, str]:
    """What the files would hold, by their names below the home."""
    effects = [effect for change in draft(scene, list(findings)).changes for effect in change.effects]
    return {
        str(effect.path.relative_to(scene.home)): effect.content.decode()
        for effect in effects
        if isinstance(effect, WriteFile)
    }


def test_nothing_stored_is_nothing_found(bench: Bench) -> None:
    assert every(bench.scene()) == []


def test_what_is_healthy_is_left_alone(bench: Bench) -> None:
    put(bench, ".config/go/env", "GOTOOLCHAIN=local\nGOPROXY=https://goproxy.corp.example,direct\nGOBIN=/opt/bin\n")
    scene = bench.scene(hello=Hello(ok=True), GOFLAGS="-mod=readonly", GOPRIVATE="corp.example/*", GOPATH="/srv/go")
    assert every(scene) == []


def test_a_line_in_a_startup_file_is_named_and_commented_out(bench: Bench) -> None:
    put(bench, ".bashrc", "HISTSIZE=9\nexport GOFLAGS=-foo\n")
    put(bench, ".profile", "export GOFLAGS=-foo\n")
    scene = bench.scene(hello=FAILS, GOFLAGS="-foo")
    found = only(scene)
    assert (found.id, found.severity, found.preselected) == ("goflags", Severity.BLOCKS, True)
    assert {(one.where, one.what) for one in found.evidence} == {
        (f"{bench.home}/.bashrc:2", "export GOFLAGS=-foo"),
        (f"{bench.home}/.profile:1", "export GOFLAGS=-foo"),
    }
    files = mended(scene, [found])
    assert files.keys() == {".bashrc", ".profile"}
    assert files[".bashrc"].startswith("HISTSIZE=9\n# gowizard: disabled ")


def test_a_line_that_says_something_else_stays(bench: Bench) -> None:
    put(bench, ".bashrc", 'export GOFLAGS="-foo"\n')
    put(bench, ".zshrc", "export GOFLAGS=-mod=mod\n")
    put(bench, ".config/fish/config.fish", "set -gx GOFLAGS -mod=readonly\n")
    scene = bench.scene(hello=FAILS, GOFLAGS="-foo")
    assert mended(scene, [only(scene)]).keys() == {".bashrc"}


def test_a_flag_that_this_go_takes_after_all_is_no_fault(bench: Bench) -> None:
    put(bench, ".bashrc", "export GOFLAGS=-newest\n")
    assert every(bench.scene(hello=Hello(ok=True), GOFLAGS="-newest")) == []


def test_a_bad_value_behind_a_good_one_hurts_and_goes_too(bench: Bench) -> None:
    put(bench, ".config/go/env", "GOFLAGS=-foo\nGOBIN=/opt/bin\n")
    put(bench, ".bashrc", "export GOFLAGS=-mod=mod\n")
    scene = bench.scene(hello=Hello(ok=True), GOFLAGS="-mod=mod")
    found = only(scene)
    assert (found.severity, found.preselected) == (Severity.HURTS, True)
    assert mended(scene, [found]) == {".config/go/env": "GOBIN=/opt/bin\n"}


def test_both_places_are_one_finding(bench: Bench) -> None:
    put(bench, ".config/go/env", "GOPATH=$HOME/work\n")
    put(bench, ".bashrc", "export GOPATH='~/work'\n")
    scene = bench.scene(hello=Hello(ok=False), GOPATH="~/work")
    files = mended(scene, [only(scene)])
    assert files == {".config/go/env": f"GOPATH={bench.home}/work\n", ".bashrc": 'export GOPATH="$HOME/work"\n'}


def test_each_place_gets_the_value_that_was_meant_there(bench: Bench) -> None:
    put(bench, ".config/go/env", "GOPATH=$HOME/work\n")
    put(bench, ".bashrc", "export GOPATH='$HOME/go'\n")
    scene = bench.scene(hello=Hello(ok=False), GOPATH="$HOME/go")
    files = mended(scene, [only(scene)])
    assert files[".config/go/env"] == f"GOPATH={bench.home}/work\n"
    assert files[".bashrc"].startswith("# gowizard: disabled ")


def test_a_session_has_values_that_no_file_mends(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GOFLAGS", "-foo")
    found = only(bench.scene())
    assert (found.id, found.about, found.severity) == ("session-value", "GOFLAGS", Severity.HURTS)
    assert found.remedy is not None
    assert found.remedy.commands == ("unset GOFLAGS",)
    assert not found.remedy.automatic


def test_an_open_terminal_after_the_repair_is_advice(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GOFLAGS", "-foo")
    put(bench, ".bashrc", "# gowizard: disabled 2026-01-31: export GOFLAGS=-foo\n")
    assert only(bench.scene()).severity is Severity.ADVICE
    put(bench, ".bashrc", "export GOFLAGS=-mod=mod\n")
    assert only(bench.scene(GOFLAGS="-mod=mod")).severity is Severity.ADVICE


def test_a_cross_build_that_runs_here_is_advice(bench: Bench) -> None:
    put(bench, ".config/go/env", "GOARCH=386\n")
    assert only(bench.scene(hello=Hello(ok=True))).severity is Severity.ADVICE
    assert only(bench.scene(hello=Hello(ok=False))).severity is Severity.BLOCKS


def test_a_longer_statement_is_left_to_a_person(bench: Bench) -> None:
    path = put(bench, ".bashrc", "eval 'export GOCACHE=off'\n")
    found = only(bench.scene(GOCACHE="off"))
    assert found.remedy is not None
    assert (found.remedy.automatic, found.remedy.commands) == (False, (f'"${{EDITOR:-vi}}" +1 {path}',))
    assert found.remedy.reason


def test_an_alias_hinders_nobody(bench: Bench) -> None:
    put(bench, ".bashrc", "alias vendored='GOFLAGS=-mod=vendor go build'\nexport GOFLAGS=-foo\n")
    scene = bench.scene(hello=FAILS, GOFLAGS="-foo")
    remedy = only(scene).remedy
    assert remedy is not None
    assert remedy.commands == ()
    assert mended(scene, [only(scene)])[".bashrc"].startswith("alias vendored='GOFLAGS=-mod=vendor go build'\n# gowiz")


def test_what_belongs_to_the_system_gets_the_exact_command(bench: Bench, tmp_path: Path) -> None:
    path = tmp_path / "go.sh"
    path.write_text("# all users\nexport GOFLAGS=-foo\n")
    scene = bench.scene()
    scene.host = replace(scene.host, user=replace(scene.host.user, uid=12345, home_owner=12345))
    origin = Origin(kind="system-file", path=path, line=2, text="export GOFLAGS=-foo")
    remedy = without_lines(scene, "GOFLAGS", (origin,))
    assert not remedy.automatic
    assert remedy.commands == (f"sudo sed -i.bak '2s/^/# /' {path}",)
    assert remedy.reason


def test_what_an_image_sets_is_said_to_be_the_images(bench: Bench) -> None:
    scene = bench.scene(GOFLAGS="-foo")
    scene.host = replace(scene.host, system=replace(scene.host.system, container="docker"))
    scene.once("given", lambda: {"GOFLAGS": "-foo"})
    remedy = only(scene).remedy
    assert remedy is not None
    assert (remedy.commands, "image" in remedy.reason) == (("unset GOFLAGS",), True)


def test_a_variable_that_fish_keeps_is_taken_away_by_fish(bench: Bench) -> None:
    remedy = without_lines(bench.scene(), "GOFLAGS", (Origin(kind="fish-universal", text="SETUVAR ..."),))
    assert remedy.commands == ("set -Ue GOFLAGS",)


def test_the_title_says_what_becomes_of_it(bench: Bench) -> None:
    path = put(bench, ".bashrc", "export GOBIN=bin\n")
    remedy = with_value(bench.scene(), "GOBIN", "/opt/bin", (Origin(kind="startup-file", path=path, line=1),))
    assert "/opt/bin" in remedy.title
    assert "~/.bashrc" in remedy.title


@pytest.mark.parametrize(
    ("line", "becomes"),
    [
        ("export GOBIN='~/bin'", 'export GOBIN="$HOME/bin"'),
        ("GOBIN=bin; export GOBIN", 'GOBIN="$HOME/bin"; export GOBIN'),
        ("  export GOBIN=bin  # tools", '  export GOBIN="$HOME/bin"  # tools'),
        ("set -gx GOBIN '~/bin'", 'set -gx GOBIN "$HOME/bin"'),
        ("setenv GOBIN '~/bin'", 'setenv GOBIN "$HOME/bin"'),
        ("echo GOBIN=bin", None),
        ("$env.GOBIN = '~/bin'", None),
    ],
)
def test_a_line_gets_another_value(line: str, becomes: str | None) -> None:
    edit = with_new_value("GOBIN", "/home/me/bin", Path("/home/me"), lambda content: b"otherwise")
    expected = b"otherwise" if becomes is None else becomes.encode()
    assert edit(line.encode()) == expected


def test_a_hidden_setting_is_told_with_both_places(bench: Bench) -> None:
    put(bench, ".config/go/env", "GOPROXY=https://goproxy.cn,direct\nGOBIN=/opt/bin\n")
    put(bench, ".bashrc", "export GOPROXY=https://goproxy.io,direct\n")
    scene = bench.scene(GOPROXY="https://goproxy.io,direct")
    found = only(scene)
    assert (found.id, found.about, found.entry, found.severity) == ("setting-hidden", "GOPROXY", (33,), Severity.HURTS)
    assert found.remedy is not None
    assert "~/.bashrc:1" in found.remedy.alternative
    assert mended(scene, [found]) == {".config/go/env": "GOBIN=/opt/bin\n"}


def test_the_same_value_twice_is_no_fault(bench: Bench) -> None:
    put(bench, ".config/go/env", "GOPROXY=https://goproxy.cn,direct\n")
    put(bench, ".bashrc", "export GOPROXY=https://goproxy.cn,direct\n")
    assert every(bench.scene(GOPROXY="https://goproxy.cn,direct")) == []


def test_an_empty_variable_resets_nothing(bench: Bench) -> None:
    put(bench, ".config/go/env", "GOFLAGS=-mod=mod\n")
    put(bench, ".bashrc", "export GOFLAGS=\n")
    scene = bench.scene(GOFLAGS="")
    assert only(scene).id == "variable-empty"
    assert mended(scene, [only(scene)]) == {".config/go/env": ""}




@pytest.mark.parametrize(
    ("key", "content", "id", "entry"),
    [
        ("GO111MODULE", "off", "go111module", 22),
        ("GOBIN", "bin", "gobin", 31),
        ("GOOS", "plan9", "platform", 32),
        ("GOPATH", ":/srv/go", "gopath-list", 55),
        ("GOMODCACHE", "cache", "gomodcache", 53),
        ("GOCACHE", "off", "gocache", 54),
        ("GOAMD64", "v9", "build-setting", 95),
        ("GOTOOLCHAIN", "latest", "gotoolchain", 103),
        ("GOTOOLCHAIN", "go9.99", "gotoolchain", 103),
        ("GOPROXY", "", "goproxy", 41),
        ("GOSUMDB", "sum.golang.rog", "gosumdb", 42),
        ("GONOPROXY", "*", "private-all", 43),
    ],
)
def test_each_value_is_found_and_its_remedy_makes_it_vanish(
    bench: Bench, key: str, content: str, id: str, entry: int
) -> None:
    put(bench, ".config/go/env", f"# mine\n{key}={content}\n")
    scene = bench.scene()
    found = only(scene)
    assert (found.id, entry in found.entry, found.preselected) == (id, True, True)
    (mended_file,) = mended(scene, [found]).values()
    put(bench, ".config/go/env", mended_file)
    assert mended_file.startswith("# mine\n")
    assert every(bench.scene()) == []


def test_passwords_are_not_shown(bench: Bench) -> None:
    put(bench, ".config/go/env", "GOPROXY=https://me:hunter2@proxy.corp.example:x,direct\n")
    found = only(bench.scene())
    assert "hunter2" not in str([found.title, found.evidence])


