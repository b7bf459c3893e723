"""What the full screen leaves behind for the command line that started it."""

from __future__ import annotations

from pathlib import Path

from gowizard.dataclass import dataclass


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """How the wizard ended.

    `status` is the exit status of the command; `lines` are printed on the plain terminal afterwards.
    With `exec_shell` the caller replaces itself by `shell` started as a login shell, without the variables in `unset`.
    """

    status: int = 0
    exec_shell: bool = False
    shell: Path | None = None
    unset: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()
