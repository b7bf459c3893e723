"""The items of a Windows Path as text: split, expanded and compared, on whatever system this runs."""

from __future__ import annotations

import ntpath
import re
from collections.abc import Iterator, Mapping

_REFERENCE = re.compile(r"%([^%]*)%")


def items(text: str) -> list[str]:
    """The items as written, empty ones too; a ';' between quotes is part of a name, as for cmd and Go."""
    found, quoted = [""], False
    for letter in text:
        if letter == ";" and not quoted:
            found.append("")
            continue
        quoted ^= letter == '"'
        found[-1] += letter
    return found if text else []


def is_open(item: str) -> bool:
    """Whether a quote in the item is never closed, so that all that follows belongs to it."""
    return item.count('"') % 2 == 1


def expanded(text: str, variables: Mapping[str, str]) -> str:
    """The text with every %NAME% replaced once; `variables` has its names in capitals, what it lacks stays.

    Percent signs go in pairs from the left, whatever is between them: after a lone one all others pair otherwise, and
    no name behind it is found (RtlExpandEnvironmentStrings, as Wine has it).
    """
    return _REFERENCE.sub(lambda match: variables.get(match[1].upper(), match[0]), text)


def folder_of(item: str, variables: Mapping[str, str]) -> str:
    """The folder that an item names, "" for an empty one."""
    return expanded(item, variables).replace('"', "").strip()


def key_of(item: str, variables: Mapping[str, str]) -> str:
    r"""What two items have in common that name one folder: without quotes, %NAMES%, case, / and a last \."""
    folder = folder_of(item, variables)
    return ntpath.normpath(folder).lower() if folder else ""


def is_inside(folder: str, place: str, variables: Mapping[str, str] | None = None) -> bool:
    """Whether a folder is `place` or lies below it; `variables` are for %NAMES% in `place`."""
    inner, outer = key_of(folder, {}), key_of(place, variables or {})
    return bool(outer) and (inner == outer or inner.startswith(outer + "\\"))


def folders(text: str, variables: Mapping[str, str]) -> Iterator[str]:
    """The folders that a Path names, in order."""
    yield from (folder for item in items(text) if (folder := folder_of(item, variables)))
