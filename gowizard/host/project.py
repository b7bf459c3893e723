"""Which Go does the project want? Files on the way up are a stranger's until shown otherwise."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

from gowizard.host.facts import ProjectFile
from gowizard.host.files import SMALL, open_regular
from gowizard.host.machine import Machine

KINDS = ("go.work", "go.mod", ".go-version", ".tool-versions")
_VERSION = r"1(?:\.\d{1,4}){0,2}(?:(?:beta|rc)\d{1,3})?"
_GO_LINE = rf"go\s+\"?({_VERSION})\"?"
_TOOLCHAIN_LINE = rf"toolchain\s+\"?go({_VERSION})(?:-[\w.+-]*)?\"?"
_PLAIN = rf"(?:go)?({_VERSION})"
_TOOL_LINE = rf"(?:golang|go)\s+(?:go)?({_VERSION})(?:\s.*)?"


def project_file(machine: Machine, home: Path) -> ProjectFile | None:
    """The file that says which Go is wanted for the working folder, or None.

    The nearest folder with a usable file wins; in it a pin beats a minimum. A go.work further up beats a
    go.mod, as it does for Go. HOME, what lies above it, other owners' files and what lies beyond a
    repository's root or a file system's edge are not looked at. GOWORK=off hides every go.work.
    """
    nearest: ProjectFile | None = None
    for folder in _folders(machine, home):
        found = _in_folder(machine, folder)
        if nearest is None and found:
            nearest = found[0]
            if nearest.kind != "go.mod":
                return nearest
        elif nearest is not None:
            work = next((file for file in found if file.kind == "go.work"), None)
            if work:
                return work
    return nearest


def own_file(machine: Machine, home: Path, *names: str) -> Path | None:
    """The nearest file of one of these names, by the same rules as those that say which Go is wanted."""
    for folder in _folders(machine, home):
        for name in names:
            if _own_text(machine, folder / name):
                return folder / name
    return None


def _folders(machine: Machine, home: Path) -> Iterator[Path]:
    closed = _identities((home, *home.parents))
    device: int | None = None
    for folder in (machine.cwd, *machine.cwd.parents):
        try:
            facts = os.stat(folder)  # noqa: PTH116
        except OSError:
            return
        if (facts.st_dev, facts.st_ino) in closed or device not in (None, facts.st_dev):
            return
        device = facts.st_dev
        yield folder
        if os.path.lexists(folder / ".git"):
            return


def _identities(folders: tuple[Path, ...]) -> set[tuple[int, int]]:
    found = set()
    for folder in folders:
        try:
            facts = os.stat(folder)  # noqa: PTH116 - HOME may be named through a link
        except OSError:
            continue
        found.add((facts.st_dev, facts.st_ino))
    return found


def _in_folder(machine: Machine, folder: Path) -> list[ProjectFile]:
    """The usable files of one folder, pins first."""
    found = []
    for kind in KINDS:
        if kind == "go.work" and machine.variable("GOWORK") == "off":
            continue
        text = _own_text(machine, folder / kind)
        minimum, pinned = read_project(kind, text)
        if minimum or pinned:
            found.append(ProjectFile(path=folder / kind, kind=kind, minimum=minimum, pinned=pinned))
    return sorted(found, key=lambda file: not file.pinned)


def _own_text(machine: Machine, path: Path) -> str:
    if machine.sysname != "Windows" and machine.owner_of(path) not in {machine.uid, None}:
        return ""
    with open_regular(path) as handle:
        data = handle.read(SMALL + 1) if handle is not None else b""
    return data.decode("utf-8", "replace") if len(data) <= SMALL else ""


def read_project(kind: str, text: str) -> tuple[str, str]:
    """The minimum and the pinned version that a text names, written "1.22.0"; empty where it names none."""
    lines = [line.strip() for line in text.splitlines()]
    if kind in {"go.work", "go.mod"}:
        return _module_lines(lines)
    if kind == ".go-version":
        first = next((line for line in lines if line and not line.startswith("#")), "")
        match = re.fullmatch(_PLAIN, first)
    else:
        match = next(
            (found for line in lines if (found := re.fullmatch(_TOOL_LINE, line.partition("#")[0].strip()))), None
        )
    return "", match.group(1) if match else ""


def _module_lines(lines: list[str]) -> tuple[str, str]:
    minimum = pinned = ""
    inside = False  # a ( ... ) block
    for raw in lines:
        line = raw.partition("//")[0].strip()
        if inside or line.endswith("("):
            inside = line != ")"
        elif match := re.fullmatch(_GO_LINE, line):
            minimum = minimum or match.group(1)
        elif match := re.fullmatch(_TOOLCHAIN_LINE, line):
            pinned = pinned or match.group(1)
    return minimum, pinned
