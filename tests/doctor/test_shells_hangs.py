"""Startup files that wait for somebody to type: found at their line, and those that ask aloud left alone."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from gowizard.doctor.checks import startup_ends, startup_hangs
from gowizard.doctor.model import Finding, Severity
from gowizard.doctor.starting import Mode
from tests.doctor.shell_account import Account, account

__all__ = ["account"]
FILES = {
    "bash": ".bashrc", "zsh": ".zshrc", "fish": ".config/fish/config.fish", "tcsh": ".tcshrc", "ksh": ".kshrc",
}  # fmt: skip


def found_in(account: Account, shell: str, text: str, name: str = "") -> tuple[Path, list[Finding]]:
    account.shell = shell
    path = account.write(name or FILES[shell], text)
    return path, list(startup_hangs.look(account.scene()))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("shell", "line"),
    [
        ("bash", "read answer"),
        ("bash", "cat"),
        ("zsh", "read answer"),
        ("zsh", "read -k1 answer"),
        ("fish", "read answer"),
        ("tcsh", "set answer = $<"),
        ("ksh", "read answer"),
    ],
)
def test_what_waits_silently_blocks_and_names_its_line(
    account: Account, shell: str, line: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gowizard.doctor.waiting._LEAST", 0.6)
    path, found = found_in(account, shell, f"true\n{line}\n")
    assert [(finding.id, finding.severity) for finding in found] == [("startup-hangs", Severity.BLOCKS)]
    assert found[0].evidence[0].where == f"{path}:2"
    assert line in found[0].evidence[0].what
    assert found[0].remedy is not None
    assert not found[0].remedy.automatic


@pytest.mark.slow
@pytest.mark.parametrize(
    ("shell", "line"),
    [
        ("bash", "read -p 'Start tmux? ' answer"),
        ("bash", "read -t 0.2 answer"),
        ("bash", "read answer < /etc/passwd"),
        ("bash", "[ -t 0 ] || exit 1; stty -ixon"),
        ("bash", "exec zsh"),
        ("bash", "zsh"),
        ("bash", "fish"),
        ("zsh", "read 'answer?Which one: '"),
        ("zsh", "stty -ixon; autoload -Uz compinit; compinit -u -D"),
        ("fish", "read -P 'Which one? ' answer"),
        ("fish", "echo word | read answer"),
    ],
)
def test_who_asks_aloud_or_does_not_wait_is_left_alone(account: Account, shell: str, line: str) -> None:
    assert found_in(account, shell, f"{line}\n")[1] == []


@pytest.mark.slow
def test_a_login_that_never_ends_blocks_and_one_that_sleeps_is_slow(
    account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gowizard.doctor.tracing.traced.__kwdefaults__", {"seconds": 2.0, "silent": False})
    monkeypatch.setattr("gowizard.doctor.views.look_through.__kwdefaults__", {"given": None, "seconds": 2.0})
    path, found = found_in(account, "bash", "while :; do sleep 0.1; done\n", ".bash_profile")
    assert [(finding.id, finding.severity) for finding in found] == [("startup-hangs", Severity.BLOCKS)]
    assert found[0].evidence[0].where == f"{path}:1"
    account.write(".bash_profile", "sleep 30\n")
    scene = account.scene()
    assert list(startup_hangs.look(scene)) == []
    assert [finding.id for finding in startup_hangs.look_slow(scene)] == ["startup-slow"]


@pytest.mark.slow
def test_nothing_outlives_a_shell_that_starts_jobs(account: Account) -> None:
    account.write(".bashrc", "sleep 4321 &\n")
    assert account.scene().view(Mode.INTERACTIVE).known
    left = [entry for entry in Path("/proc").glob("[0-9]*/cmdline") if _is(entry, account.home)]
    assert left == []


def _is(entry: Path, home: Path) -> bool:
    try:
        told = (entry.parent / "environ").read_bytes()
        return entry.read_bytes().startswith(b"sleep\x004321") and os.fsencode(home) in told
    except OSError:
        return False


@pytest.mark.slow
@pytest.mark.parametrize("loop", [True, False])
def test_files_that_read_each_other_are_named_with_the_line(
    account: Account, loop: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gowizard.doctor.views.look_through.__kwdefaults__", {"given": None, "seconds": 1.5})
    account.write(".bashrc", "true\n. ~/.bash_profile\n" if loop else "while :; do sleep 0.1; done\n")
    path = account.write(".bash_profile", "umask 022\n. ~/.bashrc\n")
    found = list(startup_hangs.look(account.scene()))
    assert [(finding.id, finding.severity) for finding in found] == [("startup-hangs", Severity.BLOCKS)]
    assert (3 in found[0].entry) is loop
    if loop:
        assert found[0].evidence[0].where in {f"{path}:2", f"{account.home / '.bashrc'}:2"}
        assert found[0].remedy is not None
        (edit,) = found[0].remedy.edits
        assert b"# gowizard: disabled" in (edit.edit(edit.path.read_bytes()) or b"")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("shell", "line", "id", "where"),
    [
        ("bash", "exit 3", "startup-ends", 2),
        ("zsh", "exit", "startup-ends", 2),
        ("bash", "false || exit", "startup-ends", 2),
        ("bash", "exec cat", "startup-unknown", 2),
        ("ksh", "exec cat", "startup-unknown", 2),
        ("bash", "exec 3>/dev/null", "", 0),
        ("bash", "(exit 1)", "", 0),
        ("bash", "exec zsh", "", 0),
        ("zsh", "if [ -n $HOME ]; then exec bash -l; fi", "", 0),
    ],
)
def test_what_ends_a_shell_is_named_with_its_line(
    account: Account, shell: str, line: str, id: str, where: int
) -> None:
    account.shell = shell
    path = account.write(FILES[shell], f"true\n{line}\ntrue\n")
    found = list(startup_ends.look(account.scene()))
    assert [finding.id for finding in found] == ([id] if id else [])
    for finding in found:
        assert finding.evidence[0].where == f"{path}:{where}"


@pytest.mark.slow
def test_the_shell_that_takes_over_is_asked_with_what_it_was_handed(account: Account) -> None:
    account.write(".bashrc", 'export PATH="/one:$PATH" GOFLAGS=-v=false\n[ -t 0 ] && exec zsh -l\n')
    account.write(".zprofile", 'export PATH="/two:$PATH"\n')
    view = account.scene().view(Mode.INTERACTIVE)
    assert view.known
    assert view.through is not None
    assert (view.through.name, view.path[:2]) == ("zsh", ("/two", "/one"))
    assert view.variables["GOFLAGS"] == "-v=false"
