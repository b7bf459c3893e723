"""When something stands in the way: the report to pass on, the log, and whether to trust a weak source all the same."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gowizard.dataclass import replace
from gowizard.errors import GowizardError
from gowizard.locales import N_, _
from gowizard.releases import Insecure
from gowizard.wizard.backend import Report
from gowizard.wizard.session import Session
from gowizard.wizard.widgets.dialogs import Ask
from gowizard.wizard.widgets.measure import short

if TYPE_CHECKING:
    from textual.screen import Screen

    Base = Screen[None]
else:
    Base = object

COPY_REPORT, SHOW_LOG = N_("Copy report"), N_("Log")


class Troubles(Base):
    """A part of the wizard's screen; see screen.py for the others."""

    session: Session

    if TYPE_CHECKING:
        page: Any
        step: Any

        def start_staging(self) -> None: ...
        def compose_plan(self) -> None: ...
        def refresh_page(self) -> None: ...
        def change_answer(self, name: str) -> None: ...
        async def show(self, step: Any) -> None: ...

    def setup_troubles(self) -> None:
        """Called once, before anything is started."""
        self._reported: tuple[GowizardError, Report] | None = None
        self._asking_trust = False

    # The report

    def failure(self) -> GowizardError | None:
        """What failed on the page that is open; None where nothing did."""
        session, step = self.session, self.step.id
        if step == "review":
            return session.plan_error
        if step == "install":
            return session.work.error
        if step in {"proof", "done"}:
            return session.proof.failure
        return None

    def report(self) -> Report | None:
        """The report about what failed on this page, written once; None where nothing did."""
        error = self.failure()
        if error is None:
            return None
        if self._reported is None or self._reported[0] is not error:
            session = self.session
            self._reported = (error, session.backend.report(error, session.answers, session.plan))
        return self._reported[1]

    def where_to_read(self) -> str:
        """The log's and the report's place, and the key that copies the report; for the page of a failure."""
        log, report, home = self.session.backend.log_path, self.report(), self.session.backend.host.user.home
        lines = [_("Log: {path}").format(path=short(log, home)) if log is not None else ""]
        if report is not None and report.path is not None:
            place = short(report.path, home)
            lines.append(_("Report to pass on, without your name and secrets: {path}").format(path=place))
        if report is not None:
            lines.append(_("The key r copies the report."))
        return "\n".join(filter(None, lines))

    def action_copy_report(self) -> None:
        """Put the report on the clipboard, through the terminal (OSC 52), and say where it lies."""
        report = self.report()
        if report is not None:
            self.hand_over(report)

    def hand_over(self, report: Report) -> None:
        """Put a report on the clipboard and say where it lies."""
        self.app.copy_to_clipboard(report.text)
        told = _("The report is on the clipboard, without your name and secrets.")
        if report.path is not None:
            place = short(report.path, self.session.backend.host.user.home)
            told += "\n" + _("It also lies in {path}").format(path=place)
        self.notify(told, timeout=10)

    def action_fold_log(self) -> None:
        """Fold the proof's log away, or open it."""
        if self.page is not None:
            self.page.fold_log()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The keys are named where they do something."""
        if action == "copy_report":
            return self.failure() is not None
        if action == "fold_log":
            return self.step.id == "proof" and self.session.proof.state in {"done", "failed", "stopped"}
        return super().check_action(action, parameters)

    # Trust

    def ask_trust_about(self, error: GowizardError | None) -> None:
        """A source that anybody on the way can change: take it all the same? The harmless answer has the focus."""
        if self._asking_trust or not isinstance(error, Insecure) or self.session.answers.trust_source:
            return
        self._asking_trust = True

        def answered(answer: str | None) -> None:
            self._asking_trust = False
            if answer == "take":
                self._trust()
            else:
                self.change_answer("place")

        told = _("Nobody else says what Go must be: what arrives may be something else, and it would be run here.")
        answers = [("take", _("Take it all the same")), ("other", _("Another source"))]
        self.app.push_screen(Ask(error.title, [error.cause, told], answers, focus="other"), answered)

    def _trust(self) -> None:
        session = self.session
        session.answers = replace(session.answers, trust_source=True)
        session.plan = session.plan_error = None
        self.start_staging()
        if self.step.id == "review":
            self.compose_plan()
        self.refresh_page()
