"""Programs that print: each line at once when they are slow, no stall when they are fast."""

from __future__ import annotations

import asyncio
import threading

import pytest

from gowizard.cancellation import Cancel
from gowizard.proof.events import OutputLine
from gowizard.wizard.background import Background, Feed
from gowizard.wizard.messages import EventsArrived, JobEnded
from gowizard.wizard.steps import step_named
from gowizard.wizard.widgets.logpane import LogPane, broken_rows
from tests.support.fake_backend import FakeBackend
from tests.support.own_time import OwnTime
from tests.support.wizard_pilot import in_loop, walking


@pytest.mark.slow
@in_loop
async def test_twenty_thousand_lines_never_stall_the_loop() -> None:
    backend = FakeBackend(proof_lines=20_000, held={"prove"})
    async with walking(backend) as walk:
        await walk.to("proof")
        await walk.until(lambda: len(walk.session.proof.started) == 4)
        stalls: list[float] = []
        beating = True

        async def heartbeat() -> None:
            while beating:
                watch = OwnTime()
                await asyncio.sleep(0.005)
                stalls.append(watch.seconds - 0.005)

        heart = asyncio.create_task(heartbeat())
        backend.let("prove")
        await walk.until(lambda: walk.session.proof.state == "done")
        beating = False
        await heart
        assert len(walk.session.proof.lines) > 20_000
        assert max(stalls) < 0.1, f"stalled {max(stalls):.3f} s"
        await walk.press("o")
        await walk.shows("go: added rsc.io/quote v1.5.2")


@pytest.mark.slow
@in_loop
async def test_a_slow_program_s_line_is_seen_at_once() -> None:
    async with walking(FakeBackend(held={"prove"})) as walk:
        await walk.to("proof")
        await walk.until(lambda: len(walk.session.proof.started) == 4)
        watch = OwnTime()
        walk.wizard.feeds["proof"].emit(OutputLine("run", "tick 1"))
        await walk.until(lambda: "tick 1" in walk.text())
        assert watch.seconds < 0.3


@pytest.mark.slow
@in_loop
async def test_the_scrollbar_hides_no_column_of_the_log() -> None:
    async with walking() as walk:
        await walk.to("proof")
        await walk.until(lambda: walk.session.proof.state == "done")
        walk.session.proof.lines[:] = [("output", "0123456789" * 30)] * 30
        await walk.wizard.show(step_named("proof"))
        await walk.press("o")
        await walk.until(lambda: walk.wizard.query_one(LogPane).show_vertical_scrollbar, "a scrollbar")
        await walk.still()
        pane = walk.wizard.query_one(LogPane)
        rows = [pane.render_line(y).text for y in range(pane.scrollable_content_region.height)]
        printed = "".join(row.rstrip() for row in rows)
        assert printed in "0123456789" * 600 and len(printed) > 300


@pytest.mark.parametrize(
    ("line", "rows"),
    [
        ("there is no network here", ["there is no", "network here"]),
        ("  in a deep folder", ["  in a deep", "  folder"]),
        ("see https://proxy.golang.org", ["see", "https://prox", "y.golang.org"]),
        (" " * 10 + "far in", [" " * 10 + "fa", "r in"]),
        ("代理的名称在这里无人知道。", ["代理的名称在", "这里无人知", "道。"]),
    ],
)
def test_the_log_goes_on_between_words(line: str, rows: list[str]) -> None:
    assert broken_rows(line, 12) == rows


def test_a_feed_gives_batches_and_tells_once() -> None:
    told: list[object] = []
    feed = Feed("proof", told.append, Cancel())
    for number in range(1200):
        feed.emit(number)
    assert len(told) == 1
    assert feed.take() == list(range(500))
    feed.rearm()
    assert len(told) == 2
    assert feed.drain() == list(range(500, 1200))
    feed.rearm()
    assert len(told) == 2  # nothing waits: nobody is told


def test_a_feed_that_is_full_holds_the_worker_until_it_is_cancelled() -> None:
    cancel = Cancel()
    feed = Feed("proof", lambda message: None, cancel)
    done = threading.Event()

    def work() -> None:
        for number in range(6000):
            feed.emit(number)
        done.set()

    threading.Thread(target=work, daemon=True).start()
    assert not done.wait(0.2)
    cancel.set()
    assert done.wait(60)


def test_a_job_that_is_replaced_is_never_heard_of_again() -> None:
    heard: list[object] = []
    ended = threading.Event()

    def post(message: object) -> None:
        heard.append(message)
        if isinstance(message, JobEnded):
            ended.set()

    background = Background(post)  # type: ignore[arg-type]
    first = threading.Event()

    def slow(tell: object, cancel: Cancel) -> None:
        first.set()
        cancel.wait(60)

    background.start("work", slow)
    assert first.wait(60)
    background.start("work", lambda tell, cancel: tell(EventsArrived("work", None)))
    assert ended.wait(60)
    background.join(60)
    assert [type(message) for message in heard] == [EventsArrived, JobEnded]


def test_a_surprise_in_a_job_becomes_an_error_in_three_parts() -> None:
    heard: list[JobEnded] = []
    ended = threading.Event()

    def post(message: object) -> None:
        assert isinstance(message, JobEnded)
        heard.append(message)
        ended.set()

    def work(tell: object, cancel: Cancel) -> None:
        raise KeyError("oops")

    Background(post).start("work", work)  # type: ignore[arg-type]
    assert ended.wait(60)
    error = heard[0].error
    assert error is not None and error.title and "KeyError" in error.cause and "log" in error.remedy
