"""The wizard in Chinese: every page, its columns, and the switch between the languages."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from rich.cells import cell_len
from textual.widgets import Button, Input, Static

from gowizard.locales import _, language, set_language
from gowizard.locales.columns import wrap
from gowizard.wizard.backend import Reach
from gowizard.wizard.steps import STEPS
from gowizard.wizard.widgets.choices import Choices
from gowizard.wizard.widgets.prose import Prose, prose
from gowizard.wizard.widgets.stepper import Stepper
from tests.support.multilingual import Multilingual
from tests.support.pretend import DEBIAN_GO, pretend_host
from tests.support.wizard_pilot import Walker, in_loop, walking


@pytest.fixture(autouse=True)
def _english_again() -> Iterator[None]:
    yield
    set_language("en")


# What is the same in every language: the program's own output, paths and URLs, names of systems and commands.
SAME = re.compile(
    r"Hello, Go environment is ready!|(?:gowizard|go|bash|cd) [a-z]+|go: (?:added|downloading)|\bfi\b|alias \w+"
    r"|GNU/Linux|[~.]?/[\w./-]+|https?://\S+|[\w-]+\.(?:org|cn|dev|sh|com|toml|go)\b|Go Modules"
)
ENGLISH = re.compile(r"[A-Za-z]{2,} [a-z]{2,}")


def english(text: str) -> list[str]:
    """Pieces of English sentences in what a screen shows."""
    own = [SAME.sub("", line) for line in text.splitlines() if not line.lstrip().startswith("$")]
    return [line for line in own if ENGLISH.search(line)]


def _debian() -> Multilingual:
    return Multilingual(host=pretend_host(gos=(DEBIAN_GO,)), held={"fetch"})


async def each_page(walker: Walker) -> Any:
    """Every page in turn, answered."""
    for step in STEPS:
        if step.id == "install":  # it goes on by itself: looked at while its download is held
            await walker.press("enter")
            await walker.until(lambda: walker.step == "install" and walker.session.staging.done, "the installation")
            await walker.pilot.pause()
            yield step
            walker.backend.let("fetch")
            continue
        await walker.to(step.id)
        if step.id == "proof":
            await walker.until(lambda: walker.session.proof.state == "done", "the proof")
        await walker.pilot.pause()
        yield step


@in_loop
async def test_every_page_is_chinese() -> None:
    set_language("zh_CN")
    async with walking(_debian()) as walker:
        seen = []
        async for step in each_page(walker):
            text = walker.text()
            assert english(text) == [], step.id
            assert _(step.title) != step.title and _(step.title) in text
            seen.append(step.id)
            for choices in walker.wizard.query(Choices):
                for row in choices.rows:
                    assert english(f"{row.label}\n{row.note}\n{row.detail}\n{row.refusal}") == [], row
        assert seen == [step.id for step in STEPS]


SIZES = [(80, 24), *(pytest.param(size, marks=pytest.mark.slow) for size in ((60, 20), (100, 30)))]


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_nothing_leaves_its_column(size: tuple[int, int]) -> None:
    set_language("zh_CN")

    @in_loop
    async def walk() -> None:
        async with walking(_debian(), size=size) as walker:
            async for step in each_page(walker):
                screen = walker.wizard
                for y, row in enumerate(walker.app.screen._compositor.render_strips()):
                    assert row.cell_length == size[0], (step.id, y)
                if size[0] >= 80:
                    stepper = screen.query_one(Stepper)
                    for line in stepper.lines:
                        assert cell_len(f"✓ {line.title}") <= stepper.size.width, line.title
                heading = screen.query_one(".heading", Static)
                assert cell_len(str(heading.render())) <= heading.size.width, step.id
                sentence = screen.query_one(".sentence", Static)
                assert len(wrap(str(sentence.render()), sentence.size.width)) <= 2, step.id
                for button in screen.query(Button).results(Button):
                    if button.display:
                        assert cell_len(str(button.label)) <= button.size.width, button.label
                for label in screen.query(".label").results(Static):
                    assert not label.size.width or cell_len(str(label.render())) < label.size.width, label
                for choices in screen.query(Choices):
                    if choices.display and choices.size.width:
                        _columns(choices, step.id)

    walk()


def _columns(choices: Choices, step: str) -> None:
    """Every row of a list fills its width exactly, notes begin in one column, words of ours are whole."""
    width = choices.scrollable_content_region.width
    starts = set()
    for y, row in enumerate(choices.rows[: choices.size.height]):
        strip = choices.render_line(y)
        assert strip.cell_length == width, (step, row.label)
        row = choices.rows[y + choices.scroll_offset.y]
        if row.note and row.note in strip.text:
            starts.add(cell_len(strip.text[: strip.text.index(row.note, len(row.label))]))
        if step not in {"review"}:
            assert row.label in strip.text, (step, row.label)
    assert len(starts) <= 1, step


@in_loop
async def test_the_key_on_the_first_page_switches_everything_there_and_back() -> None:
    async with walking(Multilingual(host=pretend_host(gos=(DEBIAN_GO,)))) as walker:
        await walker.answered()
        await walker.pilot.pause()
        before = walker.text()
        assert "中文" in before and english(before)  # the key hint names the language to be had
        await walker.press("l")
        await walker.shows("这台机器上已有 Go")
        await walker.answered()
        await walker.pilot.pause()
        told = walker.text()
        assert english(told) == [] and "下一步" in told and "退出" in told and "▸ 机器" in told and "English" in told
        await walker.press("l")
        await walker.shows("There is a Go on this machine")
        await walker.answered()
        await walker.pilot.pause()
        assert walker.text() == before


@pytest.mark.slow
@in_loop
async def test_every_page_before_the_installation_can_be_switched() -> None:
    async with walking(Multilingual(host=pretend_host(gos=(DEBIAN_GO,)))) as walker:
        for name in ("machine", "version", "place", "environment", "proxy", "review"):
            await walker.to(name)
            await walker.pilot.pause()
            await walker.wizard.speak("zh_CN")
            await walker.answered()
            await walker.pilot.pause()
            assert english(walker.text()) == [], name
            assert walker.step == name
            await walker.wizard.speak("en")
            await walker.answered()


@in_loop
async def test_what_was_typed_survives_the_switch() -> None:
    async with walking(Multilingual()) as walker:
        await walker.to("environment")
        field = walker.wizard.query_one("#gopath", Input)
        field.value = "~/code/go"
        await walker.wizard.speak("zh_CN")
        assert walker.wizard.query_one("#gopath", Input).value == "~/code/go"
        assert str(walker.session.answers.gopath) == "/home/gopher/code/go"


@in_loop
async def test_the_other_answers_of_the_network_survive_too() -> None:
    async with walking(Multilingual()) as walker:
        await walker.to("proxy")
        await walker.until(lambda: walker.session.proxies["default"].reach is Reach.YES)
        await walker.wizard.speak("zh_CN")
        default = walker.session.proxies["default"]
        assert default.reach is Reach.YES and default.seconds == 0.34 and default.title == "Go 的默认值"


@in_loop
async def test_the_steps_of_a_proof_that_ran_are_told_anew() -> None:
    async with walking(Multilingual()) as walker:
        await walker.to("proof")
        await walker.until(lambda: walker.session.proof.state == "done")
        await walker.shows("A new login shell finds Go")
        await walker.wizard.speak("zh_CN")
        await walker.shows("新的登录 shell 能找到 Go")
        assert "A new login shell" not in walker.text()


@in_loop
async def test_switching_takes_less_than_a_fifth_of_a_second() -> None:
    async with walking(Multilingual()) as walker:
        await walker.to("environment")
        took = []
        for name in ("zh_CN", "en") * 4:
            begun = time.process_time()  # the wall's time would measure the machine's other work
            await walker.wizard.speak(name)
            await walker.pilot.pause()
            took.append(time.process_time() - begun)
        assert min(took) < 0.2, took


@in_loop
async def test_the_palette_names_every_language_in_itself() -> None:
    async with walking(Multilingual()) as walker:
        titles = [command.title for command in walker.app.get_system_commands(walker.app.screen)]
        assert titles[:2] == ["Language: English", "Language: 简体中文"]
        chinese = next(c for c in walker.app.get_system_commands(walker.app.screen) if "简体中文" in c.title)
        await chinese.callback()
        assert language() == "zh_CN" and walker.heading() == "全新开始"


@in_loop
async def test_a_console_without_chinese_characters_does_not_offer_them() -> None:
    host = pretend_host()
    host = replace(host, terminal=replace(host.terminal, term="linux"))
    async with walking(Multilingual(host=host)) as walker:
        await walker.answered()
        await walker.press("l")
        assert language() == "en" and "中文" not in walker.text()


def test_an_address_before_chinese_words_stays_in_one_row() -> None:
    set_language("zh_CN")
    try:
        text = prose("https://proxy.golang.org,direct。运营方：Google（为 Go 项目运营）。不写入任何内容。")
        assert isinstance(text, Prose)
        assert text._wrapped(50).plain.splitlines()[0].startswith("https://proxy.golang.org,direct。")
        long = "目录 /srv/" + "a" * 30 + "/" + "b" * 30 + "。完"
        text = prose(long)
        assert isinstance(text, Prose)
        assert text._wrapped(50).plain.splitlines()[0].endswith("a/")  # too long for a row: behind a slash
    finally:
        set_language("en")
