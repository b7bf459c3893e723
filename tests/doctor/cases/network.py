"""Servers that fail, on loopback: each case brings its own, for as long as its process lives."""

from __future__ import annotations

import contextlib
import socket
import subprocess
from collections.abc import Callable

from tests.doctor.case import Case
from tests.doctor.patient import Patient
from tests.support.net_faults import CERTIFICATE, raw_server, says, unused_port

_ALSO = frozenset({"no-network", "checksum-database", "module-proxy"})  # what a machine without a network adds
_OPEN = contextlib.ExitStack()  # never closed: the servers end with the process


def _serving(serve: Callable[[socket.socket, bytes], None], tls: bool = False) -> int:
    return _OPEN.enter_context(raw_server(serve, tls))


def _both(patient: Patient, line: str) -> None:
    for name in (".bashrc", ".profile"):
        patient.append(name, line)


def _nobody_at_goproxy(patient: Patient) -> None:
    patient.go_env(f"GOPROXY=http://127.0.0.1:{unused_port()}\n")


def _forbidden(patient: Patient) -> None:
    port = _serving(says("HTTP/1.1 403 Forbidden", body=b"company policy"))
    patient.go_env(f"GOPROXY=http://127.0.0.1:{port}\n")


def _sign_in_page(patient: Patient) -> None:
    """A network's sign-in page answers everything, also what goes through the forward proxy."""
    page = says("HTTP/1.1 200 OK", "Content-Type: text/html", body=b"<html>Sign in</html>")
    patient.go_env(f"GOPROXY=http://127.0.0.1:{_serving(page)}\n")
    _both(patient, f"export HTTPS_PROXY=http://127.0.0.1:{_serving(says('HTTP/1.1 302 Found', 'Location: http://x'))}\n")


def _inspected(patient: Patient) -> None:
    """A certificate that nobody knows."""
    port = _serving(says("HTTP/1.1 200 OK", body=b"v1.0.0\n"), tls=True)
    patient.go_env(f"GOPROXY=https://localhost:{port}\n")
    wanting = _serving(says("HTTP/1.1 407 Proxy Authentication Required"))
    _both(patient, f"export HTTPS_PROXY=http://127.0.0.1:{wanting} NO_PROXY=localhost\n")


def _wants_password(patient: Patient) -> None:
    port = _serving(says("HTTP/1.1 407 Proxy Authentication Required", 'Proxy-Authenticate: Basic realm="x"'))
    _both(patient, f"export HTTPS_PROXY=http://127.0.0.1:{port}\n")


def _other_time(patient: Patient) -> None:
    """A proxy whose clock is years ahead of this machine's: one of the two is wrong, and it is rarely the server's."""
    port = _serving(says("HTTP/1.1 200 OK", "Date: Sat, 01 Jan 2033 00:00:00 GMT", body=b"v0.3.0\n"))
    patient.go_env(f"GOPROXY=http://127.0.0.1:{port}\n")
    _both(patient, f"export HTTPS_PROXY=http://127.0.0.1:{_serving(says('HTTP/1.1 502 Bad Gateway'))}\n")


def _quoted_proxy(patient: Patient) -> None:
    _both(patient, "export HTTPS_PROXY=\"'http://proxy.corp.example:3128'\"\n")


def _one_slash(patient: Patient) -> None:
    _both(patient, "export HTTP_PROXY=http:/proxy.corp.example:3128\n")


def _raw_password(patient: Patient) -> None:
    _both(patient, "export HTTPS_PROXY='http://me:pa#ss@proxy.corp.example:3128'\n")


def _not_running(patient: Patient) -> None:
    _both(patient, f"export https_proxy=http://127.0.0.1:{unused_port()}\n")


def _silent_ipv6(patient: Patient) -> None:
    """localhost over IPv6 takes connections and never says a word; over IPv4 it answers."""
    hosts = patient.home.parent / "hosts"
    hosts.write_text("127.0.0.1 localhost\n::1 localhost\n")
    subprocess.run(["mount", "--bind", hosts, "/etc/hosts"], check=True)
    port = _serving(says("HTTP/1.1 200 OK", body=b"v1.0.0\n"), tls=True)
    _OPEN.enter_context(socket.create_server(("::1", port), family=socket.AF_INET6))
    certificate = patient.home.parent / "loopback.pem"
    certificate.write_bytes(CERTIFICATE.read_bytes())
    _both(patient, f"export SSL_CERT_FILE={certificate}\n")
    patient.go_env(f"GOPROXY=https://localhost:{port}\n")


_TLS = _ALSO | {"http-proxy-fails"}
CASES = (
    Case(17, "nobody at GOPROXY", _nobody_at_goproxy, finds="module-proxy", repaired=False, online=True, also=_ALSO),
    Case(41, "GOPROXY says 403", _forbidden, finds="module-proxy", repaired=False, online=True, also=_ALSO),
    Case(20, "inspected connections", _inspected, finds="tls-untrusted", repaired=False, online=True, also=_TLS),
    Case(21, "proxy wants a password", _wants_password, finds="http-proxy-fails", repaired=False, online=True),
    Case(21, "quotes in HTTPS_PROXY", _quoted_proxy, finds="http-proxy"),
    Case(21, "one slash in HTTP_PROXY", _one_slash, finds="http-proxy"),
    Case(21, "a raw # in the proxy's password", _raw_password, finds="http-proxy"),
    Case(21, "proxy program does not run", _not_running, finds="http-proxy-silent", repaired=False),
    Case(45, "sign-in page", _sign_in_page, finds="sign-in-page", repaired=False, online=True, also=_TLS),
    Case(
        88, "IPv6 carries nothing", _silent_ipv6, finds="ipv6", repaired=False, online=True, private_mounts=True,
        also=_TLS | {"tls-untrusted"}, alone=True,
    ),
    Case(87, "clock years behind", _other_time, finds="clock", repaired=False, online=True, also=_TLS),
)  # fmt: skip
