"""Sockets under httpcore that notice a Cancel within a tenth of a second and read big pieces.

httpcore's own backend blocks in connect and recv until its timeout. Its `network_backend` argument is the
supported way to bring another one.
"""

from __future__ import annotations

import errno
import os
import selectors
import socket
import ssl
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Any

import httpcore

from gowizard.locales.system import system_words
from gowizard.net import distrust, errors, remarks
from gowizard.net.issuer import Presented, presented
from gowizard.net.race import first_secure, over_ipv4
from gowizard.net.watch import SLICE, aside, watch

_PIECE = 1 << 18  # h11's own 64 KiB costs a third more processor time on loopback; 1 MiB costs more again
_HEAD_START = 0.25  # seconds before the next address is tried beside the first (RFC 8305)
_PENDING = {errno.EINPROGRESS, errno.EWOULDBLOCK, getattr(errno, "WSAEWOULDBLOCK", errno.EWOULDBLOCK)}
_UNSET = 30.0
_SLOW_NAMES = 2.0  # seconds
_CLOCK_OFF = 300.0  # seconds
_NOT_YET = 9  # OpenSSL's verify codes (x509_vfy.h)
_OUT_OF_DATE = {_NOT_YET, 10}
_UNKNOWN_ISSUER = {2, 18, 19, 20, 21}


class Wire(httpcore.NetworkStream):
    """One connection."""

    def __init__(self, sock: socket.socket, host: str, port: int, backend: Backend, proxy: bool) -> None:
        self._sock = sock
        self._host, self._port, self._proxy = host, port, proxy
        self._backend = backend
        self._opening = b""  # the CONNECT request, where one was sent

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        limit = timeout or _UNSET
        end = time.monotonic() + limit
        watch.get().phase = "answer"
        while True:
            watch.get().check()
            self._sock.settimeout(SLICE)
            try:
                return self._sock.recv(max(max_bytes, _PIECE))
            except TimeoutError:
                if time.monotonic() >= end:
                    raise errors.timed_out(self._host, limit) from None
            except ssl.SSLZeroReturnError:
                return b""
            except OSError as error:
                raise errors.reset(self._host, system_words(error)) from None

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        if self._proxy and buffer.startswith(b"CONNECT "):
            self._opening = buffer
        self._sock.settimeout(timeout or _UNSET)  # requests are a few hundred bytes: this does not wait
        try:
            self._sock.sendall(buffer)
        except TimeoutError:
            raise errors.timed_out(self._host, timeout or _UNSET) from None
        except OSError as error:
            raise errors.reset(self._host, system_words(error)) from None

    def close(self) -> None:
        self._sock.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> Wire:
        host, limit, plain = server_hostname or self._host, timeout or _UNSET, self._sock
        plain.settimeout(limit)
        watch.get().phase = "tls"
        silent = False
        try:
            if plain.family == socket.AF_INET6 and not self._proxy:
                secure, silent = first_secure(
                    plain,
                    lambda sock: ssl_context.wrap_socket(sock, server_hostname=server_hostname),
                    lambda: over_ipv4(self._host, self._port, limit),
                    limit,
                )
            else:
                secure = aside(lambda: ssl_context.wrap_socket(plain, server_hostname=server_hostname), limit)
        except BaseException as error:
            plain.close()
            if isinstance(error, ssl.SSLCertVerificationError):
                raise self._distrusted(host, error) from None
            if isinstance(error, TimeoutError):
                raise errors.timed_out(host, limit, phase="tls") from None
            if isinstance(error, ssl.SSLError):
                raise distrust.tls(host, _plain_reason(error)) from None
            if isinstance(error, OSError):
                raise errors.reset(host, system_words(error)) from None
            raise
        if silent:
            self._backend.avoid_ipv6(self._host)
        return Wire(secure, host, self._port, self._backend, proxy=False)

    def _distrusted(self, host: str, error: ssl.SSLCertVerificationError) -> errors.NetError:
        """What is wrong with the certificate, told by who issued it and what time it is there."""
        shown = Presented()
        code = getattr(error, "verify_code", 0)
        timed = code in _OUT_OF_DATE
        with suppress(TimeoutError):
            shown = aside(
                lambda: presented(self._host, self._port, name=host, opening=self._opening, clock=timed), 3.0
            )
        if not timed:
            return distrust.tls(host, _plain_reason(error), shown.issuer, unknown=code in _UNKNOWN_ISSUER)
        if shown.clock is not None and abs(shown.clock - time.time()) > _CLOCK_OFF:
            return distrust.clock_wrong(host, time.time(), shown.clock)
        return distrust.out_of_date(host, code == _NOT_YET, shown.clock is not None, shown.issuer)

    def get_extra_info(self, info: str) -> None:
        """Nothing: what httpcore asks for serves HTTP/2 and idle connections, and we have neither."""


