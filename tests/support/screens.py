"""The pictures of the README: `python -m tests.support.screens` writes screenshots/*.svg anew.

They are the golden files of tests/test_wizard_screens.py too, so they cannot show what is not so.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path

from tests.support.fake_backend import CONFLICT, DEBIAN_GO, OURS, UNFINISHED, FakeBackend, pretend_host
from tests.support.wizard_pilot import Walker, walking

FOLDER = Path(__file__).parents[2] / "screenshots"
THEMES = ("dark", "light")


@dataclass(frozen=True)
class Scene:
    """One picture: a pretend machine, and the way to the page."""

    name: str
    go: Callable[[Walker], Awaitable[None]]
    backend: Callable[[], FakeBackend] = field(default=lambda: FakeBackend(held={"stage"}))


def page(step: str) -> Callable[[Walker], Awaitable[None]]:
    async def go(walker: Walker) -> None:
        await walker.to(step)
        if walker.session.staging.state == "running":
            await walker.until(lambda: walker.session.staging.done, "the download")

    return go


async def _diff(walker: Walker) -> None:
    await page("review")(walker)
    await walker.press("down", "down", "down")


async def _installing(walker: Walker) -> None:
    await page("review")(walker)
    await walker.press("enter")
    await walker.until(lambda: walker.step == "install" and walker.session.staging.done, "the installation")


async def _proving(walker: Walker) -> None:
    await walker.to("proof")
    await walker.until(lambda: len(walker.session.proof.started) == 4, "the fourth step")


async def _proven(walker: Walker) -> None:
    await walker.to("proof")
    await walker.until(lambda: walker.session.proof.state == "done", "the proof")


async def _leaving(walker: Walker) -> None:
    await page("environment")(walker)
    await walker.press("ctrl+q")


async def _interrupted(walker: Walker) -> None:
    await walker.shows("An earlier run was interrupted")


async def _help(walker: Walker) -> None:
    await walker.answered()
    await walker.press("f1")


async def _pip(walker: Walker) -> None:
    await walker.to("place")
    await walker.shows("your Python package index does")


def _go_here() -> FakeBackend:
    return FakeBackend(host=pretend_host(gos=(DEBIAN_GO,)), seen=CONFLICT, held={"stage"})


SCENES = (
    Scene("machine", page("machine")),
    Scene("machine-go-here", page("machine"), _go_here),
    Scene("machine-again", page("machine"), lambda: FakeBackend(seen=OURS)),
    Scene("interrupted", _interrupted, lambda: FakeBackend(seen=UNFINISHED)),
    Scene("version", page("version")),
    Scene("place", page("place")),
    Scene("place-pip", _pip, lambda: FakeBackend(reachable=frozenset({"pip"}))),
    Scene("environment", page("environment")),
    Scene("proxy", page("proxy")),
    Scene("review", page("review")),
    Scene("review-diff", _diff),
    Scene("leave", _leaving),
    Scene("install", _installing, lambda: FakeBackend(held={"stage", "fetch"})),
    Scene("proof-running", _proving, lambda: FakeBackend(held={"prove"})),
    Scene("proof", _proven, FakeBackend),
    Scene("done", page("done"), FakeBackend),
    Scene("help", _help),
)


async def picture(scene: Scene, theme: str, size: tuple[int, int] = (80, 24)) -> str:
    """The SVG of a scene."""
    async with walking(scene.backend(), theme=theme, size=size) as walker:
        await scene.go(walker)
        await walker.still()
        return walker.app.export_screenshot(title="gowizard")


def path_of(scene: Scene, theme: str) -> Path:
    """Where a picture lies."""
    return FOLDER / f"{scene.name}-{theme}.svg"


def main() -> None:
    """Write all pictures."""
    FOLDER.mkdir(exist_ok=True)
    for scene in SCENES:
        for theme in THEMES:
            path_of(scene, theme).write_text(asyncio.run(picture(scene, theme)), encoding="utf-8")
            print(path_of(scene, theme))


if __name__ == "__main__":
    main()
