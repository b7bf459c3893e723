"""The pictures of the README: `python -m tests.support.screens` writes screenshots/*.svg anew, all of them.

They are the golden files of tests/test_wizard_screens.py too, so they cannot show what is not so. A new page needs
one more Scene. Names given on the command line draw only those scenes.
"""

from __future__ import annotations

import asyncio
import re
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from html import escape, unescape
from pathlib import Path
from typing import TypeVar

from rich.cells import cell_len

from gowizard.locales import language, set_language
from gowizard.releases import MIRRORS
from tests.support.fake_backend import FakeBackend
from tests.support.fake_repairer import guess, ill, package, stale
from tests.support.multilingual import Multilingual, no_room
from tests.support.pretend import CONFLICT, DEBIAN_GO, OURS, UNFINISHED, pretend_host
from tests.support.wizard_pilot import Walker, walking

FOLDER = Path(__file__).parents[2] / "screenshots"
THEMES = ("dark", "light")
LANGUAGES = ("en", "zh_CN")
CELL = 12.2  # width of a column in an exported picture


@dataclass(frozen=True)
class Scene:
    """One picture: the way to the page, and a pretend machine, made when the language is already chosen."""

    name: str
    go: Callable[[Walker], Awaitable[None]]
    backend: Callable[[], FakeBackend] = lambda: Multilingual(held={"stage"})
    first: str = "machine"


def page(step: str) -> Callable[[Walker], Awaitable[None]]:
    """The way to a page, with Enter alone."""

    async def go(walker: Walker) -> None:
        await walker.to(step)
        if walker.session.staging.state == "running":
            await walker.until(lambda: walker.session.staging.done, "the download")

    return go


def _answered(source: str) -> Callable[[Walker], Awaitable[None]]:
    async def go(walker: Walker) -> None:
        await walker.to("place")
        await walker.until(lambda: walker.session.sources[source].reach.value == "yes", source)

    return go


async def _kit_code(walker: Walker) -> None:
    await walker.to("place")
    await walker.until(lambda: walker.session.sources["google-cn"].reach.value == "no", "google-cn")
    await walker.press("enter")
    await walker.until(lambda: walker.wizard.focused and walker.wizard.focused.id == "code", "the field")
    await walker.press(*"7k2qx")


async def _diff(walker: Walker) -> None:
    await page("review")(walker)
    await walker.press("down", "down", "down")


async def _installing(walker: Walker) -> None:
    await page("review")(walker)
    await walker.press("enter")
    await walker.until(lambda: walker.step == "install" and walker.session.staging.done, "the installation")


async def _failing(walker: Walker) -> None:
    await page("review")(walker)
    await walker.press("enter")
    await walker.until(lambda: walker.session.work.state == "failed", "the failure")


async def _proving(walker: Walker) -> None:
    await walker.to("proof")
    await walker.until(lambda: len(walker.session.proof.started) == 4, "the fourth step")


async def _proven(walker: Walker) -> None:
    await walker.to("proof")
    await walker.until(lambda: walker.session.proof.state == "done", "the proof")


async def _log(walker: Walker) -> None:
    await _proven(walker)
    await walker.press("o")


async def _leaving(walker: Walker) -> None:
    await page("environment")(walker)
    await walker.press("ctrl+q")


async def _interrupted(walker: Walker) -> None:
    await walker.until(lambda: walker.session.look is not None and walker.session.look.unfinished is not None)


async def _help(walker: Walker) -> None:
    await walker.answered()
    await walker.press("f1")


def _go_here() -> FakeBackend:
    return Multilingual(host=pretend_host(gos=(DEBIAN_GO,)), seen=CONFLICT, held={"stage"})


OFFICIAL = frozenset({"official", "google-cn"})


def _only_mirrors() -> FakeBackend:
    return Multilingual(silent=OFFICIAL, held={"stage"})


def _only_pip() -> FakeBackend:
    return Multilingual(silent=OFFICIAL | {mirror.source for mirror in MIRRORS}, held={"stage"})


def _ill(**more: object) -> Callable[[], FakeBackend]:
    return lambda: Multilingual(repairer=ill(**more))


def _fresh() -> FakeBackend:
    return Multilingual(repairer=ill(left=(stale(), package(), guess())))


async def _found(walker: Walker) -> None:
    await walker.until(lambda: walker.session.care.state == "known" and walker.wizard.focused, "the findings")


async def _mending(walker: Walker) -> None:
    await _found(walker)
    await walker.press("enter")
    await walker.until(lambda: walker.session.care.running, "the first change")


async def _came_to_light(walker: Walker) -> None:
    await _found(walker)
    await walker.press("enter")
    await walker.until(lambda: walker.session.care.state == "mended", "the second look")


async def _mended(walker: Walker) -> None:
    await _found(walker)
    await walker.press("enter")
    await walker.until(lambda: walker.step == "mending-proof" and walker.wizard.page.ready(), "the proof")
    await walker.press("enter")
    await walker.until(lambda: walker.step == "mended", "the last page")


