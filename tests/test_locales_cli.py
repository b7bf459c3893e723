"""The command line in Chinese: help, errors, a dry run, which language is taken, and terminals that are not UTF-8."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from gowizard.cli import arguments, main, options
from gowizard.cli.options import VERBS
from gowizard.cli.output import Output
from gowizard.locales import set_language
from gowizard.locales.columns import cells, cut, pad, wrap
from tests.support import real_go
from tests.support.release_server import ReleaseServer

CHINESE = re.compile(r"[一-鿿]")


def run(*words: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """The program as a process of its own, with nothing but these variables and a bare HOME."""
    bare = {"HOME": os.environ["HOME"], "PATH": "/usr/bin:/bin", "TERM": "xterm-256color", "COLUMNS": "80"}
    return subprocess.run(
        [sys.executable, "-m", "gowizard", *words], env=bare | environment, capture_output=True, timeout=120
    )


@pytest.fixture
def chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GOWIZARD_LANG", "zh_CN")
    monkeypatch.setenv("COLUMNS", "80")
    yield
    set_language("en")


@pytest.mark.parametrize("verb", ["", *(verb.name for verb in VERBS)])
def test_the_help_is_chinese_and_fits(verb: str, chinese: None, capsys: pytest.CaptureFixture[str]) -> None:
    assert main.run([*verb.split(), "--help"]) == 0
    told = capsys.readouterr().out
    assert told.startswith("用法：gowizard")
    assert [line for line in told.splitlines() if cells(line) > 80] == []
    assert not re.search(r"show this|options:|arguments:|[a-z]{3,} [a-z]{3,} [a-z]{3,}", told)
    usage = told.split("\n\n")[0].splitlines()
    begins = cells(f"用法：gowizard {verb}".strip()) + 1
    assert {len(line) - len(line.lstrip()) for line in usage[1:]} <= {begins}
    options = re.findall(r"^  (?:-\w, )?--[a-z-]+.*(?:\n {20,}.*)*", told, re.MULTILINE)
    assert options and all(CHINESE.search(option) for option in options)


UNIX_WORDS = re.compile(r"~/|/usr/|root\b|sudo|systemd|tmux|startup|启动文件")


@pytest.mark.parametrize("language", ["en", "zh_CN"])
@pytest.mark.parametrize("verb", ["", *(verb.name for verb in VERBS)])
def test_the_help_speaks_of_the_system_at_hand(
    verb: str, language: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Windows' help is drawn by this system's Python, told that it is that of Windows; Wine shows it too."""
    monkeypatch.setenv("COLUMNS", "80")
    parser, told = options.verb_named(verb) or options.BARE, {}
    set_language(language)
    try:
        for system in ("posix", "nt"):
            with monkeypatch.context() as patch:
                patch.setattr(options.os, "name", system)
                told[system] = arguments.parser_for(parser).format_help()
    finally:
        set_language("en")
    assert not UNIX_WORDS.search(told["nt"]), told["nt"]
    assert "%USERPROFILE%" not in told["posix"] and "%%" not in told["nt"]
    assert ("%USERPROFILE%\\sdk" in told["nt"]) == ("~/sdk" in told["posix"]) == ("--dir" in told["nt"])
    assert [line for text in told.values() for line in text.splitlines() if cells(line) > 80] == []


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["frob"], "gowizard 没有“frob”这个命令"),
        (["instal"], "您是想输入“gowizard install”吗？"),
        (["use"], "缺少必需的参数：VERSION"),
        (["install", "--existing", "x"], "无效的值：'x'"),
        (["install", "--nonsense"], "无法识别的参数：--nonsense"),
        (["install", "--dir"], "需要一个值"),
        (["list", "--json=1"], "此选项不接受值"),
        (["install", "--dry-run", "--timeout", "never"], "--timeout 需要一个秒数"),
        (["install", "--dry-run", "--offline"], "gowizard 被要求保持离线"),
        (["use", "one.two"], "“one.two”不是 Go 版本"),
        (["use", "1.27.3"], "go1.27.3 未安装"),
        (["apply", "/nowhere.toml"], "无法读取应答文件"),
        (["proxy", "use", "ftp://x"], "Go 只支持 https://、http:// 和 file://"),
        (["undo", "nonesuch", "--yes"], "没有编号为 nonesuch 的操作"),
    ],
)
def test_errors_are_chinese(
    words: list[str], told: str, chinese: None, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main.run(words) in {1, 2}
    shown = capsys.readouterr().err
    assert told in shown
    assert all(CHINESE.search(line) for line in shown.splitlines() if re.search("[A-Za-z]{3,} [a-z]{3,}", line))


@pytest.mark.parametrize(
    ("words", "environment", "taken"),
    [
        ([], {"LANG": "zh_CN.UTF-8"}, "zh"),
        ([], {"LC_ALL": "zh_CN.UTF-8", "LANG": "en_US.UTF-8"}, "zh"),
        ([], {"LC_MESSAGES": "en_US.UTF-8", "LANG": "zh_CN.UTF-8"}, "en"),
        ([], {"LANG": "en_US.UTF-8", "LANGUAGE": "zh_CN:en"}, "zh"),
        ([], {"LANG": "C.UTF-8"}, "en"),
        ([], {}, "en"),
        ([], {"LANG": "C.UTF-8", "GOWIZARD_LANG": "zh_CN"}, "zh"),
        ([], {"LANG": "zh_CN.UTF-8", "GOWIZARD_LANG": "en"}, "en"),
        (["--lang", "en"], {"LANG": "zh_CN.UTF-8", "GOWIZARD_LANG": "zh_CN"}, "en"),
        (["--lang=zh_CN"], {"LANG": "C.UTF-8", "GOWIZARD_LANG": "en"}, "zh"),
        ([], {"LANG": "zh_CN.UTF-8", "TERM": "linux"}, "en"),
        (["--lang", "zh_CN"], {"LANG": "zh_CN.UTF-8", "TERM": "linux"}, "zh"),
        (["--lang", "zh_CN"], {"PYTHONIOENCODING": "ascii"}, "en"),
    ],
)
def test_which_language_is_taken(words: list[str], environment: dict[str, str], taken: str) -> None:
    done = run("history", *words, **({"PYTHONUTF8": "1"} | environment))
    assert done.returncode == 0
    assert bool(CHINESE.search(done.stdout.decode("utf-8"))) == (taken == "zh"), done


@pytest.mark.parametrize("encoding", ["gbk", "gb18030", "utf-16-le", "ascii", "latin-1"])
@pytest.mark.parametrize("words", [("--help",), ("list",), ("frob",)])
def test_terminals_of_another_encoding_are_spoken_to_in_it(encoding: str, words: tuple[str, ...]) -> None:
    done = run(*words, LANG="zh_CN.UTF-8", PYTHONIOENCODING=encoding)
    assert done.returncode == (2 if words == ("frob",) else 0)
    told = (done.stdout + done.stderr).decode(encoding)
    assert bool(CHINESE.search(told)) == encoding.startswith(("gb", "utf"))
    assert "Traceback" not in told and "\\u" not in told


@pytest.mark.slow
def test_a_dry_run_is_chinese(tmp_path: Path) -> None:
    with ReleaseServer([real_go.archive("1.26.6"), real_go.archive("1.27.3")]) as server:
        done = run("install", "--dry-run", "--source", server.url, LANG="zh_CN.UTF-8", SHELL="/bin/bash")
    told = done.stdout.decode()
    assert done.returncode == 0, done
    titles = [line for line in told.splitlines() if line.startswith("▸")]
    assert len(titles) >= 4 and all(CHINESE.search(title) for title in titles)
    assert "压缩包：go1.27.3.linux-amd64.tar.gz，" in told and "自身" not in told
    ours = [line for line in told.splitlines() if not line.lstrip().startswith(("+", "-", "@", "~"))]
    assert not [line for line in ours if re.search(r"[a-z]{3,} [a-z]{3,}", line)]


@pytest.mark.parametrize("width", [20, 33, 54, 79])
def test_wrapping_keeps_the_text_within_the_columns(width: int) -> None:
    text = "下载会提前开始（存入一个目录），您离开时“删除”。约 68.3 MB，见 https://go.dev/dl，然后运行 gowizard 即可！"
    lines = wrap(text, width)
    assert max(map(cells, lines)) <= width + 2  # a full stop may hang over
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert not [line for line in lines if line[:1] in "，。；：、！？”）" or line[-1:] in "“（"]
    assert any("68.3 MB，" in line for line in lines)


def test_english_wraps_at_blanks() -> None:
    assert wrap("one two three", 7) == ["one two", "three"]
    assert wrap("incomprehensibilities yes", 7) == ["incomprehensibilities", "yes"]
    assert wrap("", 7) == [""]


def test_cells_are_counted_cut_and_padded() -> None:
    assert cells("Go 工具链") == 9
    assert cells("e\N{COMBINING ACUTE ACCENT}") == 1
    assert cut("工具链", 5) == "工具"
    assert pad("工具", 6) == "工具  "


def test_the_progress_bar_clears_what_it_drew(chinese: None) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    screen = Terminal()
    out = Output(out=screen, err=screen)
    out.live = True
    out.progress("正在下载", 50, 100, "剩余 5 秒")
    drawn = screen.getvalue().lstrip("\r")
    out.line("x")
    blank = screen.getvalue().split("\r")[-2]
    assert len(blank) == cells(drawn)
