"""Trees, journal and undo on a real Windows Python under Wine, which makes no junctions: the layout without links."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support import wine
from tests.support.hostile_archives import HOSTILE as HOSTILE_NAMES
from tests.support.hostile_archives import TAR_ONLY, Entry, go_files, tar_gz, zip_bytes
from tests.support.real_go import archive

pytestmark = pytest.mark.slow
SELECTION = (
    *(f"tests/changes/test_{name}.py" for name in ("effects", "failures", "journal", "undo", "registry")),
    "tests/test_toolchain_store.py",
    *(f"tests/test_toolchain_download.py::test_{name}" for name in (
        "fetches_verifies_and_leaves_no_copy", "two_at_once_do_not_share_a_part",
    )),
    *(f"tests/test_toolchain_resume.py::test_{name}" for name in (
        "the_second_run_fetches_only_the_rest", "one_run_goes_on_by_itself",
    )),
)


@pytest.fixture(scope="module")
def windows(tmp_path_factory: pytest.TempPathFactory) -> Iterator[wine.Windows]:
    with wine.windows(tmp_path_factory.mktemp("windows")) as made:
        yield made


def run(windows: wine.Windows, code: str, *arguments: str, expect: int = 0, seconds: float = 120) -> str:
    """Run a program of ours in the Windows Python; give back what it printed."""
    done = windows.python("-c", code, *arguments, seconds=seconds)
    assert done.returncode == expect, f"{done.returncode}\n{done.stdout}\n{done.stderr}"
    return done.stdout.strip()


def test_the_tests_of_journal_undo_store_and_download_hold_there(windows: wine.Windows) -> None:
    """All but those that speak of links, modes, fork and names that are no text.

    With them a download that was cut and goes on.
    """
    options = ("-q", "-o", "addopts=", "-p", "no:cacheprovider", "-m", "not slow", "--tb=short", "-rs")
    done = windows.python("-m", "pytest", *options, *SELECTION, cwd=wine.ROOT, seconds=300)
    assert done.returncode == 0, done.stdout[-5000:]
    passed = re.search(r"(\d+) passed", done.stdout)
    skipped = sum(int(number) for number in re.findall(r"SKIPPED \[(\d+)\]", done.stdout))
    reasons = set(re.findall(r"SKIPPED .*?: (?=Windows|no )(.*)", done.stdout))
    assert passed is not None and int(passed[1]) >= 72 and skipped <= 62
    assert all(reason.startswith(("Windows has no ", "no extended attributes")) for reason in reasons)


NAMES = r"""
import json, os, sys
from pathlib import Path
from gowizard.toolchain.failures import ArchiveRefused
from gowizard.toolchain.names import Names
folder = Path(os.environ["USERPROFILE"]) / "names"
found = {}
for name in json.loads(sys.argv[1]):
    try:
        Names(lambda place: None).file(f"go/{name}")
        refused = False
    except ArchiveRefused:
        refused = True
    folder.mkdir()
    try:
        (folder / name).write_bytes(b"x")
        exact = os.listdir(folder) == [name]
    except OSError:
        exact = False
    found[name] = [refused, exact]
    for path in folder.iterdir():
        path.unlink()
    folder.rmdir()
print(json.dumps(found))
"""


def test_every_name_that_windows_holds_otherwise_is_refused(windows: wine.Windows) -> None:
    odd = ["con", "NUL", "aux.go", "com1.txt", "LPT9", "CONIN$", "COM¹", "a:b", "a.go::$DATA", "x.", "x ", "x?", "x*y",
           'a"b', "a<b", "a|b", "tab\tx", "x\\y"]  # fmt: skip
    plain = ["go.exe", "a_b-c.go", "conx.go", "xcon", ".x", "com10", "安.go", "go1~1.txt", "a b"]
    found = json.loads(run(windows, NAMES, json.dumps(odd + plain)))
    assert [name for name in odd if not found[name][0]] == []
    assert {name: found[name] for name in plain} == {name: [False, True] for name in plain}


NO_LINKS = "symbolic links, which cannot be made here Windows lets only some accounts make them"
HOSTILE = r"""
import json, os, sys
from pathlib import Path
from gowizard.cancellation import Cancel
from gowizard.net import Client
from gowizard.errors import GowizardError
from gowizard.toolchain import stage
from tests.support import hostile_archives as hostile
top = Path(os.environ["USERPROFILE"]) / "hostile"
(top / "sdk").mkdir(parents=True)
told = []
for path, format, words in json.loads(sys.stdin.read()):
    archive = hostile.described(top / "a", Path(path).read_bytes(), format=format)
    try:
        stage(archive, parent=top / "sdk", cache=top / "cache", client=Client(offline=True), emit=lambda event: None,
              cancel=Cancel())
        cause = "taken"
    except GowizardError as error:
        cause = f"{error.title} {error.cause}"
    left = sorted(str(path.relative_to(top)) for path in top.rglob("*"))
    told.append([path, words in cause, cause, left])
