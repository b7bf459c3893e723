"""The whole trip on a real Windows (Wine): install, what a new process finds, use, prove, history, undo.

Junctions cannot be made there, so Path names each version's own folder, as on exFAT.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import threading
import zipfile
from collections.abc import Iterator

import pytest

from tests.support import real_go, windows_go, wine
from tests.support.fake_machine import pe
from tests.test_cli_plain import INSTALL
from tests.test_cli_plain import PROMPT as LINE
from tests.test_locales_cli import UNIX_WORDS

pytestmark = pytest.mark.slow

# As a user of another name: Wine gives its first process the profile of its own user.
AS_ANNE = r"""
import os, runpy, sys
home = r"C:\users\安 妮"
os.environ |= {"USERPROFILE": home, "APPDATA": home + r"\AppData\Roaming", "LOCALAPPDATA": home + r"\AppData\Local"}
os.chdir(home)
if "--plain" in sys.argv:  # the test talks to it through pipes: no console can be had here
    sys.stdin.isatty = sys.stdout.isatty = lambda: True
runpy.run_module("gowizard", run_name="__main__")
"""
FIND = "import json, os, shutil; print(json.dumps([shutil.which('go'), os.environ.get('GOPATH'), os.environ['PATH']]))"
REGISTRY = r"""
import json, sys, winreg
with winreg.CreateKey(winreg.HKEY_CURRENT_USER, "Environment") as key:
    for name, kind, data in json.loads(sys.argv[1]):
        winreg.SetValueEx(key, name, 0, kind, data)
    count = winreg.QueryInfoKey(key)[1]
    found = {name: [kind, data] for name, data, kind in (winreg.EnumValue(key, n) for n in range(count))}
print(json.dumps({name: found[name] for name in found if name not in ("TEMP", "TMP")}))
"""
PROMPT = re.compile(LINE)
TINY = "1.26.99"
ODD = ["PATH", 1, r"%USERPROFILE%\工具;C:\a\;;C:\b"]


@pytest.fixture(scope="module")
def kit(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A folder with a Windows Go that runs under Wine, the newest real one thinned, and a tiny tree to switch to."""
    folder = tmp_path_factory.mktemp("kit")
    sums = []
    for packed in (windows_go.archive(), real_go.archive("1.27.3", "windows", "amd64", thin=True)):
        (folder / packed.path.name).symlink_to(packed.path)
        sums.append(f"{packed.sha256}  {packed.path.name}\n")
    tiny = folder / f"go{TINY}.windows-amd64.zip"
    with zipfile.ZipFile(tiny, "w") as made:
        made.writestr("go/VERSION", f"go{TINY}")
        for name in ("bin/go.exe", "bin/gofmt.exe", "pkg/tool/windows_amd64/compile.exe"):
            made.writestr(f"go/{name}", pe("amd64"))
        made.writestr("go/src/runtime/proc.go", "package runtime\n")
    sums.append(f"{hashlib.sha256(tiny.read_bytes()).hexdigest()}  {tiny.name}\n")
    (folder / "SHA256SUMS").write_text("".join(sums))
    return wine.windows_path(folder)


@pytest.fixture(scope="module")
def windows(tmp_path_factory: pytest.TempPathFactory) -> Iterator[wine.Windows]:
    with wine.windows(tmp_path_factory.mktemp("windows")) as made:
        (made.drive / "users" / "安 妮").mkdir()
        yield made


def registry(windows: wine.Windows, *values: object) -> dict[str, list]:
    """The user's variables, after some were set."""
    done = windows.python("-c", REGISTRY, json.dumps(values))
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_the_newest_archive_is_installed_found_and_undone(windows: wine.Windows, kit: str) -> None:
    before = registry(windows, ODD)
    options = ("--source", kit, "--trust-source", "--yes", "--no-proof", "--offline", "--json")
    done = windows.gowizard("install", "1.27.3", *options, seconds=300)
    assert done.returncode == 0, done.stdout + done.stderr
    told = json.loads(done.stdout)
    assert told["ok"] and told["line_for_open_terminal"].endswith(r"'C:\users\ann\sdk\go1.27.3\bin' + ';' + $env:Path")
    after = registry(windows)
    assert after == {
        "PATH": [2, r"%USERPROFILE%\sdk\go1.27.3\bin;%USERPROFILE%\工具;C:\a\;;C:\b;%USERPROFILE%\go\bin"],
        "GOPATH": [2, r"%USERPROFILE%\go"],
    }
    found, gopath, path = json.loads(windows.python("-c", FIND).stdout)  # a first process, made from the registry
    assert found.lower() == rf"{wine.PROFILE}\sdk\go1.27.3\bin\go.exe".lower() and gopath == rf"{wine.PROFILE}\go"
    assert rf"{wine.PROFILE}\工具;C:\a" in path
    undone = windows.gowizard("undo", "--yes")
    assert undone.returncode == 0, undone.stdout + undone.stderr
    assert registry(windows) == before and not (windows.home / "sdk").exists()


def anne(windows: wine.Windows, *words: str) -> tuple[int, str]:
    done = windows.python("-c", AS_ANNE, *words, seconds=300)
    return done.returncode, done.stdout + done.stderr


def answered(windows: wine.Windows, *words: str, answers: dict[str, str]) -> tuple[int, str]:
    """Plain mode with these answers to the questions that hold such words, and Enter to all others."""
    heard, said = "", ""
    with windows.talking_python("-c", AS_ANNE, *words) as running:
        assert running.stdin is not None and running.stdout is not None
        late = threading.Timer(300, running.kill)  # it waits for an answer, and nothing here knew the question
        late.start()
        while sign := running.stdout.read(1):
            said += sign
            asking = said.replace("\n", " ")  # a long question has more than one line
            if PROMPT.search(asking):
                reply = next((answer for asked, answer in answers.items() if asked in asking), "")
                running.stdin.write(f"{reply}\n")
                running.stdin.flush()
                heard, said = heard + said, ""
        late.cancel()
        return running.wait(60), heard + said


