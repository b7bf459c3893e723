"""The command line's words: verbs, options, variables, and what is said about a wrong one."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from gowizard.answers import Answers
from gowizard.cli import main
from gowizard.cli.arguments import parse, split_verb
from gowizard.cli.context import Context
from gowizard.cli.options import BARE, COMMON, VERBS, verb_named
from gowizard.cli.program import program as called
from gowizard.cli.wizard import open_page
from gowizard.errors import UsageError
from gowizard.wizard.outcome import Outcome
from tests.test_toolchain_store import make_tree


def _parse(words: str, **environment: str) -> tuple[str, dict[str, object]]:
    verb, rest = split_verb(words.split())
    return verb.name, parse(verb, rest, environment)


@pytest.mark.parametrize(
    ("words", "verb", "given"),
    [
        ("", "", {}),
        ("install", "install", {}),
        ("install 1.27 --yes", "install", {"argument": "1.27", "yes": True}),
        ("--yes install 1.27", "install", {"argument": "1.27", "yes": True}),
        ("--source list install", "install", {"source": "list"}),
        ("--source=pip --yes", "", {"source": "pip", "yes": True}),
        ("-y", "", {"yes": True}),
        ("install --shell bash --shell fish", "install", {"shell": ["bash", "fish"]}),
        ("proxy use goproxy.cn", "proxy", {"argument": "use", "second": "goproxy.cn"}),
        ("undo", "undo", {}),
        ("--repair", "repair", {}),
        ("--repair --yes --only goroot", "repair", {"yes": True, "only": ["goroot"]}),
        ("repair --source pip", "repair", {"source": "pip"}),
        ("doctor --fail-on advice", "doctor", {"fail_on": "advice"}),
        ("doctor --report", "doctor", {"report": "-"}),
        ("doctor --report FILE", "doctor", {"report": "FILE"}),
        ("--report doctor", "doctor", {"report": "-"}),
    ],
)
def test_words_are_understood(words: str, verb: str, given: dict[str, object]) -> None:
    name, found = _parse(words)
    found.pop("argument", None) if found.get("argument") is None else None
    assert (name, found) == (verb, given)


def test_every_choice_has_an_option() -> None:
    turned = {"use": "no-use", "modify_path": "no-modify-path", "disable_lines": "keep-conflicts", "proof": "no-proof"}
    asked = {field.name for field in fields(Answers)} - {"version", "gobin"}  # an argument, and never asked
    named = {turned.get(name, name.removesuffix("s").replace("_", "-")) for name in asked}
    assert named <= {option.name for option in verb_named("install").options}
    assert "--yes" in {f"--{option.name}" for option in COMMON}


def test_an_option_beats_its_variable() -> None:
    assert _parse("install --source pip", GOWIZARD_SOURCE="official")[1]["source"] == "pip"
    assert _parse("install", GOWIZARD_SOURCE="official")[1]["source"] == "official"


def test_switches_as_variables() -> None:
    assert _parse("install", GOWIZARD_NO_PROOF="1")[1] == {"no_proof": True}
    assert _parse("install", GOWIZARD_NO_PROOF="0")[1] == {}
    with pytest.raises(UsageError, match="1 or 0"):
        _parse("install", GOWIZARD_NO_PROOF="yes")


def test_lists_as_variables() -> None:
    assert _parse("install", GOWIZARD_SHELL="bash,zsh")[1] == {"shell": ["bash", "zsh"]}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("instal", "Did you mean “gowizard install”?"),
        ("1.27", "gowizard install 1.27"),
        ("frobnicate", "Known: install"),
        ("install --sorce pip", "unrecognized arguments"),
        ("install --existing burn", "burn"),
        ("use", "VERSION"),
    ],
)
def test_wrong_words_are_answered(words: str, said: str) -> None:
    with pytest.raises(UsageError) as caught:
        _parse(words)
    assert said in str(caught.value)


@pytest.mark.parametrize(
    ("words", "environment", "said"),
    [
        (["--lang", "zh_TW"], {}, ["--lang: there is no language “zh_TW”", "en, zh_CN", "Did you mean “zh_CN”?"]),
        (["--lang", "en_GB.UTF-8"], {}, []),
        ([], {"GOWIZARD_LANG": "xx"}, ["GOWIZARD_LANG: there is no language “xx”", "en, zh_CN"]),
        (["--theme=drak"], {}, ["--theme: there is no theme “drak”", "Did you mean “dark”?"]),
        ([], {"GOWIZARD_THEME": "nosuch"}, ["GOWIZARD_THEME: there is no theme “nosuch”", "high-contrast"]),
        (["--theme", "mine"], {}, []),  # a broken file of the user's is the wizard's to tell
        (["--theme", "nord"], {}, []),
    ],
)
def test_a_language_or_theme_that_does_not_exist_is_refused(
    words: list[str], environment: dict[str, str], said: list[str], tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    for name, value in {"HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path), "LANG": "C", **environment}.items():
        monkeypatch.setenv(name, value)
    mine = tmp_path / "gowizard" / "themes" / "mine.toml"
    mine.parent.mkdir(parents=True)
    mine.write_text("primary = broken")
    assert main.run(["completions", "bash", *words]) == (2 if said else 0)
    told = capsys.readouterr().err
    assert [text for text in said if text not in told] == []


def test_every_variable_has_one_meaning() -> None:
    texts: dict[str, set[tuple[str, str]]] = {}
    for verb in (*VERBS, BARE):
        for option in verb.options:
            texts.setdefault(option.variable, set()).add((option.value, option.help))
    assert {name: kinds for name, kinds in texts.items() if len(kinds) > 1} == {}


@pytest.mark.parametrize("verb", ["", *(verb.name for verb in VERBS)])
def test_help_names_every_option(verb: str) -> None:
    command = [sys.executable, "-m", "gowizard", *([verb] if verb else []), "--help"]
    told = {**os.environ, "COLUMNS": "80"}
    shown = subprocess.run(command, capture_output=True, text=True, check=True, env=told).stdout
    for option in (verb_named(verb) or BARE).options:
        assert f"--{option.name}" in shown
    assert max(map(len, shown.splitlines())) <= 80
    if not verb:
        assert all(f"\n  {known.name} " in shown.partition("\noptions:")[0] for known in VERBS)


@pytest.mark.parametrize(
    "words",
    [["install", "--sha256", ""], ["install", "--shell", ","], ["doctor", "--only="], ["repair", "--only", ","]],
)
def test_an_option_that_names_nothing_is_refused_and_not_left_out(words: list[str]) -> None:
    verb, rest = split_verb(words)
    with pytest.raises(UsageError, match=f"{words[1].rstrip('=')} names nothing"):
        parse(verb, rest, {})


def test_a_variable_that_names_nothing_is_left_out_unless_it_is_a_list_of_nothing() -> None:
    assert "sha256" not in _parse("install", GOWIZARD_SHA256="")[1]
    with pytest.raises(UsageError, match="--only names nothing"):
        _parse("doctor", GOWIZARD_ONLY=",")


def test_without_a_terminal_the_wizard_says_what_to_run() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "gowizard"],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 2
    assert "gowizard install --yes" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.skipif(os.name != "posix", reason="the venv's program has another name")
@pytest.mark.parametrize("named", [True, False])
def test_the_way_back_is_told_as_it_can_be_typed_here(
    named: bool, tmp_path: Path, monkeypatch: Any
) -> None:
    program = tmp_path / "a clone" / ".venv" / "bin" / "gowizard"
    program.parent.mkdir(parents=True)
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    monkeypatch.setattr(sys, "argv", [str(program)])
    monkeypatch.setenv("PATH", str(program.parent) if named else str(tmp_path))
    context = Context("undo", {}, [])
    assert context.undo_command == ("gowizard undo" if named else f"'{program}' undo")
    seen: dict[str, object] = {}
    monkeypatch.setattr("gowizard.wizard.run", lambda *_words, **options: seen.update(options) or Outcome())
    assert open_page(context, "repair") == 0
    assert seen["undo_command"] == context.undo_command


@pytest.mark.skipif(os.name != "posix", reason="Windows has other paths")
def test_a_program_is_called_the_way_it_was_started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(sys, "executable", str(tmp_path / "bin" / "python3"))
    module, kit = tmp_path / "src" / "gowizard" / "__main__.py", tmp_path / "gowizard" / "start.py"
    for started, expected in (
        (tmp_path / "gowizard-linux-x86_64", "~/gowizard-linux-x86_64"),
        (module, "~/bin/python3 -m gowizard"),
        (kit, "gowizard"),
        (tmp_path / "pytest", "gowizard"),
    ):
        monkeypatch.setattr(sys, "argv", [str(started)])
        assert called(tmp_path) == expected
    monkeypatch.setenv("GOWIZARD_KIT", str(tmp_path))
    monkeypatch.setattr(sys, "argv", [str(kit)])
    assert called(tmp_path) == "~/bin/python3 ~/gowizard/start.py"


def test_a_current_version_that_is_not_whole_is_listed_as_both(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in ("go1.26.6", "go1.27.3"):
        make_tree(tmp_path / "sdk" / name, name)
    (tmp_path / "sdk" / "go1.27.3" / "VERSION").write_bytes(b"")
    (tmp_path / "sdk" / "go").symlink_to("go1.27.3")
    assert main.run(["list", "--lang", "en"]) == 0
    rows = [line.split("  ")[-1].strip() for line in capsys.readouterr().out.splitlines()[:2]]
    assert rows == ["current, incomplete", "~/sdk/go1.26.6"]
