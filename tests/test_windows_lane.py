"""The Windows of the tests is one: a real registry, Windows paths, a profile of its own."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support import windows_go, wine

pytestmark = pytest.mark.slow

LOOK = r"""
import json, os, sys, winreg
from gowizard.host import detect
with winreg.CreateKey(winreg.HKEY_CURRENT_USER, "Environment") as key:
    winreg.SetValueEx(key, "Path", 0, winreg.REG_EXPAND_SZ, "%USERPROFILE%\\bin")
    read = winreg.QueryValueEx(key, "Path")
host = detect()
print(json.dumps([read, host.system.os, host.system.release, str(host.user.home), os.name]))
"""


@pytest.fixture(scope="module")
def windows(tmp_path_factory: pytest.TempPathFactory) -> Iterator[wine.Windows]:
    with wine.windows(tmp_path_factory.mktemp("windows")) as made:
        yield made


def test_a_real_registry_and_a_real_windows_python(windows: wine.Windows) -> None:
    done = windows.python("-c", LOOK)
    read, os_name, release, home, name = json.loads(done.stdout)
    assert (read, os_name, home, name) == (["%USERPROFILE%\\bin", 2], "windows", wine.PROFILE, "nt")
    assert release.startswith("10.0.")


def test_each_windows_has_a_registry_of_its_own(windows: wine.Windows, tmp_path: Path) -> None:
    windows.run("reg", "add", r"HKCU\Environment", "/v", "Mine", "/d", "x", "/f")
    with wine.windows(tmp_path) as other:
        assert "Mine" not in other.run("reg", "query", r"HKCU\Environment").stdout
    assert "Mine" in windows.run("reg", "query", r"HKCU\Environment").stdout


def test_a_windows_go_runs_there(windows: wine.Windows) -> None:
    archive = windows_go.archive()
    with zipfile.ZipFile(archive.path) as files:
        files.extractall(windows.home / "sdk")
    (windows.home / "hello.go").write_text('package main\n\nimport "fmt"\n\nfunc main() { fmt.Println("hello") }\n')
    program = rf"{wine.PROFILE}\sdk\go\bin\go.exe"
    assert windows.run(program, "version").stdout == f"go version go{archive.version} windows/amd64\n"
    done = windows.run(program, "run", "hello.go")
    assert done.stdout == "hello\n", done.stderr
