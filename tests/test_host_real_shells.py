"""The startup files we name are those the real shells read, when we say they do."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from gowizard.host import Machine, StartupFile, When, detect
from gowizard.run import in_shell
from tests.support.other_shells import other_shell

pytestmark = pytest.mark.slow

ZSH = (".zshenv", ".zprofile", ".zshrc", ".zlogin")
MODES = {"-lc": {When.LOGIN, When.ALWAYS}, "-ic": {When.INTERACTIVE, When.ALWAYS}}


def read_files(shell: Path, mode: str, home: Path, files: tuple[StartupFile, ...]) -> set[Path]:
    """The files that a shell started in that mode really reads."""
    environment = {"HOME": str(home), "PATH": "/usr/bin:/bin", "TERM": "dumb", "LANG": "C.UTF-8"}
    run = subprocess.run(
        [shell, mode, ":"],
        env=environment,
        cwd=home,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=120,
    )
    return {file.path for file in files if f"<{file.path}>".encode() in run.stdout}


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(
    ("name", "present", "zshenv"),
    [
        ("bash", (".bashrc", ".bash_profile", ".bash_login", ".profile"), ""),
        ("bash", (".bashrc", ".bash_login", ".profile"), ""),
        ("bash", (".bashrc", ".profile"), ""),
        ("dash", (".profile",), ""),
        ("sh", (".profile",), ""),
        ("fish", ("gowizard.fish", "config.fish"), ""),
        ("zsh", ZSH, ""),
        ("zsh", ZSH, "ZDOTDIR=$HOME/.config/zsh\n"),
        (
            "zsh",
            (".zshenv", ".zprofile", ".zshrc", ".zlogin"),
            'ZDOTDIR="${XDG_CONFIG_HOME:-$HOME/.config}/z"\n',
        ),
    ],
)
def test_files_are_read_when_we_say(
    tmp_path: Path, name: str, present: tuple[str, ...], zshenv: str, mode: str
) -> None:
    if shutil.which(name) is None:
        pytest.fail(f"{name} is missing: the tests need it")
    home = tmp_path / "home"
    home.mkdir()
    if zshenv:
        (home / ".zshenv").write_text(zshenv)
    machine = Machine(environment={"HOME": str(home), "PATH": os.defpath}, cwd=home, uid=os.geteuid())
    found = detect(machine).shell_named(name)
    assert found is not None
    for file in found.startup_files:
        if file.path.name in present:
            file.path.parent.mkdir(parents=True, exist_ok=True)
            with file.path.open("a") as out:
                out.write(f"echo '<{file.path}>'\n")
    found = detect(machine).shell_named(name)
    assert found is not None
    expected = {
        file.path
        for file in found.startup_files
        if file.exists and not file.shadowed_by and file.when & MODES[mode]
    }
    assert read_files(found.path, mode, home, found.startup_files) == expected


OTHERS = {
    "ksh": "echo '<{}>'", "mksh": "echo '<{}>'", "tcsh": "echo '<{}>'", "csh": "echo '<{}>'",
    "elvish": "echo '<{}>'", "xonsh": "print('<{}>')", "nu": "print '<{}>'",
}  # fmt: skip


@pytest.mark.parametrize("login", [True, False], ids=["login", "interactive"])
@pytest.mark.parametrize(
    ("name", "env"),
    [*((name, "") for name in OTHERS), *((name, "ENV=$HOME/.shrc; export ENV\n") for name in ("ksh", "mksh"))],
)
def test_the_other_shells_read_what_we_say(tmp_path: Path, name: str, env: str, login: bool) -> None:
    program = other_shell(name)
    bare = {"HOME": str(tmp_path), "PATH": f"/usr/bin:/bin:{program.parent}", "TERM": "dumb", "LANG": "C.UTF-8"}
    if env:
        (tmp_path / ".profile").write_text(env)
    if env and not login:
        bare["ENV"] = f"{tmp_path}/.shrc"
    machine = Machine(environment=bare, cwd=tmp_path, uid=os.geteuid())
    found = detect(machine).shell_named(name)
    assert found is not None
    for file in found.startup_files:
        file.path.parent.mkdir(parents=True, exist_ok=True)
        with file.path.open("a") as out:
            out.write(OTHERS[name].format(file.path) + "\n")
    heard: list[str] = []
    in_shell(
        program, name, login=login, command="/bin/true", environment=bare, cwd=tmp_path, seconds=30,
        on_line=heard.append, on_noise=heard.append,
    )  # fmt: skip
    found = detect(machine).shell_named(name)
    assert found is not None
    modes = {When.ALWAYS, When.INTERACTIVE} | ({When.LOGIN} if login else set())
    said = {file.path for file in found.startup_files if f"<{file.path}>" in heard}
    is_tcsh = os.path.realpath(program).endswith("/tcsh")
    assert said == {
        file.path
        for file in found.startup_files
        if file.when & modes and not (file.shadowed_by and is_tcsh)
    }
