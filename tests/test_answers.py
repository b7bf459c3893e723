"""Answers files: what is saved comes back, and what is wrong is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from gowizard.answers import Answers, Existing, from_toml, parse_path, to_toml
from gowizard.errors import UsageError

HOME = Path("/home/gopher")


def test_what_is_saved_comes_back() -> None:
    answers = Answers(
        version="1.27",
        source="https://mirror.example/dl",
        sha256="ab" * 32,
        dir=HOME / "sdk",
        gopath=Path("/data/go"),
        shells=("bash", "fish"),
        modify_path=False,
        goproxy="https://goproxy.cn,direct",
        gosumdb="sum.golang.google.cn",
        goprivate="*.corp.example",
        existing=Existing.ADOPT,
        adopt=Path("/opt/go"),
        disable_lines=False,
    )
    assert from_toml(to_toml(answers, HOME), "gowizard.toml", HOME) == answers


def test_home_is_written_so_that_it_serves_another_user() -> None:
    text = to_toml(Answers(dir=HOME / "sdk"), HOME)
    assert 'dir = "~/sdk"' in text
    assert from_toml(text, "f", Path("/home/other")).dir == Path("/home/other/sdk")


def test_defaults_are_not_written() -> None:
    assert to_toml(Answers(), HOME).strip() == "schema = 1"


@pytest.mark.parametrize("field", ["source", "goproxy"])
def test_credentials_are_not_saved(field: str) -> None:
    text = to_toml(Answers(**{field: "https://user:s3cret@proxy.example/go"}), HOME)
    assert "s3cret" not in text and "user" not in text
    assert "https://proxy.example/go" in text


def test_every_proxy_of_a_list_loses_its_credentials() -> None:
    text = to_toml(Answers(goproxy="https://a:s3cret@one.example|https://b:s3cret@two.example,direct"), HOME)
    assert "s3cret" not in text
    assert "https://one.example|https://two.example,direct" in text


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("schema = 2", "schema = 1"),
        ("", "schema = 1"),
        ("schema = 1\n[go]\nverson = '1.27'", "Did you mean “version”?"),
        ("schema = 1\n[enviroment]\n", "Did you mean “environment”?"),
        ("schema = 1\nversion = '1.27'", "unknown key [version]"),
        ("schema = 1\n[go]\nversion = 1.27", "go.version has the wrong type"),
        ("schema = 1\n[environment]\nshells = 'bash'", "environment.shells has the wrong type"),
        ("schema = 1\n[environment]\nshells = [1]", "environment.shells has the wrong type"),
        ("schema = 1\n[environment]\nmodify_path = 'no'", "true or false"),
        ("schema = 1\n[existing]\naction = 'delete'", "beside, adopt, keep"),
        ("schema = 1\n[go]\ndir = 'sdk'", "A full path"),
        ("schema = 1\n[go]\ndir = '/home/../etc'", "A full path"),
        ("schema = 1\n[go\n", "not valid TOML"),
        ("schema = 1\n[go]\nversion = '1'\nversion = '2'", "not valid TOML"),
        ("schema = 1\na = " + "[" * 5000, "not valid TOML"),
    ],
)
def test_what_is_wrong_is_named(text: str, words: str) -> None:
    with pytest.raises(UsageError) as caught:
        from_toml(text, "gowizard.toml", HOME)
    assert words in str(caught.value)
    assert caught.value.exit_status == 2


def test_options_win_over_the_file() -> None:
    base = Answers(version="1.26", gopath=Path("/x"))
    read = from_toml("schema = 1\n[go]\nversion = '1.27'", "f", HOME, base)
    assert (read.version, read.gopath) == ("1.27", Path("/x"))


@pytest.mark.parametrize("text", ["~", "~/sdk", "/opt/go"])
def test_paths_that_are_taken(text: str) -> None:
    assert parse_path(text, HOME).is_absolute()


@pytest.mark.parametrize("text", ["sdk", "../sdk", "~root/sdk", "/a/../b", "/a\nb", "/a\0b"])
def test_paths_that_are_refused(text: str) -> None:
    with pytest.raises(UsageError):
        parse_path(text, HOME)
