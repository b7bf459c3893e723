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
from collections.abc import Iterable
from contextlib import suppress
from typing import Any

import httpcore

from gowizard.locales.system import system_words
from gowizard.net import errors
from gowizard.net.issuer import presented_issuer
from gowizard.net.watch import SLICE, aside, watch

_PIECE = 1 << 18  # h11's own 64 KiB costs a third more processor time on loopback; 1 MiB costs more again
_HEAD_START = 0.25  # seconds before the next address is tried beside the first (RFC 8305)
_PENDING = {errno.EINPROGRESS, errno.EWOULDBLOCK, getattr(errno, "WSAEWOULDBLOCK", errno.EWOULDBLOCK)}
_UNSET = 30.0


class Wire(httpcore.NetworkStream):
    """One connection."""

    def __init__(self, sock: socket.socket, host: str, port: int, proxy: bool) -> None:
        self._sock = sock
        self._host, self._port, self._proxy = host, port, proxy

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        limit = timeout or _UNSET
        end = time.monotonic() + limit
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
        try:
            secure = aside(lambda: ssl_context.wrap_socket(plain, server_hostname=server_hostname), limit)
        except BaseException as error:
            plain.close()
            if isinstance(error, ssl.SSLCertVerificationError):
                issuer = "" if self._proxy else self._issuer()
                raise errors.tls(host, _plain_reason(error), issuer) from None
            if isinstance(error, TimeoutError):
                raise errors.timed_out(host, limit) from None
            if isinstance(error, ssl.SSLError):
                raise errors.tls(host, _plain_reason(error)) from None
            if isinstance(error, OSError):
                raise errors.reset(host, system_words(error)) from None
            raise
        return Wire(secure, host, self._port, proxy=False)

    def _issuer(self) -> str:
        with suppress(TimeoutError):
            return aside(lambda: presented_issuer(self._host, self._port), 3.0)
        return ""

    def get_extra_info(self, info: str) -> None:
        """Nothing: what httpcore asks for serves HTTP/2 and idle connections, and we have neither."""


def _plain_reason(error: ssl.SSLError) -> str:
    return getattr(error, "verify_message", "") or error.reason or str(error)


class Backend(httpcore.NetworkBackend):
    """Opens connections; `proxy` says that they lead to a proxy, for the words of errors."""

    def __init__(self, proxy: bool = False) -> None:
        self._proxy = proxy

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> Wire:
        limit = timeout or _UNSET
        end = time.monotonic() + limit
        try:
            found = aside(lambda: socket.getaddrinfo(host, port, type=socket.SOCK_STREAM), limit)
            sock = _first_to_answer(_by_turns(found), end)
        except TimeoutError:
            raise errors.timed_out(host, limit, self._proxy) from None
        except socket.gaierror as error:
            raise errors.not_found_by_name(host, error.errno == socket.EAI_AGAIN, self._proxy) from None
        except (UnicodeError, ValueError):
            raise errors.bad_url(host) from None
        except ConnectionRefusedError:
            raise errors.refused(f"{host}:{port}", self._proxy) from None
        except OSError as error:
            raise errors.unreachable(host, system_words(error), self._proxy) from None
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return Wire(sock, host, port, self._proxy)


def _by_turns(found: list[Any]) -> list[Any]:
    """The addresses with the two families by turns, the resolver's first choice first."""
    first = [item for item in found if item[0] == found[0][0]]
    other = [item for item in found if item[0] != found[0][0]]
    mixed = [item for pair in zip(first, other, strict=False) for item in pair]
    return mixed + first[len(other) :] + other[len(first) :]


def _first_to_answer(addresses: list[Any], end: float) -> socket.socket:
    """A connected socket to the address that answers first; a dead IPv6 route costs a quarter of a second."""
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
                        return sock
                    sock.close()
                    failure, started = OSError(problem, os.strerror(problem)), 0.0
        finally:
            for key in list(selector.get_map().values()):
                if isinstance(key.fileobj, socket.socket):
                    key.fileobj.close()
    raise failure


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
