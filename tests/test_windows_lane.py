"""The Windows of the tests is one: a real registry, Windows paths, a profile of its own."""

from __future__ import annotations

import ast
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from gowizard.kit.starts import WINDOWS, start_files
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


START_THEM = r"""
import subprocess, sys
for name in sys.argv[2:]:
    done = subprocess.run([rf"C:\kits\{name}\{sys.argv[1]}", "list", "a b"], capture_output=True, text=True)
    print(ascii([name, done.returncode, done.stdout, done.stderr]))
"""


def test_a_kit_starts_in_a_folder_of_almost_any_name(windows: wine.Windows) -> None:
    """By Wine's cmd, which reads a percent sign otherwise than Windows' does: there the words for it come to be seen.

    What is started is a stand-in; neither certutil nor a findstr that compares is there.
    """
    names = ["with blank", "a & b", "a^b", "!x! (1)", "安", "100%"]
    for name in names:
        kit = windows.drive / "kits" / name
        (kit / "gowizard").mkdir(parents=True)
        (kit / WINDOWS).write_bytes(start_files("0.1.0", "go1.27.3", ("windows/amd64",))[WINDOWS])
        (kit / "gowizard-kit.json").write_text("{}")
        (kit / "SHA256SUMS").touch()
        (kit / "gowizard" / "start.py").write_text("import sys; print(sys.argv[1:])")
    more = {"WINEPATH": wine.windows_path(wine.interpreter()[0].parent)}
    done = windows.python("-c", START_THEM, WINDOWS, *names, more=more)
    found = [ast.literal_eval(line) for line in done.stdout.splitlines()]
    assert [row[:3] for row in found[:-1]] == [[name, 0, "['list', 'a b']\n"] for name in names[:-1]], found
    assert found[-1][1:3] == [1, ""] and "holds a percent sign: give it another name" in found[-1][3]


def test_a_windows_go_runs_there(windows: wine.Windows) -> None:
    archive = windows_go.archive()
    with zipfile.ZipFile(archive.path) as files:
        files.extractall(windows.home / "sdk")
    (windows.home / "hello.go").write_text('package main\n\nimport "fmt"\n\nfunc main() { fmt.Println("hello") }\n')
    program = rf"{wine.PROFILE}\sdk\go\bin\go.exe"
    assert windows.run(program, "version").stdout == f"go version go{archive.version} windows/amd64\n"
    done = windows.run(program, "run", "hello.go")
    assert done.stdout == "hello\n", done.stderr
