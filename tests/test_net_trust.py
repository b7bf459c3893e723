"""TLS and proxies: whom the client trusts, and how it says that it does not."""

import base64
import ssl
import subprocess
import sys
import threading

import pytest

from gowizard.net import Client, NetError
from gowizard.net.issuer import issuer_of
from gowizard.net.proxies import proxy_for
from gowizard.net.trust import tls_context
from tests.support.net_faults import CERTIFICATE, raw_server, says, unused_port

OK = "HTTP/1.1 200 OK"


def failure(url, environment):
    with Client(seconds=20, environment=environment) as client, pytest.raises(NetError) as caught:
        client.get(url)
    assert "s3cret" not in str(caught.value)
    return caught.value


def test_a_certificate_named_in_ssl_cert_file_is_trusted():
    trusting = Client(environment={"SSL_CERT_FILE": str(CERTIFICATE)})
    with raw_server(says(OK, body=b"safe"), tls=True) as port, trusting as client:
        assert client.get(f"https://127.0.0.1:{port}/").body == b"safe"


def test_pauses_in_a_secure_stream_lose_nothing():
    def dawdle(connection, _head):
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 30000\r\n\r\n")
        for _turn in range(3):
            connection.sendall(b"0123456789" * 1000)
            threading.Event().wait(0.15)  # longer than one wait of the client

    trusting = Client(environment={"SSL_CERT_FILE": str(CERTIFICATE)})
    with raw_server(dawdle, tls=True) as port, trusting as client:
        answer = client.get(f"https://127.0.0.1:{port}/")
    assert answer.body == b"0123456789" * 3000


def test_a_stranger_is_refused_and_its_issuer_named():
    with raw_server(says(OK), tls=True) as port:
        error = failure(f"https://127.0.0.1:{port}/", {})
    assert error.kind == "tls" and not error.retryable
    assert "self-signed" in error.cause and "O=Example Inspection, CN=loopback test" in error.cause


def test_the_wrong_name_is_refused():
    with raw_server(says(OK), tls=True) as port:
        error = failure(f"https://127.0.0.2:{port}/", {"SSL_CERT_FILE": str(CERTIFICATE)})
    assert error.kind in {"tls", "refused"}  # 127.0.0.2 exists on Linux only
    assert error.kind == "refused" or "127.0.0.2" in error.cause


def test_plain_http_at_a_tls_port():
    hasty = Client(seconds=0.3, environment={})
    with raw_server(says(OK)) as port, hasty as client, pytest.raises(NetError) as caught:
        client.get(f"https://127.0.0.1:{port}/")
    assert caught.value.kind in {"tls", "reset", "timeout"}


def test_never_from_https_to_http():
    with (
        raw_server(lambda *_: pytest.fail("asked")) as plain,
        raw_server(
            says("HTTP/1.1 302 Found", f"Location: http://u:s3cret@127.0.0.1:{plain}/"), tls=True
        ) as port,
    ):
        error = failure(f"https://127.0.0.1:{port}/", {"SSL_CERT_FILE": str(CERTIFICATE)})
    assert error.kind == "downgrade" and f"http://127.0.0.1:{plain}/" in error.cause


def test_from_http_to_https_is_welcome():
    trusting = Client(environment={"SSL_CERT_FILE": str(CERTIFICATE)})
    with raw_server(says(OK, body=b"safe"), tls=True) as secure:
        moved = says("HTTP/1.1 301 Moved", f"Location: https://127.0.0.1:{secure}/")
        with raw_server(moved) as port, trusting as client:
            assert client.get(f"http://127.0.0.1:{port}/").body == b"safe"


def test_leftovers_and_broken_stores_fall_back(monkeypatch, tmp_path):
    assert tls_context({"SSL_CERT_FILE": "/nowhere/at/all.pem"}).verify_mode == ssl.CERT_REQUIRED
    broken = tmp_path / "broken.pem"
    broken.write_text("no certificate")
    assert tls_context({"SSL_CERT_FILE": str(broken)}).verify_mode == ssl.CERT_REQUIRED
    monkeypatch.setitem(sys.modules, "truststore", None)
    context = tls_context({})
    assert context.verify_mode == ssl.CERT_REQUIRED and context.check_hostname


@pytest.mark.parametrize("certificate", [b"", b"\x30", b"\x30\x82\xff\xff", b"\x30\x80\x00\x00", b"x" * 500])
def test_an_unreadable_certificate_has_no_issuer(certificate):
    assert issuer_of(certificate) == ""


