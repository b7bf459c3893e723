"""Packages that load their public names late: all of them are there, and importing the package loads none."""

from __future__ import annotations

import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

PACKAGES = ("changes", "environment", "host", "proof", "proxy", "releases", "run", "toolchain")


@pytest.mark.parametrize("name", PACKAGES)
def test_every_public_name_is_there(name: str) -> None:
    package = import_module(f"gowizard.{name}")
    for each in package.__all__:
        assert getattr(package, each) is getattr(package, each), each


@pytest.mark.parametrize("name", PACKAGES)
def test_any_other_name_is_told_as_python_does(name: str) -> None:
    with pytest.raises(AttributeError, match=f"module 'gowizard.{name}' has no attribute 'nothing'"):
        import_module(f"gowizard.{name}").nothing  # noqa: B018


def test_importing_them_loads_none_of_their_modules_but_the_facts() -> None:
    code = f"import sys; from gowizard import {', '.join(PACKAGES)}; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = {name for name in done.stdout.split() if name.startswith("gowizard.")}
    always = {"gowizard.host.facts", "gowizard.dataclass", "gowizard.late"}
    assert loaded == {f"gowizard.{name}" for name in PACKAGES} | always


@pytest.mark.parametrize("name", PACKAGES)
def test_no_public_name_is_that_of_a_module(name: str) -> None:
    """Importing the module would put it in the place of the name."""
    package = import_module(f"gowizard.{name}")
    folder = Path(str(package.__file__)).parent
    assert not {each for each in package.__all__ if (folder / f"{each}.py").exists()}
