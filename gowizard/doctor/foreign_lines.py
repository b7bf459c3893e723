"""Lines that set PATH or a setting of Go's in another shell's syntax, and the same in the right one."""

from __future__ import annotations

import re
from collections.abc import Callable

from gowizard.doctor import path_words
from gowizard.doctor.path_words import Atom, Item

_NAME = r"(?P<name>PATH|C?GO_?[A-Z0-9_]+)"
_WORD = r"(?:\\.|\"(?:\\.|[^\"\\\n])*\"|'[^'\n]*'|\$\([^()\n]*\)|\$\{[^{}\n]*\}|[^\s;&|<>()\"'`\\])+"
_REST = r"(?P<rest>[ \t]*;?(?:[ \t]+#.*)?[ \t]*)"
_POSIX = re.compile(
    rf"(?P<indent>[ \t]*)(?P<export>export[ \t]+)?{_NAME}=(?P<words>{_WORD})"
    rf"(?:[ \t]*;[ \t]*export[ \t]+(?P=name))?{_REST}"
)
_SET = re.compile(
    rf"(?P<indent>[ \t]*)set(?:[ \t]+(?:-[gUx]+|--(?:global|universal|export)))+[ \t]+{_NAME}"
    rf"[ \t]+(?P<words>{_WORD}(?:[ \t]+{_WORD})*){_REST}"
)
_SETENV = re.compile(rf"(?P<indent>[ \t]*)setenv[ \t]+{_NAME}[ \t]+(?P<words>{_WORD}){_REST}")
_WINDOWS = re.compile(
    rf"(?P<indent>[ \t]*)(?:set(?:x(?:[ \t]+/[mM])?)?[ \t]+(?P<name>GO(?!ROOT)[A-Z0-9_]+)(?:=|(?<=\S)[ \t]+(?=[\"']))"
    rf"|\$[eE]nv:(?P<other>GO(?!ROOT)[A-Z0-9_]+)[ \t]*=[ \t]*)(?P<words>{_WORD}){_REST}"
)
_ADD = re.compile(rf"(?P<indent>[ \t]*)(?P<name>fish_add_path)[ \t]+(?P<words>{_WORD}){_REST}")


def translated(line: str, dialect: str) -> str:
    """The line as this dialect says it; "" where it is in that dialect already, or nothing that we know."""
    forms: dict[str, tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...]] = {
        "fish": ((_POSIX, _to_fish),),
        "csh": ((_POSIX, _to_csh), (_SET, _list_to_csh)),
        "posix": ((_SET, _list_to_posix), (_SETENV, _to_posix), (_ADD, _added_to_posix), (_WINDOWS, _of_windows)),
    }
    for form, turn in forms.get(dialect, ()):
        match = form.fullmatch(line)
        if match:
            return turn(match)
    return ""


def _to_fish(match: re.Match[str]) -> str:
    name, words = match["name"], match["words"]
    parts = path_words.items(words) if name == "PATH" else (path_words.atoms(words),)
    if match["export"] and (name != "PATH" or not _splits(parts)):
        return ""  # fish has an `export` of its own, which takes these
    said = " ".join(path_words.spelled(tuple(_fish_atom(atom) for atom in part)) for part in parts if part)
    return f"{match['indent']}set -gx {name} {said}{match['rest']}"


def _splits(parts: tuple[Item, ...]) -> bool:
    """Whether fish multiplies the word with each item of PATH: `$PATH` without quotes beside something else."""
    return len(parts) > 1 and any(atom.variable == "PATH" and not atom.quote for part in parts for atom in part)


def _fish_atom(atom: Atom) -> Atom:
    if atom.quote != "'" and atom.text.startswith("$("):
        return Atom(atom.text.removeprefix("$") if not atom.quote else atom.text, atom.quote)
    return Atom(f"${atom.variable}", atom.quote) if atom.variable and atom.quote != "'" else atom


def _to_csh(match: re.Match[str]) -> str:
    return _csh(match, path_words.atoms(match["words"]))


def _list_to_csh(match: re.Match[str]) -> str:
    return _csh(match, path_words.atoms(":".join(_words(match["words"]))))


def _csh(match: re.Match[str], word: Item) -> str:
    text = "".join(f"${{{atom.variable}}}" if atom.variable else path_words.plain((atom,)) for atom in word)
    if re.search(r"[\"'!`\\]|\$\(", text) or any(atom.quote == "'" and atom.variable for atom in word):
        return ""
    if text.startswith("~/"):
        text = "${HOME}" + text[1:]
    return f'{match["indent"]}setenv {match["name"]} "{text}"{match["rest"]}'


def _to_posix(match: re.Match[str]) -> str:
    return f"{match['indent']}export {match['name']}={match['words']}{match['rest']}"


def _of_windows(match: re.Match[str]) -> str:
    return f"{match['indent']}export {match['name'] or match['other']}={match['words']}{match['rest']}"


def _list_to_posix(match: re.Match[str]) -> str:
    said = path_words.word(tuple(path_words.atoms(word) for word in _words(match["words"])))
    return f"{match['indent']}export {match['name']}={said}{match['rest']}"


def _added_to_posix(match: re.Match[str]) -> str:
    return f'{match["indent"]}export PATH={match["words"]}:"$PATH"{match["rest"]}'


def _words(text: str) -> list[str]:
    return re.findall(_WORD, text)
