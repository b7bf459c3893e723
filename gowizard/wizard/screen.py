"""The one screen: stepper, page, buttons, footer; it owns the session and every message changes it here."""

from __future__ import annotations

import asyncio
from typing import ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Horizontal, Vertical
from textual.events import Resize
from textual.screen import Screen
from textual.widgets import Static

from gowizard.errors import GowizardError
from gowizard.locales import _, sentences
from gowizard.locales.columns import cells, cut
from gowizard.wizard.arrows import Arrows
from gowizard.wizard.hints import BACK, Hints
from gowizard.wizard.languages import OTHER, Languages
from gowizard.wizard.repairing import Repairing
from gowizard.wizard.session import Session
from gowizard.wizard.steps import Step, flow_of, load_pages, step_after, step_before, step_named
from gowizard.wizard.troubles import COPY_REPORT, SHOW_LOG
from gowizard.wizard.widgets.button import Button
from gowizard.wizard.widgets.dialogs import Reader
from gowizard.wizard.widgets.download import Download, words
from gowizard.wizard.widgets.keyline import KeyLine
from gowizard.wizard.widgets.marks import Marks
from gowizard.wizard.widgets.page import Page
from gowizard.wizard.widgets.stepper import StepLine, Stepper

SMALLEST = (60, 20)
_NAME = 28  # columns of the user's name in the corner


