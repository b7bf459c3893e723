"""A fresh shell on a terminal of its own, whatever its startup files do."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from gowizard.cancellation import Cancel, Cancelled
from gowizard.run import ShellSilent, TimedOut, in_shell
from tests.support.other_shells import other_shell
from tests.test_run_stream import gone

LOGIN_FILE = {
    "bash": ".bash_profile", "zsh": ".zprofile", "fish": ".config/fish/config.fish", "sh": ".profile",
    "dash": ".profile", "ksh": ".profile", "mksh": ".profile", "tcsh": ".login",
    "elvish": ".config/elvish/rc.elv", "xonsh": ".config/xonsh/rc.xsh", "nu": ".config/nushell/login.nu",
}
INTERACTIVE_FILE = {
    "bash": ".bashrc", "zsh": ".zshrc", "fish": ".config/fish/config.fish", "ksh": ".kshrc",
    "mksh": ".mkshrc", "tcsh": ".tcshrc", "elvish": ".config/elvish/rc.elv", "xonsh": ".xonshrc",
    "nu": ".config/nushell/autoload/mine.nu",
}
OTHER = [pytest.param(shell, marks=pytest.mark.slow) for shell in ("elvish", "xonsh", "nu")]
PLAIN = [shell for shell in LOGIN_FILE if shell not in {"elvish", "xonsh", "nu"}]
PLAIN_INTERACTIVE = [shell for shell in PLAIN if shell in INTERACTIVE_FILE]


class Fresh:
    """A home of the test's own and shells started in it."""

    def __init__(self, home: Path) -> None:
        self.home, self.lines, self.noise = home, [], []
        self.cwd = home / "it's \\ here"
        self.cwd.mkdir()

    def startup(self, name: str, text: str) -> None:
        path = self.home / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    def run(self, shell: str, command: str, *, login: bool = False, **options) -> int:
        program = other_shell(shell)
        self.lines.clear()
        self.noise.clear()
        options = {"seconds": 120, "patience": 0.4, "on_line": self.lines.append} | options
        return in_shell(
            program, shell, login=login, command=command, cwd=self.cwd, on_noise=self.noise.append,
            environment={"HOME": str(self.home), "PATH": "/usr/bin:/bin", "TERM": "xterm-256color"},
            **options,
        )


@pytest.fixture
def fresh(tmp_path: Path) -> Fresh:
    return Fresh(tmp_path)


def said(fresh: Fresh) -> list[str]:
    """What startup files printed, without what nushell says on its first day."""
    return [line for line in fresh.noise if line and "file created at" not in line]


@pytest.mark.parametrize("shell", [*PLAIN, *OTHER])
def test_a_login_shell_reads_its_file_and_relays_output_and_status(fresh: Fresh, shell: str) -> None:
    greeting = "print greeting; cd /\n" if shell == "nu" else "echo greeting; cd /\n"
    fresh.startup(LOGIN_FILE[shell], greeting)
    command = "/bin/pwd; sh -c 'echo; printf x'; sh -c 'exit 3'"
    assert fresh.run(shell, command, login=True) == 3
    assert fresh.lines == [str(fresh.cwd), "", "x"]
    assert said(fresh) == ["greeting"]


@pytest.mark.parametrize("shell", [*PLAIN_INTERACTIVE, *OTHER])
def test_an_interactive_shell_reads_its_file(fresh: Fresh, shell: str) -> None:
    fresh.startup(INTERACTIVE_FILE[shell], "print greeting\n" if shell == "nu" else "echo greeting\n")
    assert fresh.run(shell, "sh -c 'test -t 0 && test -t 1 && stty size'") == 0
    assert fresh.lines == ["24 80"]
    assert said(fresh) == ["greeting"]


@pytest.mark.slow
def test_an_rc_file_of_elvish_may_speak_of_its_editor_and_may_be_broken(fresh: Fresh) -> None:
    fresh.startup(".config/elvish/rc.elv", "set edit:prompt = { put x }\nfn hello { echo hi }\necho greeting\n")
    assert fresh.run("elvish", "hello; echo ($edit:prompt)") == 0
    assert (fresh.lines, fresh.noise) == (["hi", "x"], ["greeting"])
    fresh.startup(".config/elvish/rc.elv", "fn hello { echo hi }\nfail oh\n")
    assert fresh.run("elvish", "hello") == 0
    assert any("oh" in line for line in fresh.noise)
    fresh.startup(".config/elvish/rc.elv", "echo (\n")
    assert fresh.run("elvish", "echo ready") == 0
    assert fresh.lines == ["ready"]


@pytest.mark.parametrize("shell", OTHER)
def test_a_command_that_is_unknown_fails(fresh: Fresh, shell: str) -> None:
    assert fresh.run(shell, "no-such-program -x") != 0
    assert any("no-such-program" in line for line in fresh.lines)


def test_an_empty_home_starts_no_questionnaire(fresh: Fresh) -> None:
    assert fresh.run("zsh", "echo ready", login=True) == 0
    assert fresh.lines == ["ready"]


def test_a_startup_file_that_asks_gets_an_end_of_file(fresh: Fresh) -> None:
    fresh.startup(".bashrc", "read -p 'Your name? ' name\n")
    assert fresh.run("bash", "echo ready") == 0
    assert (fresh.lines, fresh.noise) == (["ready"], ["Your name? "])


def test_a_startup_file_that_hangs_is_unknown_not_wrong(fresh: Fresh) -> None:
    fresh.startup(".bashrc", "echo connecting; sleep 1000\n")
    seconds, lines = 0.5, ()
    while not lines:  # a busy machine needs longer to come as far as that
        seconds *= 2
        with pytest.raises(ShellSilent) as raised:
            fresh.run("bash", "echo ready", seconds=seconds)
        assert raised.value.timed_out
        lines = raised.value.lines
    assert lines == ("connecting",)


