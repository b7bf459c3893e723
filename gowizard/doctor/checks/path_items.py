"""Items of PATH that no shell can use: a literal `~`, the program instead of its folder, PATH made anew (65 68 70)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from gowizard.doctor import path_words
from gowizard.doctor.callers import first_go, is_program
from gowizard.doctor.check import UNIX, Check
from gowizard.doctor.line_edits import line_remedy
from gowizard.doctor.model import Evidence, Finding, Remedy, Severity
from gowizard.doctor.path_lines import PathLine, known_variables, path_lines
from gowizard.doctor.path_words import Atom, Item
from gowizard.doctor.scene import Scene
from gowizard.doctor.starting import Mode
from gowizard.doctor.startup_texts import files_read
from gowizard.doctor.views import View
from gowizard.environment.words import shown
from gowizard.host.files import is_folder
from gowizard.locales import _

_MODES = (Mode.LOGIN_INTERACTIVE, Mode.INTERACTIVE)
_SYSTEM = {"/usr/bin", "/bin"}


def look_literal(scene: Scene) -> Iterator[Finding]:
    """`~` and `$HOME` that quotes keep from being put in: entry 65."""
    held = {item for view in _views(scene) for item in view.path if item.startswith("~") or "$" in item}
    known = known_variables(scene)
    lines = _holding(scene, held, path_words.is_hidden)
    lines = lines or _holding(scene, held, lambda item: item[0].text == "~")  # some shells put it in there, some not
    for mine in _by_file(lines):
        whole = [item for line in mine for item in line.items]
        told = {path_words.plain(item): path_words.meant(path_words.opened(item), known) for item in whole}
        mended = {folder for text, folder in told.items() if text in held}
        lost = any("PATH" in text for text in told if text in held)
        yield _finding(
            scene, "path-literal", 65, mine, lambda line: line.with_items(_opened(line, held)),
            severity=_severity(scene, mended) if not lost else Severity.BLOCKS,
            title=_("PATH holds text that nobody replaces: {text}").format(text=_(", ").join(sorted(set(told) & held))),
            affects=_("Programs there are not found, by other shells, editors and Go itself."),
            explanation=_("Quotes keep the shell from putting in `~` and variables; `$HOME` in double quotes works."),
        )  # fmt: skip


def look_overwritten(scene: Scene) -> Iterator[Finding]:
    """PATH made anew, so that what was in it is lost: entry 68."""
    known = known_variables(scene)
    usual = {folder for folder in _SYSTEM if is_program(scene.machine.system(folder) / "ls")}  # none on NixOS
    hits: dict[tuple[Path, int], PathLine] = {}
    for view in _views(scene):
        lines = _read(scene, view.mode)
        broken = bool(usual) and not usual & {item.rstrip("/") for item in view.path}
        for index, line in enumerate(lines):
            if line.means_to_keep or line.text.kind != "startup-file":
                continue
            poor = broken and not usual & set(line.folders(known))
            had = any(first_go(earlier.folders(known)) for earlier in lines[:index])
            if poor or (had and first_go(view.path) is None and first_go(line.folders(known)) is None):
                hits[line.path, line.number] = line
    for mine in _by_file(hits.values()):
        yield _finding(
            scene, "path-overwritten", 68, mine, _with_path,
            severity=Severity.BLOCKS,
            title=_("PATH is made anew in {file}: what was in it is lost").format(file=shown(mine[0].path, scene.home)),
            affects=_("Commands are not found that were there before this line."),
            explanation=_("The value does not hold PATH itself; with `$PATH` at its end, everything else stays."),
        )  # fmt: skip


def look_folders(scene: Scene) -> Iterator[Finding]:
    """Items that name go itself, its tree, or a folder from the folder one happens to be in: entry 70."""
    known = known_variables(scene)
    held = {item for view in _views(scene) for item in view.path}
    lines = [line for line in path_lines(scene) if any(_better(item, known, held) for item in line.items)]
    for mine in _by_file(lines):
        items = [item for line in mine for item in line.items if _better(item, known, held)]
        names = _(", ").join(path_words.plain(item) for item in items)
        without = any(first_go(view.path) is None for view in _views(scene))
        yield _finding(
            scene, "path-not-a-folder", 70, mine,
            lambda line: line.with_items(tuple(_better(item, known, held) or item for item in line.items)),
            severity=Severity.BLOCKS if without else Severity.ADVICE,
            title=_("PATH names something else than the folder that holds go: {names}").format(names=names),
            affects=_("The go there is not found."),
            explanation=_("An item of PATH must be the folder itself that the programs lie in, from / on."),
        )  # fmt: skip
    if {"", "."} & held:
        yield _current_folder(scene)


def _current_folder(scene: Scene) -> Finding:
    lines = [line for line in path_lines(scene) if any(path_words.plain(item) in {"", "."} for item in line.items)]
    first = [line for line in lines if line.path == lines[0].path]
    return Finding(
        id="path-current-folder",
        entry=(70,),
        severity=Severity.ADVICE,
        title=_("The current folder is in PATH"),
        affects=_("A program that lies in some folder may be run instead of the system's."),
        evidence=tuple(line.evidence for line in lines)
        or (Evidence(where="PATH", what=":".join(scene.fresh_view.path)),),
        explanation=_("An empty item of PATH, as after a colon at its end, means the folder that one is in."),
        origin=tuple(line.origin for line in lines),
        remedy=_remedy(scene, first, _without_current) if first else None,
    )


def _views(scene: Scene) -> list[View]:
    return [view for mode in _MODES if (view := scene.view(mode)).known]


def _read(scene: Scene, mode: Mode) -> list[PathLine]:
    """The lines of the user's own shell in this mode, in the order of reading."""
    shell = scene.shell
    files = files_read(scene, shell, mode) if shell is not None else ()
    order = {path: index for index, path in enumerate(files)}
    mine = (line for line in path_lines(scene) if line.path in order)
    return sorted(mine, key=lambda line: (order[line.path], line.number))


