"""Renames that wait for who holds a file: on Windows a virus scanner or an indexer opens what was just written."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from gowizard.errors import GowizardError
from gowizard.host.holders import held_file, holders
from gowizard.locales import _

# ERROR_ACCESS_DENIED (what a folder with an open file in it answers), ERROR_SHARING_VIOLATION, ERROR_LOCK_VIOLATION.
_HELD = frozenset({5, 32, 33})
PAUSES = (0.05, 0.1, 0.2, 0.4, 0.8, 1.0, 1.0, 1.0)  # seconds


class HeldOpen(GowizardError):
    """Another program did not let go of a file in time."""

    def __init__(self, path: Path, file: Path, programs: tuple[str, ...]) -> None:
        held = _("{file} is open in {programs}.").format(file=file, programs=_(", ").join(programs))
        somebody = _("{file} is open in another program: often a virus scanner, an indexer, an editor or a go command.")
        super().__init__(
            _("{path} could not be changed").format(path=path),
            held if programs else somebody.format(file=file),
            _("Close that program, or wait until it has ended, and try again."),
        )


def rename(source: Path, destination: Path, *, sleep: Callable[[float], None] = time.sleep) -> None:
    """Rename; nothing lies at `destination`. Waits some seconds where somebody holds it. Raises HeldOpen, OSError."""
    patiently(lambda: source.rename(destination), source, sleep=sleep)


def replace(source: Path, destination: Path, *, sleep: Callable[[float], None] = time.sleep) -> None:
    """As `rename`, over what lies at `destination`."""
    patiently(lambda: source.replace(destination), destination, sleep=sleep)


def patiently(act: Callable[[], object], path: Path, *, sleep: Callable[[float], None] = time.sleep) -> None:
    """Act, again and again for some seconds while Windows says that somebody holds `path`.

    Raises HeldOpen, which names the file and where possible the program; OSError for anything else.
    """
    for pause in PAUSES:
        try:
            act()
            return
        except PermissionError as error:
            if getattr(error, "winerror", None) not in _HELD:
                raise
        sleep(pause)
    try:
        act()
    except PermissionError as error:
        number = getattr(error, "winerror", None)
        file = held_file(path) if number in _HELD else None
        if file is None and number not in {32, 33}:
            raise
        raise HeldOpen(path, file or path, holders(file or path)) from error
