"""Plain mode on a real terminal: the whole trip in lines, and every way out of it."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pexpect
import pytest

from gowizard.cli import asking
from gowizard.locales import _, set_language
from gowizard.locales.columns import cells
from tests.support import real_go
from tests.support.account import Account
from tests.support.net_faults import unused_port
from tests.support.release_server import ReleaseServer

HELLO = "Hello, Go environment is ready!"
PROMPT = r"(?:\(Enter for [^\n]*\)|Enter to go on, or “\?”|“back” to change an answer, or “quit”): $"
INSTALL = "Type “install”"
NOTHING = "Nothing was changed."


@pytest.fixture(scope="module")
def server() -> Iterator[ReleaseServer]:
    with ReleaseServer([real_go.archive("1.26.6"), real_go.archive("1.27.3")]) as running:
        yield running


class Lines:
    """The program on a pseudo-terminal that can do nothing but lines."""

    def __init__(self, account: Account, *words: str, columns: int = 200, **more: str) -> None:
        environment = {**account.environment, "TERM": "dumb", **more}
        self.child = pexpect.spawn(
            sys.executable, ["-m", "gowizard", *words], env=environment, cwd=str(account.home), encoding="utf-8",
            timeout=120, echo=True, dimensions=(24, columns),
        )  # fmt: skip
        self.heard = ""

    def prompt(self) -> str:
        """What was said up to the next question; the end of the program is a failure."""
        self.child.expect(PROMPT)
        said = str(self.child.before) + str(self.child.after)
        self.heard += said
        return said

    def prompt_with(self, words: str) -> str:
        """Enter until a question holds these words."""
        said = self.prompt()
        for _count in range(20):
            if words in said:
                return said
            self.child.sendline("")
            said = self.prompt()
        raise AssertionError(f"{words} was never asked:\n{self.heard}")

    def say(self, text: str) -> None:
        self.child.sendline(text)

    def end(self) -> int:
        """Wait for the end; the exit status."""
        self.child.expect(pexpect.EOF)
        self.heard += str(self.child.before)
        self.child.close()
        assert "Traceback" not in self.heard, self.heard
        return int(self.child.exitstatus if self.child.exitstatus is not None else -1)


@pytest.fixture
def account(tmp_path: Path) -> Account:
    return Account(tmp_path / "gopher").warm()


@pytest.mark.slow
def test_enter_and_install_lead_to_hello_in_lines_alone(account: Account, server: ReleaseServer) -> None:
    before = account.picture()
    lines = Lines(account, "--source", server.url)
    said = lines.prompt_with(INSTALL)
    assert "none made yet" in said
    assert account.picture() == before
    lines.say("5")
    assert "+if [ -r " in lines.prompt()
    lines.say("install")
    lines.prompt()
    lines.say("yes")
    assert lines.end() == 0
    for words in (HELLO, "100 percent", "done: Go works", '. "$HOME/.config/gowizard/env.sh"', "gowizard undo"):
        assert words in lines.heard
    assert not re.search(r"[\x1b\x08]|\r(?!\r?\n)|[✓✗▸━]", lines.heard)
    assert (account.home / "gowizard.toml").read_text().startswith("schema = 1")
    assert "go1.27.3" in account.in_shell("/bin/bash", "go version").stdout
    account.gowizard("undo", "--yes")
    account.gowizard("undo", "--yes")
    assert account.picture() == before


@pytest.mark.slow
def test_no_word_is_cut_in_two_at_the_edge_of_a_narrow_terminal(account: Account) -> None:
    lines = Lines(account, "--plain", "--offline", columns=40)
    lines.child.expect(r"\(Enter for\r\nEnglish\): $")
    lines.say("")
    lines.child.expect(r"or\s+“\?”: $")
    lines.say("?")
    lines.child.expect(r"or\s+“\?”: $")
    told = str(lines.child.before).replace("\r", "").split("\n")
    assert len(told) > 6 and max(map(cells, told)) <= 40
    assert "Each page names a default: Enter takes it." in " ".join(told)
    lines.say("quit")
    assert lines.end() == 130


@pytest.mark.slow
def test_back_goes_back_and_answers_are_kept(account: Account, server: ReleaseServer) -> None:
    lines = Lines(account, "--source", server.url, "--lang", "en")
    lines.prompt_with("Which version of Go?")
    lines.say("1.26.6")
    assert "Put it into" in lines.prompt_with("which folder?")
    lines.say("relative")
    assert "warning: A folder starts with / or ~/" in lines.prompt()
    lines.say("~/go-trees")
    assert "GOPATH" in lines.prompt()
    for words in ("~/go-trees", "come from?", "Enter for 1.26.6"):
        lines.say("back")
        assert words in lines.prompt()
    lines.say("?")
    assert "security fixes" in lines.prompt()
    lines.say("77")
    assert "none of the choices" in lines.prompt()
    lines.say("")
    assert "~/go-trees/go1.26.6" in lines.prompt_with(INSTALL)
    lines.say("quit")
    assert lines.end() == 130
    assert lines.heard.rstrip().endswith(NOTHING)
    assert account.picture() == {}


@pytest.mark.slow
def test_leaving_at_any_question_says_that_nothing_was_changed(account: Account, server: ReleaseServer) -> None:
    number, last = 0, ""
    while INSTALL not in last:
        number += 1
        lines = Lines(account, "--plain", "--source", server.url, TERM="xterm-256color")
        for _count in range(number - 1):
            lines.prompt()
            lines.say("")
        last = lines.prompt()
        if number % 2:
            lines.child.sendintr()
        else:
            lines.child.sendeof()
        assert lines.end() == 130, lines.heard
        assert lines.heard.rstrip().endswith(NOTHING)
    assert number >= 8
    assert account.picture() == {}


@pytest.mark.parametrize("more", [{"ACCESSIBLE": "1", "TERM": "xterm-256color"}, {"TERM": "dumb"}])
def test_accessible_and_dumb_terminals_are_asked_in_lines(account: Account, more: dict[str, str]) -> None:
    lines = Lines(account, **more)
    assert "1. English" in lines.prompt()
    lines.say("2")
    lines.child.expect("按 Enter")
    lines.child.sendintr()
    assert lines.end() == 130


def test_ctrl_c_at_a_question_of_a_command_says_the_state(account: Account, server: ReleaseServer) -> None:
    lines = Lines(account, "install", "--source", server.url, TERM="xterm-256color")
    lines.child.expect(r"\[Y/n\] ")
    lines.child.sendintr()
    assert lines.end() == 130
    assert NOTHING in lines.heard
    assert account.picture() == {}


@pytest.mark.slow
def test_ctrl_c_during_the_proof_says_what_stays(account: Account, server: ReleaseServer) -> None:
    lines = Lines(account, "install", "--source", server.url, "--yes", TERM="xterm-256color")
    lines.child.expect("Run a first program")
    lines.child.sendintr()
    assert lines.end() == 130
    assert re.search(r"What was done stays: Set up go1\.27\.3\. To take it back: \S+ -m gowizard undo", lines.heard)
    assert (account.home / "sdk/go1.27.3/bin/go").exists()


def test_without_a_terminal_plain_mode_asks_nothing(account: Account) -> None:
    for feed in (subprocess.DEVNULL, subprocess.PIPE):
        done = subprocess.run(
            [sys.executable, "-m", "gowizard", "--plain"], stdin=feed, capture_output=True, text=True, timeout=120,
            env=account.environment, cwd=account.home,
        )  # fmt: skip
        assert done.returncode == 2
        assert "gowizard install --yes" in done.stderr
        assert done.stderr.startswith("failed: ")


@pytest.mark.slow
def test_a_failed_proof_leaves_a_report(account: Account, server: ReleaseServer) -> None:
    account.gowizard("install", "--source", server.url, "--yes", "--no-proof")
    (account.home / "sdk/go1.27.3/bin/go").write_text("#!/bin/sh\nexit 3\n")
    done = account.gowizard("prove", "--offline", expect=1)
    found = re.search(r"Report[^\n]*: (\S+\.log\.report\.txt)\n", done.stdout)
    assert found and "The proof failed" in (account.home / found[1].removeprefix("~/")).read_text()


def test_a_failure_names_its_log_and_a_report_without_the_name(account: Account) -> None:
    home = str(account.home)
    done = account.gowizard("install", "--source", "http://127.0.0.1:9/dl?token=s3cret", "--yes", expect=1)
    found = re.search(r"Report[^\n]*: (\S+\.log\.report\.txt)\n", done.stderr)
    assert found and "Log: " in done.stderr
    report = (account.home / found[1].removeprefix("~/")).read_text()
    assert "gowizard install" in report and "## Failure" in report
    for secret in ("s3cret", home):
        assert secret not in report


@pytest.mark.slow
def test_plain_http_is_asked_about_in_words_and_no_is_the_default(account: Account, server: ReleaseServer) -> None:
    """The loopback server is the http proxy behind which the address lies."""
    proxy = server.url.removesuffix("/dl")
    lines = Lines(account, "--source", "http://go.example/dl", "--lang", "en", http_proxy=proxy)
    said = lines.prompt_with("Take it all the same?")
    assert "go.example can be changed by anybody on the way" in said
    assert "(Enter for no)" in said
    lines.say("")
    assert "Where should Go come from?" in lines.prompt()
    lines.say("back")
    lines.prompt_with("Take it all the same?")
    lines.say("back")
    assert "GOPRIVATE" in lines.prompt()
    lines.say("")
    lines.prompt_with("Take it all the same?")
    lines.say("yes")
    assert "go1.27.3" in lines.prompt_with(INSTALL)
    lines.say("quit")
    assert lines.end() == 130
    done = account.gowizard("install", "--source", "http://go.example/dl", "--yes", expect=1, http_proxy=proxy)
    assert "--trust-source" in done.stderr


@pytest.mark.slow
def test_mirrors_are_asked_when_chosen_and_a_typed_proxy_is_tried(account: Account, server: ReleaseServer) -> None:
    nowhere = f"http://127.0.0.1:{unused_port()}"
    lines = Lines(account, "--source", server.url, "--lang", "en", https_proxy=nowhere)
    said = lines.prompt_with("Where should Go come from?")
    assert "mirrors in China; asked only if you choose this" in said and "Nanjing" not in said
    lines.say("more")
    said = lines.prompt()
    assert "Nanjing University, official, of no use now (cannot be chosen)" in said
    assert "Tsinghua University (TUNA), not in use any more (cannot be chosen)" in said
    lines.say("mirror:tuna")
    assert "It never had Go" in lines.prompt()
    lines.say("")
    lines.prompt_with("Which module proxy?")
    lines.say(nowhere)
    said = lines.prompt()
    assert f"warning: {nowhere}: " in said and "Take it all the same?" in said
    lines.say("no")
    assert "That proxy is not taken" in lines.prompt()
    lines.say(nowhere)
    lines.prompt()
    lines.say("yes")
    assert "GOPRIVATE" in lines.prompt()
    lines.say("quit")
    assert lines.end() == 130


@pytest.mark.slow
def test_the_words_are_understood_in_chinese_and_in_english(account: Account, server: ReleaseServer) -> None:
    lines = Lines(account, "--source", server.url, "--lang", "zh_CN")
    for word, answer in (
        ("？", "输入“返回”回到上一个问题"),
        ("", "1.26.6"),
        ("返回", "按 Enter (继续|采用)"),
        ("", "1.26.6"),
        ("back", "按 Enter (继续|采用)"),
        ("帮助", "输入“返回”回到上一个问题"),
        ("退出", "没有做任何更改|未做任何更改"),
    ):
        lines.child.expect("：$")
        lines.say(word)
        lines.child.expect(answer)
    assert lines.end() == 130


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_every_word_is_known_in_the_language_and_in_english(language: str) -> None:
    set_language(language)
    try:
        for word in asking._WORDS:
            assert asking.word_of(word.upper()) == asking.word_of(_(word)) == word
        assert asking.word_of(" ？ ") == "?"
    finally:
        set_language("en")