print(json.dumps(told))
"""


def test_hostile_archives_are_refused_there_and_leave_nothing(windows: wine.Windows, tmp_path: Path) -> None:
    """Absolute, climbing, of a drive, a share or a device, reserved, a stream, one name in two cases, links ...

    An honest link is refused as well, in words of its own: nobody has to make one for a Go.
    They are packed here: on Windows zipfile would write a slash for every backslash.
    """
    cases = []
    link = {"honest": ([Entry("go/misc/l", kind="link", target="../VERSION")], "")}
    tables = ((tar_gz, "tar.gz", {**HOSTILE_NAMES, **TAR_ONLY, **link}), (zip_bytes, "zip", {**HOSTILE_NAMES, **link}))
    for pack, kind, table in tables:
        for name, (entries, words) in table.items():
            words = NO_LINKS if name in {"through a link", "honest"} else words
            path = tmp_path / f"{name.encode().hex()}.{kind}"
            path.write_bytes(pack([*go_files()[:5], *entries]))
            cases.append((wine.windows_path(path), kind, words))
    done = windows.python("-c", HOSTILE, stdin=json.dumps(cases), seconds=300)
    told, left = json.loads(done.stdout or "[]"), ["a", "cache", r"cache\downloads", "sdk"]
    assert [row for row in told if not row[1] or row[3] != left] == [], done.stderr
    assert len(told) == len(cases) > 140, done.stderr
    assert not list(windows.drive.rglob("evil*"))


UNPACK = r"""
import json, os, stat, sys
from pathlib import Path
from gowizard.changes.trees import tree_fingerprint
from gowizard.host.long_paths import long_path
from gowizard.toolchain.staged import remove_folder
from gowizard.toolchain.tree import TreeWriter
from gowizard.toolchain.unzip import unpack_zip
deep = Path(os.environ["USERPROFILE"], *["d" * 50] * 5)
os.makedirs(long_path(deep), exist_ok=True)
root = deep / "go1.27.3"
asked, heard = set(), ("open", "os.mkdir", "os.chmod", "os.remove", "os.rmdir", "os.scandir", "os.listdir")
sys.addaudithook(lambda event, given: asked.add(os.fsdecode(given[0])) if event in heard else None)
with open(sys.argv[1], "rb") as file:
    tree = TreeWriter(Path(root))
    for _entry in unpack_zip(file, tree, wheel=False):
        pass
mark = tree.finish()
again = tree_fingerprint(root)
bare = sorted(path for path in asked if str(root) in path and not path.startswith("\\\\?\\"))
longest = max(len(os.path.join(base, name)) for base, _, names in os.walk(long_path(root)) for name in names)
for base, _folders, names in os.walk(long_path(root)):
    for name in names[:3]:
        os.chmod(os.path.join(base, name), stat.S_IREAD)
asked.clear()
remove_folder(root)
bare += sorted(path for path in asked if str(root) in path and not path.startswith("\\\\?\\"))
print(json.dumps([tree.files, mark == again, longest, os.path.exists(long_path(root)), bare]))
"""


@pytest.mark.parametrize("arch", ["small", "amd64"])
def test_a_tree_with_long_paths_and_read_only_files_comes_and_goes(
    windows: wine.Windows, tmp_path: Path, arch: str
) -> None:
    """The limit of 260 characters itself is none under Wine: shown is that every call has the prefix.

    Of the real archive a thinned one, with its longest names; the whole one is unpacked there by the kit's test.
    """
    path = tmp_path / "go.zip"
    long = [Entry(f"go/src/{'x' * 60}/{'y' * 60}/{'z' * 60}.go", b"package z\n")]
    if arch == "small":
        path.write_bytes(zip_bytes([*go_files(), *long]))
    else:
        path = archive("1.27.3", "windows", arch, thin=True).path
    files, same, longest, left, bare = json.loads(run(windows, UNPACK, wine.windows_path(path), seconds=300))
    assert files > (5 if arch == "small" else 200) and longest > 330 and same and not left
    assert bare == []


HOLD = "import sys, time; file = open(sys.argv[1], 'rb'); print('held', flush=True); sys.stdin.readline()"
RENAME = r"""
import sys, time
from pathlib import Path
from gowizard.changes import patience
start, slept = time.monotonic(), []
def pause(seconds):
    slept.append(seconds)
    print("waiting", flush=True)
    time.sleep(seconds)
