"""PATH whose items run into each other, or that is put together from a variable that is set only later (entry 70)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from gowizard.dataclass import replace
from gowizard.doctor import path_words
from gowizard.doctor.callers import first_go
from gowizard.doctor.check import UNIX, Check
from gowizard.doctor.line_edits import line_remedy
from gowizard.doctor.model import Evidence, Finding, Phase, Remedy, Severity
from gowizard.doctor.path_lines import PathLine, known_variables, lines_of, path_lines
from gowizard.doctor.path_words import Item
from gowizard.doctor.scene import Scene
from gowizard.doctor.starting import Mode
from gowizard.doctor.startup_texts import files_read, startup_texts
from gowizard.doctor.views import View
from gowizard.environment.words import shown
from gowizard.host.files import is_folder
from gowizard.locales import _

_MODES = (Mode.LOGIN_INTERACTIVE, Mode.INTERACTIVE)
_GO = frozenset({"GOROOT", "GOPATH", "GOBIN"})
_PATH = frozenset({"$PATH", "${PATH}"})
_STATEMENT = re.compile(
    r"(?P<first>[ \t]*(?:export[ \t]+)?PATH=[^\s;]+);(?P<folder>[/~$][^\s;&|=]*)(?P<rest>[ \t]*\r?)"
)


def look(scene: Scene) -> Iterator[Finding]:
    """Lines with a semicolon for a colon, or with none where one belongs, in files that are read."""
    shell = scene.shell
    if shell is None:
        return
    known, views = known_variables(scene), _views(scene)
    read = {path for view in views for path in files_read(scene, shell, view.mode)}
    for path in sorted(read):
        wrong = [(line, new) for line, new in _wrong(scene, path, known)]
        if wrong:
            yield _finding(scene, [line for line, _new in wrong], {line.line: new for line, new in wrong}, known)


def _views(scene: Scene) -> list[View]:
    return [view for mode in _MODES if (view := scene.view(mode)).known]


def _wrong(scene: Scene, path: Path, known: dict[str, str]) -> Iterator[tuple[PathLine, str]]:
    """Each such line with what it should be."""
    found = []
    for line in path_lines(scene):
        if line.path == path and not line.as_list:
            items = tuple(part for item in line.items for part in _parted(item, known))
            if len(items) > len(line.items):
                found.append((line, line.with_items(items)))
    seen = {line.number for line, _new in found}
    yield from found
    text = next(text for text in startup_texts(scene) if text.path == path)
    for number, row in enumerate(text.content.decode("utf-8", "surrogateescape").split("\n"), 1):
        match = _STATEMENT.fullmatch(row) if text.dialect == "posix" and number not in seen else None
        if match:
            better = f"{match['first']}:{match['folder']}{match['rest']}"
            mended = next(lines_of(replace(text, content=better.encode("utf-8", "surrogateescape"))), None)
            if mended is not None and is_folder(Path(path_words.meant(mended.items[-1], known) or "-")):
                yield replace(mended, text=text, number=number, line=row), better


def _parted(item: Item, known: dict[str, str]) -> tuple[Item, ...]:
    """The item in the parts that were meant, each of them a folder that is there; else the item as it is."""
    at = next((index for index, atom in enumerate(item) if atom.text == ";"), -1)
    parts = (item[:at], item[at + 1 :]) if at >= 0 else ()
    for index, atom in enumerate(item if at < 0 else ()):
        if atom.text in _PATH and len(item) > 1:
            parts = (item[:1], item[1:]) if index == 0 else (item[:index], item[index:])
            break
    folders = [path_words.meant(part, known) for part in parts if not path_words.refers_to_path(part)]
    right = bool(folders) and all(folder.startswith("/") and is_folder(Path(folder)) for folder in folders)
    return parts if right else (item,)


def _finding(scene: Scene, lines: list[PathLine], pairs: dict[str, str], known: dict[str, str]) -> Finding:
    text = lines[0].text
    mended = [line for new in pairs.values() for line in lines_of(replace(text, content=new.encode()))]
    leads = any(first_go(line.folders(known)) for line in mended)
    without = any(first_go(view.path) is None for view in _views(scene))
    place = shown(text.path, scene.home)
    return Finding(
        id="path-not-parted",
        about=str(text.path),
        entry=(70,),
        severity=Severity.BLOCKS if leads and without else Severity.HURTS,
        title=_("Items of PATH run into each other in {file}: a colon belongs between them").format(file=place),
        affects=_("Programs in both folders are not found."),
        evidence=tuple(line.evidence for line in lines),
        explanation=_("Here the items of PATH are parted by colons, not by the semicolons of Windows."),
        origin=tuple(line.origin for line in lines),
        remedy=line_remedy(scene, text, pairs, _("Put PATH right in {file}").format(file=place)),
    )


def look_late(scene: Scene) -> Iterator[Finding]:
    """`PATH=$PATH:$GOROOT/bin` above the line that sets GOROOT."""
    known, shell = known_variables(scene), scene.shell
    for view in _views(scene) if shell is not None else ():
        read = files_read(scene, shell, view.mode) if shell is not None else ()
        for line in path_lines(scene):
            go = _used_early(line, known, view) if line.path in read else None
            if go is not None:
                yield _late(scene, line, go)
                return


def _used_early(line: PathLine, known: dict[str, str], view: View) -> Path | None:
    """The Go that the line would lead to, were its variable set by then."""
    if first_go(view.path) is not None:
        return None
    for item in line.items:
        go = first_go((path_words.meant(item, known),)) if any(atom.variable in _GO for atom in item) else None
        rest = path_words.plain(tuple(atom for atom in item if atom.variable not in _GO))
        if go is not None and str(go.parent) not in view.path and rest in view.path:
            return go
    return None


def _late(scene: Scene, line: PathLine, go: Path) -> Finding:
    names = sorted({atom.variable for item in line.items for atom in item if atom.variable in _GO})
    set_at = [origin for name in names for origin in scene.origins(name) if origin.path == line.path]
    where = shown(go.parent, scene.home)
    return Finding(
        id="path-variable-late",
        entry=(70,),
        severity=Severity.BLOCKS,
        title=_("{file} puts {name} into PATH before it is set").format(
            file=shown(line.path, scene.home), name=", ".join(names)),
        affects=_("Every shell says “go: command not found”."),
        evidence=(line.evidence, *(Evidence(where=origin.place, what=origin.text) for origin in set_at)),
        explanation=_("A shell puts in what a variable holds at that line; what comes after it is too late."),
        origin=(line.origin, *set_at),
        remedy=Remedy(
            title=_("Lead your shells to {place}").format(place=where), phase=Phase.SHELLS, shells=True,
            go_bin=go.parent,
            alternative=_("Move the line that sets {name} above it.").format(name=", ".join(names)),
        ),
    )  # fmt: skip


CHECKS = (
    Check("path-not-parted", (70,), look, systems=UNIX),
    Check("path-variable-late", (70,), look_late, systems=UNIX),
)