@pytest.mark.parametrize("line", ["exec fish", "exit 0", "exec dash -c 'echo swallowed'"])
def test_a_startup_file_that_swallows_the_command_is_unknown(fresh: Fresh, line: str) -> None:
    fresh.startup(".bashrc", line + "\n")
    with pytest.raises(ShellSilent) as raised:
        fresh.run("bash", "echo ready")
    assert not raised.value.timed_out
    assert fresh.lines == []


def test_escapes_of_startup_files_and_programs_are_taken_out(fresh: Fresh) -> None:
    fresh.startup(".bashrc", r"printf '\033]0;title\007\033[2J\033[31mhello'" + "\n")
    assert fresh.run("bash", r"printf '\033[1mbold\033[0m\n'") == 0
    assert (fresh.noise, fresh.lines) == (["hello"], ["bold"])


def test_a_caller_that_understands_lines_gets_them_whole(fresh: Fresh) -> None:
    seen: list[str] = []

    def on_line(line: str) -> None:
        seen.append(line)
        (fresh.cwd / "seen").touch()

    # The first part is seen although the second never comes before that.
    command = "printf Hel; sh -c 'while [ ! -e seen ]; do sleep 0.05; done'; echo lo"
    assert fresh.run("bash", command, on_line=on_line) == 0
    assert seen == ["Hel", "lo"]
    assert fresh.run("bash", "printf Hel; sleep 0.5; echo lo", whole_lines=True) == 0
    assert fresh.lines == ["Hello"]


@pytest.mark.parametrize(
    "options", ["set -eu", "set -x", "set -v", "alias echo='echo ALIAS' cd='echo no'", "cd() { return 1; }"]
)
def test_options_and_aliases_do_not_hide_the_status(fresh: Fresh, options: str) -> None:
    fresh.startup(".bashrc", options + "\n")
    assert fresh.run("bash", "pwd; false") == 1
    assert str(fresh.cwd) in fresh.lines
    assert not any("gowizard" in line.replace(str(fresh.cwd), "") for line in fresh.lines)


def test_the_environment_is_only_what_was_given(fresh: Fresh, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GOWIZARD_STRAY", "1")
    assert fresh.run("dash", "env") == 0
    names = {line.partition("=")[0] for line in fresh.lines}
    assert "HOME" in names
    assert not any(name.startswith(("GOWIZARD", "PYTHON", "VIRTUAL")) for name in names)


def test_modules_of_a_stranger_are_not_imported(fresh: Fresh, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("pexpect.py", "json.py", "select.py"):
        (fresh.cwd / name).write_text("raise SystemExit('a stranger was here')\n")
    monkeypatch.chdir(fresh.cwd)
    monkeypatch.setenv("PYTHONPATH", str(fresh.cwd))
    assert fresh.run("bash", "echo ready") == 0


def test_cancel_ends_every_job_of_the_session(fresh: Fresh) -> None:
    cancel, pids = Cancel(), []

    def seen(line: str) -> None:
        if line.isdigit():
            pids.append(int(line))
            cancel.set()

    (fresh.cwd / "stubborn").write_text("trap '' HUP TERM INT\necho $$\nsleep 100\n:\n")
    with pytest.raises(Cancelled):
        job = "bash -ic 'trap \"\" HUP TERM; sleep 100 & bash ./stubborn'"
        fresh.run("bash", job, on_line=seen, cancel=cancel)
    assert gone(pids[0])


def test_the_time_limit_ends_the_command(fresh: Fresh) -> None:
    seconds = 0.75
    while not fresh.lines:  # a busy machine needs longer to come as far as the command
        seconds *= 2
        with pytest.raises((TimedOut, ShellSilent)) as raised:
            fresh.run("zsh", "echo $$; sleep 1000", seconds=seconds)
    assert raised.type is TimedOut
    assert gone(int(fresh.lines[0]))


def test_nothing_survives_the_death_of_gowizard(fresh: Fresh) -> None:
    script = f"""
from pathlib import Path
from gowizard.run import in_shell
in_shell(Path("/bin/bash"), "bash", login=False, command="trap '' HUP; echo $$; sleep 100", cwd=Path("/"),
         environment={{"HOME": {str(fresh.home)!r}, "PATH": "/usr/bin:/bin"}}, seconds=60,
         on_line=lambda line: print(line, flush=True))
"""
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        pid = int(parent.stdout.readline())
        os.kill(parent.pid, signal.SIGKILL)
    assert gone(pid)


def test_twenty_thousand_lines_come_through_the_terminal(fresh: Fresh) -> None:
    assert fresh.run("dash", "seq 20000", whole_lines=True) == 0
    assert fresh.lines == [str(n) for n in range(1, 20001)]


def test_a_shell_does_not_take_the_terminal_of_gowizard(fresh: Fresh) -> None:
    before = threading.active_count()
    assert fresh.run("bash", "tty") == 0
    assert fresh.lines[0].startswith("/dev/pts/")
    assert threading.active_count() <= before + 1


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can take another user's rights")
def test_root_starts_the_shell_as_the_user_who_asked() -> None:
    lines: list[str] = []
    status = in_shell(
        Path("/bin/bash"), "bash", login=True, command="id -u; id -G; test -w /dev/tty && echo terminal",
        environment={"HOME": "/nonexistent", "PATH": "/usr/bin:/bin"}, cwd=Path("/"), seconds=120,
        on_line=lines.append, run_as=65534,
    )
    assert status == 0
    assert lines[0] == "65534"
    assert "0" not in lines[1].split()