try:
    patience.rename(Path(sys.argv[1]), Path(sys.argv[2]), sleep=pause)
    print("renamed", len(slept))
except patience.HeldOpen as error:
    print("held:", error.cause)
"""


@pytest.mark.parametrize("let_go", [True, False])
def test_a_file_that_another_process_holds(windows: wine.Windows, let_go: bool) -> None:
    """A real sharing violation: CPython opens without FILE_SHARE_DELETE."""
    file = windows.home / "held.exe"
    file.write_bytes(b"MZ")
    (windows.home / "moved.exe").unlink(missing_ok=True)
    program, packages = wine.interpreter()
    more = {"PYTHONPATH": ";".join(map(wine.windows_path, (wine.ROOT, packages))), "PYTHONUTF8": "1"}
    inside = rf"{wine.PROFILE}\held.exe"
    pipes = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.PIPE)
    start = {"env": windows.environment(more), "text": True, **pipes}
    with subprocess.Popen(["wine", str(program), "-c", HOLD, inside], **start) as holder:  # type: ignore[call-overload]
        assert holder.stdout.readline().strip() == "held"
        words = ["wine", str(program), "-c", RENAME, inside, rf"{wine.PROFILE}\moved.exe"]
        with subprocess.Popen(words, **start) as mover:  # type: ignore[call-overload]
            assert mover.stdout.readline().strip() == "waiting"
            if let_go:
                holder.communicate("\n", timeout=120)
            said = mover.communicate(timeout=120)[0].strip().splitlines()[-1]
        if not let_go:
            holder.communicate("\n", timeout=120)
    if let_go:
        assert said.startswith("renamed") and (windows.home / "moved.exe").exists()
    else:
        assert "held.exe is open in" in said and file.exists()


SHORT_WAIT = r"""
import runpy, sys
from gowizard.toolchain import running
running.WAIT_FOR_GO = 0.5
sys.argv[0] = "gowizard"
runpy.run_module("gowizard", run_name="__main__")
"""


REMOVED_AND_KILLED = r"""
import os
from pathlib import Path
from gowizard import changes, host, toolchain
from gowizard.cancellation import Cancel
change = toolchain.remove(toolchain.Layout.at(Path(os.environ["USERPROFILE"]) / "sdk"), "go1.26.6")
def kill(event):
    if isinstance(event, changes.ChangeFinished):
        os.kill(os.getpid(), 9)  # TerminateProcess
with changes.open_run(host.detect().dirs.state, title="Uninstall", verb="uninstall") as run:
    run.apply((change,), kill, Cancel())
"""


def test_a_tree_that_a_program_runs_from_is_not_taken_away(windows: wine.Windows) -> None:
    """The Windows Python under the name of go.exe, in a tree that is not the current one; Toolhelp as Wine has it.

    Neither by a removal, nor when that is undone, nor when one that was killed is settled.
    """
    program, _packages = wine.interpreter()
    tree = windows.home / "sdk" / "go1.26.6"
    shutil.copytree(program.parent, tree / "bin")
    (tree / "bin" / program.name).rename(tree / "bin" / "go.exe")
    (tree / "VERSION").write_text("go1.26.6\n")
    _refused_while_running(windows, tree, "uninstall", "1.26.6", "--yes")
    run(windows, SHORT_WAIT, "uninstall", "1.26.6", "--yes")
    for killed in (False, True):
        if killed:
            run(windows, REMOVED_AND_KILLED, expect=9)
        assert not tree.exists()
        aside = next((windows.home / "sdk").rglob("VERSION")).parent
        _refused_while_running(windows, aside, "undo", "--yes")
        run(windows, SHORT_WAIT, "undo", "--yes")
        assert (tree / "bin" / "go.exe").exists() and not aside.exists()
    shutil.rmtree(windows.home / "sdk")


def _refused_while_running(windows: wine.Windows, tree: Path, *words: str) -> None:
    inside = rf"{wine.PROFILE}\{tree.relative_to(windows.home)}".replace("/", "\\")
    command = ["wine", rf"{inside}\bin\go.exe", "-c", "print('up', flush=True); input()"]
    pipes = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.PIPE)
    with subprocess.Popen(command, env=windows.environment(), text=True, **pipes) as go:  # type: ignore[call-overload]
        assert go.stdout.readline().strip() == "up"
        done = windows.python("-c", SHORT_WAIT, *words)
        go.communicate("\n", timeout=120)
    assert done.returncode == 1 and "Go is at work just now: go.exe (" in done.stderr, done.stdout + done.stderr
    assert "It runs from" in done.stderr and (tree / "VERSION").exists()


KILLED = r"""
import json, os, sys, winreg
from pathlib import Path
from gowizard import changes
from gowizard.cli.main import run as main
from gowizard.host import detect
number, kit = int(sys.argv[1]), sys.argv[2]
home = Path(os.environ["USERPROFILE"])

