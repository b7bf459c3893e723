"""A word of a startup file taken apart into the items of PATH, each with its quotes, and put together again."""

from __future__ import annotations

import re

from gowizard.dataclass import dataclass, replace

_ATOM = re.compile(r"\\.|\$\{[^{}\n]*\}|\$\([^()\n]*\)|`[^`\n]*`|\$\w+|.", re.DOTALL)
_SINGLE = re.compile(r"\$\{\w+\}|\$\w+|.", re.DOTALL)
_REFERENCE = re.compile(r"\$(?:\{(\w+)[^{}]*\}|(\w+))\Z")
_OWN = frozenset({"PATH", "path", "fish_user_paths"})


@dataclass(frozen=True)
class Atom:
    """A letter, or what belongs together as `${PATH:+:$PATH}` does; `quote` is what stands around it."""

    text: str
    quote: str  # "", "'" or '"'

    @property
    def variable(self) -> str:
        """The name of the variable that it stands for, also where quotes keep a shell from seeing one."""
        match = _REFERENCE.match(self.text)
        return (match[1] or match[2]) if match else ""


Item = tuple[Atom, ...]


def atoms(word: str) -> Item:
    """The atoms of a word. An unfinished quotation reaches to the end."""
    found: list[Atom] = []
    quote, rest = "", word
    while rest:
        if not quote and rest[0] in "\"'":
            quote, rest = rest[0], rest[1:]
        elif quote and rest[0] == quote:
            quote, rest = "", rest[1:]
        else:
            match = (_SINGLE if quote == "'" else _ATOM).match(rest)
            assert match is not None
            found.append(Atom(match[0], quote))
            rest = rest[match.end() :]
    return tuple(found)


def items(word: str) -> tuple[Item, ...]:
    """The parts of a word between its colons."""
    parts: list[list[Atom]] = [[]]
    for atom in atoms(word):
        if atom.text == ":":
            parts.append([])
        else:
            parts[-1].append(atom)
    return tuple(tuple(part) for part in parts)


def word(parts: tuple[Item, ...]) -> str:
    """The items as one word again; a colon is quoted where what stands on both its sides is."""
    whole: list[Atom] = []
    for index, part in enumerate(parts):
        if index:
            after = part[0].quote if part else whole[-1].quote if whole else ""
            before = whole[-1].quote if whole else after
            whole.append(Atom(":", before if before == after else ""))
        whole += part
    return spelled(tuple(whole))


def spelled(parts: Item) -> str:
    """The text of atoms, with quotes where they change."""
    text, quote = "", ""
    for atom in parts:
        if atom.quote != quote:
            text += quote + atom.quote
            quote = atom.quote
        text += atom.text
    return text + quote


def refers_to_path(item: Item) -> bool:
    """Whether PATH's own value stands in it, be it in quotes that hide that."""
    return any(atom.variable in _OWN or "PATH" in atom.text for atom in item)


def keeps_path(item: Item) -> bool:
    """Whether PATH's value really comes to stand there."""
    return refers_to_path(tuple(atom for atom in item if atom.quote != "'" and not atom.text.startswith("\\$")))


def plain(item: Item) -> str:
    """The item as it stands there, without its quotes."""
    return "".join(re.sub(r"\A\\(.)", r"\1", atom.text) if atom.quote != "'" else atom.text for atom in item)


def meant(item: Item, known: dict[str, str]) -> str:
    """The folder that is meant, whatever quotes prevent: `~` and known variables put in; "" where that is unknown."""
    text = "".join(known.get(atom.variable, "\0") if atom.variable else plain((atom,)) for atom in item)
    if text == "~" or text.startswith("~/"):
        text = known.get("HOME", "\0") + text[1:]
    return "" if "\0" in text or "$" in text or "`" in text else text


def is_hidden(item: Item) -> bool:
    """Whether quotes keep `~` or a variable from being put in."""
    tilde = bool(item) and item[0].text == "~" and item[0].quote != "" and _names_home(item)
    return tilde or any(_hidden(atom) for atom in item) or _escaped(item) >= 0


def opened(item: Item) -> Item:
    """The item so that every shell puts HOME and other variables in."""
    at = _escaped(item)
    while at >= 0:
        name = re.match(r"\w+", "".join(atom.text for atom in item[at + 1 :]))
        length = len(name[0]) if name else 0
        item = (*item[:at], Atom("$" + (name[0] if name else ""), item[at].quote), *item[at + 1 + length :])
        at = _escaped(item)
    if item and item[0].text == "~" and _names_home(item):
        quote = '"' if item[0].quote == "'" else item[0].quote
        item = (Atom("$HOME", quote), *item[1:])
    if any(_hidden(atom) for atom in item):
        item = tuple(_in_double_quotes(atom) for atom in item)
    return item


def with_end(item: Item, text: str) -> Item:
    """The item with more at its end, quoted alike."""
    quote = item[-1].quote if item else ""
    return (*item, *(Atom(letter, quote) for letter in text))


def _hidden(atom: Atom) -> bool:
    return atom.quote == "'" and bool(atom.variable)


def _escaped(item: Item) -> int:
    return next((index for index, atom in enumerate(item) if atom.text == "\\$" and atom.quote != "'"), -1)


def _names_home(item: Item) -> bool:
    return len(item) == 1 or item[1].text == "/"


def _in_double_quotes(atom: Atom) -> Atom:
    if atom.quote != "'":
        return atom
    return replace(atom, quote='"', text=f"\\{atom.text}" if atom.text in {'"', "\\", "`", "$"} else atom.text)
