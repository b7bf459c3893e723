"""The client against servers that answer, dawdle, break off and send elsewhere."""

import contextlib
import gzip
import os
import socket
import threading
import time

import pytest

from gowizard.cancellation import Cancel, Cancelled
from gowizard.net import Client, NetError
from tests.support.net_faults import raw_server, says, unused_port
from tests.support.own_time import OwnTime

OK = "HTTP/1.1 200 OK"


def failure(url, environment=None, **options):
    with Client(seconds=20, environment=environment or {}) as client, pytest.raises(NetError) as caught:
        client.get(url, **options)
    assert caught.value.title and caught.value.remedy
    return caught.value


def test_a_whole_answer_and_who_asks():
    heads = []

    def serve(connection, head):
        heads.append(head.decode())
        says(OK, "Content-Type: text/plain", "X-Some: thing", body=b"hello")(connection, head)

    with raw_server(serve) as port, Client(environment={}) as client:
        answer = client.get(f"http://me:s3cret@127.0.0.1:{port}/x")
    assert (answer.status, answer.body, answer.headers["x-sOmE"]) == (200, b"hello", "thing")
    assert "s3cret" not in answer.url and answer.url.endswith("/x")
    assert "user-agent: gowizard/" in heads[0].lower() and "+https://go.dev/dl client" in heads[0]
    assert "Authorization: Basic bWU6czNjcmV0" in heads[0]


def test_an_ipv6_address():
    with contextlib.ExitStack() as stack:
        try:
            port = stack.enter_context(raw_server(says(OK, body=b"six"), host="::1"))
        except OSError:
            pytest.skip("no IPv6 on this machine")
        client = stack.enter_context(Client(environment={"HTTP_PROXY": "http://far.test"}))
        assert client.get(f"http://[::1]:{port}/").body == b"six"


def test_gzip_is_decoded_and_a_bomb_is_not():
    packed = gzip.compress(b"x" * 1000)
    bomb = gzip.compress(b"\0" * 50_000_000)
    with (
        raw_server(says(OK, "Content-Encoding: gzip", body=packed)) as port,
        Client(environment={}) as client,
    ):
        assert client.get(f"http://127.0.0.1:{port}/").body == b"x" * 1000
    with raw_server(says(OK, "Content-Encoding: gzip", body=bomb)) as port:
        assert failure(f"http://127.0.0.1:{port}/", limit=10_000).kind == "too-large"


def test_an_endless_body_is_cut():
    def serve(connection, _head):
        connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            connection.sendall(b"x" * 65536)

    with raw_server(serve) as port:
        assert failure(f"http://127.0.0.1:{port}/", limit=1_000_000).kind == "too-large"


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("ftp://example.com/", "bad-url"),
        ("http://", "bad-url"),
        ("http://a:b:c/", "bad-url"),
        ("x", "bad-url"),
        ("http://127.0.0.1/\x1b[31m", "bad-url"),
        ("http://no-such-host.invalid/", "dns"),
    ],
)
def test_addresses_that_lead_nowhere(url, kind):
    error = failure(url)
    assert error.kind == kind and "\x1b" not in str(error)


def test_nobody_listens():
    error = failure(f"http://127.0.0.1:{unused_port()}/")
    assert error.kind == "refused" and "127.0.0.1" in error.title


def test_silence_is_a_timeout_for_the_whole_and_for_a_wait():
    def drip(connection, _head):
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
        for _turn in range(100):
            connection.sendall(b"x")
            threading.Event().wait(0.05)

    with raw_server(drip) as port:
        watch = OwnTime()
        error = failure(f"http://127.0.0.1:{port}/", total=0.5)
        assert error.kind == "timeout" and error.retryable and watch.seconds < 1
    release = threading.Event()
    with (
        raw_server(lambda _connection, _head: release.wait(60)) as port,
        Client(seconds=0.3, environment={}) as client,
    ):
        with pytest.raises(NetError) as caught:
            client.get(f"http://127.0.0.1:{port}/")
        release.set()
    assert caught.value.kind == "timeout"


@pytest.mark.parametrize("where", ["before the answer", "in the body"])
def test_cancel_is_seen_while_nothing_comes(where):
    cancel, reached, release = Cancel(), threading.Event(), threading.Event()

    def serve(connection, _head):
        if where == "in the body":
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nxxx")
        reached.set()
        release.wait(60)

    def stop():
        reached.wait()
        asked.append(OwnTime())
        cancel.set()

    asked = []
    with raw_server(serve) as port, Client(environment={}) as client:
        threading.Thread(target=stop).start()
        with pytest.raises(Cancelled), client.stream(f"http://127.0.0.1:{port}/", cancel=cancel) as answer:
            for _chunk in answer.chunks():
                pass
        assert asked[0].seconds < 0.5
        release.set()


def test_a_torn_body_is_told_and_worth_another_try():
    def serve(connection, _head):
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nxxx")

    with raw_server(serve) as port, Client(environment={}) as client:
        got = b""
        with pytest.raises(NetError) as caught, client.stream(f"http://127.0.0.1:{port}/") as answer:
            for chunk in answer.chunks():
                got += chunk
    assert got == b"xxx" and caught.value.kind == "reset" and caught.value.retryable


