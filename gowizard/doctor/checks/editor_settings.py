"""Settings of VS Code and its kin, and of GoLand, that name a Go which is gone (entry 5)."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from pathlib import Path

from gowizard.doctor.callers import is_program
from gowizard.doctor.check import UNIX, Check
from gowizard.doctor.commands import open_file
from gowizard.doctor.line_edits import replaced
from gowizard.doctor.model import Evidence, FileEdit, Finding, Origin, Remedy, Severity
from gowizard.doctor.scene import Scene
from gowizard.doctor.startup_texts import read_startup
from gowizard.environment.access import obstacle
from gowizard.environment.folders import config_home
from gowizard.environment.words import shown
from gowizard.host.files import is_file, is_folder
from gowizard.host.project import own_file
from gowizard.locales import _

_EDITORS = ("Code", "Code - Insiders", "VSCodium", "Cursor")
_SERVERS = (".vscode-server", ".vscode-server-insiders", ".cursor-server")
_WORKSPACE = (".vscode/settings.json", ".idea/workspace.xml")
_ROOT = r"(?P<root>go\.goroot|GOROOT)\"\s*:\s*"  # GOROOT: in go.toolsEnvVars, and for the editor's terminals
_LINE = re.compile(
    rf"[ \t]*\"(?:{_ROOT}|(?:go\.alternateTools\"[ \t]*:[ \t]*\{{[ \t]*\")?go\"[ \t]*:[ \t]*)"
    r"\"(?P<value>[/~$][^\"]*)\"[ \t]*\}?[ \t]*,?[ \t]*(?://.*)?\r?"
)
_PART = re.compile(
    rf"\"(?:{_ROOT}|go\.alternateTools\"\s*:\s*\{{[^{{}}]*?\"go\"\s*:\s*)\"(?P<value>[/~][^\"]*)\""
)
_GOLAND = re.compile(r"[ \t]*<component name=\"(?P<root>GOROOT)\" url=\"file://(?P<value>/[^\"]*)\"")


def look(scene: Scene) -> Iterator[Finding]:
    """What names a Go in the user's settings, and in those of the project in whose folder one is."""
    for path in _files(scene):
        yield from _in_file(scene, path, shared=False)
    for name in _WORKSPACE:
        mine = own_file(scene.machine, scene.home, name)
        if mine is not None:
            yield from _in_file(scene, mine, shared=True)


def _in_file(scene: Scene, path: Path, *, shared: bool) -> Iterator[Finding]:
    lines = read_startup(path).decode("utf-8", "surrogateescape").split("\n")
    for number, line in enumerate(lines, 1):
        match = _GOLAND.match(line) if path.suffix == ".xml" else _LINE.fullmatch(line)
        if match and not _is_there(scene, match["value"], root=bool(match["root"])):
            yield _finding(scene, path, number, line, match["value"], whole=True, shared=shared)
        parts = _PART.finditer(line) if match is None and not line.lstrip().startswith("//") else ()
        for part in parts:
            if not _is_there(scene, part["value"], root=bool(part["root"])):
                yield _finding(scene, path, number, line, part["value"], whole=False, shared=shared)


def _files(scene: Scene) -> list[Path]:
    folder = config_home(scene.host)
    if scene.host.system.os == "darwin":
        folder = scene.home / "Library" / "Application Support"
    named = [folder / editor / "User" / "settings.json" for editor in _EDITORS]
    named += [scene.home / server / "data" / "Machine" / "settings.json" for server in _SERVERS]
    return [path for path in named if is_file(path)]


def _is_there(scene: Scene, value: str, *, root: bool) -> bool:
    """A value with a variable of the editor's counts as there: nobody else can tell."""
    if "$" in value:
        return True
    path = Path(str(scene.home) + value[1:] if value.startswith("~") else value)
    return is_folder(path / "src" / "runtime") if root else is_program(path)


def _finding(
    scene: Scene, path: Path, number: int, line: str, value: str, *, whole: bool, shared: bool
) -> Finding:
    place = shown(path, scene.home)
    title = _("Comment out the line in {file}").format(file=place)
    if not whole or shared:
        title = _("Take {key} out of {places}").format(key=_key(line), places=place)
    indent = line[: len(line) - len(line.lstrip())]
    mark = f"{indent}// gowizard: disabled {datetime.date.today().isoformat()}: {line.strip()}"
    mine = "" if not shared else _("It is the project's own setting, which others may share.")
    reason = obstacle(path, scene.host) or mine or ("" if whole else _("The line is part of a longer statement."))
    remedy = (
        Remedy(title=title, commands=(open_file(scene, path, number),), reason=reason)
        if reason
        else Remedy(title=title, edits=(FileEdit(path, replaced({line: mark})),))
    )
    return Finding(
        id="editor-goroot",
        about=f"{path}:{value}",
        entry=(5,),
        severity=Severity.HURTS,
        title=_("Your editor is told to use a Go that is gone: {value}").format(value=value),
        affects=_("In the editor: “Failed to find the go binary” or “cannot find GOROOT”, no help with code."),
        evidence=(Evidence(where=f"{path}:{number}", what=line.strip()),),
        explanation=_("Without this setting the editor takes the Go that your shell finds."),
        origin=(Origin(kind="startup-file", path=path, line=number, text=line.strip()),),
        remedy=remedy,
    )


def _key(line: str) -> str:
    found = re.search(r"go\.goroot|go\.alternateTools|GOROOT", line)
    return found[0] if found else "go"


CHECKS = (Check("editor-goroot", (5,), look, systems=UNIX),)
