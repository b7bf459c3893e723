"""argparse in the user's language, with help measured in cells."""

from __future__ import annotations

import argparse
from typing import Any, NoReturn

from gowizard.errors import UsageError
from gowizard.locales import N_, _
from gowizard.locales.columns import cells, pad, wrap

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


_COMMAND = 20  # columns of the longest command with its value


class HelpFormatter(argparse.HelpFormatter):
    """Option texts break where the terminal's columns end, also between Chinese characters."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=30)

    def _format_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None) -> str:
        told = _("usage: ") if prefix is None else prefix
        width = cells(told)  # argparse indents the next lines by the number of characters
        return told + super()._format_usage(usage, actions, groups, "x" * width)[width:]

    def format_help(self) -> str:
        """The whole text, with the colons of its language."""
        told = super().format_help()
        for title in (_("options"), _("positional arguments")):
            told = told.replace(f"\n{title}:\n", "\n" + _("{title}:").format(title=title) + "\n")
        return told

    def _split_lines(self, text: str, width: int) -> list[str]:
        return wrap(" ".join(text.split()), width)

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        return "\n".join(indent + line for row in text.splitlines() for line in wrap(row, width - len(indent)))


class WizardHelpFormatter(HelpFormatter):
    """The same, with a table of commands: rows of a name, a tab and what it does."""

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        return "\n".join(line for row in text.splitlines() for line in self._hanging(row, width))

    def _hanging(self, row: str, width: int) -> list[str]:
        name, tab, told = row.partition("\t")
        if not tab:
            return wrap(row, width)
        lines = wrap(told, width - _COMMAND - 3)
        return [f"  {pad('' if number else name, _COMMAND)} {line}" for number, line in enumerate(lines)]


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
