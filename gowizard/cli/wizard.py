"""Bare `gowizard`: the full-screen wizard, or where there is no terminal the words what to run instead."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from gowizard import install
from gowizard.cli.context import Context
from gowizard.errors import UsageError
from gowizard.locales import _


def run(context: Context) -> int:
    """Start the wizard; return the exit status, or become the user's shell when that was asked for at the end."""
    screen = sys.stdout if os.name == "nt" else sys.stderr
    if not (sys.stdin.isatty() and screen.isatty()):
        raise UsageError(
            _("The wizard needs a terminal, and this is none"),
            _("Standard input or output is a file or a pipe."),
            _(
                "Without questions: gowizard install --yes\n"
                "To look first: gowizard install --dry-run\n"
                "All options: gowizard --help"
            ),
        )
    if context.flag("json"):
        from gowizard.cli.install import install_with

        return install_with(context, context.answers())
    old = context.host.windows is not None and context.host.windows.legacy_console
    if context.plain or old:  # no full screen without terminal sequences
        from gowizard.cli.plain import run as ask_in_lines

        return ask_in_lines(context)
    install.require_root(context.host, context.given_answers(), context.command)
    return open_page(context, "machine")


def open_page(context: Context, page: str) -> int:
    """The full screen with this page open; return the exit status."""
    from gowizard import wizard

    outcome = wizard.run(
        context.host,
        context.offered_answers() if page == "machine" else context.given_answers(),
        client=context.client,
        log_path=context.log_path,
        theme=context.text("theme"),
        page=page,
        ascii_only=context.flag("ascii"),
        undo_command=context.undo_command,
    )
    for line in outcome.lines:
        context.out.line(line)
    if outcome.exec_shell:
        _become_shell(context, outcome.unset)
    return outcome.status


def _become_shell(context: Context, unset: Sequence[str]) -> None:
    """Replace gowizard by a fresh login shell of the user, in which the new startup files are in force.

    What this terminal was given before, and no file sets any more, is left out; PATH gets the system's folders back.
    """
    shell = context.host.shell_named(context.host.shell)
    path = str(shell.path) if shell else "/bin/sh"
    sys.stdout.flush()
    kept = {name: value for name, value in os.environ.items() if name not in unset}
    if "PATH" in unset:
        items = [*os.environ.get("PATH", "").split(":"), *os.defpath.split(":"), "/usr/local/bin"]
        kept["PATH"] = ":".join(dict.fromkeys(item for item in items if item))
    os.execve(path, [path, "-l"], kept)  # noqa: S606 - no shell in between is what is wanted
