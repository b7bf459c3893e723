"""Environment: which shells are to find Go, and where your own Go code lies."""

from __future__ import annotations

from collections.abc import Iterable

from textual.containers import Horizontal
from textual.widget import Widget
from textual.widgets import Input, Static

from gowizard.answers import Answers
from gowizard.dataclass import replace
from gowizard.host.facts import Shell
from gowizard.locales import _, sentences
from gowizard.wizard.widgets.choices import Choices
from gowizard.wizard.widgets.field import Field
from gowizard.wizard.widgets.measure import short
from gowizard.wizard.widgets.page import Detail, Page
from gowizard.wizard.widgets.rows import Choice

ALONE = "leave-alone"
EVERY = "every-window"


class EnvironmentPage(Page):
    """Boxes for the shells, one for "I do it myself", and the GOPATH."""

    def heading(self) -> str:
        return _("Should new windows find Go?") if self._on_windows else _("Which shells should find Go?")

    def sentence(self) -> str:
        if self._on_windows:
            return _("Ticked, Go's folder goes into your Path. Space ticks, Enter goes on.")
        return _("Ticked shells get three marked lines in a startup file. Space ticks, Enter goes on.")

    def body(self) -> Iterable[Widget]:
        yield Choices(self._rows(), marks=self.marks, radio=False, id="shells")
        yield Detail()
        with Horizontal(classes="field"):
            yield Static("GOPATH", classes="label", markup=False)
            yield Field(self._short(self.session.answers.gopath), id="gopath")
        yield Static(_("Modules and programs you `go install` go there."), classes="hint", markup=False)

    def opened(self) -> None:
        self.query_one("#shells", Choices).focus()

    def on_choices_highlighted(self, event: Choices.Highlighted) -> None:
        self.query_one(Detail).show(event.choice.detail)

    def on_choices_toggled(self, event: Choices.Toggled) -> None:
        event.stop()
        choices = self.query_one("#shells", Choices)
        rows = list(choices.rows)
        if event.choice.checked:
            alone = event.choice.id == ALONE
            rows = [replace(row, checked=row.checked and (row.id == ALONE) == alone) for row in rows]
        choices.show(rows)

    def on_choices_taken(self, event: Choices.Taken) -> None:
        event.stop()
        self.post_message(self.Advanced())

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.post_message(self.Advanced())

    def take(self) -> Answers:
        gopath = self.session.backend.check_folder(self.query_one("#gopath", Input).value, what="gopath")
        ticked = tuple(name for name in self.query_one("#shells", Choices).checked() if name != ALONE)
        if not ticked:
            return replace(self.session.answers, gopath=gopath, modify_path=False)
        shells = tuple(name for name in ticked if name != EVERY)
        return replace(self.session.answers, gopath=gopath, shells=shells, modify_path=True)

    def _rows(self) -> list[Choice]:
        answers, host = self.session.answers, self.session.backend.host
        rows = [self._every()] if self._on_windows else []
        for shell in sorted(host.shells, key=lambda shell: (shell.name != host.shell, not shell.served)):
            files = _(", ").join(self._short(file.path) for file in shell.startup_files if file.exists)
            yours = _("your shell") if shell.name == host.shell else ""
            rows.append(
                Choice(
                    id=shell.name,
                    label=shell.name,
                    note=yours or files or _("no startup file yet"),
                    checked=answers.modify_path and shell.name in answers.shells,
                    detail=self._about(shell, files),
                )
            )
        rows.append(
            Choice(
                id=ALONE,
                label=_("None, I do it myself"),
                checked=not answers.modify_path,
                detail=_("Your variables stay as they are; you start Go by its full path.")
                if self._on_windows
                else _("No startup file is changed. The line to add is shown at the end."),
            )
        )
        return rows

    @property
    def _on_windows(self) -> bool:
        return self.session.backend.host.windows is not None

    def _every(self) -> Choice:
        about = _(
            "PowerShell, cmd, Git Bash and every editor get your variables from Windows when they start: Go's folder "
            "comes first in your Path, and GOPATH is set where it is not."
        )
        windows = self.session.backend.host.windows
        if windows is not None and windows.machine_go is not None:
            about += "\n" + _("{program} is in the machine's Path, which comes before yours.").format(
                program=windows.machine_go
            )
        return Choice(
            id=EVERY,
            label=_("Every shell and program of yours"),
            note=_("your Path"),
            checked=self.session.answers.modify_path,
            detail=about + "\n" + _("The review shows the old and the new value; undo brings the old one back."),
        )

    def _about(self, shell: Shell, files: str) -> str:
        reads = _("It reads {files}.").format(files=files) if files else _("A startup file is made for it.")
        about = sentences(_("{path}.").format(path=shell.path), reads)
        locked = [self._short(file.path) for file in shell.startup_files if file.exists and not file.writable]
        if locked:
            told = _("{file} is read-only: its line is shown for you to paste.").format(file=_(", ").join(locked))
            about = sentences(about, told)
        return about + "\n" + _("The review shows every line; undo removes them.")

    def _short(self, path: object) -> str:
        return short(path, self.session.backend.host.user.home)