class WizardScreen(Arrows, Hints, Repairing, Languages, Screen[None]):
    """Pages come and go in it; jobs.py and repairing.py start the slow work, leaving.py ends the program."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", BACK),
        Binding("alt+left", "back", show=False),
        Binding("l", "language", OTHER),
        Binding("r", "copy_report", COPY_REPORT),
        Binding("o", "fold_log", SHOW_LOG),
        Binding("up", "nudge(-1)", show=False),
        Binding("down", "nudge(1)", show=False),
        Binding("pageup", "turn(-1)", show=False),
        Binding("pagedown", "turn(1)", show=False),
        Binding("left", "app.focus_previous", show=False),
        Binding("right", "app.focus_next", show=False),
    ]

    def __init__(self, session: Session, marks: Marks, first: str = "machine") -> None:
        super().__init__()
        self.session, self.marks = session, marks
        self.step: Step = step_named(first)
        self.page: Page | None = None
        self._changing = asyncio.Lock()
        self.back_to_review = False
        self.setup_jobs()
        self.setup_troubles()

    def compose(self) -> ComposeResult:
        with Horizontal(id="top"):
            yield Static("gowizard", id="brand", markup=False)
            yield Static(self._machine(), id="where", markup=False)
        with Horizontal(id="frame"):
            with Vertical(id="side"):
                yield Stepper(self.marks, self._lines())
                yield Download(self.marks)
            with Vertical(id="main"):
                yield Static(id="strip", markup=False)
                yield Container(id="holder")
                yield Static(id="problem", markup=False)
                with Horizontal(id="buttons", classes="buttons"):
                    for button in (Button(_("Back"), id="back"), Button(_("Next"), id="next", classes="-primary")):
                        button.active_effect_duration = 0  # for as long, Textual would drop the next press
                        yield button
        yield KeyLine()
        yield Static(id="larger", markup=False)

    async def on_mount(self) -> None:
        """Open the first page and look round."""
        self.retell_frame()
        await self.show(self.step)
        # The first picture is not kept waiting by what can come after it.
        for later in (load_pages, self.collect_in_portions, self.start_looking):
            self.call_after_refresh(later)

    def on_resize(self, event: Resize) -> None:
        """Change the shape, or ask for room; a page that was open stays open."""
        width, height = event.size
        shapes = {  # taken all at once: each time everything is styled anew
            "-tiny": self.too_small,
            "-narrow": width < 80,
            "-wide": width >= 120,
            "-roomy": height >= 30,
            "-tall": height >= 40,
            "-low": height < 24,
        }
        self.update_classes(shapes)

    @property
    def too_small(self) -> bool:
        """Whether a page cannot be shown whole."""
        return self.app.size.width < SMALLEST[0] or self.app.size.height < SMALLEST[1]

    def retell_frame(self) -> None:
        """What no page shows, in the language now chosen."""
        self.query_one("#back", Button).label = _("Back")
        self.query_one("#larger", Static).update(
            _("A little larger, please: gowizard needs {columns} columns and {rows} rows.").format(
                columns=SMALLEST[0], rows=SMALLEST[1]
            )
        )

    async def show(self, step: Step) -> None:
        """Build a step's page from the session and open it.

        Keys, clicks and jobs all come here, each from a task of its own: one after the other, and while the pages
        change there is none that a key could answer.
        """
        async with self._changing:
            self.step, self.page = step, None
            self.session.opened.add(step.id)
            holder = self.query_one("#holder", Container)
            page = step.build(self.session, self.marks)
            self.problem("")
            async with self.batch():
                await holder.remove_children()
                await holder.mount(page)
                self.query_one(Stepper).show(self._lines())
            if page.is_attached:  # not so where the screen was left meanwhile
                self.page = page
                page.opened()
                self.refresh_frame()
                self.call_after_refresh(self.tidy)

    def refresh_frame(self) -> None:
        """Buttons, corner and strip follow the session."""
        page = self.page
        if page is None or not page.is_mounted:
            return
        following = self.query_one("#next", Button)
        if str(following.label) != page.next_text():
            following.label = page.next_text()
            following.refresh(layout=True)
        self._enable(following, page.ready())
        self.query_one("#back", Button).display = page.can_go_back and self._before() is not None
        self.retell_hints()
        staging = self.session.staging
        corner = self.query_one(Download)
        corner.show(staging)
        if self.step.id in {"install", "proof", "done", "machine"}:
            corner.display = False
        applying = [s for s in flow_of(self.step) if s.applies(self.session)]
        place = applying.index(self.step) + 1 if self.step in applying else 1
        strip = (
            _("Step {n} of {count}").format(n=place, count=len(applying))
            + f" {self.marks.between} "
            + _(self.step.title)
        )
        if corner.display:
            share = "" if staging.share is None or staging.state != "running" else f" {int(staging.share * 100)} %"
            strip += f"   {words(staging, self.marks)[0]}{share}"
        self.query_one("#strip", Static).update(strip)

    def refresh_page(self) -> None:
        """The session changed: tell the page and the frame."""
        if self.page is not None and self.page.is_mounted and self.page.query(".heading"):  # else it is leaving
            self.page.refresh_facts()
            self.refresh_frame()

    def on_input_changed(self) -> None:
        """What was wrong with an entry is not said of the next one."""
        self.problem("")

    def problem(self, text: str) -> None:
        """One line above the buttons about why Next did not go on; empty clears it."""
        line = self.query_one("#problem", Static)
        line.update(f"{self.marks.failed} {text}" if text else "")
        line.display = bool(text)

    def focus_next_button(self) -> None:
        """Make Enter press the main button, from this moment on."""
        button = self.query_one("#next", Button)
        if self.page is not None and self.page.is_mounted:
            self._enable(button, self.page.ready())
        self.set_focus(button)  # `button.focus()` waits for its turn: an Enter that comes before would be lost

    def _enable(self, button: Button, ready: bool) -> None:
        """A button that is disabled under the focus must not hand it, and the next Enter, to its neighbour Back."""
        if not ready and self.focused is button:
            self.set_focus(None)
        button.disabled = not ready

    def change_answer(self, name: str) -> None:
        """Open a step again; its Next comes back to the review where that was open already."""
        self.back_to_review = "review" in self.session.opened
        self.run_worker(self.show(step_named(name)), exclusive=True, group="show")

    def read(self, title: str, text: list[str] | Text) -> None:
        """Show a longer text over the page."""
        self.app.push_screen(Reader(title, text))

    async def on_page_advanced(self) -> None:
        """Enter on the page's question."""
        await self.advance()

    @on(Button.Pressed, "#next")
    async def next_pressed(self) -> None:
        """The main button."""
        await self.advance()

    @on(Button.Pressed, "#back")
    async def back_pressed(self) -> None:
        """The other button."""
        await self.action_back()

    async def advance(self) -> None:
        """Store the page's answers and open the next step that applies."""
        page = self.page
        if page is None or not page.is_mounted or self.too_small or not page.ready():
            return
        if not page.settled():
            return
        try:
            answers = page.take()
        except GowizardError as error:
            self.problem(sentences(_("{title}.").format(title=error.title), error.remedy))
            return
        self.store(answers)
        if self.step.id == "done":
            self.finish_with("leave")
        elif self.step.id == "install":
            await self.show(step_named("review"))
        elif self.step.id == "review" and self.session.plan_error is not None:
            self.try_again()
        elif self.step.id == "review" and self.session.plan is not None and not self.session.plan.changes:
            self.session.work.state = "done"
            await self.show(step_after("install", self.session) or step_named("done"))
        elif self.step.id == "place" and self.session.none_runs:
            self.session.versions = self.session.versions_error = None
            self.ask_versions()  # those of the source that was named now
            await self.show(step_named("version"))
        elif self.back_to_review and self.step.id != "machine":
            self.back_to_review = False
            await self.show(step_named("review"))
        else:
            self.back_to_review = False
            following = step_after(self.step.id, self.session)
            if following is not None:
                await self.show(following)

    async def action_back(self) -> None:
        """The step before that applies; while the work runs, the question whether to stop."""
        if self.busy():
            self.ask_stop()
            return
        before = self._before()
        if self.page is None or not self.page.can_go_back or before is None:
            return
        if self.back_to_review:
            self.back_to_review = False
            before = step_named("review")
        await self.show(before)

    async def on_stepper_opened(self, event: Stepper.Opened) -> None:
        """A click on a finished step."""
        if self.page is not None and self.page.can_go_back and not self.session.installed:
            await self.show(step_named(event.step))

    def _before(self) -> Step | None:
        if self.step.id == "done":
            return step_named("proof") if self.session.answers.proof else None
        return step_before(self.step.id, self.session)

    def _lines(self) -> list[StepLine]:
        flow = flow_of(self.step)
        here = flow.index(self.step)
        lines = []
        for number, step in enumerate(flow):
            if step is self.step:
                state = "current"
            elif not step.applies(self.session):
                state = "skipped"
            else:
                state = "done" if number < here else "coming"
            lines.append(StepLine(id=step.id, title=_(step.title), state=state))
        return lines

    def _machine(self) -> str:
        host = self.session.backend.host
        name = host.user.name
        if cells(name) > _NAME:
            name = cut(name, _NAME - cells(self.marks.dots)) + self.marks.dots
        return f"{name} {self.marks.between} {host.system.os}/{host.system.arch}"
