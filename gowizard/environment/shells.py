"""The Changes that let shells find Go: one script per syntax, one Change per startup file."""

from __future__ import annotations

import datetime
import os
from collections.abc import Callable
from pathlib import Path

from gowizard import changes
from gowizard.changes.model import Change, ManualStep
from gowizard.dataclass import dataclass
from gowizard.environment import startup, system_wide, windows
from gowizard.environment.access import obstacle
from gowizard.environment.blocks import is_text, with_block
from gowizard.environment.conflicts import conflicting_lines
from gowizard.environment.dialects import DIALECTS, POSIX, Dialect, dialect_of
from gowizard.environment.lines import without_goroot
from gowizard.environment.settings import Settings
from gowizard.environment.syntax import reaches_end
from gowizard.environment.words import shown
from gowizard.host.facts import Host
from gowizard.host.files import exists
from gowizard.locales import _


def shell_changes(
    host: Host,
    settings: Settings,
    *,
    shells: tuple[str, ...],
    system: bool = False,
    disable_lines: bool = True,
    root: Path = Path("/"),
    read: Callable[[Path], bytes | None] | None = None,
    tree: Path | None = None,
) -> tuple[tuple[Change, ...], tuple[ManualStep, ...]]:
    """What makes these shells find Go, and what only the user can do; nothing where all is there already.

    `disable_lines` also comments out the lines that fix GOROOT, in every startup file of the user's. All
    edits of one file are one Change. A manual step whose id begins with `startup:` leaves a shell without
    Go. `system` serves every user instead, below `root`. `read` gives a file's bytes (None: it is not there) where
    other edits of it come first. On Windows the user's variables serve every shell; `tree` is the GOROOT that will be
    current.
    """
    if host.windows is not None:
        return windows.registry_changes(host, settings, disable_lines=disable_lines, tree=tree)
    if system:
        return system_wide.system_changes(host, settings, root=root)
    edits = _Edits(host, datetime.date.today().isoformat() if disable_lines else "", read or _on_disk)
    home = host.user.home
    for dialect in DIALECTS:
        mine = tuple(shell for shell in shells if shell in dialect.shells)
        if mine:
            edits.own_file(dialect, dialect.place(host), dialect.script(settings, home), mine)
    for file in startup.startup_files(host, shells):
        language = dialect_of(file.shells[0])
        if language is not None:
            edits.startup_file(file, language.sourced(language.place(host), home, if_there=True))
    for shell in shells:
        if dialect_of(shell) is None:
            edits.unknown_shell(shell, DIALECTS[0].put_first(settings.go_bin, home))
    if disable_lines:
        edits.other_lines(root)
    return tuple(edits.changes), tuple(edits.manual)


def _on_disk(path: Path) -> bytes | None:
    return path.read_bytes() if exists(path) else None


@dataclass
class _Edits:
    host: Host
    date: str  # for the mark of a disabled line; empty leaves GOROOT lines alone
    read: Callable[[Path], bytes | None]

    def __post_init__(self) -> None:
        self.changes: list[Change] = []
        self.manual: list[ManualStep] = []
        self.edited: set[str] = set()

    def own_file(self, dialect: Dialect, path: Path, content: bytes, shells: tuple[str, ...]) -> None:
        """A file that is ours alone."""
        identity = f"script:{dialect.name}"
        reason = obstacle(path, self.host)
        if not reason and self.read(path) == content:
            return
        place = shown(path, self.host.user.home)
        if reason:
            title = _("Write {place}").format(place=place)
            lines = tuple(content.decode("utf-8", "replace").splitlines())
            self.manual.append(ManualStep(id=f"startup:{identity}", title=title, reason=reason, lines=lines))
            return
        title = _("Put Go into PATH: {place}").format(place=place)
        why = _("Read by {shells}; gowizard's own file.").format(shells=_(", ").join(shells))
        if dialect.untested:
            why += " " + _("It follows the documentation of {shells}, but was never tried there: untested.").format(
                shells=_(", ").join(shells)
            )
        effects = (changes.write_file(path, content),)
        self.changes.append(Change(id=identity, title=title, why=why, effects=effects))

    def startup_file(self, file: startup.Startup, line: str) -> None:
        """A file of the user's that gets a block."""
        place, names = shown(file.path, self.host.user.home), _(", ").join(file.shells)
        identity = f"startup:{file.shells[0]}:{file.path.name}"
        self.edited.add(os.path.realpath(file.path))
        reason = obstacle(file.path, self.host)
        old = b"" if reason else self.read(file.path) or b""
        if not reason and not is_text(old):
            reason = _("It is written in UTF-16 or holds NUL bytes.")
        if reason:
            title = _("Add this line to {place}, so that {shells} finds Go").format(place=place, shells=names)
            self.manual.append(ManualStep(id=identity, title=title, reason=reason, lines=(line,)))
            return
        quieted = without_goroot(old, self.date) if self.date else old
        edited = with_block(
            quieted, line.encode("utf-8", "surrogateescape"), broken=not self._reached(file, old)
        )
        if edited.content == old:
            return
        why = [_("{shells} reads this file when it starts.").format(shells=names)]
        if edited.rewritten:
            why.append(_("The block in it had been changed by someone; it is written anew."))
        if quieted != old:
            why.append(_("Lines that fix GOROOT are commented out."))
        title = _("Let {shells} find Go: {place}").format(shells=names, place=place)
        self._write(identity, title, " ".join(why), file.path, edited.content)

    def other_lines(self, root: Path) -> None:
        """GOROOT lines in files that get no block, and those that only the user can take out."""
        found = [line for line in conflicting_lines(self.host, root=root) if line.kind == "goroot"]
        for path in dict.fromkeys(line.path for line in found if line.removable and not line.in_go_env):
            if os.path.realpath(path) in self.edited:
                continue
            title = _("Comment out GOROOT in {place}").format(place=shown(path, self.host.user.home))
            why = _("A fixed GOROOT stops every other Go; Go finds its own tree.")
            content = without_goroot(path.read_bytes(), self.date)
            self._write(f"disable:{path.name}", title, why, path, content)
        for line in found:
            if not line.removable:
                place = f"{shown(line.path, self.host.user.home)}:{line.number}"
                self.manual.append(
                    ManualStep(
                        id=f"conflict:{place}",
                        title=_("Take GOROOT out of {place}").format(place=place),
                        reason=line.effect,
                        lines=(line.text,),
                    )
                )

    def unknown_shell(self, shell: str, line: str) -> None:
        """A shell whose files gowizard does not edit."""
        title = _("Add this line to what {shell} reads when it starts").format(shell=shell)
        reason = _("gowizard does not edit the startup files of {shell}.").format(shell=shell)
        self.manual.append(ManualStep(id=f"startup:{shell}", title=title, reason=reason, lines=(line,)))

    def _write(self, identity: str, title: str, why: str, path: Path, content: bytes) -> None:
        effect = changes.write_file(path, content)
        self.changes.append(Change(id=identity, title=title, why=why, effects=(effect,)))

    def _reached(self, file: startup.Startup, content: bytes) -> bool:
        shell = self.host.shell_named(file.shells[0])
        return shell is None or shell.name not in POSIX or reaches_end(shell.path, content)
