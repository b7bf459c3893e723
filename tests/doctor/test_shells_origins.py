"""Which line set a variable: told by the shell's own trace, or by reading."""

from __future__ import annotations

from pathlib import Path

import pytest

from gowizard.doctor import views
from gowizard.doctor.scene import Scene
from gowizard.doctor.starting import Mode
from tests.doctor.shell_account import Account, account

__all__ = ["account"]


def places(scene: Scene, key: str) -> list[str]:
    """The origins of a variable, below the home."""
    return [origin.place.removeprefix(f"{scene.home}/") for origin in scene.origins(key)]


@pytest.mark.parametrize(("shell", "rc"), [("bash", ".bashrc"), ("zsh", ".zshrc")])
def test_a_line_in_a_sourced_file_with_any_name_is_found(account: Account, shell: str, rc: str) -> None:
    account.shell = shell
    account.write(rc, 'name=foo\nset -u\n. "$HOME/.config/$name/env"\n')
    account.write(".config/foo/env", "# made by foo\n\nexport GOROOT=/opt/foo\n")
    scene = account.scene()
    assert scene.variable("GOROOT") == "/opt/foo"
    assert places(scene, "GOROOT") == [".config/foo/env:3"]
    value, origin = scene.setting("GOROOT")
    assert (value, origin.kind, origin.text) == ("/opt/foo", "startup-file", "export GOROOT=/opt/foo")


def test_the_line_that_counts_comes_last_even_where_another_stands_behind_it(account: Account) -> None:
    account.write(".bashrc", "export GOPATH=/one\nif false; then\n  export GOPATH=/two\nfi\n")
    scene = account.scene()
    assert scene.setting("GOPATH")[1].line == 1
    assert places(scene, "GOPATH") == [".bashrc:3", ".bashrc:1"]


def test_a_loop_over_a_folder_of_files_is_followed(account: Account) -> None:
    account.shell = "dash"
    account.write(".profile", 'for part in "$HOME"/.profile.d/*.sh; do . "$part"; done\n')
    account.write(".profile.d/go.sh", "GOFLAGS=-mod=vendor; export GOFLAGS\n")
    assert places(account.scene(), "GOFLAGS") == [".profile.d/go.sh:1"]


def test_files_of_other_shells_count_after_what_really_ran(account: Account) -> None:
    account.write(".zshenv", "export GOROOT=/opt/z\n")
    account.write(".bashrc", "export GOROOT=/opt/b\n")
    assert places(account.scene(), "GOROOT") == [".zshenv:1", ".bashrc:1"]


def test_two_files_that_source_each_other(account: Account) -> None:
    account.write(".profile", ". ~/.bashrc\n")
    account.write(".bashrc", 'case "$DONE" in "") DONE=1; . ~/.profile ;; esac\nexport GOROOT=/opt/b\n')
    assert places(account.scene(), "GOROOT")[-1] == ".bashrc:2"


def test_a_universal_variable_of_fish_is_no_line_of_a_file(account: Account) -> None:
    account.shell = "fish"
    account.write(".config/fish/fish_variables", "# VERSION: 3.0\nSETUVAR --export GOROOT:/opt/u\n")
    scene = account.scene()
    assert scene.variable("GOROOT") == "/opt/u"
    assert [(origin.kind, origin.path) for origin in scene.origins("GOROOT")] == [("fish-universal", None)]


def test_a_startup_file_that_waits_for_input_does_not_hold_up_the_trace(account: Account) -> None:
    account.write(".bashrc", "read answer\nexport GOROOT=/opt/b\n")
    assert places(account.scene(), "GOROOT") == [".bashrc:2"]


def test_what_pam_gives_is_there_before_the_shell(account: Account, tmp_path: Path) -> None:
    root = tmp_path / "root"
    (root / "etc").mkdir(parents=True)
    (root / "etc" / "environment").write_text('# all\nexport GOROOT="/opt/$HOME" # why\nGOPROXY=direct\n')
    scene = account.scene()
    object.__setattr__(scene.machine, "root", root)
    assert scene.view(Mode.COMMAND).variables["GOROOT"] == "/opt/$HOME"
    assert [(origin.kind, origin.line) for origin in scene.origins("GOPROXY")] == [("system-file", 3)]


def test_environment_d_counts_where_the_session_has_its_value(account: Account) -> None:
    account.write(".config/environment.d/go.conf", "GOFLAGS=-mod=mod\nGOBIN=/x\nPATH=/x:$PATH\n")
    account.session = {"GOFLAGS": "-mod=mod", "GOBIN": "/y"}
    scene = account.scene()
    assert views.given_environment(scene.machine, scene.host) == {"GOFLAGS": "-mod=mod"}
    assert places(scene, "GOFLAGS") == [".config/environment.d/go.conf:1"]


def test_fish_is_asked_which_commands_it_carries_out(account: Account) -> None:
    account.shell = "fish"
    account.write(".config/fish/config.fish", "set name foo\nsource ~/.config/$name/env.fish\n")
    account.write(".config/foo/env.fish", "# made by foo\nset -gx GOROOT /opt/foo\n")
    account.write(".config/fish/conf.d/x.fish", "if false\n  set -gx GOROOT /opt/never\nend\n")
    assert places(account.scene(), "GOROOT")[-1] == ".config/foo/env.fish:2"


def test_a_setting_behind_a_fault_of_the_file_is_seen(account: Account) -> None:
    account.write(".bashrc", 'if true; then\r\n  :\r\nfi\r\nexport GOROOT="/opt/gone" \r\nexport GOFLAGS=-x\r\n')
    scene = account.scene()
    assert scene.variable("GOROOT") == "/opt/gone"
    assert places(scene, "GOROOT") == [".bashrc:4"]
    account.write(".bashrc", "if false; then\n  export GOROOT=/opt/gone\nfi\n")
    assert account.scene().variable("GOROOT") == ""
