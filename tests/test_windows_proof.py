"""The proof on a real Windows: what a new window's Path finds, under Wine with a Go that runs there."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from gowizard.proof.causes import likely_cause
from gowizard.proof.judging import environment, hello, version
from gowizard.proof.place import Outcome, program_in
from gowizard.proof.request import ProofRequest
from tests.support import windows_go, wine

PROVE = r"""
import json, os, sys, winreg
from pathlib import Path
from gowizard import proof
from gowizard.cancellation import Cancel
from gowizard.host import new_session
sdk, version, named, options = Path(sys.argv[1]), sys.argv[2], sys.argv[3], json.loads(sys.argv[4])
with winreg.CreateKey(winreg.HKEY_CURRENT_USER, "Environment") as key:
    winreg.SetValueEx(key, "Path", 0, winreg.REG_EXPAND_SZ, named)
home = Path(os.environ["USERPROFILE"])
request = proof.ProofRequest(shell=None, session=new_session(), go_bin=sdk / "go" / "bin", goroot=sdk / "go",
    version=version, home=home, user="ann", cache=home / "cache", module_check=False, **options)
started = []
report = proof.run(request, lambda e: started.append(e.command) if hasattr(e, "command") else None, Cancel())
print(json.dumps([[[s.id, s.ok, s.message] for s in report.steps], started]))
"""
KILL = r"""
import os, sys, time
from pathlib import Path
from gowizard.run import TimedOut, stream
sleeper = 'import time; print(1, flush=True); time.sleep(300)'
child = f"import subprocess, sys; subprocess.run([sys.executable, '-c', '{sleeper}'])"
seconds, lines = 4, []
while not lines:  # a busy machine needs longer to come as far as printing
    seconds *= 2
    begin, command = time.monotonic(), [sys.executable, "-c", child]
    try:
        stream(command, environment=dict(os.environ), cwd=Path.cwd(), seconds=seconds, on_line=lines.append)
    except TimedOut:
        print("timed out", lines, time.monotonic() - begin < seconds + 22)
from gowizard.host import Machine
print(sum(path.name == "python.exe" for _, path in Machine.real().programs()))
"""


@pytest.fixture(scope="module")
def windows(tmp_path_factory: pytest.TempPathFactory) -> Iterator[wine.Windows]:
    with wine.windows(tmp_path_factory.mktemp("windows")) as made:
        with zipfile.ZipFile(windows_go.archive().path) as files:
            files.extractall(made.home / "安 sdk")
        yield made


SDK = rf"{wine.PROFILE}\安 sdk"


def prove(windows: wine.Windows, named: str, **options: object) -> tuple[dict[str, tuple[bool | None, str]], list[str]]:
    version = f"go{windows_go.archive().version}"
    done = windows.python("-c", PROVE, SDK, version, named, json.dumps(options))
    assert done.returncode == 0, done.stderr
    steps, started = json.loads(done.stdout)
    return {name: (ok, message) for name, ok, message in steps}, started


@pytest.mark.slow
def test_a_new_window_finds_go_and_the_first_program_runs(windows: wine.Windows) -> None:
    steps, started = prove(windows, r"%USERPROFILE%\安 SDK\go/bin\;C:\windows")
    assert {name: ok for name, (ok, _message) in steps.items()} == {
        "version:window": True, "env": True, "run": True, "build": True, "module": None}, steps  # fmt: skip
    assert started == ["go version", "go env -json GOROOT", "go run hello.go",
                       r"go build -o hello.exe hello.go && .\hello.exe"]  # fmt: skip


@pytest.mark.slow
def test_where_path_names_it_not_it_is_said(windows: wine.Windows) -> None:
    steps, _started = prove(windows, r"C:\windows")
    ok, message = steps["version:window"]
    assert ok is False and "A new window does not know `go`" in message and steps["run"][0] is None
    by_path, started = prove(windows, r"C:\windows", by_path_only=True)
    assert by_path["version:path"][0] is True and by_path["build"][0] is True
    assert started[0] == rf'"{SDK}\go\bin\go.exe" version'


@pytest.mark.slow
def test_another_go_first_is_named(windows: wine.Windows) -> None:
    other = windows.home / "other" / "bin"
    other.mkdir(parents=True)
    (other.parent / "pkg" / "tool").mkdir(parents=True)  # what go knows its own tree by
    (other / "go.exe").write_bytes((windows.home / "安 sdk" / "go" / "bin" / "go.exe").read_bytes())
    steps, _started = prove(windows, rf"{wine.PROFILE}\other\bin;{SDK}\go\bin")
    ok, message = steps["version:window"]
    assert ok is False and rf"Another Go comes first: {wine.PROFILE}\other\bin\go.exe" in message


@pytest.mark.slow
def test_what_a_program_started_ends_with_it(windows: wine.Windows) -> None:
    done = windows.python("-c", KILL)
    assert done.stdout.endswith("timed out ['1'] True\n1\n"), done.stdout + done.stderr


def test_programs_are_found_as_windows_looks_for_them(tmp_path: Path) -> None:
    for name in ("a/go.cmd", "b/go.exe", "b/go.bat"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    variables = {"PATH": f'relative;"{tmp_path}/none";{tmp_path}/b;{tmp_path}/a', "PATHEXT": ".EXE;.BAT;.CMD"}
    assert program_in(variables, "go") == str(tmp_path / "b/go.exe")
    assert program_in({**variables, "PATHEXT": ".CMD"}, "go") == str(tmp_path / "a/go.cmd")
    assert program_in({}, "go") is None


def test_windows_own_numbers_are_no_signals() -> None:
    assert "signal" not in hello(Outcome(0xC0000135, ()))
    assert "signal 9" in hello(Outcome(137, ()))
    virus = "open a.exe: the file contains a virus or potentially unwanted software."
    assert "antivirus" in likely_cause([virus])[0]


@pytest.mark.parametrize(("session", "words"), [(None, "startup file"), ({"PATH": ""}, "registry")])
def test_what_sets_a_wrong_value_is_named_as_this_system_keeps_it(session: dict[str, str] | None, words: str) -> None:
    place = Path("/sdk/go")
    request = ProofRequest(
        shell=None, session=session, go_bin=place / "bin", goroot=place, version="go1.27.3", home=Path("/"), user="ann",
        cache=Path("/cache"),
    )  # fmt: skip
    answer = Outcome(0, ('{"GOROOT": "/other", "GOPROXY": "off"}',))
    for wanted in ({"GOROOT": str(place)}, {"GOPROXY": "direct"}):
        assert words in environment(request, answer, wanted)
    told = Outcome(0, (str(place / "bin" / request.program("go")), "go version go1.22.3 windows/amd64"))
    assert words in version(request, told) and "GOTOOLCHAIN" in version(request, told)
