"""The Textual app: themes, keys, the palette, and the way out when something unforeseen happens."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from typing import Any, ClassVar

from textual.app import App, SystemCommand
from textual.binding import Binding, BindingType
from textual.command import CommandPalette
from textual.filter import LineFilter
from textual.screen import Screen
from textual.scrollbar import ScrollBar, ScrollBarRender

from gowizard.answers import Answers
from gowizard.locales import N_, _
from gowizard.log import logger
from gowizard.wizard import languages, themes
from gowizard.wizard.appearance import Appearance
from gowizard.wizard.backend import Backend
from gowizard.wizard.background import surprise
from gowizard.wizard.outcome import Outcome
from gowizard.wizard.screen import WizardScreen
from gowizard.wizard.session import Session
from gowizard.wizard.widgets.dialogs import Reader
from gowizard.wizard.widgets.marks import marks_for
from gowizard.wizard.widgets.typewriter import Typewriter


class PlainScrollBar(ScrollBarRender):
    """Without the eighth blocks at the ends of the thumb."""

    VERTICAL_BARS: ClassVar[list[str]] = [" "] * 8
    HORIZONTAL_BARS: ClassVar[list[str]] = [" "] * 8


class WizardApp(Appearance, App[Outcome]):
    """One screen over one session."""

    TITLE = "gowizard"
    CSS_PATH = "wizard.tcss"
    ENABLE_COMMAND_PALETTE = True
    COMMAND_PALETTE_BINDING = "ctrl+p"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f1", "help", N_("Help")),
        Binding("ctrl+p,f2", "command_palette", show=False, priority=True),
        Binding("ctrl+q", "leave", N_("Quit"), priority=True),
        Binding("ctrl+c", "leave", show=False),
        Binding("f10", "leave", show=False),
    ]

    def __init__(
        self, backend: Backend, *, answers: Answers | None = None, theme: str = "", page: str = "machine"
    ) -> None:
        # An ANSI theme is the only one that writes no colour at all; Textual's own answer to NO_COLOR is grey.
        colourless = "NO_COLOR" in backend.host.environment
        super().__init__(ansi_color=True if colourless else None)
        self.backend = backend
        self.session = Session(backend=backend, answers=answers or backend.defaults())
        self.first_page = page
        self.unicode = backend.host.terminal.unicode
        self.setup_themes("" if colourless else theme)
        self.crash: BaseException | None = None
        self.when_told_to_end: Callable[[], None] = lambda: None
        ScrollBar.renderer = ScrollBarRender if self.unicode else PlainScrollBar

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """What our stylesheet asks for, so that a user's theme may be three lines long."""
        return themes.own_variables(self.current_theme)

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Textual's own, and ours for terminals without Unicode."""
        return [*super().get_line_filters(), *([] if self.unicode else [Typewriter()])]

    def get_default_screen(self) -> Screen[Any]:
        """The wizard itself: no empty screen is painted before it."""
        return WizardScreen(self.session, marks_for(self.unicode), self.first_page)

    def on_mount(self) -> None:
        """Watch the theme files; a closed terminal and SIGTERM end the wizard like quitting does."""
        for name in ("SIGHUP", "SIGTERM"):
            with suppress(AttributeError, NotImplementedError, RuntimeError, ValueError):  # Windows has none
                asyncio.get_running_loop().add_signal_handler(getattr(signal, name), self._told_to_end)
        self.set_class(not self.unicode, "-ascii")
        self.watch_themes()

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """What the palette offers: languages, themes, starting again, help, quit."""
        yield from languages.commands(self)
        yield from self.theme_commands()
        if isinstance(screen, WizardScreen) and screen.can_start_again:
            told = _("Back to the first page, with the answers proposed at first")
            yield SystemCommand(_("Start again"), told, screen.start_again)
        yield SystemCommand(_("Help"), _("Keys and what happens when"), self.action_help)
        yield SystemCommand(_("Quit"), _("Says first what state the machine is in"), self.action_leave)

    def action_command_palette(self) -> None:
        """Open the palette."""
        if not isinstance(self.screen, CommandPalette):
            self.push_screen(CommandPalette(placeholder=_("Search for commands") + "…", id="--command-palette"))

    def action_leave(self) -> None:
        """Ask, with what state the machine is in; a second time leaves."""
        screen = self.screen
        if isinstance(screen, WizardScreen):
            screen.ask_leave()
        elif len(self.screen_stack) > 1:
            self.pop_screen()

    def _told_to_end(self) -> None:
        """Leave without a question; what was begun is put back first."""
        for screen in self.screen_stack:
            if isinstance(screen, WizardScreen):
                screen.background.stop_all()
                if screen.session.work.state == "running":
                    screen.background.join(30.0)
                screen.leave()
        self.when_told_to_end()

    def action_help(self) -> None:
        """Keys, and what the wizard does."""
        if isinstance(self.screen, WizardScreen):
            self.push_screen(Reader(_("Help"), help_text()))

    def _handle_exception(self, error: Exception) -> None:
        # Textual would print a traceback with the values of local variables: paths, proxies with passwords.
        logger.error("the wizard failed", exc_info=error)
        self.crash = error
        self._return_code = 1
        if self._exception is None:
            self._exception = error
            self._exception_event.set()
        self._close_messages_no_wait()

    def outcome(self) -> Outcome:
        """How it ended, also after something unforeseen."""
        if self.crash is not None:
            told = surprise(self.crash)
            lines = [told.title, told.cause, told.remedy]
            if self.backend.log_path is not None:
                lines.append(_("Log: {path}").format(path=self.backend.log_path))
            kept = self.backend.report(told, self.session.answers, self.session.plan).path
            if kept is not None:
                lines.append(_("Report to pass on, without your name and secrets: {path}").format(path=kept))
            return Outcome(status=1, lines=tuple(lines))
        return self.return_value or Outcome(status=130, lines=(_("Nothing was changed."),))


def help_text() -> list[str]:
    """The F1 page."""
    return [
        _("Enter        take what is highlighted and go on"),
        _("Esc          back; your answers are kept (also Alt+Left)"),
        _("Up, Down     move in a list (also k, j, Home, End, PgUp, PgDn)"),
        _("Space        tick or clear a box"),
        _("Tab          next field or button"),
        _("/ or digits  find a version in the list"),
        _("c            copy the log while it has the focus"),
        _("o            open the proof's log, or fold it away"),
        _("r            copy the report about a failure"),
        _("Ctrl+P, F2   languages, themes and commands"),
        _("Ctrl+Q, F10  quit; says what state the machine is in"),
        "",
        _(
            "Nothing on this machine is changed before you press Install on the review page. Only the "
            "download begins earlier, into a folder that is removed if you leave."
        ),
        "",
        _(
            "Every change is written down first, with what was there before: `gowizard undo` takes all of it "
            "back, `gowizard history` lists it."
        ),
    ]
