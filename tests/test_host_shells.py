"""Which shells are here, which of them the user starts, and what they read."""

from __future__ import annotations

from pathlib import Path

import pytest

from gowizard.errors import UsageError
from gowizard.host import Shell, When, detect
from gowizard.host.shells import shell_name
from gowizard.host.zdotdir import expand
from tests.support.fake_machine import FakeMachine, debian, elf


def shell(made: FakeMachine, name: str) -> Shell:
    found = detect(made.build()).shell_named(name)
    assert found is not None
    return found


def names(found: Shell) -> list[str]:
    return [file.path.name for file in found.startup_files]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/bin/bash", "bash"), ("-zsh", "zsh"), ("/usr/local/bin/zsh-5.9", "zsh"), ("/bin/ash", "sh"),
        ("/bin/ksh93", "ksh"), ("/usr/bin/nu", "nu"), ("C:\\x\\pwsh.exe", "pwsh"), ("/usr/sbin/nologin", ""),
        ("/bin/rbash", ""), ("/usr/bin/git-shell", ""), ("", ""), ("/usr/bin/tmux", ""),
    ],
)  # fmt: skip
def test_shell_name(path: str, expected: str) -> None:
    assert shell_name(path) == expected


def test_explicit_beats_variable_beats_password_file(tmp_path: Path) -> None:
    made = debian(tmp_path, shell="/bin/bash")
    made.file("/usr/bin/zsh", elf(), 0o755)
    made.file("/usr/bin/fish", elf(), 0o755)
    made.environment["SHELL"] = "/usr/bin/zsh"
    assert detect(made.build()).shell == "zsh"
    host = detect(made.build(), shell="fish")
    assert host.shell == "fish" and host.shells[0].name == "fish"
    assert {found.name for found in host.shells if found.served} == {"fish", "zsh", "bash"}
    del made.environment["SHELL"]
    assert detect(made.build()).shell == "bash"


def test_explicit_shell_by_path(tmp_path: Path) -> None:
    made = debian(tmp_path)
    path = made.file("/opt/zsh/bin/zsh", elf(), 0o755)
    host = detect(made.build(), shell=str(path))
    assert host.shell == "zsh" and host.shells[0].path == path


@pytest.mark.parametrize("wanted", ["fish", "nonsense", "/no/such/zsh"])
def test_a_shell_that_is_not_here(tmp_path: Path, wanted: str) -> None:
    with pytest.raises(UsageError) as caught:
        detect(debian(tmp_path).build(), shell=wanted)
    assert "bash" in caught.value.cause and wanted in caught.value.title


@pytest.mark.parametrize("variable", ["/usr/sbin/nologin", "/bin/gone-zsh", "", "relative/zsh"])
def test_useless_variable_leaves_the_password_file(tmp_path: Path, variable: str) -> None:
    made = debian(tmp_path, shell="/bin/dash")
    made.environment["SHELL"] = variable
    assert detect(made.build()).shell == "dash"


def test_nothing_known_takes_the_first_shell_here(tmp_path: Path) -> None:
    made = debian(tmp_path, shell="/bin/false")
    made.environment["SHELL"] = ""
    assert detect(made.build()).shell == "bash"


def test_shell_that_is_only_on_path(tmp_path: Path) -> None:
    made = debian(tmp_path)
    made.file("/opt/tools/fish", elf(), 0o755)
    made.file("/opt/tools/zsh", elf(), 0o644)  # not executable
    made.path("/opt/tools", "/usr/bin")
    host = detect(made.build())
    assert host.shell_named("fish") is not None and host.shell_named("zsh") is None


def test_alpine_ash_is_sh(tmp_path: Path) -> None:
    made = FakeMachine(tmp_path, shell="/bin/ash")
    made.file("/bin/ash", elf(), 0o755)
    host = detect(made.build())
    assert host.shell == "sh" and names(host.shells[0]) == [".profile"] and host.shells[0].served


def test_bash_files_and_shadows(tmp_path: Path) -> None:
    made = debian(tmp_path)
    found = shell(made, "bash")
    assert names(found) == [".bashrc", ".bash_profile", ".bash_login", ".profile"]
    assert [file.when for file in found.startup_files] == [{When.INTERACTIVE}] + [{When.LOGIN}] * 3
    assert not any(file.exists or file.shadowed_by for file in found.startup_files)
    made.file("/home/ann/.profile")
    assert [file.shadowed_by for file in shell(made, "bash").startup_files] == [None] * 4
    login = made.file("/home/ann/.bash_login")
    assert [file.shadowed_by for file in shell(made, "bash").startup_files] == [None, None, None, login]
    first = made.file("/home/ann/.bash_profile")
    assert [file.shadowed_by for file in shell(made, "bash").startup_files] == [None, None, first, first]


