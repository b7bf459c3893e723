"""The registry, as the host reads it; the real one under Wine."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from gowizard.changes import RegistryValue
from gowizard.changes.registry import registry
from gowizard.host.registry import MACHINE, USER, USER_ENVIRONMENT
from tests.support import wine
from tests.support.fake_registry import FakeRegistry, in_force

LOOK = r"""
import json
from gowizard.host.registry import MACHINE, MACHINE_ENVIRONMENT, USER, WindowsRegistry
reader = WindowsRegistry()
path = reader.value(USER, "Environment", "PATH")
print(json.dumps([path.kind, path.text, "Path" in reader.values(USER, "Environment"), reader.value(USER, "No", "x"),
    reader.value(USER, "Environment", "no"), reader.values(USER, "No"), reader.subkeys(USER, "No"),
    reader.value(MACHINE, MACHINE_ENVIRONMENT, "path").kind, "Microsoft" in reader.subkeys(MACHINE, "Software"),
    reader.value(USER, "Environment", "odd").text]))
"""


def test_reader_and_editor_see_the_same_values() -> None:
    with in_force(FakeRegistry()) as fake:
        registry().write(USER_ENVIRONMENT, "Path", RegistryValue(kind=2, data="C:\\a"))
        found = fake.value(USER, "environment", "PATH")
        assert found is not None and (found.kind, found.text) == (2, "C:\\a")
        fake.put(MACHINE, r"Software\A\B", "x", 1, "y")
        assert fake.subkeys(MACHINE, "SOFTWARE") == ("A",)
        registry().write(USER_ENVIRONMENT, "PATH", RegistryValue(kind=None, data=None))
        assert fake.value(USER, "Environment", "Path") is None


@pytest.mark.slow
def test_the_real_one(tmp_path: Path) -> None:
    with wine.windows(tmp_path) as windows:
        windows.run("reg", "add", r"HKCU\Environment", "/v", "Path", "/t", "REG_EXPAND_SZ", "/d", "%A%\\b", "/f")
        windows.run("reg", "add", r"HKCU\Environment", "/v", "Odd", "/t", "REG_BINARY", "/d", "00ff", "/f")
        found = json.loads(windows.python("-c", LOOK).stdout)
    assert found == [2, "%A%\\b", True, None, None, {}, [], 2, True, ""]
