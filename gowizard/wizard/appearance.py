"""Which theme is in force: chosen by itself, tried out in the palette, and read again when its file changes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from textual.app import App, SystemCommand
from textual.command import Command, CommandPalette
from textual.theme import Theme
from textual.widgets import Input

from gowizard.dataclass import dataclass
from gowizard.folders import with_tilde
from gowizard.locales import _
from gowizard.log import logger
from gowizard.wizard import themes
from gowizard.wizard.backend import Backend
from gowizard.wizard.hints import Hints
from gowizard.wizard.outcome import Outcome

if TYPE_CHECKING:
    Base = App[Outcome]
else:
    Base = object

_TOLD = 3  # bad files that are named at once
LOOK_EVERY = 1.0  # seconds between two looks at the times of the theme files


@dataclass(frozen=True)
class TakeTheme:
    """A command of the palette; its highlight alone already shows the theme."""

    app: App[Any]
    name: str

    def __call__(self) -> None:
        """Keep it."""
        self.app.theme = self.name


class Appearance(Base):
    """A part of the app."""

    backend: Backend
    _shelf: Mapping[str, Theme] = {}

    def setup_themes(self, wanted: str) -> None:
        """Take a theme before anything is painted; an empty name is the one for this terminal."""
        self._folders = (themes.own_folder(), self.backend.host.dirs.config / "themes")
        self._told: tuple[str, ...] = ()
        self._before_palette: str | None = None
        self._touring = False
        self._theme_problems = self._read_themes()
        wanted = wanted or self._for_terminal()
        if wanted not in self.available_themes:
            names = _(", ").join(sorted(self._shelf))
            told = _("There is no theme “{name}”. There are: {names}").format(name=wanted, names=names)
            self._theme_problems = (*self._theme_problems, told)
            wanted = next((name for name in (self._for_terminal(), *self._shelf) if name in self._shelf), "ansi-dark")
        self.theme = wanted
        self.stylesheet.set_variables(self.get_css_variables())

    def refresh_css(self, animate: bool = True) -> None:
        """Textual asks for it whenever the theme is set. Before there is a screen nothing wears the styles yet, and
        what is parsed now would be parsed once more when there is one.
        """
        if self.screen_stack:
            super().refresh_css(animate)

    def get_css_variables(self) -> dict[str, str]:
        """The colours of the theme in force; none while there is none of ours yet."""
        return super().get_css_variables() if self._shelf else {}

    def watch_themes(self) -> None:
        """Say what could not be used, and look at the files again from time to time."""
        self._tell_problems(self._theme_problems)
        self.theme_changed_signal.subscribe(self, self._repaint)
        self.set_interval(LOOK_EVERY, self.reread_themes)

    def reread_themes(self) -> None:
        """Take what changed on the disk; the theme in force changes at once, a bad file leaves the last good one."""
        if themes.stamp(self._folders) == self._stamp:
            return
        before = self.current_theme
        problems = self._read_themes()
        self._tell_problems(problems)
        if self.current_theme != before:
            self.mutate_reactive(App.theme)  # the name is the same: nothing else would notice

    def theme_commands(self) -> Iterator[SystemCommand]:
        """The palette's lines."""
        for name, theme in sorted(self._shelf.items()):
            shade = _("the terminal's own colours") if theme.ansi else _("dark") if theme.dark else _("light")
            yield SystemCommand(_("Theme: {name}").format(name=name), shade, TakeTheme(self, name))

    def on_command_palette_opened(self) -> None:
        """Remember what to go back to."""
        self.reread_themes()
        self._before_palette, self._touring = self.theme, False

    def on_command_palette_option_highlighted(self, event: CommandPalette.OptionHighlighted) -> None:
        """Show the theme under the highlight; the first row of the whole list has it before anybody moved."""
        option = event.highlighted_event.option
        command = option.hit.command if isinstance(option, Command) else None
        asked = any(field.value for field in self.screen.query(Input))
        self._touring = self._touring or asked or event.highlighted_event.option_index > 0
        if self._before_palette is not None and self._touring:
            self.theme = command.name if isinstance(command, TakeTheme) else self._before_palette

    def on_command_palette_closed(self, event: CommandPalette.Closed) -> None:
        """Nothing was taken: as before. The taken theme is set by its command, which comes after this."""
        if self._before_palette is not None and not event.option_selected:
            self.theme = self._before_palette
        self._before_palette = None

    def _repaint(self, _theme: object) -> None:
        """Words that carry a colour of their own are told again in the new one. Textual leaves out the palette."""
        if isinstance(self.screen, CommandPalette):
            self.stylesheet.update(self.screen)
        for screen in self.screen_stack:
            if isinstance(screen, Hints):
                screen.refresh_page()

    def _for_terminal(self) -> str:
        host = self.backend.host
        return "ansi" if "NO_COLOR" in host.environment or 0 < host.terminal.colours <= 16 else "dark"

    def _read_themes(self) -> tuple[str, ...]:
        """Put every good theme on the shelf; what could not be used, in words."""
        self._stamp = themes.stamp(self._folders)
        loaded = themes.load(self._folders)
        fresh = {theme.name: theme for theme in loaded.themes}
        if not loaded.problems:  # what a bad file held before stays; so does what is in force
            gone = set(self._shelf) - set(fresh) - {self.theme, self._before_palette}
            for name in gone:
                self.unregister_theme(name)
            self._shelf = {name: theme for name, theme in self._shelf.items() if name not in gone}
        for theme in fresh.values():
            self.register_theme(theme)
        self._shelf = {**self._shelf, **fresh}
        return loaded.problems

    def _tell_problems(self, problems: tuple[str, ...]) -> None:
        """One message for all of them, once; it leaves the page in sight, and the log holds every line."""
        if problems and problems != self._told:
            for problem in problems:
                logger.warning("theme: %s", problem)
            lines = [with_tilde(problem, self.backend.host.user.home) for problem in problems[:_TOLD]]
            if len(problems) > _TOLD:
                lines.append(_("and {n} more").format(n=len(problems) - _TOLD))
            tell = partial(self.notify, title=_("A theme could not be used"), severity="warning", timeout=15)
            tell("\n".join(lines), markup=False)
        self._told = problems
