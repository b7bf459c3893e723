"""Items of a Windows Path: one that was cut off, and those that name a folder again. Nothing is changed here."""

from __future__ import annotations

import ntpath
import os
from collections.abc import Iterator
from pathlib import Path

from gowizard.host.path_items import folder_of, is_open, key_of

_NEAR = 200  # entries of a folder that are compared with a name that was cut off


def completed(item: str, variables: dict[str, str]) -> str:
    """The item with the rest of its last name, where one folder alone begins so; "" where it cannot be told."""
    folder = folder_of(item, variables)
    parent, name = os.path.split(folder)
    if is_open(item) or not name or not Path(parent).is_absolute():
        return ""
    try:
        with os.scandir(parent) as found:
            names = [each.name for each, _count in zip(found, range(_NEAR), strict=False) if each.is_dir()]
    except OSError:
        return ""
    fits = [each for each in names if each.lower().startswith(name.lower())]
    return item + fits[0][len(name) :] if len(fits) == 1 else ""


def doubled(old: list[str], first: set[str], variables: dict[str, str]) -> Iterator[str]:
    """The items whose folder an item before them names, of the machine's part or of the user's own."""
    met = set(first)
    for item in old:
        key = key_of(item, variables)
        if key and not is_open(item) and key in met and ntpath.isabs(folder_of(item, variables)):
            yield item
        met.add(key)


def without_doubles(old: list[str], first: set[str], variables: dict[str, str]) -> list[str]:
    """The items without those."""
    met, kept = set(first), []
    for item in old:
        key = key_of(item, variables)
        if not (key and not is_open(item) and key in met and ntpath.isabs(folder_of(item, variables))):
            kept.append(item)
        met.add(key)
    return kept
