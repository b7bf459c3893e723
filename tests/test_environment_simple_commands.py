"""A variable taken out of a line of a startup file that does other things too."""

from __future__ import annotations

import subprocess
import time
from pathlib import Path

import pytest

from gowizard.environment.lines import lines_setting, without_variable
from gowizard.environment.simple_commands import simple_commands, without_setting
from tests.support.tools import need

BARE = {"HOME": "/nowhere", "PATH": "/usr/bin:/bin"}
_SHOW = "\\printf '%s|' \"${GOROOT-none}\" \"${GOPATH-none}\" \"${GOBIN-none}\"; "

LINES = {
    "a function": "setup(){ export GOROOT=/gone; export GOPATH=/p; }; setup",
    "a function with its word": "function setup { export GOROOT=/gone GOPATH=/p; }\nsetup",
    "arms of case": 'case "$(uname -s)" in\n  *) export GOROOT=/gone ;;\n  Darwin) GOROOT=/opt ;;\nesac\nGOPATH=/p',
    "case on one line": "case x in x) GOROOT=/gone GOPATH=/p;; *) export GOROOT=/other;; esac",
    "a list": 'GOROOT=/gone; GOPATH=/p; PATH="$PATH:$GOROOT/bin"; export GOROOT GOPATH PATH',
    "behind a test": '[ -d / ] && { export GOROOT=/gone; export GOPATH=/p; }',
    "behind a command": "cd / && export GOROOT=/gone; GOPATH=/p",
    "if on one line": "if [ -d / ]; then export GOROOT=$(dirname $(dirname /x/bin/go)) GOPATH=/p; fi # export GOBIN=/c",
    "a loop": "for d in a b; do export GOROOT=/x/$d; GOPATH=/p; done",
    "redirections": "export GOROOT=/gone 2>/dev/null; export GOPATH=/p >/dev/null 2>&1",
    "declared first": 'export GOROOT; GOROOT="/gone"\nGOPATH=/p',
    "words in quotes": "GOPATH='/p'; echo \"a;b\" 'c && d' >/dev/null; export GOROOT=\"/go ne\" || GOBIN=/b",
}

KEPT = {
    "a subshell": "(export GOROOT=/gone; go version)",
    "a redirection between words": "export 2>/dev/null GOROOT=/gone; date",
    "a pipe": "export GOROOT=/gone | cat",
    "one command's": "GOROOT=/gone go version; date",
    "an alias": "alias old='export GOROOT=/gone; go'",
    "an evaluated text": "eval 'export GOROOT=/gone'",
    "a printed line": 'echo "export GOROOT=/gone" >> notes',
    "an open quotation": "export GOROOT=/gone; echo 'begin",
    "a statement that goes on": "export GOROOT=/gone; export GOPATH=/p \\",
}


def _said(shell: str, text: str) -> str:
    done = subprocess.run([shell], input=f"{text}\n{_SHOW}\n", env=BARE, capture_output=True, text=True, check=False)
    assert "error" not in done.stderr, done.stderr
    return done.stdout


@pytest.mark.parametrize("shell", ["bash", "zsh"])
@pytest.mark.parametrize("name", LINES)
def test_the_variable_is_gone_and_all_else_is_as_it_was(shell: str, name: str) -> None:
    need(shell)
    before = _said(shell, LINES[name])
    assert not before.startswith("none|")
    content = LINES[name].encode()
    assert all(line.simple for line in lines_setting(content, "GOROOT"))
    mended = without_variable(content, "GOROOT", "2026-01-01").decode()
    after = _said(shell, mended)
    assert after == "none" + before[before.index("|") :], mended
    assert without_variable(mended.encode(), "GOROOT", "2026-01-02") == mended.encode()


@pytest.mark.parametrize("name", KEPT)
def test_what_cannot_be_taken_out_stays(name: str) -> None:
    content = KEPT[name].encode()
    assert without_variable(content, "GOROOT", "2026-01-01") == content
    assert not any(line.simple for line in lines_setting(content, "GOROOT"))


def test_a_text_that_is_handed_to_a_command_is_none_of_the_shells() -> None:
    content = b"cat >f <<'END'\nexport GOROOT=/in/a/file\nEND\nexport GOROOT=/gone\ncat <<<EOF\nGOROOT=/too\n"
    assert [line.number for line in lines_setting(content, "GOROOT")] == [4, 6]
    assert b"\nexport GOROOT=/in/a/file\n" in without_variable(content, "GOROOT", "2026-01-01")


def test_the_form_of_pam_is_known() -> None:
    content = b"GOROOT DEFAULT=/gone\nPATH DEFAULT=${PATH}:/gone/bin\n"
    assert without_variable(content, "GOROOT", "2026-01-01").startswith(b"# gowizard: disabled 2026-01-01: GOROOT DEF")


def test_a_setting_that_is_stored_anew_at_each_start_is_known() -> None:
    line = b"go env -w GOPROXY=https://goproxy.cn GO111MODULE=off"
    assert without_setting(line, b"GO111MODULE") == (b"go env -w GOPROXY=https://goproxy.cn", (line,))
    assert without_variable(b"go env -w GO111MODULE=off\n", "GO111MODULE", "2026-01-01").startswith(b"# gowizard")


def test_hostile_lines_take_no_time(tmp_path: Path) -> None:
    begin = time.monotonic()
    for line in (b"$(" * 2000, b'"$(' * 1300, b"{ ( " * 1000, b"`" * 4001, b"a" * 5000, b"GOROOT=$(" + b"(" * 900):
        assert all(line[one:two] for command in simple_commands(line) for one, two in command.words)
        without_setting(line, b"GOROOT")
    assert time.monotonic() - begin < 2.0
