"""The walk-through of the README: `python -m tests.support.walkthrough` writes screenshots/walkthrough*.svg anew.

The real program is led from its first page to its last with real keys; the machine below it is the pretend one of the
other pictures, so that the same frames come out everywhere and no network is needed.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.segment import Segment
from rich.style import Style

from gowizard.answers import Answers
from gowizard.cancellation import Cancel
from gowizard.locales import language, set_language
from gowizard.toolchain.events import Connecting, Received
from gowizard.wizard.backend import Emit
from tests.support.moving_picture import Frame, svg
from tests.support.multilingual import Multilingual
from tests.support.pretend import SIZE
from tests.support.screens import FOLDER, LANGUAGES
from tests.support.wizard_pilot import Walker, walking

GROUND = "#14181c"  # of the dark theme
SPEED = 11_400_000.0
TITLES = {
    "en": "gowizard sets up Go: nine pages, a few times Enter (a pretend machine)",
    "zh_CN": "gowizard 配置 Go：九个页面，几次回车（演示用的虚拟机器）",
}


@dataclass
class Shown(Multilingual):
    """A download that is as far as the script says."""

    tell: Callable[[Any], None] | None = None

    def stage(self, answers: Answers, emit: Emit, cancel: Cancel) -> None:
        emit(Connecting("https://go.dev/dl/go1.27.3.linux-amd64.tar.gz"))
        self.tell = emit
        self.reach(0.04)
        self._pass("stage", cancel)

    def reach(self, share: float) -> None:
        """So much has arrived."""
        self.share = share
        if self.tell is not None:
            self.tell(Received(int(SIZE * share), SIZE, SPEED, SIZE * (1 - share) / SPEED))


class Recorder:
    """Takes a frame whenever the screen is still."""

    def __init__(self, walker: Walker, backend: Shown) -> None:
        self.walker, self.backend, self.frames = walker, backend, typed("$ gowizard")
        self.keys: list[str] = []

    async def frame(self, seconds: float) -> None:
        """What the screen shows now."""
        await self.walker.still()
        rows = tuple(tuple(strip) for strip in self.walker.app.screen._compositor.render_strips())
        self.frames.append(Frame(rows, seconds, self._told()))

    async def press(self, key: str, until: str = "") -> None:
        """A key, and the page that it opens."""
        await self.walker.answered()
        self.keys.append(key)
        await self.walker.press(key)
        if until:
            await self.walker.until(lambda: self.walker.step == until, until)

    async def arrived(self, share: float) -> None:
        """Let the download come so far, and see it."""
        await self.walker.until(lambda: self.backend.tell is not None, "the download")
        self.backend.reach(share)
        await self.walker.until(lambda: self.walker.session.staging.done >= int(SIZE * share), "these bytes")

    def _told(self) -> str:
        """The last key, and how many times Enter it took so far."""
        names = {"enter": "Enter", "down": "↓", "tab": "Tab"}
        last = self.keys[-1] if self.keys else ""
        count = self.keys.count("enter")
        return "" if not last else f"Enter × {count}" if last == "enter" else f"{names[last]}  ·  Enter × {count}"


def typed(line: str) -> list[Frame]:
    """A prompt at which the command is typed."""
    style = Style.parse("#d8dee4 on #14181c")
    ends = [2, *range(4, len(line), 2), len(line)]
    told = [line[:end] + ("" if end == len(line) else "▏") for end in ends]
    return [
        Frame(((Segment(text, style),),), 0.9 if end in {2, len(line)} else 0.12)
        for end, text in zip(ends, told, strict=True)
    ]


async def _record(backend: Shown) -> list[Frame]:
    async with walking(backend) as walker:
        film = Recorder(walker, backend)
        await walker.answered()
        await film.frame(2.4)
        await film.press("enter", "version")
        await film.frame(2.0)
        await film.press("enter", "place")
        await walker.answered()
        await film.frame(2.4)
        await film.press("enter", "environment")
        await film.arrived(0.09)
        await film.frame(2.0)
        await film.press("enter", "proxy")
        await walker.answered()
        await film.arrived(0.31)
        await film.frame(2.2)
        await film.press("enter", "review")
        await walker.answered()
        await film.arrived(0.48)
        await film.frame(1.6)
        for _row in range(3):
            await film.press("down")
        await film.arrived(0.62)
        await film.frame(3.4)
        while walker.wizard.focused is None or walker.wizard.focused.id != "next":
            await film.press("tab")
        await film.frame(0.8)
        backend.share = 0.74
        await film.press("enter", "install")
        for share in (0.74, 0.88, 0.99):
            await film.arrived(share)
            await film.frame(0.8)
        await _prove(film, backend)
    return film.frames


async def _prove(film: Recorder, backend: Shown) -> None:
    walker = film.walker
    backend.let("fetch")
    await walker.until(lambda: walker.step == "proof" and len(walker.session.proof.started) == 4, "the fourth step")
    await film.frame(2.4)
    backend.let("prove")
    await walker.until(lambda: walker.session.proof.state == "done", "the proof")
    await film.frame(3.6)
    await film.press("enter", "done")
    await film.frame(4.0)


def record(spoken: str) -> list[Frame]:
    """The frames in a language."""
    before = language()
    set_language(spoken)
    try:
        return asyncio.run(_record(Shown(held={"stage", "fetch", "prove"})))
    finally:
        set_language(before)


def path_of(spoken: str) -> Path:
    """walkthrough.svg, and walkthrough-zh_CN.svg."""
    return FOLDER / ("walkthrough" + (f"-{spoken}" if spoken != "en" else "") + ".svg")


def draw(spoken: str) -> str:
    """The moving picture."""
    return svg(record(spoken), title=TITLES[spoken], ground=GROUND)


def main() -> None:
    """Write one for each language."""
    for spoken in LANGUAGES:
        path_of(spoken).write_text(draw(spoken), encoding="utf-8")
        print(path_of(spoken).relative_to(FOLDER.parent))


if __name__ == "__main__":
    main()
