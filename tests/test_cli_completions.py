"""Completion scripts, loaded by the shells they are for."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pexpect
import pytest

from gowizard.cli.completions import SHELLS
from gowizard.cli.options import VERBS
from tests.support.tools import need


@pytest.fixture
def home(tmp_path: Path) -> Path:
    for name in ("1.26.6", "1.27.3"):
        tree = tmp_path / "sdk" / f"go{name}" / "bin"
        tree.mkdir(parents=True)
        (tree / "go").write_text("")
        (tree / "go").chmod(0o755)
    (tmp_path / "course.toml").write_text("schema = 1\n")
    program = tmp_path / "bin" / "gowizard"  # what is completed, on PATH as it is
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m gowizard "$@"\n')
    program.chmod(0o755)
    return tmp_path


def _script(home: Path, shell: str) -> Path:
    path = home / f"completions.{shell}"
    path.write_text(SHELLS[shell](), encoding="utf-8")
    return path


def _run(home: Path, command: list[str]) -> str:
    done = subprocess.run(
        command,
        env={
            "HOME": str(home),
            "PATH": f"{home}/bin:/usr/local/bin:/usr/bin:/bin",
            "PYTHONPATH": str(Path(__file__).parents[1]),
            "TERM": "xterm",
            "LANG": "C.UTF-8",
        },
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
        cwd=home,
    )
    assert done.stderr == ""
    return done.stdout


def _bash(home: Path, line: str) -> set[str]:
    words = [word for piece in re.split(r"([:=]+| +)", line) if (word := piece.strip(" "))]
    if line.endswith(" "):
        words.append("")
    listed = " ".join(f"'{word}'" for word in words)
    code = (
        f"source {_script(home, 'bash')}; complete -p gowizard >/dev/null || exit 1; "
        f"COMP_WORDS=({listed}); COMP_CWORD={len(words) - 1}; _gowizard; printf '%s\\n' \"${{COMPREPLY[@]}}\""
    )
    kept = "" if line.endswith(" ") else line.rpartition(" ")[2].rpartition(":")[0]
    return {f"{kept}:{word}" if kept else word for word in _run(home, ["bash", "--norc", "-uc", code]).split()}


def _fish(home: Path, line: str) -> set[str]:
    code = f"source {_script(home, 'fish')}; complete -C '{line}'"
    return {row.split("\t")[0] for row in _run(home, ["fish", "--no-config", "-c", code]).splitlines()}


_ZPTY = """
zmodload zsh/zpty
zpty sh 'TERM=dumb zsh -f -i'
zpty -w sh 'PS1=; unsetopt zle_bracketed_paste; autoload -Uz compinit; compinit -D; source %(script)s'
zpty -w sh 'bindkey "^X" list-choices; setopt list_packed; LISTMAX=0; zstyle ":completion:*" format ""; echo rea"dy"'
zpty -r sh all '*ready*ready*' 2>/dev/null || true
"""


def _zsh(home: Path, line: str) -> set[str]:
    """What completion hands to compadd, seen by wrapping it: the known way to capture zsh's completions."""
    code = f"""
autoload -Uz compinit; compinit -D -u
source {_script(home, "zsh")}
zmodload zsh/zpty
"""
    capture = home / "capture.zsh"
    capture.write_text(
        code
        + """
null_line () { echo -E - $'\\0' }
compprefuncs=(null_line)
comppostfuncs=(null_line exit)
zstyle ':completion:*' list-grouped false
zstyle ':completion:*' insert-tab false
zstyle ':completion:*' list-separator ''
bindkey '^M' undefined-key
bindkey '^J' undefined-key
bindkey '^I' complete-word
compadd () {
    if [[ ${@[1,(i)(-|--)]} == *-(O|A|D)\\ * ]]; then builtin compadd "$@"; return $?; fi
    typeset -a hits
    builtin compadd -A hits "$@"
    [[ -n $hits ]] || return 1
    print -rl -- "HIT:"$^hits
    builtin compadd "$@"
}
"""
    )
    driver = f"""
zmodload zsh/zpty
zpty z zsh -f -i
zpty -w z 'PS1=""; source {capture}; print -r -- LOAD""ED'
zpty -r z seen '*LOADED*'
zpty -w -n z {line!r}$'\\t'
while zpty -r z row; do print -r -- $row; done
"""
    rows = _run(home, ["zsh", "-f", "-c", driver]).replace("\r", "").splitlines()
    return {row.partition("HIT:")[2].strip() for row in rows if "HIT:" in row}


