"""Ways out of the repair: stopping it, taking it back, and leaving with what state the machine is in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gowizard.errors import GowizardError
from gowizard.locales import _, sentences
from gowizard.wizard import messages
from gowizard.wizard.background import Background
from gowizard.wizard.leaving import Leaving
from gowizard.wizard.outcome import Outcome
from gowizard.wizard.session import Session
from gowizard.wizard.steps import REPAIR
from gowizard.wizard.troubles import Troubles
from gowizard.wizard.widgets.dialogs import Ask
from gowizard.wizard.widgets.measure import short

if TYPE_CHECKING:
    from gowizard.wizard.steps import Step

_NEEDED = frozenset({"HOME"})  # a shell starts badly without it

class Parting(Leaving, Troubles):
    """A part of the wizard's screen; on the pages that are not the repair's it leaves everything as it is."""

    session: Session
    background: Background

    if TYPE_CHECKING:
        step: Step

        def start_examining(self) -> None: ...
        def look_anew(self) -> None: ...

    @property
    def repairs(self) -> bool:
        """Whether one of the repair's pages is open."""
        return self.step in REPAIR

    def ask_leave(self) -> None:
        """While it is mended, whether to stop; after all is done, at once."""
        if self.session.care.state in {"mending", "looking"}:
            self.ask_stop()
        elif self.step.id == "mended":
            self.leave()
        else:
            super().ask_leave()

    def ask_stop(self) -> None:
        """Stop mending; the harmless answer has the focus."""
        state = self.session.care.state
        if state == "looking":  # the changes are made, and the second look takes a second
            self.app.bell()
            return
        if state != "mending":
            super().ask_stop()
            return

        def answered(answer: str | None) -> None:
            if answer == "stop":
                self.background.stop("mend")

        told = _("Everything that was changed so far is put back.")
        answers = [("stop", _("Stop")), ("stay", _("Keep going"))]
        self.app.push_screen(Ask(_("Stop the repair?"), [told], answers, focus="stay"), answered)

    def ask_undo(self) -> None:
        """Take the repair back, after one more question."""
        if not self.repairs:
            super().ask_undo()
            return

        def answered(answer: str | None) -> None:
            if answer == "undo":
                self._start_undo()

        told = _("The repair is taken back, file by file. What you changed since is kept and named.")
        answers = [("undo", _("Undo")), ("stay", _("Keep it"))]
        self.app.push_screen(Ask(_("Take the repair back?"), [told], answers, focus="stay"), answered)

    def _start_undo(self) -> None:
        repairer = self.session.backend.repairer
        self.wait(_("Putting everything back…"))
        self.background.start("undo", lambda post, cancel: post(messages.Undone(repairer.undo(lambda event: None))))

    def tell_undone(self, result: Any) -> None:
        """On the repair's pages the page itself says so."""
        if not self.repairs:
            super().tell_undone(result)
            return
        self.session.care.undone = result
        self.session.care.runs.clear()
        self.refresh_page()

    def tell_settled(self, sentence: str) -> None:
        """After a run that was killed is settled, everything may be different."""
        super().tell_settled(sentence)
        if self.repairs:
            self.look_anew()
            self.start_examining()

    def keep_report(self) -> None:
        """Put the doctor's report on the clipboard and say where it lies."""
        try:
            report = self.session.backend.repairer.report()
        except GowizardError as error:
            self.tell_failure(error)
        else:
            self.hand_over(report)

    def state_of_machine(self) -> str:
        """One sentence that is true at this moment."""
        care = self.session.care
        if not self.repairs:
            return super().state_of_machine()
        if care.state == "mending":
            return _("Changes are being made; leaving puts everything back first.")
        if care.undone is not None:
            return _("The repair was taken back.")
        if care.runs:
            return _("The repair stays. `{command}` takes it back.").format(command=self.session.backend.undo_command)
        return _("Nothing was changed.")

    def failure(self) -> GowizardError | None:
        """What failed on the page that is open; None where nothing did."""
        if not self.repairs:
            return super().failure()
        return self.session.proof.failure if self.step.id in {"mending-proof", "mended"} else self.session.care.error

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The log can be folded on the repair's proof too."""
        if action == "fold_log" and self.repairs:
            return self.step.id == "mending-proof" and self.session.proof.state in {"done", "failed", "stopped"}
        return super().check_action(action, parameters)

    def leave(self, *, exec_shell: bool = False) -> None:
        """End the screen; the status is that of `gowizard repair`."""
        if not self.repairs:
            super().leave(exec_shell=exec_shell)
            return
        session, care = self.session, self.session.care
        report, checkup, host = session.proof.report, session.care.checkup, session.backend.host
        known = checkup is not None and care.state not in {"waiting", "examining"}
        healthy = checkup is not None and checkup.healthy and care.undone is None
        ok = healthy and (report is None or report.ok)
        lines = [checkup.line if ok and checkup is not None else "", self.state_of_machine()]
        if known and checkup is not None and not ok and care.undone is None and checkup.counts:
            lines.insert(0, sentences(_("{counts}.").format(counts=checkup.counts)))
        if not ok and session.backend.log_path is not None:
            lines.append(_("Log: {path}").format(path=short(session.backend.log_path, host.user.home)))
        old = care.in_this_terminal
        typed = "; ".join(dict.fromkeys(command for item in old for command in item.commands))
        if typed and not exec_shell:
            lines.append(_("In a terminal that is open now:  {line}").format(line=typed))
        self.background.stop_all()
        shell = host.shell_named(host.shell)
        self.app.exit(
            Outcome(
                status=(0 if ok else 1) if known else 130,
                exec_shell=exec_shell,
                shell=shell.path if shell and exec_shell else None,
                unset=tuple(item.terminal for item in old if item.terminal not in _NEEDED),
                lines=tuple(line for line in lines if line),
            )
        )
