"""A request that is begun ahead: taken by whoever asks for the same, dropped by everybody else, told by nobody."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import nullcontext
from itertools import count, islice
from typing import Any, cast

import pytest

from gowizard.cancellation import Cancel, Cancelled
from gowizard.net import Client, NetError
from gowizard.net.ahead import Ahead
from gowizard.net.errors import reset
from tests.support.net_faults import raw_server, says, unused_port

OK = "HTTP/1.1 200 OK"


class Counted:
    """Answers, and keeps what was asked."""

    def __init__(self, *lines: str, body: bytes = b"hello", silent: int = 0) -> None:
        self._answer = says(*(lines or (OK,)), body=body)
        self._silent = silent  # so many first requests get no answer
        self.asked: list[str] = []
        self.came, self.gone = threading.Event(), threading.Event()

    def __call__(self, connection: socket.socket, head: bytes) -> None:
        self.asked.append(head.decode().lower())
        self.came.set()
        if len(self.asked) <= self._silent:
            connection.recv(1)  # until the other side closes
            self.gone.set()
        else:
            self._answer(connection, head)


def body_of(client: Client, url: str, headers: dict[str, str] | None = None) -> bytes:
    with client.stream(url, headers) as stream:
        return b"".join(stream.chunks())


def test_the_answer_that_was_begun_is_the_one_that_is_read_and_only_once() -> None:
    server = Counted()
    with raw_server(server) as port, Client(seconds=30, environment={}) as client:
        url = f"http://127.0.0.1:{port}/go.tar.gz"
        client.ahead(url)
        assert server.came.wait(60)
        assert body_of(client, url) == b"hello"
        assert len(server.asked) == 1 and "accept-encoding: identity" in server.asked[0]
        assert body_of(client, url) == b"hello"
        assert len(server.asked) == 2


@pytest.mark.parametrize("other", ["another address", "a part"])
def test_whoever_asks_for_something_else_gets_that(other: str) -> None:
    server = Counted(silent=1)
    with raw_server(server) as port, Client(seconds=30, environment={}) as client:
        url = f"http://127.0.0.1:{port}/go.tar.gz"
        client.ahead(url)
        assert server.came.wait(60)
        if other == "a part":
            assert body_of(client, url, {"Range": "bytes=3-"}) == b"hello"
            assert "range: bytes=3-" in server.asked[1]
        else:
            assert body_of(client, url + "?x") == b"hello"
        client.close()


def test_a_failure_shows_only_when_it_is_asked_again() -> None:
    with Client(seconds=30, environment={}) as client:
        url = f"http://127.0.0.1:{unused_port()}/"
        client.ahead(url)
        with pytest.raises(NetError):
            body_of(client, url)
    failing = Counted("HTTP/1.1 503 Busy")
    with raw_server(failing) as port, Client(seconds=30, environment={}) as client:
        url = f"http://127.0.0.1:{port}/"
        client.ahead(url)
        with pytest.raises(NetError) as caught:
            body_of(client, url)
        assert caught.value.status == 503


def test_waiting_for_it_can_be_stopped() -> None:
    server = Counted(silent=1)
    with raw_server(server) as port, Client(seconds=30, environment={}) as client:
        url, cancel = f"http://127.0.0.1:{port}/", Cancel()
        client.ahead(url)
        assert server.came.wait(60)
        cancel.set()
        with pytest.raises(Cancelled), client.stream(url, cancel=cancel):
            pass


def test_offline_asks_nobody() -> None:
    server = Counted()
    with raw_server(server) as port, Client(offline=True, environment={}) as client:
        client.ahead(f"http://127.0.0.1:{port}/")
        with pytest.raises(NetError):
            body_of(client, f"http://127.0.0.1:{port}/")
    assert not server.asked


def test_one_that_nobody_wanted_is_closed() -> None:
    server = Counted(body=b"x" * 5_000_000)
    with raw_server(server) as port:
        client = Client(seconds=30, environment={})
        client.ahead(f"http://127.0.0.1:{port}/")
        assert server.came.wait(60)
        client.close()
    # raw_server joins its threads: one whose body nobody takes would hold it for ten seconds.


class Endless:
    """An answer whose body never ends, or breaks off after `pieces` of it; `read` counts what was taken."""

    def __init__(self, pieces: int | None = None) -> None:
        self._pieces = pieces
        self.read = 0
        self.enough, self.closed = threading.Event(), threading.Event()

    def iter_raw(self) -> Iterator[bytes]:
        for number in islice(count(), self._pieces):
            self.read += 1
            if self.read == 8:
                self.enough.set()
            yield bytes([number % 256]) * (1 << 18)
        raise reset("example.test", "torn")

    def close(self) -> None:
        self.closed.set()


def begun(answer: Endless) -> Ahead:
    return Ahead("http://example.test/", lambda: cast(Any, answer), lambda dropped: nullcontext())


def test_two_megabytes_are_read_before_anybody_wants_them_and_all_comes_in_order() -> None:
    answer = Endless()
    ahead = begun(answer)
    assert answer.enough.wait(60)
    taken = ahead.take(lambda: None)
    assert taken is not None and answer.read == 8
    assert [piece[0] for piece in islice(taken[1], 20)] == list(range(20))


def test_what_broke_off_while_nobody_wanted_it_gives_what_it_had_first() -> None:
    ahead = begun(Endless(3))
    taken = ahead.take(lambda: None)
    assert taken is not None
    found: list[int] = []
    with pytest.raises(NetError):
        for piece in taken[1]:
            found.append(piece[0])
    assert found == [0, 1, 2]


def test_dropping_it_closes_the_answer_that_is_being_read() -> None:
    answer = Endless()
    ahead = begun(answer)
    ahead.drop()
    assert answer.closed.wait(60)