@pytest.mark.slow
@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
@pytest.mark.parametrize(
    ("line", "wanted", "unwanted"),
    [
        ("gowizard ins", "install", "undo"),
        ("gowizard ", "completions", "latest"),
        ("gowizard use ", "1.27.3", "install"),
        ("gowizard uninstall 1.26", "1.26.6", "1.27.3"),
        ("gowizard install --so", "--source", "--purge"),
        ("gowizard install --existing ", "adopt", "install"),
        ("gowizard install la", "latest", "list"),
        ("gowizard proxy ", "test", "install"),
        ("gowizard completions ", "powershell", "install"),
        ("gowizard --lang ", "zh_CN", "install"),
        ("gowizard --source m", "mirror:aliyun", "official"),
        ("gowizard install --source mirror:n", "mirror:nju", "mirror:aliyun"),
        ("gowizard --theme h", "high-contrast", "dark"),
        ("gowizard proxy use gop", "goproxy.cn", "test"),
        ("gowizard kit check bi", "bin", "check"),
        ("gowizard kit make --answers cou", "course.toml", "make"),
        ("gowizard undo ", "RUN", "install"),
    ],
)
def test_the_shell_completes(home: Path, shell: str, line: str, wanted: str, unwanted: str) -> None:
    need(shell)
    if wanted == "RUN":  # a real one, which writes GOPROXY
        _run(home, [str(home / "bin" / "gowizard"), "proxy", "use", "goproxy.cn", "--yes", "--offline"])
        wanted = next(path.name for path in (home / ".local/state/gowizard/journal").iterdir())
    found = {word.rstrip("/") for word in {"bash": _bash, "zsh": _zsh, "fish": _fish}[shell](home, line)}
    assert wanted in found
    assert unwanted not in found


@pytest.mark.parametrize("shell", list(SHELLS))
def test_every_script_knows_every_verb_and_option(shell: str) -> None:
    script = SHELLS[shell]()
    for verb in VERBS:
        assert verb.name in script
        for option in verb.options:
            assert (f"-l {option.name}" if shell == "fish" else f"--{option.name}") in script


def test_powershell_quotes_are_doubled_and_braces_balance() -> None:
    script = SHELLS["powershell"]()
    assert script.count("{") == script.count("}")
    assert "untested" in script.splitlines()[0]


def test_the_program_prints_the_script_and_refuses_others() -> None:
    command = [sys.executable, "-m", "gowizard", "completions"]
    done = subprocess.run([*command, "bash"], capture_output=True, text=True, timeout=120)
    assert (done.returncode, "complete -F _gowizard gowizard" in done.stdout) == (0, True)
    done = subprocess.run([*command, "cmd"], capture_output=True, text=True, timeout=120)
    assert done.returncode == 2
    assert "powershell" in done.stderr


@pytest.mark.slow
@pytest.mark.parametrize(
    ("typed", "completed"),
    [
        ("--source mirror:al", "--source mirror:aliyun "),
        ("--source mirror", "--source mirror:"),
        ("--source=mirror:n", "--source=mirror:nju "),
        ("--source=off", "--source=official "),
        ("--source=mirror:nju --existing ad", "--source=mirror:nju --existing adopt "),
        ("install --sour", "install --source "),
    ],
)
def test_tab_in_a_real_bash_keeps_what_stands_before_a_colon(home: Path, typed: str, completed: str) -> None:
    need("bash")
    shell = pexpect.spawn(
        "bash", ["--norc", "--noprofile"], cwd=str(home), encoding="utf-8", timeout=120, dimensions=(24, 200),
        env={"HOME": str(home), "PATH": "/usr/local/bin:/usr/bin:/bin", "TERM": "dumb", "LANG": "C.UTF-8", "PS1": ""},
    )  # fmt: skip
    shell.sendline(f"PS1=; bind 'set enable-bracketed-paste off'; source {_script(home, 'bash')}; echo rea''dy")
    shell.expect("ready\r\n")
    shell.send(f"gowizard {typed}\t")
    shell.sendline(" '-end-'")
    shell.expect("'-end-'")
    assert str(shell.before).replace("\x07", "").rpartition("gowizard ")[2] == completed + " "
    shell.close(force=True)
