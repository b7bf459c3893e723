"""Drive the wizard's screens without a terminal: wait for what is on the screen, never for a time."""

from __future__ import annotations

import asyncio
import functools
import re
import time
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager, suppress
from html import unescape
from typing import Any

from textual.app import ScreenStackError
from textual.pilot import Pilot
from textual.widgets import Button, Static

from gowizard.wizard.app import WizardApp
from gowizard.wizard.outcome import Outcome
from gowizard.wizard.screen import WizardScreen
from gowizard.wizard.widgets.choices import Choices
from tests.support.fake_backend import FakeBackend


def in_loop(test: Callable[..., Coroutine[Any, Any, None]]) -> Callable[..., None]:
    """Run an asynchronous test to its end."""

    @functools.wraps(test)
    def run(*args: Any, **options: Any) -> None:
        asyncio.run(test(*args, **options))

    return run


class Walker:
    """Presses keys and looks at what came of it."""

    patience = 60.0  # seconds

    def __init__(self, app: WizardApp, pilot: Pilot[Outcome], backend: FakeBackend) -> None:
        self.app, self.pilot, self.backend = app, pilot, backend
        self.enters = 0

    @property
    def wizard(self) -> WizardScreen:
        return next(screen for screen in self.app.screen_stack if isinstance(screen, WizardScreen))

    @property
    def step(self) -> str:
        return self.wizard.step.id

    @property
    def session(self) -> Any:
        return self.app.session

    def text(self) -> str:
        """All the text that is on the screen now."""
        return screen_text(self.app.export_screenshot())

    async def until(self, condition: Callable[[], object], what: str = "") -> None:
        """Wait, at most `patience`, for a condition."""
        if not await self.within(self.patience, condition):
            raise AssertionError(f"waited in vain for {what or condition}\n{self.text()}")
        await self.painted()

    async def painted(self) -> None:
        """Wait until what is known is on the screen too: a page and its widgets are told first, and painted later."""
        with suppress(ScreenStackError):  # the app has ended
            await self.pilot.pause(0)

    async def within(self, seconds: float, condition: Callable[[], object]) -> bool:
        """Whether a condition comes true in time."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if condition():
                return True
            await asyncio.sleep(0.004)
        return False

    async def shows(self, words: str) -> None:
        """Wait for words on the screen, line breaks aside."""

        def seen() -> bool:
            rows = self.text().splitlines()
            return any(words in " ".join(" ".join(r[start:] for r in rows).split()) for start in (0, 25))

        await self.until(seen, words)

    async def still(self) -> None:
        """Wait until nothing on the screen changes any more: footer and corner follow a page a little later."""
        seen: list[str] = []
        while len(seen) < 5 or len(set(seen[-5:])) > 1:
            await self.pilot.pause(0.05)
            seen.append(self.text())

    async def press(self, *keys: str) -> None:
        self.enters += keys.count("enter")
        await self.pilot.press(*keys)

    async def answered(self) -> None:
        """Wait until the open page has what it asked for."""
        page, session = self.step, self.session
        known = {
            "machine": lambda: session.look is not None and session.versions is not None,
            "version": lambda: session.versions or session.versions_error,
            "place": lambda: not any(o.reach.value == "asking" for o in session.sources.values()),
            "proxy": lambda: not any(o.reach.value == "asking" for o in session.proxies.values()),
            "review": lambda: (session.plan or session.plan_error) and self.wizard.focused,
        }.get(page, lambda: True)
        await self.until(lambda: self.wizard.page is not None and self.wizard.page.is_mounted and known(), page)

    async def to(self, step: str) -> None:
        """Press Enter until a step is open."""
        await self.answered()
        for _count in range(12):
            if self.step == step:
                await self.answered()
                return
            before = self.step
            if before in {"install", "proof"} and not self.button_waits():
                await self.until(
                    lambda before=before: self.step != before or self.button_waits(),
                    f"the end of {before}",
                )
                continue
            await self.press("enter")
            await self.until(lambda before=before: self.step != before, f"what follows {before}")
            await self.answered()
        raise AssertionError(f"never came to {step}, but to {self.step}")

    def button_waits(self) -> bool:
        """Whether Enter presses the main button."""
        button = self.wizard.query_one("#next", Button)
        return self.wizard.focused is button and not button.disabled

    def choices(self, name: str) -> Choices:
        return self.wizard.query_one(f"#{name}", Choices)

    def heading(self) -> str:
        return str(self.wizard.query_one(".heading", Static).render())


@asynccontextmanager
async def walking(
    backend: FakeBackend | None = None,
    *,
    size: tuple[int, int] = (80, 24),
    theme: str = "dark",
    **options: Any,
) -> AsyncIterator[Walker]:
    """The wizard over a pretend machine, its first page open."""
    backend = backend or FakeBackend()
    app = WizardApp(backend, theme=theme, **options)
    try:
        async with app.run_test(size=size, notifications=True) as pilot:
            walker = Walker(app, pilot, backend)
            await walker.until(lambda: any(isinstance(s, WizardScreen) for s in app.screen_stack), "the wizard")
            await walker.until(lambda: walker.wizard.page is not None, "the first page")
            yield walker
            walker.wizard.background.stop_all()
    finally:
        backend.close()


def screen_text(svg: str) -> str:
    """The rows of text in an exported picture."""
    rows: dict[float, list[tuple[float, str]]] = {}
    for x, y, text in re.findall(r'<text class="[^"]*-r\d+" x="([\d.]+)[\d. ]*" y="([\d.]+)"[^>]*>([^<]*)</text>', svg):
        rows.setdefault(float(y), []).append((float(x), unescape(text).replace("\xa0", " ")))
    lines = []
    for _y, pieces in sorted(rows.items()):
        line = ""
        for x, text in sorted(pieces):
            line = line.ljust(round(x / 12.2)) + text
        lines.append(line.rstrip())
    return "\n".join(lines)
