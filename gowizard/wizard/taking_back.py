"""Earlier runs: taking the latest back, settling one that was killed; the page is held meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gowizard.locales import _
from gowizard.wizard import messages
from gowizard.wizard.backend import UndoResult
from gowizard.wizard.background import Background
from gowizard.wizard.session import Session
from gowizard.wizard.widgets.dialogs import Ask, Tell, Wait
from gowizard.wizard.widgets.measure import short

if TYPE_CHECKING:
    from textual.screen import Screen

    Base = Screen[None]
else:
    Base = object


class TakingBack(Base):
    """A part of the wizard's screen; see screen.py for the others."""

    session: Session
    background: Background
    _waiting: Wait | None = None

    if TYPE_CHECKING:

        def start_looking(self) -> None: ...

    def ask_undo(self) -> None:
        """Take back the latest run, after one more question."""
        title = self.session.look.last_run if self.session.look else ""

        def answered(answer: str | None) -> None:
            if answer == "undo":
                self.start_undo()

        self.app.push_screen(
            Ask(
                _("Undo the last run?"),
                [
                    _("“{title}” is taken back, file by file. What you changed since is kept and named.").format(
                        title=title
                    )
                ],
                [("undo", _("Undo")), ("stay", _("Keep it"))],
                focus="stay",
            ),
            answered,
        )

    def ask_unfinished(self) -> None:
        """A run was killed: continue it or roll it back, before anything else."""
        left = self.session.look.unfinished if self.session.look else None
        if left is None:
            return
        answers = [("back", _("Roll back"))]
        told = _("Your machine still works. What that run had begun has to be put back.")
        if left.can_continue:
            answers.insert(0, ("go-on", _("Continue")))
            told = _("Your machine still works. Finish that run, or put back what it had begun.")

        def answered(answer: str | None) -> None:
            if answer:
                self.start_settling(answer == "go-on")
            else:
                self.ask_unfinished()

        self.app.push_screen(
            Ask(
                _("An earlier run was interrupted"),
                [
                    f"{short(left.title, self.session.backend.host.user.home)} ({left.when})",
                    told,
                ],
                answers,
            ),
            answered,
        )

    def start_undo(self) -> None:
        """Take the latest run back."""
        backend = self.session.backend
        self.wait(_("Putting everything back…"))
        self.background.start("undo", lambda post, cancel: post(messages.Undone(backend.undo(lambda event: None))))

    def start_settling(self, go_on: bool) -> None:
        """Continue or roll back the unfinished run."""
        backend = self.session.backend
        self.wait(_("Finishing that run…") if go_on else _("Putting everything back…"))
        self.background.start(
            "settle", lambda post, cancel: post(messages.Settled(backend.settle(go_on, lambda event: None)))
        )

    def wait(self, title: str) -> None:
        """Let nobody go on with what is just being put back."""
        self._waiting = Wait(title)
        self.app.push_screen(self._waiting)

    def waited(self) -> None:
        """It is over."""
        if self._waiting is not None:
            self._waiting.dismiss()
            self._waiting = None

    def on_undone(self, event: messages.Undone) -> None:
        """Say what was taken back, and look again."""
        self.waited()
        self.tell_undone(event.result)

    def on_settled(self, event: messages.Settled) -> None:
        """Say how the unfinished run ended, and look again."""
        self.waited()
        self.tell_settled(event.sentence)

    def tell_settled(self, sentence: str) -> None:
        """How the unfinished run ended."""
        self.app.push_screen(Tell(_("Done"), [sentence]))
        self.start_looking()

    def tell_undone(self, result: UndoResult) -> None:
        """What was taken back and what was kept."""
        lines = [f"- {title}" for title in result.reverted] or [_("There is nothing to undo.")]
        home = self.session.backend.host.user.home
        told = _("Kept: {path}: {reason}")
        lines += [told.format(path=short(path, home), reason=reason) for path, reason in result.kept]
        title = _("Taken back") if not result.kept else _("Taken back, with exceptions")
        self.app.push_screen(Tell(title, lines))
        self.start_looking()
