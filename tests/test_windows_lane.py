"""The Windows of the tests is one: a real registry, Windows paths, a profile of its own."""

from __future__ import annotations

import ast
import hashlib
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from gowizard.kit.starts import WINDOWS, start_files
from tests.support import windows_go, windows_programs, wine

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


WRITE = """
from gowizard.changes.model import RegistryValue
from gowizard.changes.registry import registry
for value in (RegistryValue(kind=1, data="y"), RegistryValue(kind=None, data=None)):
    registry().write("Environment", "X", value)
"""


def test_the_windows_that_are_open_are_told_that_the_variables_changed(tmp_path: Path) -> None:
    """WM_SETTINGCHANGE with "Environment", heard by a real window; Wine's null driver has windows without a screen."""
    with wine.windows(tmp_path) as made:
        made.run("reg", "add", r"HKCU\Software\Wine\Drivers", "/v", "Graphics", "/d", "null", "/f")
        made.stop()
        program = wine.windows_path(wine.interpreter()[0])
        done = made.python("-m", "tests.support.settings_listener", program, "-c", WRITE)
    assert done.stdout.strip() == "0 ['Environment', 'Environment']", done.stdout + done.stderr


OWN_WINDOW = """
import os, sys
from gowizard.cli import own_window
own_window.console_processes = lambda: (os.getpid(),)  # no console can be had here
from gowizard.__main__ import program
program()
"""


@pytest.mark.parametrize(("word", "status", "stream"), [("list", 0, "stdout"), ("dropped.txt", 2, "stderr")])
def test_the_program_itself_waits_where_its_window_would_close(
    windows: wine.Windows, word: str, status: int, stream: str
) -> None:
    """Simulated is only the list of the console's processes. After an error, too: a file dropped on the program."""
    done = windows.python("-c", OWN_WINDOW, word, "--lang", "en", stdin="\n")
    assert done.returncode == status and done.stdout.endswith("\nEnter closes this window."), done.stdout + done.stderr
    assert len(getattr(done, stream)) > len("Enter closes this window.")


START_THEM = r"""
import subprocess, sys
for name in sys.argv[2:]:
    done = subprocess.run([rf"C:\kits\{name}\{sys.argv[1]}", "list", "a b"], capture_output=True, text=True)
    print(ascii([name, done.returncode, done.stdout, done.stderr]))
"""


def test_a_kit_starts_in_a_folder_of_almost_any_name(windows: wine.Windows) -> None:
    """By Wine's cmd, which reads a percent sign otherwise than Windows' does: there the words for it come to be seen.

    What is started is a stand-in; neither certutil nor a findstr that compares is there, see the next test for them.
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


DAMAGED = "is damaged or was changed. Copy the kit again."
STARTED = (0, "['doctor']\n")


class StartedKit:
    """A kit whose start.py is a stand-in, started by Wine's cmd with stand-ins for certutil and findstr."""

    def __init__(self, windows: wine.Windows, name: str = "a stick 离线包") -> None:
        self.windows = windows
        self.folder = windows.drive / "kits" / name
        self.files = {"gowizard-kit.json": b"{}", "gowizard/start.py": b"import sys; print(sys.argv[1:])"}
        (self.folder / "gowizard").mkdir(parents=True)
        (self.folder / WINDOWS).write_bytes(start_files("0.1.0", "go1.27.3", ("windows/amd64",))[WINDOWS])
        self.write()
        self.list_digests()

    def write(self, **other: bytes) -> None:
        for name, content in (self.files | other).items():
            (self.folder / name).write_bytes(content)

    def list_digests(self, *, change: Callable[[str], str] = str) -> None:
        lines = [f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in self.files.items()]
        (self.folder / "SHA256SUMS").write_text("".join(map(change, lines)))

    def start(self, *words: str, stdin: str = "", **more: str) -> tuple[int, str, str]:
        path = (windows_programs.folder(), wine.interpreter()[0].parent)
        more["WINEPATH"] = ";".join(map(wine.windows_path, path))
        command = ("cmd", "/c", wine.windows_path(self.folder / WINDOWS), *words)
        done = self.windows.run(*command, more=more, stdin=stdin)
        return done.returncode, done.stdout, done.stderr


def test_a_kit_starts_nothing_that_is_not_what_its_list_of_digests_says(windows: wine.Windows) -> None:
    """certutil.exe and findstr.exe are stand-ins that compare, built for Windows; Wine has no such."""
    kit = StartedKit(windows)
    assert kit.start("doctor")[:2] == STARTED
    assert kit.start("doctor", GOWIZARD_TEST_OLD="1")[:2] == STARTED  # Windows 7 writes a digest with blanks
    kit.list_digests(change=str.upper)
    assert kit.start("doctor")[:2] == STARTED
    kit.list_digests(change=lambda line: "0" * 64 + line[64:])
    status, told, said = kit.start("doctor")
    assert (status, told) == (1, "") and f"gowizard: gowizard-kit.json {DAMAGED}" in said, said
    kit.list_digests(change=lambda line: line.replace("start.py", "other.py"))  # the digest of another file
    status, told, said = kit.start("doctor")
    assert (status, told) == (1, "") and f"gowizard: gowizard/start.py {DAMAGED}" in said, said
    kit.list_digests()
    kit.write(**{"gowizard/start.py": b"print('evil')"})
    for more in ({}, {"GOWIZARD_TEST_OLD": "1"}):
        status, told, said = kit.start("doctor", **more)
        assert (status, told) == (1, "") and f"gowizard: gowizard/start.py {DAMAGED}" in said, said
    (kit.folder / "gowizard" / "start.py").unlink()
    (kit.folder / "gowizard" / "gowizard.exe").write_bytes(b"MZ")  # the list does not name it
    status, told, said = kit.start("doctor")
    assert (status, told) == (1, "") and f"gowizard: gowizard/gowizard.exe {DAMAGED}" in said, said


def test_a_window_that_a_double_click_opened_waits_for_a_key(windows: wine.Windows) -> None:
    """A double click gives no words. The status is gowizard's own; without a key the next line would not be reached."""
    kit = StartedKit(windows, "double click")
    kit.files["gowizard/start.py"] = b"import sys; print(sys.argv[1:]); sys.exit(3)"
    kit.write()
    kit.list_digests()
    status, told, _said = kit.start(stdin="x\n")
    assert status == 3 and re.match(r"\[\]\s+Press any key", told), told
    assert kit.start("doctor") == (3, "['doctor']\n", "")


def test_where_the_single_file_does_not_run_a_python_is_taken(windows: wine.Windows) -> None:
    kit = StartedKit(windows, "no single file")
    kit.files["gowizard/gowizard.exe"] = b"MZ"
    kit.write()
    kit.list_digests()
    status, told, said = kit.start("doctor")
    assert (status, told) == STARTED and "the single file does not run here" in said


def test_a_windows_go_runs_there(windows: wine.Windows) -> None:
    archive = windows_go.archive()
    with zipfile.ZipFile(archive.path) as files:
        files.extractall(windows.home / "sdk")
    (windows.home / "hello.go").write_text('package main\n\nimport "fmt"\n\nfunc main() { fmt.Println("hello") }\n')
    program = rf"{wine.PROFILE}\sdk\go\bin\go.exe"
    assert windows.run(program, "version").stdout == f"go version go{archive.version} windows/amd64\n"
    done = windows.run(program, "run", "hello.go")
    assert done.stdout == "hello\n", done.stderr
