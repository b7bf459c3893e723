"""A terminal at which nobody sits, as a program's standard input: does the program wait for somebody to type?

The program is not led by this terminal (it has no controlling one): a shell that had would give each job a group of
its own, which would outlive the shell. For that a /bin/sh stands between, as a session's first process that opens a
terminal is led by it (bash 5.2 and zsh 5.9 open theirs).
"""

from __future__ import annotations

import os
import select
import threading
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

_END = b"\x04"  # ends the input of what reads whole lines; others get it as a character
_TICK = 0.01
_KEPT = 4096  # bytes


class EmptyTerminal:
    """A context manager. `inner` is the descriptor for the program; a reader is told at once that there is no more.

    With `silent` a reader is told nothing, as at a real terminal, and waits. Unix only. Raises OSError.
    """

    def __init__(self, *, silent: bool = False) -> None:
        self._silent = silent
        self._asked = False
        self._shown = b""
        self._over = threading.Event()
        self._watching = threading.Thread(target=self._watch, daemon=True, name="terminal")

    def __enter__(self) -> EmptyTerminal:
        self._outer, self.inner = os.openpty()
        if not self._silent:
            os.write(self._outer, _END)
        self._watching.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        self._watching.join()
        os.close(self._outer)
        os.close(self.inner)

    @property
    def asked(self) -> bool:
        """Whether somebody read from it so far; not known where it is silent."""
        self._asked = self._asked or self._taken()
        return self._asked

    @property
    def shown(self) -> bytes:
        """The last that was written to the terminal itself: zsh shows its questions there."""
        return self._shown

    def _taken(self) -> bool:
        return not self._silent and not select.select([self.inner], [], [], 0)[0]

    def _watch(self) -> None:
        while not self._over.is_set():
            if select.select([self._outer], [], [], _TICK)[0]:  # who writes is never kept waiting
                self._shown = (self._shown + os.read(self._outer, _KEPT))[-_KEPT:]
            if self._taken():
                self._asked = True
                os.write(self._outer, _END)


def not_led(argv: Sequence[str | Path]) -> list[str | Path]:
    """The words that start the program as another than its session's first process, with the same exit status."""
    return ["/bin/sh", "-c", '"$0" "$@"; exit $?', *argv]