def test_go_is_proven_switched_and_undone_in_a_home_with_a_blank_and_chinese(windows: wine.Windows, kit: str) -> None:
    shutil.rmtree(windows.drive / "users" / "安 妮" / "AppData", ignore_errors=True)
    before = registry(windows, ODD)
    version = windows_go.archive().version
    source = ["--source", kit, "--trust-source", "--yes", "--offline"]
    status, told = anne(windows, "install", version, *source, "--dry-run")
    assert status == 0 and registry(windows) == before
    assert "--- HKEY_CURRENT_USER\\Environment\\PATH" in told and "+%USERPROFILE%\\sdk\\go" in told
    assert " %USERPROFILE%\\工具" in told
    assert "Path would" not in told and "%NAMES%" not in told.partition("Archive")[0]
    answers = {"Which version of Go?": version, INSTALL: "install"}
    plain = ["--plain", *(word for word in source if word != "--yes")]
    status, told = answered(windows, *plain, answers=answers)
    assert status == 0 and "done: Go works" in told and "Hello, Go environment is ready!" in told, told
    assert rf"C:\users\安 妮\sdk\go{version}\bin\go.exe" in told
    own = rf"%USERPROFILE%\sdk\go{version}\bin"
    assert registry(windows)["PATH"][1].startswith(own + ";")

    status, told = anne(windows, "install", TINY, *source, "--no-proof", "--no-use")
    assert status == 0 and registry(windows)["PATH"][1].startswith(own)
    status, told = anne(windows, "use", TINY, "--yes")
    assert status == 0 and rf"$env:Path = 'C:\users\安 妮\sdk\go{TINY}\bin' + ';' + $env:Path" in told, told
    after = registry(windows)["PATH"][1]
    assert after.count("sdk") == 1 and after.startswith(rf"%USERPROFILE%\sdk\go{TINY}\bin;")
    status, told = anne(windows, "list")
    assert [row.split()[-1] == "current" for row in told.splitlines()[:2]] == [True, False], told
    assert anne(windows, "undo", "--yes")[0] == 0
    assert registry(windows)["PATH"][1].startswith(own)
    status, told = anne(windows, "prove", "--offline")
    assert status == 0 and f"go{version} works." in told, told
    for _run in range(2):
        assert anne(windows, "undo", "--yes")[0] == 0
    assert registry(windows) == before
    status, told = anne(windows, "history")
    assert status == 0 and told.count("undone") == 3, told
    assert not list((windows.drive / "users" / "安 妮").glob("sdk/go*"))


@pytest.mark.parametrize("encoding", ["cp437", "cp936", "cp1252"])
def test_every_code_page_is_written_in(windows: wine.Windows, kit: str, encoding: str) -> None:
    more = {"PYTHONUTF8": "0", "PYTHONIOENCODING": encoding}
    words = ("install", "--source", kit, "--trust-source", "--offline", "--dry-run", "--dir", rf"{wine.PROFILE}\开发")
    done = windows.gowizard(*words, "--lang", "zh_CN", more=more)
    assert done.returncode == 0 and "UnicodeEncodeError" not in done.stderr, done.stderr
    assert ("�" in done.stdout) == (encoding == "cp936")  # it is Chinese there, and no UTF-8
    assert (r"\u5f00\u53d1" in done.stdout) == (encoding != "cp936")
    assert ("[!]" in done.stdout or "> " in done.stdout) and "▸" not in done.stdout


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_the_help_is_that_of_windows(windows: wine.Windows, language: str) -> None:
    told = windows.gowizard("install", "--help", "--lang", language).stdout
    assert r"%USERPROFILE%\sdk" in told and r"%USERPROFILE%\go" in told and not UNIX_WORDS.search(told), told


def test_for_all_users_and_unknown_shells_are_refused(windows: wine.Windows) -> None:
    done = windows.gowizard("install", "--system", "--yes", "--offline")
    assert done.returncode == 2 and "for one user only" in done.stderr
    done = windows.gowizard("install", "--yes", "--dry-run", "--dir", r"C:\a;b", "--offline")
    assert done.returncode != 0 and "Traceback" not in done.stderr


def test_a_machine_wide_go_wins_and_that_is_said(windows: wine.Windows, kit: str) -> None:
    """The machine's Path is the real registry's; the Go in it is the one that runs here."""
    place = windows.drive / "GoAll" / "bin"
    place.mkdir(parents=True)
    (place / "go.exe").write_bytes(b"MZ")
    key = r"HKLM\SYSTEM\CurrentControlSet\Control\Session Manager\Environment"
    old = windows.run("reg", "query", key, "/v", "Path").stdout.split("REG_EXPAND_SZ")[1].strip()
    try:
        windows.run("reg", "add", key, "/v", "Path", "/t", "REG_EXPAND_SZ", "/d", rf"{old};C:\GoAll\bin", "/f")
        source = ("--source", kit, "--trust-source", "--offline", "--dry-run")
        done = windows.gowizard("install", "1.27.3", *source)
        assert done.returncode == 0 and r"C:\GoAll\bin\go.exe" in done.stdout, done.stdout
        assert "winget uninstall --id GoLang.Go" in done.stdout
    finally:
        windows.run("reg", "add", key, "/v", "Path", "/t", "REG_EXPAND_SZ", "/d", old, "/f")