def _plain_reason(error: ssl.SSLError) -> str:
    return getattr(error, "verify_message", "") or error.reason or str(error)


class Backend(httpcore.NetworkBackend):
    """Opens connections; `proxy` says that they lead to a proxy, for the words of errors."""

    def __init__(self, remark: Callable[[str], None] = lambda text: None, proxy: bool = False) -> None:
        self._remark = remark
        self._proxy = proxy
        self._ipv6_silent: set[str] = set()

    def avoid_ipv6(self, host: str) -> None:
        """IPv6 to that host leads nowhere: IPv4 comes first from now on, and the user may be told."""
        self._ipv6_silent.add(host)
        self._remark(remarks.ipv6_silent(host))

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> Wire:
        limit = timeout or _UNSET
        begin = time.monotonic()
        watch.get().phase = "dns"
        try:
            found = aside(lambda: socket.getaddrinfo(host, port, type=socket.SOCK_STREAM), limit)
            watch.get().phase = "connect"
            if (looking := time.monotonic() - begin) > _SLOW_NAMES:
                self._remark(remarks.slow_names(host, looking))
            if host in self._ipv6_silent:
                found.sort(key=lambda item: item[0] == socket.AF_INET6)
            sock, silent = _first_to_answer(_by_turns(found), begin + limit)
        except TimeoutError:
            raise errors.timed_out(host, limit, self._proxy, watch.get().phase) from None
        except socket.gaierror as error:
            raise errors.not_found_by_name(host, error.errno == socket.EAI_AGAIN, self._proxy) from None
        except (UnicodeError, ValueError):
            raise errors.bad_url(host) from None
        except ConnectionRefusedError:
            raise errors.refused(f"{host}:{port}", self._proxy) from None
        except OSError as error:
            raise errors.unreachable(host, system_words(error), self._proxy) from None
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if silent:
            self._remark(remarks.ipv6_slow(host))
        return Wire(sock, host, port, self, self._proxy)


def _by_turns(found: list[Any]) -> list[Any]:
    """The addresses with the two families by turns, the resolver's first choice first."""
    first = [item for item in found if item[0] == found[0][0]]
    other = [item for item in found if item[0] != found[0][0]]
    mixed = [item for pair in zip(first, other, strict=False) for item in pair]
    return mixed + first[len(other) :] + other[len(first) :]


def _first_to_answer(addresses: list[Any], end: float) -> tuple[socket.socket, bool]:
    """A connected socket to the address that answers first; a dead IPv6 route costs a quarter of a second.

    Also whether an IPv6 address, tried before it, was still silent.
    """
    waiting, failure = list(addresses), OSError(errno.EHOSTUNREACH, "no address")
    started = 0.0
    with selectors.DefaultSelector() as selector:
        try:
            while waiting or selector.get_map():
                watch.get().check()
                now = time.monotonic()
                if now >= end:
                    raise TimeoutError
                if waiting and (not selector.get_map() or now - started >= _HEAD_START):
                    started = now
                    try:
                        selector.register(_begin(waiting.pop(0)), selectors.EVENT_WRITE)
                    except OSError as error:
                        failure = error
                        continue
                for key, _events in selector.select(min(SLICE, end - now)):
                    sock = key.fileobj
                    assert isinstance(sock, socket.socket)
                    selector.unregister(sock)
                    problem = sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
                    if not problem:
                        left = [other.fileobj for other in selector.get_map().values()]
                        return sock, sock.family == socket.AF_INET and any(_is_ipv6(each) for each in left)
                    sock.close()
                    failure, started = OSError(problem, os.strerror(problem)), 0.0
        finally:
            for key in list(selector.get_map().values()):
                if isinstance(key.fileobj, socket.socket):
                    key.fileobj.close()
    raise failure


def _is_ipv6(sock: object) -> bool:
    return isinstance(sock, socket.socket) and sock.family == socket.AF_INET6


def _begin(address: Any) -> socket.socket:
    family, kind, protocol, _name, target = address
    sock = socket.socket(family, kind, protocol)
    try:
        sock.setblocking(False)
        problem = sock.connect_ex(target)
        if problem and problem not in _PENDING:
            raise OSError(problem, os.strerror(problem))
    except BaseException:
        sock.close()
        raise
    return sock
