"""Scenes for the tests of checks, and the ward of the tests with real Go trees."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.doctor.bench import Bench
from tests.doctor.ward import Ward
from tests.support import real_go


@pytest.fixture
def bench(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Bench:
    """A home of its own, empty, with nothing of this session's in it."""
    home = tmp_path / "home"
    home.mkdir()
    for name in list(os.environ):
        if name.startswith(("GO", "XDG_")):
            monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("PATH", "/nowhere")
    monkeypatch.chdir(home)
    return Bench(home)


@pytest.fixture(scope="session")
def ward() -> Iterator[Ward]:
    """One for all, for its trees are only read; every patient has a home of another name in it."""
    ward = Ward.open()
    yield ward
    ward.close()


@pytest.fixture(scope="session")
def warm(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A build cache that holds what a first program needs."""
    return Path(shutil.copytree(real_go.hello_cache(), tmp_path_factory.mktemp("build-cache") / "warm"))