def test_served_are_the_started_shells_and_those_with_files(tmp_path: Path) -> None:
    made = debian(tmp_path, shell="/bin/dash")
    for name in ("zsh", "fish"):
        made.file(f"/usr/bin/{name}", elf(), 0o755)
    made.file("/home/ann/.profile")

    def served() -> set[str]:
        return {found.name for found in detect(made.build()).shells if found.served}

    assert served() == {"dash", "sh"}  # .profile alone says nothing about bash
    made.file("/home/ann/.bashrc")
    made.file("/home/ann/.zshrc")
    assert served() == {"dash", "sh", "bash", "zsh"}
    made.file("/home/ann/.config/fish/conf.d/mine.fish")
    assert served() == {"dash", "sh", "bash", "zsh", "fish"}


def test_fish_follows_xdg(tmp_path: Path) -> None:
    made = debian(tmp_path)
    made.file("/usr/bin/fish", elf(), 0o755)
    made.environment["XDG_CONFIG_HOME"] = str(made.folder("/home/ann/cfg"))
    files = shell(made, "fish").startup_files
    assert [file.path for file in files] == [
        made.at("/home/ann/cfg/fish/conf.d/gowizard.fish"), made.at("/home/ann/cfg/fish/config.fish")
    ]  # fmt: skip
    assert all(file.when == {When.ALWAYS} for file in files)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("ksh", [".profile", ".kshrc"]),
        ("mksh", [".profile", ".mkshrc"]),
        ("csh", [".cshrc", ".login"]),
        ("tcsh", [".tcshrc", ".cshrc", ".login"]),
        ("elvish", [".config/elvish/rc.elv"]),
        ("xonsh", [".config/xonsh/rc.d/gowizard.xsh", ".config/xonsh/rc.xsh", ".xonshrc"]),
        ("nu", [f".config/nushell/{kind}.nu" for kind in ("env", "config", "login")]),
        ("pwsh", [f".config/powershell/{kind}.ps1" for kind in ("profile", "Microsoft.PowerShell_profile")]),
    ],
)
def test_the_files_of_the_other_shells(tmp_path: Path, name: str, expected: list[str]) -> None:
    made = debian(tmp_path)
    made.file(f"/usr/bin/{name}", elf(), 0o755)
    found = shell(made, name)
    assert [str(file.path.relative_to(made.home)) for file in found.startup_files] == expected
    assert not found.served
    made.file(f"/home/ann/{expected[-1]}")
    assert shell(made, name).served


def test_cshrc_is_shadowed_by_tcshrc(tmp_path: Path) -> None:
    made = debian(tmp_path)
    made.file("/usr/bin/tcsh", elf(), 0o755)
    made.file("/home/ann/.cshrc")
    assert [file.shadowed_by for file in shell(made, "tcsh").startup_files] == [None, None, None]
    own = made.file("/home/ann/.tcshrc")
    assert [file.shadowed_by for file in shell(made, "tcsh").startup_files] == [None, own, None]


def test_elvishs_old_folder_counts_where_it_is_used(tmp_path: Path) -> None:
    made = debian(tmp_path)
    made.file("/usr/bin/elvish", elf(), 0o755)
    made.folder("/home/ann/.elvish")
    assert len(shell(made, "elvish").startup_files) == 1
    old = made.file("/home/ann/.elvish/rc.elv")
    assert shell(made, "elvish").startup_files[1].path == old and shell(made, "elvish").served


@pytest.mark.parametrize("name", ["sh", "dash", "ksh", "mksh"])
@pytest.mark.parametrize("line", ["ENV=$HOME/.shrc; export ENV", 'export ENV="${HOME}/.shrc"', "  ENV=~/.shrc"])
def test_env_names_what_an_interactive_shell_reads(tmp_path: Path, name: str, line: str) -> None:
    made = debian(tmp_path)
    made.file(f"/usr/bin/{name}", elf(), 0o755)
    made.file("/home/ann/.profile", f"ENV=/not/this\n{line}\n")
    assert names(shell(made, name)) == [".profile", ".shrc"]
    made.environment["ENV"] = str(made.at("/etc/shrc"))
    assert shell(made, name).startup_files[1].path == made.at("/etc/shrc")
    made.environment["ENV"] = "$(pwd)/relative"
    assert names(shell(made, name)) == [".profile", ".shrc"]


# --- ZDOTDIR


def zsh_places(made: FakeMachine) -> list[str]:
    made.file("/usr/bin/zsh", elf(), 0o755)
    home = made.home
    return [str(file.path.relative_to(home)) for file in shell(made, "zsh").startup_files]


PLAIN = [".zshenv", ".zprofile", ".zshrc", ".zlogin"]
SPLIT = [".zshenv", ".config/zsh/.zprofile", ".config/zsh/.zshrc", ".config/zsh/.zlogin"]
MOVED = [".config/zsh/.zshenv", *SPLIT[1:]]


def test_zsh_at_home(tmp_path: Path) -> None:
    made = debian(tmp_path)
    assert zsh_places(made) == PLAIN
    when = [file.when for file in shell(made, "zsh").startup_files]
    assert when == [{When.ALWAYS}, {When.LOGIN}, {When.INTERACTIVE}, {When.LOGIN}]


