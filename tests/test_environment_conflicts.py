"""Lines that would defeat the result; the system-wide install; the line for the open terminal."""

from __future__ import annotations

from pathlib import Path

import pytest

from gowizard.changes import ManualStep, WriteFile
from gowizard.environment import Settings, conflicting_lines, line_for_open_terminal, shell_changes
from gowizard.environment.lines import lines_setting
from tests.support.own_time import OwnTime
from tests.support.shell_home import ShellHome, apply


@pytest.fixture
def home(tmp_path: Path) -> ShellHome:
    return ShellHome(tmp_path / "home")


def test_block_and_disabled_line_are_one_change(home: ShellHome) -> None:
    rc = home.home / ".bashrc"
    rc.write_bytes(b"# caf\xe9\nexport GOROOT=/gone\nexport PATH=$GOROOT/bin:$PATH\n")
    (found,) = [line for line in conflicting_lines(home.facts()) if line.path == rc]
    assert (found.number, found.text, found.kind, found.removable) == (
        2,
        "export GOROOT=/gone",
        "goroot",
        True,
    )
    changes, _manual = home.plan("bash")
    (change,) = [change for change in changes if change.id == "startup:bash:.bashrc"]
    (effect,) = change.effects
    assert isinstance(effect, WriteFile)
    assert b": export GOROOT=/gone\n" in effect.content
    assert b"# >>> gowizard >>>" in effect.content
    home.install("bash")
    assert conflicting_lines(home.facts()) == ()
    said = home.run("bash", "-ic", command='echo "${GOROOT-unset}"').stdout
    assert said == b"unset\n"
    assert home.found("bash", "-ic") == home.go


def test_lines_in_other_files_are_changes_of_their_own(home: ShellHome) -> None:
    (home.home / ".zshrc").write_text("export GOROOT=/gone\n")
    changes, _manual = home.plan("bash")
    assert [change.id for change in changes if change.id.startswith("disable:")] == ["disable:.zshrc"]
    changes, _manual = home.plan("bash", disable_lines=False)
    assert not [change for change in changes if change.id.startswith("disable:")]


def test_a_compound_line_is_shown_and_does_not_hide_go(home: ShellHome) -> None:
    (home.home / ".bashrc").write_text("eval 'export GOROOT=/gone'\n")
    (step,) = home.install("bash")
    assert step.id == "conflict:~/.bashrc:1"
    assert step.lines == ("eval 'export GOROOT=/gone'",)


def test_system_files_and_go_env_are_looked_into(home: ShellHome, tmp_path: Path) -> None:
    root = tmp_path / "root"
    (root / "etc/profile.d").mkdir(parents=True)
    (root / "etc/environment").write_text("GOROOT=/usr/lib/go\n")
    (root / "etc/profile.d/go.sh").write_text("export GOROOT=/usr/lib/go\n")
    (home.home / ".config/go").mkdir(parents=True)
    (home.home / ".config/go/env").write_text("GOROOT=/usr/lib/go\n")
    found = conflicting_lines(home.facts(), root=root)
    assert [(line.path.name, line.removable, line.in_go_env) for line in found] == [
        ("environment", False, False), ("go.sh", False, False), ("env", True, True),
    ]  # fmt: skip


def test_system_wide(home: ShellHome, tmp_path: Path) -> None:
    root = tmp_path / "root"
    (root / "usr/local/bin").mkdir(parents=True)
    (root / "usr/local/bin/gofmt").write_text("someone else's")
    settings = Settings(go_bin=tmp_path / "opt" / "go" / "bin", gopath=home.home / "go")
    home.stub(settings.go_bin)

    def plan() -> tuple[list[str], tuple[ManualStep, ...]]:
        changes, manual = shell_changes(home.facts(), settings, shells=("bash",), system=True, root=root)
        apply(changes)
        return [change.id for change in changes], manual

    made, manual = plan()
    others = [name for name in made if "csh" not in name and "zsh" not in name]
    assert others == ["script:posix", "script:fish", "link:go"]
    assert [step.id for step in manual] == ["link:gofmt"]
    assert (root / "usr/local/bin/go").readlink() == settings.go_bin / "go"
    assert plan()[0] == []
    script = root / "etc/profile.d/gowizard.sh"
    done = home.run("dash", "-c", command=f'set -eu; unset HOME; . "{script}"; command -v go')
    assert (done.stdout.decode().strip(), done.stderr) == (str(settings.go_bin / "go"), b"")


@pytest.mark.parametrize("shell", ["bash", "zsh", "dash", "ksh", "mksh", "fish", "tcsh", "elvish"])
@pytest.mark.parametrize("script", [True, False])
def test_the_line_for_the_open_terminal(home: ShellHome, shell: str, script: bool) -> None:
    if script:
        home.install(shell)
    line = line_for_open_terminal(shell, home.facts(), home.settings)
    assert ("gowizard" in line) is script
    bare = {"zsh": ("-f",), "fish": ("--no-config",), "tcsh": ("-f",)}.get(shell, ())
    done = home.run(shell, *bare, "-c", command=f"{line}\ngo")
    assert done.stdout == b"stub\n", done.stderr


def test_a_long_line_that_sets_several_variables_is_read_in_no_time() -> None:
    watch = OwnTime()
    for value in (b"http://" + b"a" * 5000, b"$abcdefghijkl/" * 40):
        (found,) = lines_setting(b"export HTTPS_PROXY=" + value + b" NO_PROXY=localhost\n", "HTTPS_PROXY")
        assert found.simple
    assert watch.seconds < 1.0
