"""Builds gowizard as one file that needs no Python: `python -m tests.support.single_file OUT`.

PyInstaller makes it for the system it runs on, from the installed packages that `pip install .[single-file]` brings
and the sources of this checkout. `--show SYSTEM` prints the arguments for another system. Debian's interpreter
is no shared library: `apt install libpython3.11` (of the version in use) is needed once.
"""

from __future__ import annotations

import argparse
import hashlib
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SYSTEMS = {"linux": "linux", "darwin": "darwin", "win32": "windows"}
MOST_BYTES = 25_000_000
ENTRY = "from gowizard.__main__ import program\n\nprogram()\n"
# pip is started in a Python of the machine's own. The rest is reached from imports that nothing here comes by.
LEFT_OUT = (
    *("pip", "setuptools", "pkg_resources", "tkinter", "test", "unittest", "pydoc", "doctest", "pdb", "lib2to3"),
    *("multiprocessing", "xmlrpc", "sqlite3", "ensurepip", "venv", "curses", "readline", "tree_sitter", "click"),
    *("pytest", "hypothesis", "mypy", "mypyc", "importlinter", "IPython", "numpy", "trio", "h2", "socksio", "brotli"),
)
# The bootloader says this when the C library is too old for the interpreter inside; ours has to fit into its place.
_LOADER_SAYS = b"Failed to load Python shared library '%s': %s\n"
_NEEDED = re.compile(rb"(?<=\0)GLIBC_2\.(\d+)(?:\.\d+)?(?=\0)")


def data() -> list[Path]:
    """Files of the package that are no modules and are read by the program."""
    return sorted(path for end in ("mo", "tcss") for path in (ROOT / "gowizard").rglob(f"*.{end}"))


def arguments(system: str, out: Path, entry: Path, work: Path) -> list[str]:
    """What PyInstaller is told for "linux", "darwin" or "windows"; `entry` is the script, `work` a folder to fill."""
    told = ["--onefile", "--console", "--noupx", "--noconfirm", "--clean", "--log-level=WARN"]
    told += [f"--name={out.stem if system == 'windows' else out.name}", f"--distpath={out.parent}"]
    told += [f"--workpath={work}", f"--specpath={work}", f"--paths={ROOT}"]
    told += [f"--add-data={ROOT / 'themes'}:gowizard/themes"]
    told += [f"--add-data={path}:{path.parent.relative_to(ROOT).as_posix()}" for path in data()]
    told += ["--collect-submodules=gowizard", "--hidden-import=isal.igzip_lib", "--hidden-import=truststore"]
    told += [f"--exclude-module={name}" for name in LEFT_OUT]
    if system == "linux":
        told.append("--strip")  # elsewhere it breaks signatures, or there is no such tool
    if system != "windows":
        told.append("--hidden-import=pexpect")
    return [*told, str(entry)]


def oldest_glibc(path: Path) -> tuple[int, int]:
    """The oldest glibc on which the file runs: the newest symbol version that any program inside it asks for."""
    from PyInstaller.archive.readers import CArchiveReader

    inside = CArchiveReader(str(path))
    programs = [path.read_bytes(), *(inside.extract(name) for name, entry in inside.toc.items() if entry[4] == "b")]
    return 2, max(int(minor) for program in programs for minor in _NEEDED.findall(program))


def say_what_is_needed(path: Path) -> tuple[int, int]:
    """Put the needed glibc into the bootloader's message; return it."""
    major, minor = oldest_glibc(path)
    line = f"gowizard needs glibc {major}.{minor} or newer%.0s (%s)\n".encode()
    content = path.read_bytes()
    if content.count(_LOADER_SAYS) != 1 or len(line) > len(_LOADER_SAYS):
        raise SystemExit("This PyInstaller has another bootloader: see _LOADER_SAYS in tests/support/single_file.py")
    path.write_bytes(content.replace(_LOADER_SAYS, line.ljust(len(_LOADER_SAYS), b"\0")))
    return major, minor


def build(out: Path) -> Path:
    """Build for this system; return the file. Raises SystemExit where that fails."""
    system = SYSTEMS[sys.platform]
    with tempfile.TemporaryDirectory(prefix="gowizard-build-") as folder:
        entry = Path(folder, "gowizard_entry.py")
        entry.write_text(ENTRY)
        command = [sys.executable, "-m", "PyInstaller", *arguments(system, out.absolute(), entry, Path(folder))]
        if status := subprocess.run(command, cwd=folder).returncode:
            raise SystemExit(status)
    if system == "windows":
        out = out.with_suffix(".exe")
    if system == "linux":
        say_what_is_needed(out)
    return out


def built() -> Path:
    """The file for this system, built once for each state of the sources and kept in the tests' cache."""
    from tests.support.real_go import CACHE, _locked

    digest = hashlib.sha256(Path(__file__).read_bytes() + sys.version.encode())
    for path in sorted((*(ROOT / "gowizard").rglob("*"), *(ROOT / "themes").glob("*.toml"))):
        if path.suffix in {".py", ".mo", ".tcss", ".toml"}:
            digest.update(path.name.encode() + path.read_bytes())
    out = CACHE / "single-file" / digest.hexdigest()[:16] / "gowizard-linux-x86_64"
    with _locked("single-file"):
        if not out.exists():
            shutil.rmtree(out.parent.parent, ignore_errors=True)  # what older sources left
            out.parent.mkdir(parents=True)
            part = out.with_name("gowizard-part")
            build(part)
            part.rename(out)
    return out


def main() -> int:
    """Build, and say how large the file is and where it runs."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("--show", choices=sorted(SYSTEMS.values()))
    given = parser.parse_args()
    if given.show:
        print(*arguments(given.show, given.out, Path("gowizard_entry.py"), Path("build")), sep="\n")
        return 0
    out = build(given.out)
    size = out.stat().st_size
    needs = ", glibc {}.{} or newer".format(*oldest_glibc(out)) if sys.platform == "linux" else ""
    print(f"{out}: {size / 1e6:.1f} MB (limit {MOST_BYTES / 1e6:.0f} MB){needs}")
    return 0 if size <= MOST_BYTES else 1


if __name__ == "__main__":
    sys.exit(main())
