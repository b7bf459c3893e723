"""The README tells the truth: its commands, options, variables and pictures are those of the program."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from gowizard.cli.options import BARE, COMMON, VERBS

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_ci_runs_the_readmes_test_command() -> None:
    commands = re.findall(r"^python3 -m venv .*$", README, re.MULTILINE)
    assert len(commands) == 2
    assert commands[0].endswith(".venv/bin/gowizard")
    assert commands[1].endswith(".venv/bin/pytest")
    assert commands[1] in (ROOT / ".ci" / "run").read_text().splitlines()


@pytest.mark.parametrize(
    "option", sorted({option.name for verb in (*VERBS, BARE) for option in (*verb.options, *COMMON)})
)
def test_every_option_is_described(option: str) -> None:
    assert re.search(rf"`--{option}[ `\\]", README), option


def test_no_option_is_described_that_is_not_there() -> None:
    known = {option.name for verb in (*VERBS, BARE) for option in (*verb.options, *COMMON)}
    known |= {"help", "version", "from", "spec", "show"}
    assert set(re.findall(r"(?<![\w-])--([a-z][a-z0-9-]+)", README)) <= known


@pytest.mark.parametrize("verb", [verb.name for verb in VERBS])
def test_every_command_is_shown(verb: str) -> None:
    assert re.search(rf"gowizard {verb}\b", README), verb


def test_every_picture_is_there() -> None:
    pictures = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", README)
    assert len(pictures) >= 2
    assert [name for name in pictures if not (ROOT / name).is_file()] == []


def test_texts_speak_of_no_machine() -> None:
    for path in (ROOT / "README.md", ROOT / "pyproject.toml", ROOT / ".ci" / "requirements.txt"):
        assert not re.search(r"/(?:root|home/(?!gopher)|work)/", path.read_text(encoding="utf-8")), path
