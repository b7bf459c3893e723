"""`gowizard completions SHELL`: a completion script made from the table in options.py.

The scripts start no program: installed versions are read from the folder of the trees by the shell itself.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from gowizard.cli.completions_other import fish, powershell
from gowizard.cli.completions_posix import bash, zsh
from gowizard.errors import UsageError
from gowizard.locales import _

if TYPE_CHECKING:
    from gowizard.cli.context import Context

SHELLS: dict[str, Callable[[], str]] = {"bash": bash, "zsh": zsh, "fish": fish, "powershell": powershell}


def run(context: Context) -> int:
    """Print the script for the shell named; return 0."""
    name = context.text("argument")
    if name not in SHELLS:
        raise UsageError(
            _("gowizard has no completions for “{shell}”").format(shell=name),
            "",
            _("Known: {names}.").format(names=_(", ").join(SHELLS)),
        )
    context.out.line(SHELLS[name]().rstrip())
    context.out.result({"command": "completions", "ok": True, "shell": name, "script": SHELLS[name]()})
    return 0
