"""The terminal's window title and its progress mark (taskbar, tab), set while something runs and given back.

Titles: OSC 2, with the terminal's own stack of titles (CSI 22;2t and 23;2t, xterm's control sequences). Progress:
OSC 9;4 as ConEmu defined it. Elsewhere OSC 9 is a desktop notification, so it goes only to terminals known to take it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TextIO

_NO_TITLE = {"", "dumb", "unknown", "linux", "vt100", "vt220", "cons25"}
_PROGRESS_PROGRAMS = {"ghostty", "WezTerm", "mintty"}


class Window:
    """Writes to one stream; does nothing where that is no such terminal."""

    def __init__(self, stream: TextIO, environment: Mapping[str, str], *, wanted: bool) -> None:
        term = environment.get("TERM", "")
        on = wanted and stream.isatty()
        self._stream = stream
        self._titled = on and (term not in _NO_TITLE or bool(environment.get("WT_SESSION")))
        self._marked = self._titled and takes_progress(environment)
        self._title = ""
        self._share = -1

    def title(self, text: str) -> None:
        """Put a text over the window, keeping the terminal's own for `restore`."""
        text = "".join(char for char in text if char.isprintable())[:80]
        if self._titled and text != self._title:
            self._write(("" if self._title else "\x1b[22;2t") + f"\x1b]2;{text}\x1b\\")
            self._title = text

    def progress(self, done: int, total: int | None) -> None:
        """Show how much is done; without a total, that something runs."""
        share = min(100, done * 100 // total) if total else 0
        if self._marked and share != self._share:
            self._share = share
            self._write(f"\x1b]9;4;1;{share}\x1b\\" if total else "\x1b]9;4;3\x1b\\")

    def settle(self) -> None:
        """Take the progress mark away."""
        if self._share >= 0:
            self._share = -1
            self._write("\x1b]9;4;0\x1b\\")

    def restore(self) -> None:
        """Take away what was set."""
        self.settle()
        if self._title:
            self._title = ""
            self._write("\x1b]2;\x1b\\\x1b[23;2t")

    def _write(self, text: str) -> None:
        self._stream.write(text)
        self._stream.flush()


def takes_progress(environment: Mapping[str, str]) -> bool:
    """Whether the terminal is known to understand OSC 9;4 as progress (not inside tmux or screen)."""
    if environment.get("TMUX") or environment.get("STY"):
        return False
    vte = environment.get("VTE_VERSION", "")
    return (
        bool(environment.get("WT_SESSION"))
        or environment.get("ConEmuANSI") == "ON"
        or environment.get("TERM_PROGRAM") in _PROGRESS_PROGRAMS
        or (vte.isdecimal() and int(vte) >= 7900)
    )
