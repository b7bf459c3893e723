"""Home, PATH and network settings are always a test's own."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from gowizard.host import Machine, gos, places
from gowizard.locales import set_language
from tests.support import real_go

# Where SIGINT is ignored, as in what a script starts with `&`, every program that a test starts would ignore it too.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

with suppress(ImportError):  # the Windows in Wine has no hypothesis
    from hypothesis import HealthCheck, settings

    # The same examples everywhere and at every time; what a busy machine does to their speed says nothing.
    settings.register_profile(
        "gowizard", deadline=None, derandomize=True, database=None, suppress_health_check=[HealthCheck.too_slow]
    )
    settings.load_profile("gowizard")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files with slow tests first: two workers then end at the same time, for the last files are short ones."""
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in slow)


@pytest.fixture(autouse=True)
def _own_surroundings(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of the developer's account leaks into a test, and no test can touch that account."""
    # Named before HOME changes: the archives and wheels are shared by all tests.
    monkeypatch.setenv("GOWIZARD_TEST_CACHE", str(real_go.CACHE))
    for name in list(os.environ):
        if name.startswith(("GO", "XDG_", "LC_")) and not name.startswith(("GOWIZARD_TEST_",)):
            monkeypatch.delenv(name)
    for name in (
        "HTTP_PROXY",
        "HTTPS_PROXY",
        "ALL_PROXY",
        "NO_PROXY",
        "ZDOTDIR",
        "ENV",
        "BASH_ENV",
        "SUDO_UID",
        "SUDO_USER",
        "ACCESSIBLE",
        "NO_COLOR",
        "COLORTERM",
    ):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    home: Path = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("LANG", "C.UTF-8")
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("SHELL", "/bin/bash")


@pytest.fixture(params=["en", "zh_CN"])
def spoken(request: pytest.FixtureRequest) -> str:
    """Each language of ours in turn, chosen."""
    set_language(request.param)
    return str(request.param)


@pytest.fixture(autouse=True)
def _english_again() -> Iterator[None]:
    yield
    set_language("en")


@pytest.fixture(autouse=True)
def _no_go_of_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """A Go that somebody installed on this very machine (Debian's in /usr/lib, say) is none of a test's Gos."""

    def elsewhere(machine: Machine, home: Path, destination: Path | None = None) -> Iterator[Path]:
        for root in places.well_known_roots(machine, home, destination):
            if machine.root != Path("/") or root.parts[:2] not in {("/", "usr"), ("/", "opt")}:
                yield root

    monkeypatch.setattr(gos, "well_known_roots", elsewhere)
