"""argparse in the user's language, with help measured in cells."""

from __future__ import annotations

import argparse
from typing import Any, NoReturn

from gowizard.errors import UsageError
from gowizard.locales import N_, _
from gowizard.locales.columns import cells, wrap

# argparse's own words, as its source has them; those of a newer Python that are not here stay English.
ARGPARSE = (
    N_("usage: "),
    N_("options"),
    N_("positional arguments"),
    N_("show this help message and exit"),
    N_("argument %(argument_name)s: %(message)s"),
    N_("expected one argument"),
    N_("ignored explicit argument %r"),
    N_("invalid choice: %(value)r (choose from %(choices)s)"),
    N_("the following arguments are required: %s"),
    N_("unrecognized arguments: %s"),
)


class HelpFormatter(argparse.HelpFormatter):
    """Option texts break where the terminal's columns end, also between Chinese characters."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=30)

    def _format_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None) -> str:
        told = _("usage: ") if prefix is None else prefix
        width = cells(told)  # argparse indents the next lines by the number of characters
        return told + super()._format_usage(usage, actions, groups, "x" * width)[width:]

    def _split_lines(self, text: str, width: int) -> list[str]:
        return wrap(" ".join(text.split()), width)

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        return "\n".join(indent + line for row in text.splitlines() for line in wrap(row, width - len(indent)))


class WizardHelpFormatter(HelpFormatter):
    """The same, with the table of commands as it is."""

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        return "\n".join(indent + row for row in text.splitlines())


class Parser(argparse.ArgumentParser):
    """A parser that raises UsageError instead of exiting."""

    def error(self, message: str) -> NoReturn:
        """Raise UsageError with argparse's message."""
        raise UsageError(
            _("The command line cannot be understood"),
            message,
            _("See: {command}").format(command=f"{self.prog} --help"),
        )


def translate_argparse() -> None:
    """Let argparse look its words up here; it asks a gettext of its own, which knows no catalogue of ours."""
    setattr(argparse, "_", _)  # noqa: B010 - mypy knows no such name there
