"""Real shells, started every way there is, find Go after the Changes were made."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.support.shell_home import ShellHome, apply

STARTS = {
    "bash": (("-lc",), ("-ic",), ("-lic",)),
    "zsh": (("-lc",), ("-ic",), ("-lic",), ("-c",)),
    "fish": (("-lc",), ("-ic",), ("-lic",), ("-c",)),
    "dash": (("-lc",), ("-lic",)),
    "ksh": (("-lc",), ("-lic",)),
    "mksh": (("-lc",), ("-lic",)),
}
WAYS = [(shell, options) for shell, ways in STARTS.items() for options in ways]
SKEL_BASHRC = Path("/etc/skel/.bashrc")


@pytest.fixture
def home(tmp_path: Path) -> ShellHome:
    return ShellHome(tmp_path / "home")


def block_lines(path: Path) -> int:
    return path.read_bytes().count(b"# >>> gowizard >>>\n")


@pytest.mark.parametrize(("shell", "options"), WAYS)
def test_an_empty_home(home: ShellHome, shell: str, options: tuple[str, ...]) -> None:
    assert home.found(shell, *options) != home.go
    assert home.install(shell) == ()
    assert home.found(shell, *options) == home.go
    path = home.run(shell, *options, command='printf "%s\\n" $PATH' if shell == "fish" else 'echo "$PATH"')
    entries = path.stdout.decode().replace("\n", ":").strip(":").split(":")
    assert entries[0] == str(home.settings.go_bin)
    assert str(home.home / "go" / "bin") == entries[-1] or shell == "fish"  # a login fish adds /sbin itself
    assert str(home.home / "go" / "bin") in entries
    assert len(set(entries)) == len(entries)


@pytest.mark.parametrize("shell", STARTS)
def test_a_shell_still_starts_without_the_script(home: ShellHome, shell: str) -> None:
    home.install(shell)
    shutil.rmtree(home.home / ".config")
    for options in STARTS[shell]:
        done = home.run(shell, *options, command="echo fine")
        assert (done.returncode, done.stdout) == (0, b"fine\n")
        assert b"gowizard" not in done.stderr


@pytest.mark.parametrize(
    ("shell", "name", "options"),
    [
        ("bash", ".bashrc", "-ic"),
        ("bash", ".bash_profile", "-lc"),
        ("bash", ".profile", "-lic"),
        ("zsh", ".zshenv", "-c"),
        ("zsh", ".zshrc", "-lic"),
        ("zsh", ".zprofile", "-lc"),
        ("zsh", ".zlogin", "-lc"),
        ("ksh", ".kshrc", "-ic"),
        ("mksh", ".mkshrc", "-ic"),
        ("dash", ".profile", "-lc"),
    ],
)
def test_another_go_put_first_by_the_file_itself(
    home: ShellHome, shell: str, name: str, options: str
) -> None:
    home.stub(home.home / "other")
    (home.home / name).write_text('set -eu\nexport PATH="$HOME/other:$PATH"\nset +eu\n')
    home.install(shell)
    assert home.found(shell, options) == home.go
    assert f"{home.home}/other" in home.run(shell, options, command='echo "$PATH"').stdout.decode()


def test_another_go_put_first_by_config_fish(home: ShellHome) -> None:
    home.stub(home.home / "other")
    config = home.home / ".config/fish/config.fish"
    config.parent.mkdir(parents=True)
    config.write_text('set -gx PATH "$HOME/other" $PATH\n')
    home.install("fish")
    assert home.found("fish", "-c") == home.go


def test_debians_bashrc_returns_early(home: ShellHome) -> None:
    for name in (".bashrc", ".profile"):
        shutil.copy(SKEL_BASHRC.with_name(name), home.home / name)
    home.install("bash")
    for options in ("-lc", "-ic", "-lic"):
        assert home.found("bash", options) == home.go
    assert block_lines(home.home / ".bashrc") == block_lines(home.home / ".profile") == 1
    sourced = home.run("bash", "--norc", "--noprofile", "-c", command=". ./.bashrc; command -v go")
    assert sourced.stdout.decode().strip() == home.go  # as bash does for a command over ssh


def test_an_early_return_and_a_later_path(home: ShellHome) -> None:
    home.stub(home.home / "other")
    rc = home.home / ".bashrc"
    rc.write_text('case $- in *i*) ;; *) return;; esac\nexport PATH="$HOME/other:$PATH"\n')
    home.install("bash")
    assert block_lines(rc) == 2
    assert home.found("bash", "-ic") == home.go
    sourced = home.run("bash", "--norc", "--noprofile", "-c", command=". ./.bashrc; command -v go")
    assert sourced.stdout.decode().strip() == home.go


def test_the_login_file_that_bash_reads_is_the_one(home: ShellHome) -> None:
    (home.home / ".bash_profile").write_text("# mine\n")
    (home.home / ".profile").write_text("# not read\n")
    home.install("bash")
    assert (home.home / ".profile").read_text() == "# not read\n"
    assert home.found("bash", "-lc") == home.go


def test_bash_profile_is_never_created(home: ShellHome) -> None:
    home.install("bash", "sh")
    assert sorted(path.name for path in home.home.glob(".*") if path.is_file()) == [".bashrc", ".profile"]


def test_two_shells_share_a_file_in_one_change(home: ShellHome) -> None:
    changes, _manual = home.plan("bash", "sh", "dash")
    profile = [change for change in changes if change.effects[-1].path.name == ".profile"]  # type: ignore[union-attr]
    assert len(profile) == 1
    assert "bash, sh, dash" in profile[0].title


@pytest.mark.parametrize("inside", [False, True])
def test_zdotdir(home: ShellHome, inside: bool) -> None:
    folder = home.home / "zsh files"
    folder.mkdir()
    (folder / ".zshrc").write_text('PATH="$HOME/other:$PATH"\n')
    home.stub(home.home / "other")
    if inside:
        (home.home / ".zshenv").write_text('export ZDOTDIR="$HOME/zsh files"\n')
    else:
        home.extra["ZDOTDIR"] = str(folder)
    home.install("zsh")
    for options in STARTS["zsh"]:
        assert home.found("zsh", *options) == home.go
    assert (folder / ".zshenv").exists() is not inside


@pytest.mark.parametrize(
    "tail", [b"if true; then\n", b"echo 'open\n", b"x=$(cat <<EOF\nlost\n", b"cat <<EOF\nlost\n"]
)
def test_a_file_whose_end_is_never_reached(home: ShellHome, tail: bytes) -> None:
    (home.home / ".bashrc").write_bytes(b"a=1\n" + tail)
    home.install("bash")
    assert home.run("bash", "-ic", command="command -v go").stdout.decode().splitlines()[-1] == home.go
    assert (home.home / ".bashrc").read_bytes().endswith(tail)


def test_settings_of_the_startup_file_do_no_harm(home: ShellHome) -> None:
    (home.home / ".zshenv").write_text(
        "setopt ksh_arrays sh_word_split glob_subst glob_assign noglob err_exit no_unset warn_create_global "
        "warn_nested_var rc_quotes ignore_close_braces\nIFS=/:\nalias unset=false export=false\n"
    )
    home.install("zsh")
    assert home.found("zsh", "-c") == home.go
    (home.home / ".bashrc").write_text(
        "set -euo pipefail\nIFS=/:\nshopt -s expand_aliases failglob nullglob\n"
    )
    home.install("bash")
    assert home.run("bash", "-ic", command="IFS=; command -v go").stdout.decode().strip() == home.go


@pytest.mark.parametrize(
    "before",
    [
        b"export EDITOR=vi",
        b"export EDITOR=vi\r\nexport PAGER=less\r\n",
        b"# caf\xe9\nname=Andr\xe9\n",
        b"\xef\xbb\xbf# mark\nexport EDITOR=vi\n",
        b"#!/bin/bash\nreturn 0\n",
    ],
)
def test_the_users_bytes_stay(home: ShellHome, before: bytes) -> None:
    rc = home.home / ".bashrc"
    rc.write_bytes(before)
    home.install("bash")
    kept = b"".join(line for line in rc.read_bytes().splitlines(True) if b"gowizard" not in line)
    assert kept.rstrip(b"\n") == before.rstrip(b"\n")
    assert home.run("bash", "-ic", command="command -v go").stdout.decode().strip() == home.go


def test_a_link_is_followed_and_stays(home: ShellHome) -> None:
    (home.home / "dotfiles").mkdir()
    (home.home / "dotfiles" / "rc").write_text("a=1\n")
    for name in (".bashrc", ".zshenv"):
        (home.home / name).symlink_to("dotfiles/rc")
    changes, _manual = home.plan("bash", "zsh")
    touched = [effect.path for change in changes for effect in change.effects]  # type: ignore[union-attr]
    assert touched.count(home.home / "dotfiles" / "rc") == 1
    apply(changes)
    assert (home.home / ".bashrc").is_symlink()
    assert home.found("bash", "-ic") == home.found("zsh", "-c") == home.go


@pytest.mark.parametrize("kind", ["read-only", "folder", "dangling", "loop", "utf-16", "nul"])
def test_what_cannot_be_edited_is_shown(home: ShellHome, kind: str) -> None:
    rc = home.home / ".bashrc"
    if kind == "read-only":
        rc.write_text("a=1\n")
        rc.chmod(0o444)
    elif kind == "folder":
        rc.mkdir()
    elif kind in {"dangling", "loop"}:
        rc.symlink_to("gone" if kind == "dangling" else ".bashrc")
    else:
        rc.write_bytes("a=1\n".encode("utf-16") if kind == "utf-16" else b"a=\0\n")
    manual = home.install("bash")
    assert [step.id for step in manual] == ["startup:bash:.bashrc"]
    assert manual[0].lines == (
        'if [ -r "$HOME/.config/gowizard/env.sh" ]; then . "$HOME/.config/gowizard/env.sh"; fi',
    )
    assert manual[0].reason
    assert home.found("bash", "-lc") == home.go  # the rest of the run went on


def test_a_shell_that_is_not_edited(home: ShellHome) -> None:
    changes, manual = home.plan("rc")
    assert changes == ()
    assert manual[0].lines == ('export PATH="$HOME/sdk/go/bin":"$PATH"',)
