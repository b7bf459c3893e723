"""Streams as nobody wants them: closed at the start, or leading to a full disk. No traceback, and a status of ours."""

from __future__ import annotations

import io
import json
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from gowizard.cli.output import Output

pytestmark = pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a POSIX shell and /dev/full")


def run(words: str, redirection: str, home: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["/bin/sh", "-c", f"{shlex.quote(sys.executable)} -m gowizard {words} {redirection}"],
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        env={"HOME": str(home), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"},
        timeout=120,
    )


@pytest.mark.parametrize("words", ["--version", "history", "history --json"])
def test_a_full_disk_is_told_in_words(words: str, tmp_path: Path) -> None:
    done = run(words, ">/dev/full", tmp_path)
    assert done.returncode == 1
    assert "No space left on device" in done.stderr
    assert "Traceback" not in done.stderr and "ignored" not in done.stderr


@pytest.mark.parametrize(
    ("words", "redirection", "status"),
    [("history", ">&-", 0), ("history", "<&-", 0), ("history", "2>&-", 0), ("", "<&-", 2), ("--version", ">&-", 0)],
)
def test_a_closed_stream_is_none_to_stumble_over(words: str, redirection: str, status: int, tmp_path: Path) -> None:
    done = run(words, redirection, tmp_path)
    assert done.returncode == status
    assert "Traceback" not in done.stderr and "did not expect" not in done.stderr


def test_nothing_to_undo_is_told_beforehand_too(tmp_path: Path) -> None:
    assert run("undo --dry-run", "", tmp_path).stdout == "There is nothing to undo.\n"


def test_what_undo_would_do_names_the_run_in_both_forms(tmp_path: Path) -> None:
    assert run("proxy use https://goproxy.cn,direct --offline --yes", "", tmp_path).returncode == 0
    told = run("undo --dry-run", "", tmp_path).stdout.splitlines()
    done = json.loads(run("history --json", "", tmp_path).stdout)["runs"][0]
    assert told[0] == f"This would be taken back: {done['title']}"
    asked = json.loads(run("undo --dry-run --json", "", tmp_path).stdout)
    assert asked["run"] == done["id"]
    assert any("-GOPROXY=https://goproxy.cn,direct" in change["preview"] for change in asked["changes"])


def test_the_history_stands_in_columns(tmp_path: Path) -> None:
    """Two runs within a second: the second's id is longer."""
    for proxy in ("https://goproxy.cn,direct", "https://goproxy.io,direct", "off"):
        assert run(f"proxy use {proxy} --offline --yes", "", tmp_path).returncode == 0
    rows = [row for row in run("history", "", tmp_path).stdout.splitlines() if not row.startswith(" ")]
    assert len(rows) == 3 and len({row.index("done") for row in rows}) == 1


def test_who_wants_to_take_a_version_away_is_not_told_to_install_it(tmp_path: Path) -> None:
    assert "gowizard install 1.20" in run("use 1.20", "", tmp_path).stderr
    told = run("uninstall 1.20", "", tmp_path).stderr
    assert "gowizard list" in told and "gowizard install" not in told


class Narrow(io.StringIO):
    """A terminal of 40 columns."""

    def isatty(self) -> bool:
        return True


def test_no_word_of_an_error_is_cut_in_two(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    monkeypatch.setenv("NO_COLOR", "1")
    err = Narrow()
    Output(out=io.StringIO(), err=err, ascii_only=True).error("No", "a word " * 20, "another word " * 10, "/log")
    rows = err.getvalue().splitlines()
    assert max(map(len, rows)) <= 40 and len(rows) > 6
    assert {word for row in rows[1:-1] for word in row.split()} <= {"a", "word", "another", "->"}


@pytest.mark.parametrize(("sign", "line"), [("blocks:", "blocks: x"), ("阻断：", "阻断：x"), ("[!]", "[!] x")])
def test_a_wide_colon_has_its_blank_already(sign: str, line: str) -> None:
    out = io.StringIO()
    Output(out=out, plain=True).badge(sign, "failed", "x")
    assert out.getvalue().strip() == line


def test_where_no_proxy_answers_the_next_step_is_named(tmp_path: Path) -> None:
    done = run("proxy test https://127.0.0.1:1 --timeout 2", "", tmp_path)
    assert done.returncode == 1
    assert "gowizard doctor" in done.stdout


def test_to_prove_without_a_go_says_that_there_is_none(tmp_path: Path) -> None:
    done = run("prove", "", tmp_path)
    assert done.returncode == 1
    assert "There is no Go here yet" in done.stderr and "gowizard install" in done.stderr
