"""tcsh, csh, ksh, mksh, elvish, xonsh and nushell: real ones find Go, and nothing of ours harms them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from gowizard import changes
from gowizard.cancellation import Cancel
from gowizard.environment import conflicting_lines, line_for_open_terminal
from gowizard.environment.dialects import dialect_of
from tests.support.fresh_shell import fresh
from tests.support.other_shells import other_shell
from tests.support.shell_home import ShellHome

pytestmark = pytest.mark.slow

SHELLS = ("tcsh", "csh", "ksh", "mksh", "elvish", "xonsh", "nu")
# A file, and a line of it that puts ~/other first in PATH.
MOVES = [
    ("tcsh", ".tcshrc", 'setenv PATH "$HOME/other:$PATH"'),
    ("tcsh", ".cshrc", "set path = ( ~/other $path )"),
    ("tcsh", ".login", "set path = ( ~/other $path:q )"),
    ("ksh", ".kshrc", 'PATH="$HOME/other:$PATH"'),
    ("ksh", ".profile", 'PATH="$HOME/other:$PATH"; ENV=$HOME/.shrc; export ENV PATH'),
    ("mksh", ".mkshrc", 'PATH="$HOME/other:$PATH"'),
    ("elvish", ".config/elvish/rc.elv", "set paths = [~/other $@paths]"),
    ("elvish", ".elvish/rc.elv", "set paths = [~/other $@paths]"),
    ("xonsh", ".config/xonsh/rc.xsh", "$PATH.insert(0, $HOME + '/other')"),
    ("xonsh", ".xonshrc", "$PATH.insert(0, $HOME + '/other')"),
    ("nu", ".config/nushell/config.nu", '$env.PATH = ($env.PATH | prepend ($env.HOME + "/other"))'),
    ("nu", ".config/nushell/login.nu", '$env.PATH = ($env.PATH | prepend ($env.HOME + "/other"))'),
]


@pytest.fixture
def home(tmp_path: Path) -> ShellHome:
    return ShellHome(tmp_path / "my home")


def ready(home: ShellHome, shell: str) -> None:
    """Let gowizard and the shell itself find the shell where it was fetched to."""
    folder = str(other_shell(shell).parent)
    if folder not in {"/usr/bin", "/bin"}:
        home.extra["PATH"] = f"/usr/bin:/bin:{folder}"


def written(home: ShellHome) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in home.home.rglob("*") if path.is_file()}


@pytest.mark.parametrize("login", [True, False], ids=["login", "interactive"])
@pytest.mark.parametrize("shell", SHELLS)
def test_an_empty_home(home: ShellHome, shell: str, login: bool) -> None:
    ready(home, shell)
    assert fresh(home, shell, login=login).where != home.go
    assert home.install(shell) == ()
    found = fresh(home, shell, login=login)
    assert (found.status, found.where, found.said) == (0, home.go, ())
    assert found.path[0] == str(home.settings.go_bin)
    assert found.path[-1] == f"{home.home}/go/bin"
    assert len(set(found.path)) == len(found.path)
    assert found.environment["GOPATH"] == f"{home.home}/go"


@pytest.mark.parametrize("shell", SHELLS)
def test_a_gopath_that_is_set_stays(home: ShellHome, shell: str) -> None:
    ready(home, shell)
    home.extra["GOPATH"] = "/one:/two"
    home.install(shell)
    found = fresh(home, shell, login=True)
    assert (found.environment["GOPATH"], found.path[-1]) == ("/one:/two", "/one/bin")
    home.extra["GOBIN"] = "/tools"
    assert fresh(home, shell, login=True).path[-1] == "/tools"


@pytest.mark.parametrize("shell", SHELLS)
def test_a_shell_starts_without_the_script(home: ShellHome, shell: str) -> None:
    ready(home, shell)
    home.install(shell)
    dialect = dialect_of(shell)
    assert dialect is not None
    dialect.place(home.facts()).unlink()
    for login in (True, False):
        found = fresh(home, shell, login=login, ask=False)
        assert (found.status, found.said) == (0, ())
        assert "GOPATH" not in found.environment


@pytest.mark.parametrize(("shell", "name", "line"), MOVES)
def test_another_go_put_first_by_the_file_itself(home: ShellHome, shell: str, name: str, line: str) -> None:
    ready(home, shell)
    home.stub(home.home / "other")
    file = home.home / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f"# mine\n{line}")
    before = fresh(home, shell, login=True)
    assert before.where == f"{home.home}/other/go"
    assert home.install(shell) == ()
    for login in (True, False):
        found = fresh(home, shell, login=login)
        assert (found.status, found.where, found.said) == (0, home.go, ())


@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize("filled", [True, False], ids=["files", "empty"])
def test_undone_byte_for_byte(home: ShellHome, tmp_path: Path, shell: str, filled: bool) -> None:
    ready(home, shell)
    for _shell, name, line in MOVES if filled else ():
        if _shell == shell:
            file = home.home / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(b"# caf\xc3\xa9\n" + line.encode())
    before = written(home)
    planned, _manual = home.plan(shell)
    with changes.open_run(tmp_path / "state", title="T", verb="install") as run:
        run.apply(planned, lambda event: None, Cancel())
    assert written(home) != before
    report = changes.undo(tmp_path / "state")
    assert report.kept == ()
    assert written(home) == before


@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize("script", [True, False], ids=["script", "direct"])
def test_the_line_for_the_open_terminal(home: ShellHome, shell: str, script: bool) -> None:
    ready(home, shell)
    if script:
        home.install(shell)
    line = line_for_open_terminal(shell, home.facts(), home.settings)
    assert ("gowizard" in line) is script
    home.extra["PATH"] = "/usr/bin:/bin"
    bare = {"tcsh": ("-f",), "csh": ("-f",), "xonsh": ("--no-rc",), "nu": ("--no-config-file",)}.get(shell, ())
    done = home.run(str(other_shell(shell)), *bare, "-c", command=f"{line}\ngo")
    assert done.stdout == b"stub\n", done.stderr


@pytest.mark.parametrize(
    ("shell", "name", "line", "left"),
    [
        ("tcsh", ".tcshrc", "setenv GOROOT /gone", ""),
        ("ksh", ".kshrc", "export GOROOT=/gone", ""),
        ("elvish", ".config/elvish/rc.elv", "set-env GOROOT /gone", ""),
        ("elvish", ".config/elvish/rc.elv", "set E:GOROOT = /gone", ""),
        ("nu", ".config/nushell/config.nu", '$env.GOROOT = "/gone"', ""),
        ("xonsh", ".config/xonsh/rc.xsh", "$GOROOT = '/gone'", ""),
        ("xonsh", ".xonshrc", "if True:\n    $GOROOT = '/gone'", "/gone"),
    ],
)
def test_a_fixed_goroot_is_switched_off(home: ShellHome, shell: str, name: str, line: str, left: str) -> None:
    ready(home, shell)
    file = home.home / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f"# mine\n{line}\n")
    assert fresh(home, shell, login=False, ask=False).environment["GOROOT"] == "/gone"
    (found,) = conflicting_lines(home.facts())
    assert (found.path, found.kind, found.removable) == (file, "goroot", not left)
    manual = home.install(shell)
    assert [step.id.split(":")[0] for step in manual] == (["conflict"] if left else [])
    after = fresh(home, shell, login=False)
    assert (after.status, after.where, after.said) == (0, home.go, ())
    assert after.environment.get("GOROOT", "") == left


def test_what_powershell_gets_is_called_untested(home: ShellHome) -> None:
    made, manual = home.plan("pwsh")
    assert manual == ()
    assert [change.id for change in made] == ["script:powershell", "startup:pwsh:profile.ps1"]
    assert "untested" in made[0].why
    (effect,) = made[1].effects
    assert isinstance(effect, changes.WriteFile)
    assert b"($HOME + '/.config/gowizard/env.ps1')" in effect.content
    assert line_for_open_terminal("pwsh", home.facts(), home.settings, script=True) == (
        ". ($HOME + '/.config/gowizard/env.ps1')"
    )


def test_csh_that_is_not_tcsh_reads_cshrc(home: ShellHome) -> None:
    (home.home / ".tcshrc").write_text("# mine\n")
    made, _manual = home.plan("tcsh", "csh")
    names = {os.path.basename(effect.path) for change in made for effect in change.effects}  # type: ignore[union-attr]
    linked = os.path.realpath(other_shell("csh")).endswith("/tcsh")
    assert names == {"env.csh", ".tcshrc"} | (set() if linked else {".cshrc"})
