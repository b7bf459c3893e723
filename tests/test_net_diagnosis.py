"""What is wrong with this network, in its own words: clock, certificate, IPv6, names, proxies, scripts."""

from __future__ import annotations

import base64
import contextlib
import socket
import ssl
import threading
import time
from collections.abc import Callable
from email.utils import formatdate
from pathlib import Path
from typing import Any

import pytest

from gowizard.net import Client, NetError
from gowizard.net.issuer import presented
from tests.support.net_faults import CERTIFICATE, raw_server, says, unused_port
from tests.support.own_time import OwnTime

OK = "HTTP/1.1 200 OK"
EXPIRED, EARLY = CERTIFICATE.with_name("expired.pem"), CERTIFICATE.with_name("early.pem")


def failure(url: str, environment: dict[str, str], seconds: float = 20) -> NetError:
    with Client(seconds=seconds, environment=environment) as client, pytest.raises(NetError) as caught:
        client.get(url)
    assert "s3cret" not in str(caught.value)
    assert caught.value.remedy
    return caught.value


def dated(offset: float) -> Callable[[socket.socket, bytes], None]:
    return says(OK, f"Date: {formatdate(time.time() + offset, usegmt=True)}")


@pytest.fixture
def served_with(monkeypatch: pytest.MonkeyPatch) -> Callable[[Path], None]:
    return lambda path: monkeypatch.setattr("tests.support.net_faults.CERTIFICATE", path)


@pytest.mark.parametrize(
    ("certificate", "offset", "title", "cause"),
    [
        (EXPIRED, -6 * 365 * 86400, "clock is wrong", "It says 20"),
        (EARLY, 66 * 365 * 86400, "clock is wrong", "127.0.0.1 says 20"),
        (EXPIRED, 2, "cannot be trusted", "has expired"),
        (EARLY, -2, "cannot be trusted", "not valid yet"),
    ],
)
def test_a_wrong_clock_is_told_from_a_wrong_certificate(
    certificate: Path, offset: float, title: str, cause: str, served_with: Callable[[Path], None]
) -> None:
    served_with(certificate)
    with raw_server(dated(offset), tls=True) as port:
        error = failure(f"https://127.0.0.1:{port}/", {"SSL_CERT_FILE": str(certificate)})
    assert error.kind == "tls"
    assert title in error.title
    assert cause in error.cause
    assert ("agrees" in error.cause) == (abs(offset) < 10)


def test_without_a_date_both_are_named(served_with: Callable[[Path], None]) -> None:
    served_with(EXPIRED)
    with raw_server(says(OK), tls=True) as port:
        error = failure(f"https://127.0.0.1:{port}/", {"SSL_CERT_FILE": str(EXPIRED)})
    assert "expired" in error.cause
    assert "clock" in error.remedy


def tunnel(password: str = "") -> Callable[[socket.socket, bytes], None]:
    """A proxy that opens connections and looks into them with a certificate of its own."""

    def serve(connection: socket.socket, head: bytes) -> None:
        wanted = base64.b64encode(password.encode())
        if password and b"Proxy-Authorization: Basic " + wanted not in head:
            says("HTTP/1.1 407 Proxy Authentication Required")(connection, head)
            return
        connection.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(CERTIFICATE)
        with context.wrap_socket(connection, server_side=True) as secure:
            secure.recv(65536)
            says(OK, body=b"inside")(secure, b"")

    return serve


def test_inspection_behind_a_proxy_is_recognised_and_its_issuer_named() -> None:
    with raw_server(tunnel("me:s3cret")) as port:
        proxy = {"HTTPS_PROXY": f"http://me:s3cret@127.0.0.1:{port}"}
        error = failure("https://localhost.test/", proxy)
        assert "O=Example Inspection" in error.cause
        assert "does not know that issuer" in error.cause
        assert "SSL_CERT_FILE" in error.remedy


def test_a_proxy_that_refuses_gives_no_issuer() -> None:
    with raw_server(says("HTTP/1.1 403 Forbidden")) as port:
        shown = presented("127.0.0.1", port, name="x.test", opening=b"CONNECT x.test:443 HTTP/1.1\r\n\r\n")
    assert (shown.issuer, shown.clock) == ("", None)


@pytest.mark.parametrize(
    ("who", "words"), [("", "It wants a user name"), ("me:s3cret@", "does not accept the user name")]
)
@pytest.mark.parametrize("url", ["http://far-away.test/", "https://far-away.test/"])
def test_407_in_words(who: str, words: str, url: str) -> None:
    with raw_server(says("HTTP/1.1 407 Proxy Authentication Required")) as port:
        proxy = f"http://{who}127.0.0.1:{port}"
        error = failure(url, {"HTTPS_PROXY": proxy, "HTTP_PROXY": proxy})
    assert error.status == 407
    assert words in error.cause


