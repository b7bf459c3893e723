"""How long does the wizard take to show the next page, another theme, another language?

    python -m tests.benchmarks.wizard_speed

The wizard runs at 100x30 over a pretend machine that answers at once. Each figure is the time from the key, or
the call, to the end of the first painting that shows all of what was asked for, rendering included; medians.
"""

from __future__ import annotations

import asyncio
import os
import statistics
import time
from collections.abc import Awaitable, Callable
from itertools import pairwise
from typing import Any

from gowizard.__main__ import collect_seldom
from gowizard.locales import available_languages, language, set_language
from tests.support.fake_backend import FakeBackend
from tests.support.wizard_pilot import Walker, walking

ROUNDS = 5
PAGES = ["machine", "version", "place", "environment", "proxy", "review"]


class Paintings:
    """Sees every painting of an app, renders it as a terminal's driver would, and notes when it was done."""

    def __init__(self, walk: Walker) -> None:
        self._walk = walk
        self._wanted: Callable[[], bool] | None = None
        self._done: asyncio.Future[float] | None = None
        shown: Any = walk.app._display

        def display(screen: Any, update: Any) -> None:
            shown(screen, update)
            if hasattr(update, "render_segments"):
                update.render_segments(walk.app.console)
            if self._wanted is not None and self._done is not None and self._wanted() and not self._done.done():
                self._done.set_result(time.perf_counter())

        walk.app._display = display  # type: ignore[method-assign,assignment]

    async def until(self, begin: Callable[[], Awaitable[object]], wanted: Callable[[], bool]) -> float:
        """Seconds from `begin` to the end of the first painting where `wanted` is true."""
        self._done, self._wanted = asyncio.get_running_loop().create_future(), wanted
        began = time.perf_counter()
        task = asyncio.ensure_future(begin())
        ended = await asyncio.wait_for(self._done, 15)
        self._wanted = None
        await task
        await self._walk.still()
        return ended - began


def _fresh_page(walk: Walker) -> Callable[[], bool]:
    """Whether another page than the present one is open and laid out."""
    before = walk.wizard.page

    def shown() -> bool:
        page = walk.wizard.page
        return page is not None and page is not before and page.region.area > 0 and not walk.app._batch_count

    return shown


async def pages(walk: Walker, paintings: Paintings) -> dict[str, list[float]]:
    """Enter from each page to the next, and Escape back again."""
    found: dict[str, list[float]] = {}
    for _round in range(ROUNDS):
        for page, following in pairwise(PAGES):
            await walk.answered()
            await walk.still()
            seconds = await paintings.until(lambda: walk.pilot.press("enter"), _fresh_page(walk))
            found.setdefault(f"{page} to {following}", []).append(seconds)
        for page in reversed(PAGES[1:]):
            seconds = await paintings.until(lambda: walk.pilot.press("escape"), _fresh_page(walk))
            found.setdefault(f"{page} back", []).append(seconds)
    return found


async def switches(walk: Walker, paintings: Paintings) -> dict[str, list[float]]:
    """The other theme and the other language, and back."""
    found: dict[str, list[float]] = {"theme": [], "language": []}
    names = available_languages()

    async def wear(name: str) -> None:
        walk.app.theme = name

    for _turn in range(2 * ROUNDS):
        before = walk.wizard.styles.background
        name = "light" if walk.app.theme == "dark" else "dark"
        seconds = await paintings.until(lambda name=name: wear(name), lambda: walk.wizard.styles.background != before)  # type: ignore[misc] # noqa: B023
        found["theme"].append(seconds)
        name = names[(names.index(language()) + 1) % len(names)]
        seconds = await paintings.until(lambda name=name: walk.wizard.speak(name), _fresh_page(walk))  # type: ignore[misc]
        found["language"].append(seconds)
    return found


async def measured() -> tuple[dict[str, list[float]], dict[str, list[float]]]:
    """Seconds of every page change and every switch."""
    backend = FakeBackend()
    async with walking(backend, size=(100, 30)) as walk:
        paintings = Paintings(walk)
        await walk.answered()
        turned = await pages(walk, paintings)
        return turned, await switches(walk, paintings)


def main() -> None:
    """Print the figures."""
    os.environ.pop("NO_COLOR", None)
    set_language("en")
    collect_seldom()  # as the program does
    turned, switched = asyncio.run(measured())
    every = [seconds for each in turned.values() for seconds in each]
    for name, each in turned.items():
        print(f"  {name:24}{statistics.median(each) * 1000:5.0f} ms  (worst {max(each) * 1000:.0f})")
    print(f"page change               {statistics.median(every) * 1000:5.0f} ms  (limit 50)")
    for name, each in switched.items():
        print(f"{name:26}{statistics.median(each) * 1000:5.0f} ms  (worst {max(each) * 1000:.0f}, limit 200)")


if __name__ == "__main__":
    main()
