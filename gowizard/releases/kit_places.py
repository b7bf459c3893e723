"""Where a kit lies. Every start looks for one, so that nothing is loaded here that could read it."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from gowizard.errors import UsageError
from gowizard.locales import _

NAME = "gowizard-kit.json"  # the manifest


def is_kit(folder: Path) -> bool:
    """Whether a folder looks like a kit; its manifest is not read."""
    try:
        return (folder / NAME).is_file()
    except OSError:
        return False


def find_kit(named: Path | None, beside: Sequence[Path]) -> Path | None:
    """The kit that was named, else the first of the folders that is one, or None.

    Raises UsageError where the named folder is no kit.
    """
    if named is not None:
        named = named.expanduser().absolute()
        if is_kit(named):
            return named
        raise UsageError(
            _("There is no kit in {folder}").format(folder=named),
            _("It has no file {name}.").format(name=NAME),
            _("Name the folder that holds START-Linux.sh with --kit."),
        )
    return next((folder.absolute() for folder in beside if is_kit(folder)), None)


def places_beside() -> tuple[Path, ...]:
    """Where a kit is looked for unasked: the current folder, and for a single file its own folder and the one above."""
    here = [Path()]
    if getattr(sys, "frozen", False):
        program = Path(sys.executable).absolute()
        here += [program.parent, program.parent.parent]
    return tuple(here)
