"""The contracts of the house: imports go down, heavy packages come late, texts speak of the product alone."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
FILES = sorted((ROOT / "gowizard").rglob("*.py"))
ELSEWHERE = {
    "pwd",
    "grp",
    "fcntl",
    "termios",
    "pty",
    "tty",
    "winreg",
    "msvcrt",
    "pexpect",
    "ptyprocess",
    "resource",
}


def _loaded(code: str) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", f"{code}\nimport sys; print(*sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
    )
    return set(done.stdout.split())


def test_imports_go_down_the_floors_only() -> None:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    "module", ["gowizard.cli.main", "gowizard.install", "gowizard.plan", "gowizard.proof", "gowizard.proxy"]
)
def test_textual_and_httpx_come_late(module: str) -> None:
    assert not {"textual", "httpx", "rich", "tomlkit"} & _loaded(f"import {module}")


def test_version_imports_next_to_nothing() -> None:
    code = "import sys; sys.argv = ['gowizard', '--version']; from gowizard.__main__ import main; main()"
    assert not {"argparse", "gowizard.host", "platformdirs", "logging"} & _loaded(code)


def test_list_imports_neither_textual_nor_httpx() -> None:
    code = "import sys; sys.argv = ['gowizard', 'list', '--json']; from gowizard.__main__ import main; main()"
    assert not {"textual", "httpx"} & _loaded(code)


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_module_imports_on_every_system(path: Path) -> None:
    top: set[str] = set()
    for node in ast.parse(path.read_text()).body:
        if isinstance(node, ast.Import):
            top |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            top.add((node.module or "").split(".")[0])
    assert not top & ELSEWHERE


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_module_says_why_it_exists(path: Path) -> None:
    text = path.read_text()
    assert not text.strip() or ast.get_docstring(ast.parse(text))


def test_only_the_run_package_starts_processes() -> None:
    found = []
    for path in FILES:
        text = path.read_text()
        if path.parent.name != "run" and any(
            word in text for word in ("import subprocess", "os.system(", "os.popen(", "os.fork(")
        ):
            found.append(str(path.relative_to(ROOT)))
    assert found == []


def test_classes_are_defined_the_quick_way() -> None:
    slow = ("from dataclasses import dataclass", "@dataclasses.dataclass", "NamedTuple)", "namedtuple(")
    found = [
        str(path.relative_to(ROOT))
        for path in FILES
        if path.name != "dataclass.py" and any(word in path.read_text() for word in slow)
    ]
    assert found == []


def test_the_first_screen_of_a_file_is_the_file() -> None:
    long = {
        str(path.relative_to(ROOT)): count
        for path in FILES
        if (count := len(path.read_text().splitlines())) > 300
    }
    assert long == {}
