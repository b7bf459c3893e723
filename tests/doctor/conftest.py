"""Scenes for the tests of checks."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.doctor.bench import Bench


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
