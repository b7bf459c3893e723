"""A value that only this session holds, and the line that gave it to it."""

from __future__ import annotations

import pytest

from gowizard.doctor.checks import goroot, stored_values
from gowizard.doctor.model import Finding
from gowizard.doctor.starting import Mode
from gowizard.doctor.views import parsed_assignments
from tests.doctor.shell_account import Account, account

__all__ = ["account"]

BLOCK = 'export PATH="$HOME/sdk/go1.27.3/bin:$PATH"\n'


def only(account: Account) -> Finding:
    (finding,) = [found for check in goroot.CHECKS for found in check.look(account.scene())]
    return finding


@pytest.mark.parametrize(
    ("name", "line"),
    [
        (".bashrc", "set_go(){ export GOROOT=$HOME/gone; }\nPROMPT_COMMAND=set_go\n"),
        (".pam_environment", "GOROOT DEFAULT=@{HOME}/gone\n"),
        (".zshrc", 'export GOROOT="$HOME/gone"\n'),
    ],
)
def test_the_line_that_says_this_value_is_named_and_mended(account: Account, name: str, line: str) -> None:
    account.go()
    account.write(".bashrc", BLOCK)
    path = account.write(name, (BLOCK if name == ".bashrc" else "") + line)
    account.session["GOROOT"] = f"{account.home}/gone"
    found = only(account)
    assert found.id == "goroot-in-session"
    assert [origin.path for origin in found.origin] == [None, path]
    assert found.remedy is not None
    assert [edit.path for edit in found.remedy.edits] == [path]
    assert found.remedy.commands == ("unset GOROOT",)
    assert "No startup file" not in found.remedy.reason


def test_a_line_that_says_another_value_is_not_to_blame(account: Account) -> None:
    account.go()
    account.write(".bashrc", BLOCK)
    account.write(".zshrc", "export GOROOT=/opt/other\n")
    account.session["GOROOT"] = "/opt/gone"
    found = only(account)
    assert found.remedy is not None
    assert (found.remedy.automatic, found.remedy.commands) == (False, ("unset GOROOT",))


def test_what_direnv_sets_is_a_project_s_own(account: Account) -> None:
    account.go()
    account.write(".bashrc", BLOCK)
    path = account.write("work/.envrc", "layout go\nexport GOFLAGS=-foo\n")
    account.session |= {"GOFLAGS": "-foo", "DIRENV_DIR": f"-{path.parent}"}
    (found,) = [one for check in stored_values.CHECKS for one in check.look(account.scene())]
    assert (found.id, found.origin[-1].place) == ("session-value", f"{path}:2")
    assert found.remedy is not None
    assert not found.remedy.automatic
    assert not found.terminal
    assert found.remedy.commands == (f'"${{EDITOR:-vi}}" +2 {path}', f"direnv allow {path.parent}")


def test_pam_s_own_form_is_read_where_it_needs_no_expanding() -> None:
    said = b'A DEFAULT=/a\nB OVERRIDE="/b c"\nC DEFAULT=${HOME}/c\nexport D=/d # so\n'
    assert parsed_assignments(said) == {"A": "/a", "B": "/b c", "D": "/d"}


def test_what_tmux_s_windows_get_is_asked_where_bash_becomes_tmux(account: Account) -> None:
    """tmux itself is not started for it: a shell is asked that has its variable."""
    account.go()
    account.write(".bashrc", BLOCK + 'export GOROOT=/gone\n[ -z "$TMUX" ] && exec tmux new -A -s main\n')
    view = account.scene().view(Mode.INTERACTIVE)
    assert (view.known, view.variables.get("GOROOT")) == (True, "/gone")
    assert view.handed_to.endswith("exec tmux new -A -s main")
    assert only(account).origin[-1].place == f"{account.home}/.bashrc:2"
