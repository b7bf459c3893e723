"""Numbers with units, short enough for a narrow column."""

from __future__ import annotations

from pathlib import Path

from gowizard.folders import with_tilde
from gowizard.locales import _


def short(text: object, home: Path) -> str:
    """A path, or words with paths in them, with `~` for the home folder."""
    return with_tilde(str(text), home) if text is not None else ""


def size(count: float) -> str:
    """Bytes as people write them: `71.2 MB` (decimal, as download pages do)."""
    for unit in ("B", "kB", "MB"):
        if abs(count) < 999.5:
            return f"{count:.0f} {unit}" if unit == "B" or count >= 100 else f"{count:.1f} {unit}"
        count /= 1000
    return f"{count:.1f} GB"


def speed(per_second: float) -> str:
    """Bytes per second."""
    return f"{size(per_second)}/s"


def duration(seconds: float) -> str:
    """Seconds as `0.3 s`, `42 s`, `3 min`, `2 h`."""
    if seconds < 9.95:
        return _("{n} s").format(n=f"{seconds:.1f}")
    if seconds < 90:
        return _("{n} s").format(n=f"{seconds:.0f}")
    if seconds < 5400:
        return _("{n} min").format(n=f"{seconds / 60:.0f}")
    return _("{n} h").format(n=f"{seconds / 3600:.0f}")


def age(seconds: float) -> str:
    """How long ago: `just now`, `5 minutes ago`, `3 hours ago`, `2 days ago`."""
    if seconds < 90:
        return _("just now")
    if seconds < 5400:
        return _("{n} minutes ago").format(n=f"{seconds / 60:.0f}")
    if seconds < 129600:
        return _("{n} hours ago").format(n=f"{seconds / 3600:.0f}")
    return _("{n} days ago").format(n=f"{seconds / 86400:.0f}")