def _by_file(lines: Iterable[PathLine]) -> Iterator[list[PathLine]]:
    held = list(lines)
    for path in dict.fromkeys(line.path for line in held):
        yield [line for line in held if line.path == path]


def _holding(scene: Scene, held: set[str], fits: Callable[[Item], bool]) -> list[PathLine]:
    """The lines with an item that fits and stands in PATH as it is written."""
    return [
        line
        for line in path_lines(scene)
        if any(item and fits(item) and path_words.plain(item) in held for item in line.items)
    ]


def _severity(scene: Scene, folders: set[str]) -> Severity:
    real = [folder for folder in folders if folder and is_folder(Path(folder))]
    if first_go(real) and any(first_go(view.path) is None for view in _views(scene)):
        return Severity.BLOCKS
    return Severity.HURTS if real else Severity.ADVICE


def _opened(line: PathLine, held: set[str]) -> tuple[Item, ...]:
    return tuple(path_words.opened(item) if path_words.plain(item) in held else item for item in line.items)


def _with_path(line: PathLine) -> str:
    last = line.items[-1][-1].quote if line.items[-1] else ""
    name = "$path" if "path" in line.before and "PATH" not in line.before else "$PATH"
    return line.with_items((*line.items, (Atom(name, '"' if last == "'" else "" if line.as_list else last),)))


def _without_current(line: PathLine) -> str:
    return line.with_items(tuple(item for item in line.items if path_words.plain(item) not in {"", "."}))


def _better(item: Item, known: dict[str, str], held: set[str]) -> Item | None:
    """The item that was meant, None where there is nothing to mend."""
    folder = path_words.meant(item, known)
    if not folder or folder not in held:
        return None
    place = Path(folder)
    if folder.startswith("/") and place.name in {"go", "gofmt"} and is_program(place):
        length = len(place.name) + 1
        ends = "".join(atom.text for atom in item[-length:]) == f"/{place.name}"
        return item[:-length] if ends else None
    if folder.startswith("/") and is_program(place / "bin" / "go") and not is_program(place / "go"):
        return path_words.with_end(item, "bin" if folder.endswith("/") else "/bin")
    relative = not folder.startswith(("/", "~", "."))
    if relative and is_program(Path(known["HOME"]) / folder / "go"):
        quote = item[0].quote.replace("'", '"')
        return (Atom("$HOME", quote), Atom("/", quote), *item)
    return None


def _finding(
    scene: Scene, id: str, entry: int, lines: list[PathLine], new: Callable[[PathLine], str],
    *, severity: Severity, title: str, affects: str, explanation: str,
) -> Finding:  # fmt: skip
    return Finding(
        id=id,
        about=str(lines[0].path),
        entry=(entry,),
        severity=severity,
        title=title,
        affects=affects,
        evidence=tuple(line.evidence for line in lines),
        explanation=explanation,
        origin=tuple(line.origin for line in lines),
        remedy=_remedy(scene, lines, new),
    )


def _remedy(scene: Scene, lines: list[PathLine], new: Callable[[PathLine], str]) -> Remedy:
    title = _("Put PATH right in {file}").format(file=shown(lines[0].path, scene.home))
    return line_remedy(scene, lines[0].text, {line.line: new(line) for line in lines}, title)


CHECKS = (
    Check("path-literal", (65,), look_literal, systems=UNIX),
    Check("path-overwritten", (68,), look_overwritten, systems=UNIX),
    Check("path-not-a-folder", (70,), look_folders, systems=UNIX, finds=("path-current-folder",)),
)
