"""Done: what to do now, how to undo, a shell in which `go` works. Enter never throws the log away."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from textual.widget import Widget

from gowizard.locales import _
from gowizard.wizard.widgets.choices import Choices
from gowizard.wizard.widgets.measure import short
from gowizard.wizard.widgets.page import Detail, Page
from gowizard.wizard.widgets.rows import Choice


class DonePage(Page):
    """The first row only copies a line; leaving takes a choice of its own."""

    def heading(self) -> str:
        proof = self.session.proof
        if proof.report is not None and proof.report.ok:
            return proof.hello or _("Go works")
        return _("Go is installed") if self.session.installed else _("Finished")

    def sentence(self) -> str:
        report = self.session.proof.report
        if report is not None and not report.ok:
            return _("The proof failed; its log names the likely cause.")
        if self._changed:
            return _("{go} is set up. New terminals find it.").format(go=self.session.wanted)
        return _("Nothing was changed on this machine.")

    def body(self) -> Iterable[Widget]:
        yield Choices(self._rows(), marks=self.marks, radio=False, id="actions")
        yield Detail()

    def opened(self) -> None:
        report = self.session.proof.report
        self.query_one(".heading").set_class(report is not None and report.ok, "-good")
        self.query_one("#actions", Choices).focus()

    def refresh_facts(self) -> None:
        self.retell()
        self.query_one("#actions", Choices).show(self._rows())

    def next_text(self) -> str:
        return _("Leave")

    def on_choices_highlighted(self, event: Choices.Highlighted) -> None:
        self.query_one(Detail).show(event.choice.detail)

    def on_choices_taken(self, event: Choices.Taken) -> None:
        event.stop()
        self.wizard.finish_with(event.choice.id)

    @property
    def _changed(self) -> bool:
        return self.session.installed and self.session.plan is not None and bool(self.session.plan.changes)

    def _rows(self) -> list[Choice]:
        session = self.session
        line = session.backend.terminal_line() if self._changed else ""
        host, rows = session.backend.host, []
        if line:
            rows.append(
                Choice(
                    id="line",
                    label=_("Use Go in a terminal that is open now"),
                    detail=_("Paste this there; Enter copies it:\n\n{line}\n\nNew terminals need nothing.").format(
                        line=line
                    ),
                )
            )
        log = self._short(session.backend.log_path) or _("no file")
        told = _("All of it is kept in {path}.").format(path=log)
        rows.append(Choice(id="log", label=_("Read the log of the proof"), detail=told))
        if host.shell_named(host.shell) is not None:
            rows.append(
                Choice(
                    id="shell",
                    label=_("Continue in a fresh shell here"),
                    detail=_("gowizard ends and a new {shell} takes its place, in which `go` works.").format(
                        shell=host.shell
                    ),
                )
            )
        if session.proof.report is not None and session.proof.report.ok:
            rows.append(self._keep_row())
        rows.append(self._save_row())
        rows += [
            Choice(
                id="editors",
                label=_("Which programs must be restarted?"),
                detail=_(
                    "Editors and terminals that are open keep their old PATH: VS Code, GoLand, Zed, Vim or "
                    "Emacs started from a desktop. Close them all and start again; sometimes log out and in."
                ),
            ),
            Choice(
                id="needs",
                label=_("What is not needed yet?"),
                detail=_(
                    "A C compiler: only for packages that use cgo (sqlite3, some graphics). "
                    "Build without it: CGO_ENABLED=0.\n"
                    "git: only for modules that no proxy has, such as your private ones."
                ),
            ),
        ]
        if self._changed:
            rows.append(Choice(id="undo", label=_("How do I undo this?"), detail=self._undo_told()))
        rows.append(Choice(id="leave", label=_("Leave"), detail=_("Back to your terminal.")))
        return rows

    def _undo_told(self) -> str:
        backend = self.session.backend
        told = _("At any time:\n{command}\nIt takes back every change; `gowizard history` lists them.")
        kept = self._short(backend.host.dirs.state / "journal")
        where = _("What was there before is kept in {folder}").format(folder=kept)
        return told.format(command=backend.undo_command) + "\n" + where

    def _short(self, path: Path | None) -> str:
        return short(path, self.session.backend.host.user.home)

    def _keep_row(self) -> Choice:
        kept = self.session.kept_hello
        return Choice(
            id="keep",
            label=_("Keep your first program"),
            note=f"{self.marks.done} " + _("kept") if kept else "",
            detail=self._kept_where(),
        )

    def _kept_where(self) -> str:
        host = self.session.backend.host
        if host.windows is None:
            return _("Writes ~/hello/main.go and ~/hello/go.mod. Then: cd ~/hello && go run .")
        told = _("Writes main.go and go.mod into {folder}. Then, in that folder: go run .")
        return told.format(folder=host.user.home / "hello")

    def _save_row(self) -> Choice:
        saved = self.session.saved
        return Choice(
            id="save",
            label=_("Save these answers as gowizard.toml"),
            note=f"{self.marks.done} " + _("saved") if saved else "",
            detail=_("File: {path}\nOn another machine: gowizard apply gowizard.toml").format(
                path=self._short(saved or self.session.backend.host.cwd / "gowizard.toml")
            ),
        )