SCENES = (
    Scene("machine", page("machine")),
    Scene("machine-go-here", page("machine"), _go_here),
    Scene("machine-again", page("machine"), lambda: Multilingual(seen=OURS)),
    Scene("interrupted", _interrupted, lambda: Multilingual(seen=UNFINISHED)),
    Scene("version", page("version")),
    Scene("place", page("place")),
    Scene("place-mirrors", _answered("mirror:nju"), _only_mirrors),
    Scene("place-pip", _answered("pip"), _only_pip),
    Scene("place-kit", _kit_code, lambda: Multilingual(kit=True, silent=OFFICIAL)),
    Scene("environment", page("environment")),
    Scene("proxy", page("proxy")),
    Scene("review", page("review")),
    Scene("review-diff", _diff),
    Scene("leave", _leaving),
    Scene("install", _installing, lambda: Multilingual(held={"stage", "fetch"})),
    Scene("install-failed", _failing, lambda: Multilingual(failing={"change": no_room()})),
    Scene("proof-running", _proving, lambda: Multilingual(held={"prove"})),
    Scene("proof", _proven, Multilingual),
    Scene("proof-log", _log, Multilingual),
    Scene("done", page("done"), Multilingual),
    Scene("help", _help),
    Scene("repair", _found, _ill(), "findings"),
    Scene("repair-healthy", _found, Multilingual, "findings"),
    Scene("repair-mending", _mending, _ill(held={"change"}), "findings"),
    Scene("repair-new", _came_to_light, _fresh, "findings"),
    Scene("repair-done", _mended, _ill(), "findings"),
)


T = TypeVar("T")
Size = tuple[int, int]


def look(
    scene: Scene, see: Callable[[Walker], T], *, theme: str = "dark", spoken: str = "en", size: Size = (80, 24)
) -> T:
    """Go to a scene in a language, and tell what `see` sees there."""

    async def play() -> T:
        async with walking(scene.backend(), theme=theme, size=size, page=scene.first) as walker:
            await scene.go(walker)
            await walker.still()
            return see(walker)

    before = language()
    set_language(spoken)
    try:
        return asyncio.run(play())
    finally:
        set_language(before)


def picture(scene: Scene, theme: str, spoken: str = "en", size: Size = (80, 24)) -> str:
    """The SVG of a scene."""

    def taken(walker: Walker) -> str:
        return tidy(walker.app.export_screenshot(title="gowizard"))

    return look(scene, taken, theme=theme, spoken=spoken, size=size)


def tidy(svg: str) -> str:
    """The same picture with every word at its column, whatever widths a program's fonts have.

    Texts are split at blanks beside or between wide characters, and none begins or ends with a blank.
    """

    def split(found: re.Match[str]) -> str:
        head, x, y, rest, text = found.groups()
        told = unescape(text)
        wide = not told.isascii() and cell_len(told) > len(told)
        pieces = re.finditer(r"[\u2e80-\uffef]+|[^\s\u2e80-\uffef]+" if wide else r"\S(?:.*\S)?", told)
        made = []
        for piece in pieces:
            start = float(x) + cell_len(told[: piece.start()]) * CELL
            signs, kept = piece.group(), escape(piece.group()).replace("\xa0", "&#160;")
            if cell_len(signs) == 2 * len(signs):
                places = " ".join(f"{start + 2 * CELL * number:g}" for number in range(len(signs)))
                made.append(f'{head}{places}" y="{y}" clip{rest}{kept}</text>')
            else:
                length = cell_len(signs) * CELL
                made.append(f'{head}{start:g}" y="{y}" textLength="{length:g}" clip{rest}{kept}</text>')
        return "".join(made)

    pattern = r'(<text class="[^"]*-r\d+" x=")([\d.]+)" y="([\d.]+)" textLength="[\d.]+" clip([^>]*>)([^<]*)</text>'
    return re.sub(pattern, split, svg)


def path_of(scene: Scene, theme: str, spoken: str = "en") -> Path:
    """Where a picture lies: NAME-THEME.svg, and NAME-THEME-zh_CN.svg."""
    return FOLDER / (f"{scene.name}-{theme}" + (f"-{spoken}" if spoken != "en" else "") + ".svg")


def lying() -> set[Path]:
    """The pictures that are there, but for those that move."""
    return {path for path in FOLDER.glob("*.svg") if not path.name.startswith("walkthrough")}


def main() -> None:
    """Write the pictures, and remove those that no scene draws any more."""
    FOLDER.mkdir(exist_ok=True)
    kept = set()
    for scene in SCENES:
        for spoken in LANGUAGES:
            for theme in THEMES:
                path = path_of(scene, theme, spoken)
                kept.add(path)
                if not sys.argv[1:] or scene.name in sys.argv[1:]:
                    path.write_text(picture(scene, theme, spoken), encoding="utf-8")
                    print(path.relative_to(FOLDER.parent))
    for path in lying() - kept:
        path.unlink()


if __name__ == "__main__":
    main()
