"""Does a shell reach the end of a startup file? Asked of the shell's own parser, which runs nothing of it."""

from __future__ import annotations

import os
from pathlib import Path

from gowizard import run
from gowizard.host.files import is_file

_MOST_BYTES = 100_000  # one argument of a program holds 128 KiB on Linux
_SECONDS = 3.0


def reaches_end(shell: Path, content: bytes) -> bool:
    """False where the content has a syntax error, or ends inside a here-document or a quotation.

    A here-document without an end is no error to a shell, it swallows the rest. So a `)` is put behind the
    content: a shell that does not stumble over it never came to it. True where it cannot be told.
    """
    if not content.strip() or len(content) > _MOST_BYTES or not is_file(shell):
        return True
    return _parses(shell, content) is not False and _parses(shell, content + b"\n)\n") is not True


def _parses(shell: Path, content: bytes) -> bool | None:
    argv = [str(shell), "-n", "-c", os.fsdecode(content)]
    done = run.probe(argv, environment={"PATH": "/usr/bin:/bin"}, seconds=_SECONDS)
    return None if done.status is None else done.status == 0
