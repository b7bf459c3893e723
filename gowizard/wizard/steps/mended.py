"""Mended: what was repaired, what is left to a person, and how to take it back."""

from __future__ import annotations

from collections.abc import Iterable

from textual.widget import Widget

from gowizard.doctor.model import Severity
from gowizard.locales import _, ngettext
from gowizard.wizard.care import Ailment
from gowizard.wizard.widgets.choices import Choices
from gowizard.wizard.widgets.page import Detail, Page
from gowizard.wizard.widgets.rows import DETAILS, Choice

_FEW = 3  # repaired things that are listed one by one


class MendedPage(Page):
    """A list to read, and what can be done now. Leaving is the main button."""

    can_go_back = False

    def heading(self) -> str:
        session = self.session
        if session.care.undone is not None:
            return _("Taken back")
        if self._works:
            return session.proof.hello or _("Go works here")
        return _("Not everything works yet")

    def sentence(self) -> str:
        care = self.session.care
        if care.undone is not None:
            return _("Everything is as it was before the repair.") if not care.undone.kept else ""
        if self._works and care.checkup is not None:
            return care.checkup.line
        report = self.session.proof.report
        if report is not None and not report.ok:
            return _("The proof failed; its log names the likely cause.")
        return _("What is left stands below, with what a person can do about it.")

    def body(self) -> Iterable[Widget]:
        yield Choices(self._rows(), marks=self.marks, radio=False, id="actions")
        yield Detail()

    def opened(self) -> None:
        self.refresh_facts()
        self.query_one("#actions", Choices).focus()

    def refresh_facts(self) -> None:
        self.retell()
        self.query_one(".heading").set_class(self._works and self.session.care.undone is None, "-good")
        self.query_one("#actions", Choices).show(self._rows())

    def next_text(self) -> str:
        return _("Leave")

    def settled(self) -> bool:
        self.wizard.leave()
        return False

    def on_choices_highlighted(self, event: Choices.Highlighted) -> None:
        self.query_one(Detail).show(event.choice.detail)

    def on_choices_taken(self, event: Choices.Taken) -> None:
        event.stop()
        name = event.choice.id
        if name == "undo":
            self.wizard.ask_undo()
        elif name == "again":
            self.wizard.open_findings()
        elif name == "report":
            self.wizard.keep_report()
        elif name == "log":
            self.wizard.finish_with("log")
        elif name == "shell":
            self.wizard.leave(exec_shell=True)
        elif name == "leave":
            self.wizard.leave()
        else:
            self.wizard.read(event.choice.label, event.choice.detail.splitlines())

    @property
    def _works(self) -> bool:
        report, checkup = self.session.proof.report, self.session.care.checkup
        return checkup is not None and checkup.healthy and (report is None or report.ok)

    @property
    def _still(self) -> list[Ailment]:
        checkup = self.session.care.checkup
        return [item for item in checkup.ailments if item.severity > Severity.ADVICE] if checkup is not None else []

    def _left(self, item: Ailment) -> Choice:
        return Choice(
            id=f"left:{item.key}",
            label=f"{self.marks.warning} {item.title}",
            note=_("for you to do") if item.commands else _("still there"),
            detail="\n".join(part for part in (item.title, item.affects, *item.commands, item.reason) if part),
            enter=DETAILS,
        )

    def _of_terminal(self, item: Ailment) -> Choice:
        again = _("New terminals are right. This one keeps what it was opened with, until you type there:")
        return Choice(
            id=f"terminal:{item.key}",
            label=f"{self.marks.warning} "
            + _("This terminal still has its old {variable}").format(variable=item.terminal),
            detail="\n".join([again, *item.commands]),
            enter=DETAILS,
        )

    def _repaired(self, titles: tuple[str, ...]) -> list[Choice]:
        """A row for each, or one for all where they would hide what is left and what can be done."""
        told = _("Repaired: {title}")
        if len(titles) <= _FEW:
            rows = [(title, told.format(title=title)) for title in titles]
        else:
            count = ngettext("{n} thing is repaired", "{n} things are repaired", len(titles)).format(n=len(titles))
            rows = [(count, "\n".join(f"{self.marks.done} {title}" for title in titles))]
        return [
            Choice(id=f"done:{n}", label=f"{self.marks.done} {label}", detail=detail, enter=DETAILS)
            for n, (label, detail) in enumerate(rows)
        ]

    def _rows(self) -> list[Choice]:
        care, rows = self.session.care, list[Choice]()
        mended = care.mended
        if mended is not None and care.undone is None:
            rows += [self._left(item) for item in self._still]
            rows += [self._of_terminal(item) for item in care.in_this_terminal]
            known = {item.remedy for item in self._still}
            rows += [
                Choice(
                    id=f"step:{n}",
                    label=f"{self.marks.warning} {title}",
                    note=_("for you to do"),
                    detail="\n".join([title, *lines, why]),
                    enter=DETAILS,
                )
                for n, (title, lines, why) in enumerate(mended.steps)
                if title not in known
            ]
            rows += [
                Choice(id=f"note:{n}", label=f"{self.marks.warning} {note.splitlines()[0]}", detail=note, enter=DETAILS)
                for n, note in enumerate(mended.notes)
            ]
            rows += self._repaired(mended.repaired)
        if rows:
            rows.append(Choice(id="h:", label="", header=True))
        rows.append(Choice(id="h:now", label=_("What now?"), header=True))
        if care.runs:
            told = _("At any time:\n{command}\nIt takes back every change; `gowizard history` lists them.")
            told = told.format(command=self.session.backend.undo_command)
            rows.append(Choice(id="undo", label=_("Take the repair back"), detail=told))
        host = self.session.backend.host
        if host.shell_named(host.shell) is not None:
            told = _("gowizard ends and a new {shell} takes its place, in which `go` works.").format(shell=host.shell)
            rows.append(Choice(id="shell", label=_("Continue in a fresh shell here"), detail=told))
        report = self.session.proof.report
        if report is not None and not report.ok:
            told = _("What was run, and what it said.")
            rows.append(Choice(id="log", label=_("Read the log of the proof"), detail=told))
        rows += [
            Choice(id="again", label=_("Look again"), detail=_("Examines everything once more.")),
            Choice(
                id="report",
                label=_("Copy a report for a bug tracker"),
                detail=_("What was found, without your name and secrets."),
            ),
            Choice(id="leave", label=_("Leave"), detail=_("Back to your terminal.")),
        ]
        return rows