def test_zdotdir_in_the_environment(tmp_path: Path) -> None:
    made = debian(tmp_path)
    made.environment["ZDOTDIR"] = str(made.at("/home/ann/.config/zsh"))
    assert zsh_places(made) == MOVED
    made.environment["ZDOTDIR"] = "relative"
    assert zsh_places(made) == PLAIN


@pytest.mark.parametrize(
    "line",
    [
        "ZDOTDIR=~/.config/zsh",
        "export ZDOTDIR=$HOME/.config/zsh",
        'export ZDOTDIR="${HOME}/.config/zsh"  # mine',
        'export ZDOTDIR="${XDG_CONFIG_HOME:-$HOME/.config}/zsh"',
        "typeset -gx ZDOTDIR=$HOME/.config/zsh",
        "export XDG_CONFIG_HOME=$HOME/.config\nexport ZDOTDIR=$XDG_CONFIG_HOME/zsh",
        "ZDOTDIR=/elsewhere\nZDOTDIR=~/.config/zsh",
    ],
)
def test_zdotdir_in_zshenv(tmp_path: Path, line: str) -> None:
    made = debian(tmp_path)
    made.file("/home/ann/.zshenv", line + "\n")
    assert zsh_places(made) == SPLIT
    # a zsh started from that zsh has it in its environment too, and that changes nothing
    made.environment["ZDOTDIR"] = str(made.at("/home/ann/.config/zsh"))
    assert zsh_places(made) == SPLIT


@pytest.mark.parametrize(
    "line",
    [
        "ZDOTDIR=$(pwd)",
        "# ZDOTDIR=~/x",
        "ZDOTDIR=$NOWHERE/x",
        "ZDOTDIR=`pwd`",
        "MYZDOTDIR=~/x",
        "ZDOTDIR=",
        "echo\0",
    ],
)
def test_what_is_no_simple_assignment(tmp_path: Path, line: str) -> None:
    made = debian(tmp_path)
    made.file("/home/ann/.zshenv", line + "\n")
    assert zsh_places(made) == PLAIN


def test_zdotdir_for_all_users(tmp_path: Path) -> None:
    made = debian(tmp_path)
    made.file("/etc/zsh/zshenv", "ZDOTDIR=$HOME/.config/zsh\n")
    assert zsh_places(made) == MOVED


def test_vs_code_lends_its_own_zdotdir(tmp_path: Path) -> None:
    made = debian(tmp_path)
    made.environment |= {"ZDOTDIR": "/tmp/ann-code-zsh", "USER_ZDOTDIR": str(made.home)}
    assert zsh_places(made) == PLAIN


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("'$HOME/x'", "$HOME/x"),
        ("~ann/x", "~ann/x"),
        ("${A:-${B:-/c}}", "/c"),
        ("$A", None),
        ("${HOME", None),
    ],
)
def test_expand(word: str, expected: str | None) -> None:
    assert expand(word, {"HOME": "/h"}) == expected


# --- may they be edited?


def writable(made: FakeMachine) -> bool:
    return shell(made, "bash").startup_files[0].writable


@pytest.mark.parametrize("uid", [0, 1000])
def test_editable_files(tmp_path: Path, uid: int) -> None:
    made = debian(tmp_path, uid=uid)
    made.owners[made.home] = uid
    assert writable(made)  # absent: it can be made
    file = made.file("/home/ann/.bashrc")
    assert writable(made)
    file.chmod(0o444)
    assert not writable(made)
    file.chmod(0o644)
    made.owners[file] = 1234
    assert not writable(made)


def test_read_only_folder(tmp_path: Path) -> None:
    made = debian(tmp_path)
    made.file("/home/ann/.bashrc")
    made.home.chmod(0o555)
    try:
        assert not writable(made)
        made.at("/home/ann/.bashrc").exists()
    finally:
        made.home.chmod(0o755)


def test_links_of_dotfile_managers(tmp_path: Path) -> None:
    made = debian(tmp_path)
    made.file("/home/ann/dotfiles/bashrc")
    made.link("/home/ann/.bashrc", "dotfiles/bashrc")
    assert writable(made)
    made.at("/home/ann/dotfiles/bashrc").chmod(0o444)
    assert not writable(made)
    made.at("/home/ann/dotfiles/bashrc").unlink()
    found = shell(made, "bash").startup_files[0]
    assert found.writable and not found.exists and found.path.name == ".bashrc"


@pytest.mark.parametrize("kind", ["folder", "fifo", "loop"])
def test_what_is_no_file(tmp_path: Path, kind: str) -> None:
    import os

    made = debian(tmp_path)
    place = made.at("/home/ann/.bashrc")
    if kind == "folder":
        place.mkdir()
    elif kind == "fifo":
        os.mkfifo(place)
    else:
        place.symlink_to(place)
    assert not writable(made)
