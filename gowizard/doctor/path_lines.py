"""The lines of startup files that set PATH, whole statements only, and other lines in their place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from gowizard.dataclass import dataclass
from gowizard.doctor import path_words
from gowizard.doctor.model import Evidence, Origin
from gowizard.doctor.path_words import Item
from gowizard.doctor.startup_texts import StartupText, startup_texts

if TYPE_CHECKING:
    from gowizard.doctor.scene import Scene

_PIECE = (
    r"(?:\\.|\"(?:\\.|[^\"\\\n])*\"|'[^'\n]*'|\$\([^()\n]*\)|\$\{[^{}\n]*\}|`[^`\n]*`"
    r"|[^\s;&|<>()\"'`\\#]|(?<=\S)#)"
)
_AFTER = r"(?P<after>[ \t]*(?:(?:;|&&)[ \t]*export[ \t]+PATH[ \t]*)?;?(?:[ \t]+#.*)?[ \t]*\r?)"
_ONE = re.compile(
    r"(?P<before>[ \t]*(?:(?:export|readonly|(?:typeset|declare)(?:[ \t]+-[A-Za-z]+)*)[ \t]+)?PATH\+?=)"
    rf"(?P<words>{_PIECE}+)(?P<gap>){_AFTER}"
)
_SETENV = re.compile(rf"(?P<before>[ \t]*setenv[ \t]+PATH[ \t]+)(?P<words>{_PIECE}+)(?P<gap>){_AFTER}")
_LIST = re.compile(
    rf"(?P<before>[ \t]*(?:set[ \t]+)?path[ \t]*\+?=[ \t]*\([ \t]*)(?P<words>{_PIECE}+(?:[ \t]+{_PIECE}+)*)"
    rf"(?P<gap>[ \t]*\)){_AFTER}"
)
_FISH = re.compile(
    r"(?P<before>[ \t]*set(?:[ \t]+(?:-[A-Za-z]+|--[a-z]+))*[ \t]+(?:PATH|fish_user_paths)[ \t]+)"
    rf"(?P<words>{_PIECE}+(?:[ \t]+{_PIECE}+)*)(?P<gap>){_AFTER}"
)
_FISH_ADD = re.compile(
    r"(?P<before>[ \t]*fish_add_path(?:[ \t]+(?:-[A-Za-z]+|--[a-z]+))*[ \t]+)"
    rf"(?P<words>{_PIECE}+(?:[ \t]+{_PIECE}+)*)(?P<gap>){_AFTER}"
)
_FORMS = {"posix": (_ONE, _LIST), "fish": (_FISH, _FISH_ADD), "csh": (_SETENV, _LIST), "pam": (_ONE,)}


@dataclass(frozen=True)
class PathLine:
    """One line that sets PATH, as a whole statement."""

    text: StartupText
    number: int  # counted from 1
    line: str  # bytes that are not UTF-8 as surrogates
    before: str
    items: tuple[Item, ...]
    after: str
    as_list: bool  # items stand apart from each other, not with colons in one word
    adds: bool  # what PATH was stays: fish_add_path, +=

    @property
    def path(self) -> Path:
        """The file."""
        return self.text.path

    @property
    def evidence(self) -> Evidence:
        """The line and where it stands."""
        return Evidence(where=f"{self.path}:{self.number}", what=self.line.strip())

    @property
    def origin(self) -> Origin:
        """Where the folders of this line come from."""
        return Origin(kind=self.text.kind, path=self.path, line=self.number, text=self.line.strip())

    @property
    def keeps(self) -> bool:
        """Whether what was in PATH stays there."""
        return self.adds or any(path_words.keeps_path(item) for item in self.items)

    @property
    def means_to_keep(self) -> bool:
        """Whether whoever wrote it wanted that."""
        return self.adds or any(path_words.refers_to_path(item) for item in self.items)

    def folders(self, known: dict[str, str]) -> tuple[str, ...]:
        """The folders that are meant, unknown ones left out."""
        found = (path_words.meant(item, known) for item in self.items if not path_words.refers_to_path(item))
        return tuple(folder for folder in found if folder)

    def with_items(self, items: tuple[Item, ...]) -> str:
        """The line with other items."""
        words = " ".join(path_words.spelled(item) for item in items) if self.as_list else path_words.word(items)
        return self.before + words + self.after


def path_lines(scene: Scene) -> tuple[PathLine, ...]:
    """Every one in files of any shell."""
    return scene.once("path-lines", lambda: tuple(line for text in startup_texts(scene) for line in lines_of(text)))


def lines_of(text: StartupText) -> Iterator[PathLine]:
    """Those of one file; none where the line before goes on in it."""
    lines = text.content.decode("utf-8", "surrogateescape").split("\n")
    for number, line in enumerate(lines, 1):
        goes_on = number > 1 and lines[number - 2].rstrip("\r").endswith("\\")
        for form in _FORMS.get(text.dialect, ()):
            match = None if goes_on or "PATH" not in line.upper() else form.fullmatch(line)
            if match:
                as_list = form in {_LIST, _FISH, _FISH_ADD}
                words = re.findall(rf"{_PIECE}+", match["words"]) if as_list else [match["words"]]
                items = tuple(path_words.atoms(word) for word in words) if as_list else path_words.items(words[0])
                after = match["gap"] + match["after"]
                adds = form is _FISH_ADD or "+=" in match["before"]
                yield PathLine(text, number, line, match["before"], items, after, as_list, adds)
                break


def written_folders(scene: Scene) -> tuple[str, ...]:
    """The folders that the user's own startup files put into PATH, whichever shell reads them."""
    known = known_variables(scene)
    mine = (line for line in path_lines(scene) if line.text.kind == "startup-file")
    return tuple(dict.fromkeys(folder for line in mine for folder in line.folders(known)))


def known_variables(scene: Scene) -> dict[str, str]:
    """What a line of a startup file may count on: HOME, and the folders of Go's as the user's shell has them."""
    known = {"HOME": str(scene.home)}
    for key in ("GOPATH", "GOROOT", "GOBIN", "XDG_CONFIG_HOME", "XDG_DATA_HOME"):
        if value := scene.variable(key):
            known[key] = value
    return known
