"""Ways out: questions before leaving, what state the machine is in, and what the last page offers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gowizard.errors import GowizardError
from gowizard.locales import _, sentences
from gowizard.wizard.backend import Report
from gowizard.wizard.outcome import Outcome
from gowizard.wizard.session import Session
from gowizard.wizard.steps import step_named
from gowizard.wizard.taking_back import TakingBack
from gowizard.wizard.widgets.dialogs import Ask, Tell
from gowizard.wizard.widgets.measure import short

if TYPE_CHECKING:
    from rich.text import Text
    from textual.screen import Screen

    Base = Screen[None]
else:
    Base = object


class Leaving(TakingBack):
    """A third of the wizard's screen: everything that ends something."""

    session: Session

    if TYPE_CHECKING:
        background: Any
        step: Any
        back_to_review: bool

        async def show(self, step: Any) -> None: ...
        def stop_staging(self) -> None: ...
        def busy(self) -> bool: ...
        def report(self) -> Report | None: ...
        def refresh_page(self) -> None: ...
        def read(self, title: str, text: list[str] | Text) -> None: ...

    def state_of_machine(self) -> str:
        """One sentence that is true at this moment."""
        session = self.session
        if session.work.state == "running":
            return _("Changes are being made; leaving puts everything back first.")
        if session.work.kept:
            return _("Everything was put back except: {paths}").format(paths=_(", ").join(session.work.kept))
        if session.installed and session.plan is not None and session.plan.changes:
            told = _("{go} is installed. `{command}` takes it back.")
            told = told.format(go=session.wanted, command=session.backend.undo_command)
            if session.saved or session.kept_hello:
                told = sentences(told, _("What you kept on the last page are runs of their own, taken back first."))
            return told
        if session.staging.state in {"running", "ready"}:
            return _("Nothing was changed. The download is removed; what was fetched stays in the cache.")
        return _("Nothing was changed.")

    @property
    def can_start_again(self) -> bool:
        """Whether nothing was begun yet but the download."""
        return self.session.work.state == "waiting" and self.session.proof.state == "waiting"

    async def start_again(self) -> None:
        """The first page, with the answers that were proposed at first."""
        session = self.session
        if self.can_start_again:
            self.stop_staging()
            session.answers, session.only_prove = session.backend.defaults(), False
            session.plan = session.plan_error = None
            self.back_to_review = False
            await self.show(step_named("machine"))

    def ask_leave(self) -> None:
        """Leave, after saying what state the machine is in."""
        if self.session.work.state == "running":
            self.ask_stop()
            return
        if self.step.id == "done":
            self.finish_with("leave")
            return

        def answered(answer: str | None) -> None:
            if answer == "leave":
                self.leave()

        self.app.clear_notifications()  # they would lie over the buttons
        self.app.push_screen(
            Ask(
                _("Leave gowizard?"),
                [self.state_of_machine()],
                [("leave", _("Leave")), ("stay", _("Stay"))],
            ),
            answered,
        )

    def ask_stop(self) -> None:
        """Stop the work that runs; the harmless answer has the focus."""
        installing = self.session.work.state == "running"
        told = (
            _("Everything that was changed so far is put back.")
            if installing
            else _("What was installed stays. The proof can be run again with `gowizard prove`.")
        )

        def answered(answer: str | None) -> None:
            if answer == "stop":
                self.background.stop("apply" if installing else "proof")

        self.app.push_screen(
            Ask(
                _("Stop the installation?") if installing else _("Stop the proof?"),
                [told],
                [("stop", _("Stop")), ("stay", _("Keep going"))],
                focus="stay",
            ),
            answered,
        )

    def tell_failure(self, error: GowizardError) -> None:
        """Title, cause, remedy and the log's path."""
        session, log, home = self.session, self.session.backend.log_path, self.session.backend.host.user.home
        kept = session.backend.report(error, session.answers, session.plan).path
        lines = [error.cause, error.remedy, _("Log: {path}").format(path=short(log, home)) if log else ""]
        if kept:
            lines.append(_("Report to pass on, without your name and secrets: {path}").format(path=short(kept, home)))
        self.app.push_screen(Tell(error.title, [line for line in lines if line]))

    def finish_with(self, action: str) -> None:
        """What a row of the last page does."""
        session = self.session
        try:
            if action == "line":
                self.app.copy_to_clipboard(session.backend.terminal_line())
                self.notify(_("Copied. Paste it into the other terminal."))
            elif action == "log":
                self.read(_("The log of the proof"), [text for _kind, text in session.proof.lines])
            elif action == "keep":
                session.kept_hello = session.backend.keep_hello()
                self.refresh_page()
            elif action == "save":
                session.saved = session.backend.save_answers(session.answers)
                self.refresh_page()
            elif action == "shell":
                self.leave(exec_shell=True)
            elif action == "leave":
                self.leave()
        except GowizardError as error:
            self.tell_failure(error)

    def leave(self, *, exec_shell: bool = False) -> None:
        """End the screen; what remains to be said is said on the plain terminal."""
        session = self.session
        report, log = session.proof.report, session.backend.log_path
        lines = [session.proof.hello] if session.proof.hello else []
        lines.append(self.state_of_machine())
        line = session.backend.terminal_line() if session.installed and not exec_shell else ""
        if line:
            lines.append(_("In a terminal that is open now:  {line}").format(line=line))
        home = session.backend.host.user.home
        if (report is not None or session.work.state == "failed") and log is not None:
            lines.append(_("Log: {path}").format(path=short(log, home)))
        told = self.report()
        if told is not None and told.path is not None:
            place = short(told.path, home)
            lines.append(_("Report to pass on, without your name and secrets: {path}").format(path=place))
        status = 130
        if self.step.id in {"proof", "done"} and session.proof.state != "running":
            status = 0 if report is None or report.ok else 1
        if session.work.state == "failed":
            status = 1
        self.background.stop_all()
        host = session.backend.host
        shell = host.shell_named(host.shell)
        self.app.exit(
            Outcome(
                status=status,
                exec_shell=exec_shell,
                shell=shell.path if shell and exec_shell else None,
                lines=tuple(lines),
            )
        )