@pytest.mark.parametrize("garbage", [b"", b"SSH-2.0-x\r\n", b"HTTP/1.1 abc\r\n\r\n"])
def test_no_http_at_all(garbage):
    with raw_server(lambda connection, _head: connection.sendall(garbage)) as port:
        assert failure(f"http://127.0.0.1:{port}/").kind == "reset"


@pytest.mark.parametrize(
    ("status", "words", "retryable"),
    [
        ("403 Forbidden", "refuses this program", False),
        ("404 Not Found", "does not have", False),
        ("503 Busy", "at the server", True),
        ("304 Not Modified", "", False),
    ],
)
def test_a_status_is_told(status, words, retryable):
    with raw_server(says(f"HTTP/1.1 {status}")) as port:
        error = failure(f"http://127.0.0.1:{port}/")
    assert (error.kind, error.status, error.retryable) == ("status", int(status[:3]), retryable)
    assert words in error.cause and str(error.status) in error.title


def test_ranges_are_asked_for_and_nothing_is_decoded():
    heads = []

    def serve(connection, head):
        heads.append(head.decode().lower())
        says("HTTP/1.1 206 Partial Content", "Content-Encoding: gzip", body=b"not gzip")(connection, head)

    with raw_server(serve) as port, Client(environment={}) as client:
        fields = {"Range": "bytes=5-", "If-Range": '"tag"'}
        with client.stream(f"http://127.0.0.1:{port}/", fields) as answer:
            assert (answer.status, b"".join(answer.chunks())) == (206, b"not gzip")
    assert "range: bytes=5-" in heads[0] and "accept-encoding: identity" in heads[0]


def test_redirects_are_followed_and_credentials_stay_at_home():
    heads = []

    def serve(connection, head):
        heads.append(head.decode())
        if head.startswith(b"GET /a "):
            says("HTTP/1.1 302 Found", "Location: /b")(connection, head)
        elif head.startswith(b"GET /b "):
            port = connection.getsockname()[1]
            says("HTTP/1.1 302 Found", f"Location: http://evil:words@localhost:{port}/c")(connection, head)
        else:
            says(OK, body=b"there")(connection, head)

    with raw_server(serve) as port, Client(environment={}) as client:
        answer = client.get(f"http://me:s3cret@127.0.0.1:{port}/a")
    assert (answer.body, answer.url) == (b"there", f"http://localhost:{port}/c")
    assert ["Authorization" in head for head in heads] == [True, True, False]


def test_a_redirect_loop_ends():
    with raw_server(says("HTTP/1.1 302 Found", "Location: /again")) as port:
        assert failure(f"http://127.0.0.1:{port}/").kind == "redirect"


@pytest.mark.parametrize("place", ["ftp://example.com/x", "file:///etc/passwd", "//"])
def test_a_redirect_to_what_is_no_web_address(place):
    with raw_server(says("HTTP/1.1 302 Found", f"Location: {place}")) as port:
        assert failure(f"http://127.0.0.1:{port}/").kind in {"bad-url", "redirect"}


def test_offline_asks_nobody():
    with raw_server(lambda *_: pytest.fail("asked")) as port, Client(offline=True) as client:
        for attempt in (client.get, lambda url: client.stream(url).__enter__()):
            with pytest.raises(NetError) as caught:
                attempt(f"http://127.0.0.1:{port}/")
            assert caught.value.kind == "offline"


def test_a_dead_address_costs_a_quarter_of_a_second(monkeypatch):
    """An IPv6 black hole: the first address never answers, the second does."""
    real = socket.getaddrinfo
    with raw_server(says(OK, body=b"v4")) as port, socket.socket() as full:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        taken = [socket.socket() for _ in range(3)]  # more than the backlog holds: the next connect hangs
        for one in taken:
            one.setblocking(False)
            one.connect_ex(full.getsockname())

        def both(host, asked, **options):
            found = real("127.0.0.1", asked, **options)
            return [(*found[0][:4], full.getsockname()), *found]

        monkeypatch.setattr(socket, "getaddrinfo", both)
        start, watch = time.monotonic(), OwnTime()
        with Client(environment={}) as client:
            assert client.get(f"http://two-addresses.test:{port}/").body == b"v4"
        assert time.monotonic() - start > 0.2 and watch.seconds < 1.5
        for one in taken:
            one.close()


def test_a_big_body_costs_little():
    """75 MB from loopback: at most half a second of this process's time, the server's half included."""
    body = os.urandom(1 << 20) * 75
    with raw_server(says(OK, body=body)) as port, Client(environment={}) as client:
        client.get(f"http://127.0.0.1:{port}/", limit=1 << 27)  # imports and first use
        start, total, pieces = time.process_time(), 0, 0
        with client.stream(f"http://127.0.0.1:{port}/") as answer:
            for chunk in answer.chunks():
                total, pieces = total + len(chunk), pieces + 1
        spent = time.process_time() - start
    assert total == len(body) and total / pieces > 1 << 15
    assert spent < 0.5
