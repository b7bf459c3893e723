"""Proxies are asked for real, on loopback, honest ones and others."""

from __future__ import annotations

import contextlib
import dataclasses
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from gowizard.cancellation import Cancel, Cancelled
from gowizard.net import Client
from gowizard.proxy import (
    CATALOGUE,
    DEFAULT,
    SUMDB,
    SUMDB_COMPANION,
    Entry,
    ProxyAnswer,
    SumdbAnswer,
    check_goproxy,
    choose,
    probe,
    probe_all,
    probe_sumdb,
    who_sees,
)
from tests.support.module_proxy import KNOWN, ModuleProxy, module_proxy
from tests.support.own_time import OwnTime

HTML = (200, "text/html", b"<html>Please sign in</html>")


@pytest.fixture
def proxy() -> Iterator[ModuleProxy]:
    with module_proxy() as running:
        yield running


@pytest.fixture
def client() -> Iterator[Client]:
    with Client(seconds=30, environment={}) as asking:
        yield asking


def listed(proxy: ModuleProxy, name: str = "third", official: bool = False) -> Entry:
    return Entry(name=name, url=proxy.url, title=name, operator="somebody", official=official)


def test_an_honest_proxy_answers(proxy: ModuleProxy, client: Client) -> None:
    begin = time.monotonic()
    answer = probe(client, listed(proxy))
    assert (answer.ok, answer.sumdb, answer.bar) == (True, True, False)
    assert answer.seconds is not None
    assert 0 < answer.seconds <= time.monotonic() - begin
    assert proxy.asked[0] == KNOWN


def test_a_sign_in_page_is_not_a_proxy(proxy: ModuleProxy, client: Client) -> None:
    proxy.answers[KNOWN] = HTML
    answer = probe(client, listed(proxy))
    assert not answer.ok
    assert "web page" in answer.message


def test_a_server_that_has_everything_is_not_a_proxy(proxy: ModuleProxy, client: Client) -> None:
    proxy.missing = (200, "text/plain", b"v1.0.0\n")
    answer = probe(client, listed(proxy))
    assert not answer.ok
    assert "does not exist" in answer.message


def test_a_refusal_for_unknown_modules_needs_the_bar(proxy: ModuleProxy, client: Client) -> None:
    proxy.missing = (403, "text/plain", b"no")
    proxy.answers["/sumdb/sum.golang.org/supported"] = (404, "text/plain", b"")
    answer = probe(client, listed(proxy))
    assert (answer.ok, answer.bar, answer.sumdb) == (True, True, False)
    assert choose([answer]).goproxy == f"{proxy.url}|direct"


INFO = "/golang.org/x/text/@v/v0.14.0.info"
LOOKUP = "/sumdb/sum.golang.org/lookup/golang.org/x/text@v0.14.0"


@pytest.mark.parametrize(
    "body", [b"", b"<html>", b"[]", b'{"Version":"v0.14.1"}', b'{"Version":null}', b"[" * 100_000]
)
def test_a_wrong_answer_about_a_known_version_is_not_a_proxy(
    proxy: ModuleProxy, client: Client, body: bytes
) -> None:
    proxy.answers[INFO] = (200, "application/json", body)
    found = probe(client, listed(proxy))
    assert not found.ok
    assert "everybody knows" in found.message


def test_a_version_that_is_missing_is_a_failing(proxy: ModuleProxy, client: Client) -> None:
    proxy.answers[INFO] = (500, "text/plain", b"")
    found = probe(client, listed(proxy))
    assert found.ok
    assert len(found.failings) == 1
    assert "v0.14.0" in found.message


@pytest.mark.parametrize("wrong", [HTML, (404, "text/plain", b""), (200, "text/plain", b"1\nother v1 h1:x=\n")])
def test_a_claim_to_pass_on_the_database_is_tried(
    proxy: ModuleProxy, client: Client, wrong: tuple[int, str, bytes]
) -> None:
    proxy.answers[LOOKUP] = wrong
    found = probe(client, listed(proxy))
    assert (found.ok, found.sumdb) == (True, False)
    assert "checksum database" in found.failings[0]
    assert choose([found], BLOCKED).goproxy == ""


def test_a_missing_database_alone_is_no_failing(proxy: ModuleProxy, client: Client) -> None:
    proxy.answers["/sumdb/sum.golang.org/supported"] = (404, "text/plain", b"")
    found = probe(client, listed(proxy))
    assert (found.ok, found.sumdb, found.failings) == (True, False, ())


@pytest.mark.parametrize("status", [400, 403, 500, 502])
def test_statuses_that_are_not_honest_are_failings(proxy: ModuleProxy, client: Client, status: int) -> None:
    proxy.missing = (status, "text/plain", b"")
    found = probe(client, listed(proxy))
    assert (found.ok, found.bar) == (True, True)
    assert str(status) in found.failings[0]


def test_gone_is_as_honest_as_not_found(proxy: ModuleProxy, client: Client) -> None:
    proxy.missing = (410, "text/plain", b"")
    assert probe(client, listed(proxy)).failings == ()


def test_keeping_to_the_protocol_counts_before_speed() -> None:
    slow_and_right = answer(CN, seconds=2.0, sumdb=True)
    fast_and_odd = dataclasses.replace(answer(IO, seconds=0.01, sumdb=True), failings=("odd",))
    fast_and_misleading = answer(ALIYUN, seconds=0.01, bar=True)
    down = answer(DEFAULT, ok=False)
    assert choose([down, fast_and_odd, fast_and_misleading, slow_and_right], REACHED).goproxy == CN.setting
    assert choose([down, fast_and_misleading, fast_and_odd], REACHED).goproxy == IO.setting


