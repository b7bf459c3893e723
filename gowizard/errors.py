"""Every failure a user can meet carries a title, a cause and a remedy; showing it is the front end's work."""

from __future__ import annotations

from gowizard.locales import _, sentences


class GowizardError(Exception):
    """A failure told in three parts.

    `title` says what did not work, `cause` why (may hold lines of evidence), `remedy` what the reader can do next.
    All three are already translated and contain no secrets. `exit_status` is what a command ends with. A title is one
    line, whatever names of others it holds: one with a line break could tell a success of its own.
    """

    exit_status = 1

    def __init__(self, title: str, cause: str = "", remedy: str = "") -> None:
        super().__init__(title)
        self.title = " ".join(title.splitlines())
        self.cause = cause
        self.remedy = remedy

    @property
    def one_line(self) -> str:
        """Title and cause as running text."""
        parts = [part.replace("\n", " ").rstrip(" .。") for part in (self.title, self.cause) if part]
        return sentences(*(_("{title}.").format(title=part) for part in parts))

    def __str__(self) -> str:
        return "\n".join(part for part in (self.title, self.cause, self.remedy) if part)


class UsageError(GowizardError):
    """The request itself cannot be understood or cannot start here; nothing was touched."""

    exit_status = 2