@pytest.mark.parametrize(
    "script", ["http://u:s3cret@wpad/wpad.dat", "http://proxy.test/office.pac", "pac+http://proxy.test/x"]
)
def test_a_proxy_script_is_explained(script: str) -> None:
    error = failure("https://far-away.test/", {"HTTPS_PROXY": script})
    assert error.kind == "proxy"
    assert "PAC file" in error.cause
    assert "HTTPS_PROXY" in error.remedy


def test_a_proxy_script_in_the_environment_is_pointed_at() -> None:
    url = f"http://127.0.0.1:{unused_port()}/"
    error = failure(url, {"auto_proxy": "http://u:s3cret@wpad.test/wpad.dat"})
    assert error.kind == "refused"
    assert "wpad.test/wpad.dat" in error.remedy
    assert "PAC file" not in failure(url, {}).remedy


@pytest.fixture
def two_families(monkeypatch: pytest.MonkeyPatch) -> None:
    """Makes the name localhost mean ::1 and 127.0.0.1, in this order."""
    real = socket.getaddrinfo

    def look_up(host: Any, port: Any, family: int = 0, *more: Any, **named: Any) -> Any:
        if host != "localhost":
            return real(host, port, family, *more, **named)
        found = []
        for each, address in ((socket.AF_INET6, "::1"), (socket.AF_INET, "127.0.0.1")):
            if family in (0, each):
                found += real(address, port, each, socket.SOCK_STREAM)
        return found

    monkeypatch.setattr(socket, "getaddrinfo", look_up)


def test_ipv6_that_leads_nowhere_costs_a_second_once(two_families: None) -> None:
    """Over ::1 the connection stands and nothing passes; over 127.0.0.1, at the same port, all is well."""
    asked: list[float] = []
    secure = ssl.create_default_context(cafile=str(CERTIFICATE))
    secure.check_hostname = False  # the certificate is for the address
    with raw_server(says(OK, body=b"four"), tls=True) as port, contextlib.ExitStack() as stack:
        try:
            silent = socket.create_server(("::1", port), family=socket.AF_INET6)
        except OSError:
            pytest.skip("no IPv6 on this machine")
        stack.enter_context(silent)
        threading.Thread(target=lambda: _accept_for_ever(silent, asked), daemon=True).start()
        client = stack.enter_context(Client(seconds=20, environment={}))
        stack.enter_context(pytest.MonkeyPatch.context()).setattr(
            "gowizard.net.transport.tls_context", lambda environment: secure
        )
        begin, watch = time.monotonic(), OwnTime()
        assert client.get(f"https://localhost:{port}/").body == b"four"
        assert time.monotonic() - begin > 0.9 and watch.seconds < 3
        assert client.remarks == ("IPv6 to localhost leads nowhere from here; IPv4 is used instead.",)
        watch = OwnTime()
        assert client.get(f"https://localhost:{port}/").body == b"four"
        assert watch.seconds < 0.9
        silent.shutdown(socket.SHUT_RDWR)
    assert len(asked) == 1


def _accept_for_ever(listener: socket.socket, asked: list[float]) -> None:
    kept = []
    with contextlib.suppress(OSError):
        while True:
            kept.append(listener.accept()[0])
            asked.append(time.monotonic())
    for connection in kept:
        connection.close()


def test_slow_names_have_their_own_words(monkeypatch: pytest.MonkeyPatch) -> None:
    done = threading.Event()
    real = socket.getaddrinfo

    def slow(*what: Any, **named: Any) -> Any:
        done.wait(60)
        return real(*what, **named)

    with raw_server(says(OK, body=b"late")) as port:
        monkeypatch.setattr(socket, "getaddrinfo", slow)
        with Client(seconds=10, environment={}) as client, pytest.raises(NetError) as caught:
            client.get(f"http://127.0.0.1:{port}/", total=1)
        done.set()
    assert caught.value.kind == "dns"
    assert "name server does not answer" in caught.value.title
    assert "Looking up 127.0.0.1" in caught.value.cause


def test_a_slow_name_server_is_remarked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gowizard.net.wire._SLOW_NAMES", -1.0)
    with raw_server(says(OK, body=b"late")) as port, Client(environment={}) as client:
        client.get(f"http://127.0.0.1:{port}/")
        assert "name server is slow" in client.remarks[0]
        assert len(client.remarks) == 1


def test_a_firewall_that_swallows_is_told_from_a_silent_server() -> None:
    told = threading.Event()
    with raw_server(lambda *_: told.wait(60) and None) as port:
        silent = failure(f"http://127.0.0.1:{port}/", {}, seconds=0.5)
        told.set()
    assert silent.kind == "timeout"
    assert "connection" not in silent.cause
    with socket.create_server(("127.0.0.1", 0)) as mute:  # accepts by the kernel, never speaks TLS
        held = failure(f"https://127.0.0.1:{mute.getsockname()[1]}/", {}, seconds=0.5)
    assert "nothing passes through" in held.cause