def value():
    with winreg.CreateKey(winreg.HKEY_CURRENT_USER, "Environment") as key:
        try:
            return winreg.QueryValueEx(key, "Path")
        except FileNotFoundError:
            return None

left = changes.interrupted(detect().dirs.state)
if left is not None:
    assert left.roll_back(lambda event: None) == ()
after = [left is not None, value(), sorted(path.name for path in (home / "sdk").glob("*"))]
print(json.dumps(after), flush=True)
if number == 0:
    sys.exit(main(["install", "1.27.3", "--source", kit, "--yes", "--no-proof"]))
if number < 0:
    sys.exit(main(["undo", "--yes"]))
remaining = number
def hook(name):
    real = getattr(os, name)
    def call(*words, **more):
        global remaining
        remaining -= 1
        if remaining <= 0:
            if name == "write":
                real(words[0], bytes(words[1])[: len(words[1]) // 2])
            os.kill(os.getpid(), 9)  # TerminateProcess
        return real(*words, **more)
    setattr(os, name, call)
for name in ("replace", "rename", "mkdir", "rmdir", "unlink", "chmod", "ftruncate", "fsync", "write"):
    hook(name)
sys.exit(main(["install", "1.27.3", "--source", kit, "--yes", "--no-proof"]))
"""
PATH = r"""
import winreg
with winreg.CreateKey(winreg.HKEY_CURRENT_USER, "Environment") as key:
    winreg.SetValueEx(key, "Path", 0, 1, "C:\\mine;;C:\\x")
"""


def test_an_installation_killed_a_dozen_times_is_never_half_there(windows: wine.Windows, tmp_path: Path) -> None:
    """TerminateProcess before the n-th call that changes the disk; the next process takes the run back."""
    content = zip_bytes(go_files())
    (tmp_path / "go1.27.3.windows-amd64.zip").write_bytes(content)
    (tmp_path / "go1.27.3.windows-amd64.zip.sha256").write_text(hashlib.sha256(content).hexdigest())
    kit, before = wine.windows_path(tmp_path), [r"C:\mine;;C:\x", 1]
    run(windows, PATH)
    interrupted = 0
    for number in (3, 12, 20, 28, 34, 40, 46, 52, 58, 64, 70, 76):
        done = windows.python("-c", KILLED, str(number), kit)
        assert done.stdout, done.stderr
        told = json.loads(done.stdout.splitlines()[0])
        assert told[1:] == [before, []], (number, told, done.stderr)
        interrupted += told[0]
        if done.returncode == 0:
            run(windows, KILLED, "-1", kit)
    assert interrupted >= 6
    done = windows.python("-c", KILLED, "0", kit)
    assert done.returncode == 0 and json.loads(done.stdout.splitlines()[0])[1:] == [before, []], done.stderr
    assert [path.name for path in (windows.home / "sdk").iterdir()] == ["go1.27.3"]
    assert (windows.home / "sdk" / "go1.27.3" / ".unpacked-success").exists()
    assert r"sdk\go1.27.3\bin;" in windows.run("reg", "query", r"HKCU\Environment", "/v", "Path").stdout
    run(windows, KILLED, "-1", kit)
    assert json.loads(windows.python("-c", KILLED, "-1", kit).stdout.splitlines()[0])[1:] == [before, []]
    assert not (windows.home / "sdk").exists()