def test_a_proxy_of_private_modules_only_is_told_apart(proxy: ModuleProxy, client: Client) -> None:
    proxy.answers[KNOWN] = (404, "text/plain", b"")
    answer = probe(client, proxy.url)
    assert answer.ok
    assert "golang.org/x/text" in answer.message


def test_errors_and_silence_have_words(proxy: ModuleProxy, client: Client) -> None:
    proxy.answers[KNOWN] = (502, "text/plain", b"")
    assert "502" in probe(client, proxy.url).message
    refused = probe(client, "http://127.0.0.1:9")
    assert not refused.ok
    assert refused.seconds is None
    assert "refuses" in refused.message
    assert not probe(client, "http://[::1").ok
    assert not probe(Client(offline=True, environment={}), DEFAULT).ok


def test_a_folder_can_be_a_proxy(client: Client, tmp_path: Path) -> None:
    assert probe(client, tmp_path.as_uri()).ok
    assert not probe(client, (tmp_path / "none").as_uri()).ok


def test_several_are_asked_at_the_same_time(client: Client) -> None:
    with contextlib.ExitStack() as stack:
        proxies = [stack.enter_context(module_proxy()) for _ in range(4)]
        # Nobody is answered before all were asked, and only the last one before that one's answer was told.
        everybody, last = threading.Barrier(4), threading.Event()

        def told(answer: ProxyAnswer) -> None:
            seen.append(answer.entry.name)
            last.set()

        for each in proxies:
            each.before = lambda path, each=each: (
                path == KNOWN and everybody.wait(20) >= 0 and each is not proxies[3] and last.wait(20)
            )
        seen: list[str] = []
        answers = probe_all(
            client,
            [listed(each, str(number), official=True) for number, each in enumerate(proxies)],
            emit=told,
        )
    assert [answer.entry.name for answer in answers] == ["0", "1", "2", "3"]
    assert seen[0] == "3"
    assert all(answer.ok for answer in answers)


def test_cancel_does_not_wait_for_a_slow_proxy(proxy: ModuleProxy, client: Client) -> None:
    proxy.delay = 30
    cancel = Cancel()
    threading.Timer(0.2, cancel.set).start()
    watch = OwnTime()
    with pytest.raises(Cancelled):
        probe_all(client, [proxy.url], cancel=cancel)
    assert watch.seconds < 2


def test_the_checksum_database_is_told_from_a_sign_in_page(proxy: ModuleProxy, client: Client) -> None:
    assert probe_sumdb(client, proxy.url).ok
    proxy.answers["/latest"] = HTML
    assert "sign-in" in probe_sumdb(client, proxy.url).message


def answer(entry: Entry, ok: bool = True, seconds: float = 0.2, **more: bool | None) -> ProxyAnswer:
    return ProxyAnswer(entry=entry, ok=ok, seconds=seconds if ok else None, message="", **more)


CN, IO, ALIYUN = CATALOGUE[1:4]
REACHED = SumdbAnswer(host=SUMDB, ok=True, seconds=0.1, message="")
BLOCKED = SumdbAnswer(host=SUMDB, ok=False, seconds=None, message="")
COMPANION = SumdbAnswer(host=SUMDB_COMPANION, ok=True, seconds=0.1, message="")


def test_the_default_stays_while_it_works_and_nothing_is_written() -> None:
    choice = choose([answer(DEFAULT, seconds=2.0), answer(CN, seconds=0.01, sumdb=True)], REACHED)
    assert (choice.goproxy, choice.gosumdb, choice.third_party) == ("", "", "")


def test_the_fastest_that_answers_is_proposed_and_its_operator_named() -> None:
    choice = choose(
        [
            answer(DEFAULT, ok=False),
            answer(CN, seconds=0.3, sumdb=True),
            answer(ALIYUN, seconds=0.1, sumdb=False),
        ],
        REACHED,
    )
    assert choice.goproxy == "https://mirrors.aliyun.com/goproxy,direct"
    assert "Alibaba" in choice.third_party
    assert "every module" in who_sees(choice.third_party)


def test_a_missing_sumdb_counts_only_when_the_database_is_out_of_reach() -> None:
    answers = [
        answer(DEFAULT, ok=False),
        answer(CN, seconds=0.3, sumdb=True),
        answer(ALIYUN, seconds=0.1, sumdb=False),
    ]
    assert choose(answers, BLOCKED).goproxy == CN.setting
    through_companion = choose(answers, COMPANION)
    assert through_companion.goproxy == ALIYUN.setting
    assert through_companion.gosumdb == "sum.golang.google.cn"
    default_only = choose([answer(DEFAULT)], COMPANION)
    assert (default_only.goproxy, default_only.gosumdb) == ("", "sum.golang.google.cn")


def test_a_working_default_without_the_database_gives_way_to_one_that_passes_it_on() -> None:
    choice = choose([answer(DEFAULT), answer(IO, sumdb=True)], BLOCKED)
    assert choice.goproxy == IO.setting
    assert choose([answer(DEFAULT)], BLOCKED).goproxy == ""


def test_nothing_that_answers_changes_nothing() -> None:
    choice = choose([dataclasses.replace(answer(entry), ok=False) for entry in CATALOGUE], BLOCKED)
    assert (choice.goproxy, choice.gosumdb) == ("", "")
    assert check_goproxy(choice.goproxy)[0] == ""