@pytest.mark.parametrize(
    ("url", "environment", "expected"),
    [
        ("https://go.dev/dl/", {"HTTPS_PROXY": "http://p:1"}, "http://p:1"),
        ("https://go.dev/dl/", {"HTTPS_PROXY": "p:1"}, "http://p:1"),
        (
            "https://go.dev/dl/",
            {"HTTPS_PROXY": "http://big:1", "https_proxy": "http://small:1"},
            "http://small:1",
        ),
        ("https://go.dev/dl/", {"HTTP_PROXY": "http://p:1"}, ""),
        ("http://go.dev/", {"HTTP_PROXY": "http://p:1"}, "http://p:1"),
        ("http://go.dev/", {"HTTP_PROXY": "http://p:1", "REQUEST_METHOD": "GET"}, ""),
        ("https://go.dev/", {"ALL_PROXY": "http://p:1"}, "http://p:1"),
        ("https://go.dev/", {"HTTPS_PROXY": "http://p:1", "NO_PROXY": "example.com, go.dev"}, ""),
        ("https://dl.go.dev/", {"HTTPS_PROXY": "http://p:1", "NO_PROXY": ".go.dev"}, ""),
        ("https://notgo.dev/", {"HTTPS_PROXY": "http://p:1", "NO_PROXY": "go.dev"}, "http://p:1"),
        ("https://go.dev/", {"HTTPS_PROXY": "http://p:1", "NO_PROXY": "*"}, ""),
        ("https://go.dev/", {"HTTPS_PROXY": "http://p:1", "NO_PROXY": "go.dev:8443"}, "http://p:1"),
        ("https://10.1.2.3/", {"HTTPS_PROXY": "http://p:1", "NO_PROXY": "10.0.0.0/8"}, ""),
        ("https://10.1.2.3/", {"HTTPS_PROXY": "http://p:1", "NO_PROXY": "10.0.0.0/99"}, "http://p:1"),
        ("http://127.0.0.1:8080/", {"HTTP_PROXY": "http://p:1"}, ""),
        ("http://localhost/", {"HTTP_PROXY": "http://p:1"}, ""),
    ],
)
def test_which_proxy(url, environment, expected):
    assert proxy_for(url, environment) == expected


def test_through_a_proxy_with_a_password():
    heads = []

    def serve(connection, head):
        heads.append(head.decode())
        says(OK, body=b"by proxy")(connection, head)

    with (
        raw_server(serve) as port,
        Client(environment={"http_proxy": f"http://me:s%233cret@127.0.0.1:{port}"}) as client,
    ):
        assert client.get("http://far-away.test/x").body == b"by proxy"
    assert heads[0].startswith("GET http://far-away.test/x HTTP/1.1")
    assert base64.b64encode(b"me:s#3cret").decode() in heads[0]


def test_https_goes_through_a_tunnel():
    def tunnel(connection, head):
        assert head.startswith(b"CONNECT localhost.test:443 ")
        connection.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(CERTIFICATE)
        with context.wrap_socket(connection, server_side=True) as secure:
            secure.recv(65536)
            says(OK, body=b"inside")(secure, b"")

    with raw_server(tunnel) as port:
        error = failure("https://localhost.test/", {"HTTPS_PROXY": f"http://127.0.0.1:{port}"})
    assert error.kind == "tls" and "localhost.test" in error.title


@pytest.mark.parametrize("url", ["http://far-away.test/", "https://far-away.test/"])
def test_a_proxy_that_wants_a_password(url):
    with raw_server(says("HTTP/1.1 407 Proxy Authentication Required")) as port:
        proxy = f"http://u:s3cret@127.0.0.1:{port}"
        error = failure(url, {"HTTPS_PROXY": proxy, "HTTP_PROXY": proxy})
    assert (error.kind, error.status) == ("proxy", 407)
    assert "password" in error.cause and "127.0.0.1" in error.title


def test_a_proxy_that_is_not_there():
    error = failure("https://far-away.test/", {"HTTPS_PROXY": f"http://u:s3cret@127.0.0.1:{unused_port()}"})
    assert error.kind == "proxy" and "HTTPS_PROXY" in error.remedy


@pytest.mark.parametrize(
    "proxy", ["socks5://u:s3cret@p:1", "http://u:s3cret@[", "http://", '"http://p:1"', "http://p:99999"]
)
def test_a_proxy_that_cannot_be_used(proxy):
    assert failure("https://far-away.test/", {"HTTPS_PROXY": proxy}).kind == "proxy"


def test_importing_is_cheap():
    code = (
        "import sys, gowizard.net, gowizard.releases; print({'httpx', 'httpcore', 'ssl'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
