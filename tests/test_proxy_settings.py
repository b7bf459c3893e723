"""GOPROXY values and private patterns are judged as the go command judges them."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from gowizard.errors import UsageError
from gowizard.proxy import CATALOGUE, addresses, check_goproxy, check_patterns
from gowizard.proxy.patterns import well_formed
from tests.support.real_go import CACHE, tree

GOOD = {
    "https://goproxy.cn,direct": "https://goproxy.cn,direct",
    "goproxy.cn": "https://goproxy.cn,direct",
    "aliyun": "https://mirrors.aliyun.com/goproxy,direct",
    "aliyun|direct": "https://mirrors.aliyun.com/goproxy|direct",
    " https://a.example/x , , b.example:8080|direct": "https://a.example/x,https://b.example:8080|direct",
    "off": "off",
    "direct": "direct",
    "https://a.example,off,https://b.example": "https://a.example,off",
    "http://127.0.0.1:3000": "http://127.0.0.1:3000",
    "file:///srv/modules": "file:///srv/modules",
    "https://mirror.example/@private": "https://mirror.example/@private",
    "default": "",
    "": "",
    "https://proxy.golang.org,direct": "",
}
BAD = [
    "on", "none", "ftp://a.example", "file://host/path", "file:///path?x", "/srv/modules", ",,", "|",
    "https:///x", "https://a.example https://b.example", '"https://a.example"', "https://a.example\r\n",
    "https://a.example:port", "http://user:secret@a.example",
]  # fmt: skip


@pytest.mark.parametrize(("text", "value"), GOOD.items())
def test_good_values_are_normalised(text: str, value: str) -> None:
    assert check_goproxy(text)[0] == value
    assert check_goproxy(value)[0] == value


@pytest.mark.parametrize("text", BAD)
def test_bad_values_are_refused_in_plain_words(text: str) -> None:
    with pytest.raises(UsageError) as raised:
        check_goproxy(text)
    assert raised.value.cause
    assert raised.value.remedy
    assert "secret" not in str(raised.value)
    assert "\n" not in raised.value.title


def test_separators_passwords_and_plain_http_are_explained() -> None:
    _, words = check_goproxy("https://a.example,https://b.example|off,https://c.example")
    assert "“,”" in words
    assert "“|”" in words
    assert "never reached" in words
    value, words = check_goproxy("https://me:secret@a.example")
    assert value == "https://me:secret@a.example"
    assert "secret" not in words
    assert ".netrc" in words
    assert "plain http" in check_goproxy("http://mirror.example")[1]
    assert "plain http" not in check_goproxy("http://localhost:3000")[1]
    assert addresses("https://a.example,https://b.example|direct") == (
        "https://a.example",
        "https://b.example",
    )


@pytest.mark.slow
@pytest.mark.parametrize("text", [*(value for value in GOOD.values() if value), *BAD])
def test_the_go_command_agrees(text: str, tmp_path: Path) -> None:
    """Go refuses exactly what is refused here, apart from what only fails later or on the wire."""
    environment = {
        "HOME": str(tmp_path), "PATH": "/usr/bin:/bin", "GOPROXY": text, "GOSUMDB": "off",
        "GOTOOLCHAIN": "local",
        "GOCACHE": str(CACHE / "go-build"), "GODEBUG": "cmdgonetlimit=0",
    }  # fmt: skip
    done = subprocess.run(
        [tree() / "bin" / "go", "mod", "download", "example.com/nothing@v1.0.0"],
        env=environment, cwd=tmp_path, capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    try:
        check_goproxy(text)
        ours = True
    except UsageError:
        ours = False
    go_refuses = any(
        words in done.stderr
        for words in (
            "invalid proxy URL",
            "contains no entries",
            "invalid port",
            "invalid control",
            "first path",
        )
    )
    if go_refuses:
        assert not ours, done.stderr
    if text in GOOD.values():
        assert ours
        assert not go_refuses


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("*.corp.example.com, github.com/team/", "*.corp.example.com,github.com/team"),
        ("github.com/a,,github.com/a", "github.com/a"),
        ("git[0-9].example/\\*", "git[0-9].example/\\*"),
        ("", ""),
        ("none", "none"),
    ],
)
def test_patterns_are_normalised(text: str, value: str) -> None:
    assert check_patterns(text)[0] == value


@pytest.mark.parametrize(
    "text", ["*", "*/*", "https://a.example/x", "a.example b.example", "a[", "a[]", "a\\", "x@v1"]
)
def test_useless_and_dangerous_patterns_are_refused(text: str) -> None:
    with pytest.raises(UsageError):
        check_patterns(text)


def test_broken_globs_are_those_of_go() -> None:
    good = ["a*b", "[a-z]x", "[^a]", "\\[", "[\\]]", "a]b"]
    bad = ["[", "[]a]", "[a-]", "[-x]", "a[", "a\\", "[^", "[a-b-c]"]
    assert [glob for glob in good if not well_formed(glob)] == []
    assert [glob for glob in bad if well_formed(glob)] == []


def test_the_catalogue_is_consistent() -> None:
    assert len({entry.name for entry in CATALOGUE}) == len(CATALOGUE)
    assert [entry.name for entry in CATALOGUE if entry.official] == ["default"]
    for entry in CATALOGUE:
        assert entry.url.startswith("https://")
        assert not entry.url.endswith("/")
        assert entry.operator
        assert check_goproxy(entry.name)[0] in ("", entry.setting)
    assert not any(
        word in os.linesep.join(e.note for e in CATALOGUE) for word in ("GOSUMDB=off", "GONOSUMDB=*")
    )
