"""Another language while the wizard runs: everything on the screen is told anew at once, answers stay."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any

from textual.app import SystemCommand

from gowizard.dataclass import replace
from gowizard.errors import GowizardError
from gowizard.locales import N_, _, available_languages, language, set_language
from gowizard.proof import title_of
from gowizard.wizard.backend import Reach
from gowizard.wizard.session import Session

if TYPE_CHECKING:
    from textual.screen import Screen

    from gowizard.wizard.app import WizardApp

    Base = Screen[None]
else:
    Base = object

NAMES = {"en": "English", "zh_CN": "简体中文"}
OTHER = N_("中文")  # the key hint names the language to be had: its "translation" is "English"


class Languages(Base):
    """A third of the wizard's screen; see screen.py for the other two."""

    session: Session

    if TYPE_CHECKING:
        page: Any
        step: Any

        def start_looking(self) -> None: ...
        async def show(self, step: Any) -> None: ...
        def retell_frame(self) -> None: ...

    async def action_language(self) -> None:
        """The next language there is."""
        names = available_languages()
        await self.speak(names[(names.index(language()) + 1) % len(names)])

    async def speak(self, name: str) -> None:
        """Tell everything in a language: page, buttons, steps, key hints, and what the core has told so far."""
        if set_language(name) != name:
            return
        if self.page is not None:
            with suppress(GowizardError):  # what was typed so far; an entry that cannot be used is asked for again
                self.session.answers = self.page.take()
        _retell(self.session)
        self.retell_frame()
        self.refresh_bindings()
        await self.show(self.step)
        if self.session.work.state == "waiting":
            self.start_looking()  # versions, lines and titles again; the lists come from the cache

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The key changes the language on the first page only, and not where Chinese cannot be shown."""
        if action == "language":
            terminal = self.session.backend.host.terminal
            return self.step.id in {"machine", "findings"} and terminal.unicode and terminal.term != "linux"
        return super().check_action(action, parameters)


def _retell(session: Session) -> None:
    """Names and descriptions anew, with the answers that the network gave before."""
    for fresh in session.backend.sources():
        old = session.sources[fresh.name]
        session.sources[fresh.name] = replace(fresh, reach=old.reach, seconds=old.seconds)
    for offer in session.backend.proxies():
        known = session.proxies[offer.name]
        session.proxies[offer.name] = replace(
            known, title=offer.title, detail=offer.detail if known.reach is not Reach.NO else known.detail, message=""
        )
    session.proof.started = [replace(step, title=title_of(step.id)) for step in session.proof.started]
    if session.work.state == "waiting":
        session.plan = session.plan_error = None


def commands(app: WizardApp) -> Iterator[SystemCommand]:
    """The palette's lines: every language under its own name."""
    for screen in app.screen_stack:
        if isinstance(screen, Languages):
            for name in available_languages():
                title = _("Language: {name}").format(name=NAMES.get(name, name))
                yield SystemCommand(title, "Language / 语言", partial(screen.speak, name))
