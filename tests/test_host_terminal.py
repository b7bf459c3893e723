"""Language, terminal abilities, folders and proxies, from variables."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from gowizard.host import system_dirs
from gowizard.host.folders import dirs, go_env_file, path_entries, proxies
from gowizard.host.machine import Machine
from gowizard.host.terminal import language, terminal

HOME = Path("/home/ann")


def machine(**variables: str) -> Machine:
    return Machine(environment=variables, cwd=HOME, stdin_is_terminal=True, stdout_is_terminal=True)


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        ({}, ""),
        ({"LANG": "zh_CN.UTF-8"}, "zh_CN.UTF-8"),
        ({"LANG": "en_US.UTF-8", "LC_MESSAGES": "zh_CN.UTF-8"}, "zh_CN.UTF-8"),
        ({"LC_ALL": "de_DE.UTF-8", "LC_MESSAGES": "zh_CN.UTF-8", "LANG": "fr_FR"}, "de_DE.UTF-8"),
        ({"LC_ALL": "", "LANG": "fr_FR"}, "fr_FR"),
        ({"LANG": "en_US.UTF-8", "LANGUAGE": "zh_CN:en"}, "zh_CN.UTF-8"),
        ({"LANG": "C", "LANGUAGE": "zh_CN"}, "C"),
        ({"LANGUAGE": "zh_CN"}, ""),
    ],
)
def test_language(variables: dict[str, str], expected: str) -> None:
    assert language(machine(**variables)) == expected


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        ({}, 0),
        ({"TERM": "dumb"}, 0),
        ({"TERM": "linux"}, 16),
        ({"TERM": "xterm-256color"}, 256),
        ({"TERM": "xterm-256color", "COLORTERM": "truecolor"}, 2**24),
        ({"TERM": "xterm-kitty"}, 2**24),
        ({"TERM": "xterm-256color", "COLORTERM": "truecolor", "NO_COLOR": "1"}, 0),
        ({"TERM": "xterm-256color", "NO_COLOR": ""}, 256),
    ],
)
def test_colours(variables: dict[str, str], expected: int) -> None:
    made = machine(**variables)
    assert terminal(made).colours == expected
    assert terminal(replace(made, stdout_is_terminal=False)).colours == 0


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        ({"LANG": "en_GB.UTF-8"}, True),
        ({"LANG": "en_GB.utf8"}, True),
        ({"LANG": "en_GB.UTF-8", "LC_ALL": "C"}, False),
        ({"LANG": "en_GB.ISO-8859-1", "LC_CTYPE": "C.UTF-8"}, True),
        ({"LANG": "en_GB.UTF-8", "TERM": "linux"}, False),
        ({}, False),
    ],
)
def test_unicode(variables: dict[str, str], expected: bool) -> None:
    assert terminal(machine(**variables)).unicode is expected


def test_interactive_needs_both_ends() -> None:
    both = replace(machine(), terminal_size=(132, 50))
    assert terminal(both).interactive and terminal(both).columns == 132 and terminal(both).rows == 50
    assert not terminal(replace(both, stdin_is_terminal=False)).interactive
    assert not terminal(replace(both, stdout_is_terminal=False)).interactive


def test_dirs_follow_xdg_only_when_absolute() -> None:
    plain = dirs(machine(), HOME)
    assert plain.config == HOME / ".config/gowizard" and plain.cache == HOME / ".cache/gowizard"
    assert plain.state == HOME / ".local/state/gowizard" and plain.log == plain.state / "log"
    moved = dirs(machine(XDG_CONFIG_HOME="/x/c", XDG_CACHE_HOME="relative", XDG_STATE_HOME="/x/s"), HOME)
    assert moved.config == Path("/x/c/gowizard") and moved.cache == plain.cache
    assert moved.log == Path("/x/s/gowizard/log")


def test_dirs_are_those_of_platformdirs(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    platformdirs = pytest.importorskip("platformdirs")
    variables = {"HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path / "cache")}
    for name in ("XDG_CONFIG_HOME", "XDG_STATE_HOME"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    ours, theirs = (
        dirs(machine(**variables), tmp_path),
        platformdirs.PlatformDirs("gowizard", appauthor=False),
    )
    assert (ours.config, ours.cache) == (theirs.user_config_path, theirs.user_cache_path)
    assert (ours.state, ours.log) == (theirs.user_state_path, theirs.user_log_path)


def test_system_dirs(tmp_path: Path) -> None:
    assert system_dirs().state == Path("/var/lib/gowizard")
    assert system_dirs(replace(machine(), root=tmp_path)).config == tmp_path / "etc/gowizard"


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        ({}, HOME / ".config/go/env"),
        ({"XDG_CONFIG_HOME": "/x"}, Path("/x/go/env")),
        ({"XDG_CONFIG_HOME": "x"}, None),
        ({"GOENV": "off"}, None),
        ({"GOENV": "/etc/goenv"}, Path("/etc/goenv")),
        ({"GOENV": ""}, HOME / ".config/go/env"),
    ],
)
def test_go_env_file(variables: dict[str, str], expected: Path | None) -> None:
    assert go_env_file(machine(**variables), HOME) == expected


def test_proxies_in_both_cases() -> None:
    given = {
        "http_proxy": "http://a:b@c:1",
        "HTTPS_PROXY": "http://d",
        "ALL_PROXY": "",
        "no_proxy": "x",
        "GOPROXY": "y",
    }
    wanted = {"http_proxy": "http://a:b@c:1", "HTTPS_PROXY": "http://d", "no_proxy": "x"}
    assert proxies(machine(**given)) == wanted


def test_path_entries_stay_as_written() -> None:
    assert path_entries(machine(PATH="/usr/bin::~/bin:relative:/a b")) == tuple(
        Path(entry) for entry in ("/usr/bin", "~/bin", "relative", "/a b")
    )
