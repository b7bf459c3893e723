"""httpx over httpcore over our own sockets, one connection pool for each way out."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from urllib.parse import unquote, urlsplit

import httpcore
import httpx

from gowizard.locales import _
from gowizard.net import errors
from gowizard.net.proxies import names_script, proxy_for
from gowizard.net.trust import tls_context
from gowizard.net.wire import Backend
from gowizard.redact import without_credentials


class Transport(httpx.BaseTransport):
    """What httpx sends its requests through. The trust store is opened by the first https request."""

    def __init__(self, environment: Mapping[str, str], remark: Callable[[str], None]) -> None:
        self._environment = environment
        self._remark = remark
        self._pools: dict[tuple[str, str], httpcore.ConnectionPool] = {}
        self._context: ssl.SSLContext | None = None
        self._lock = threading.Lock()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        url = request.url
        pool = self._pool(url.scheme, proxy_for(str(url), self._environment))
        answer = pool.handle_request(
            httpcore.Request(
                method=request.method,
                url=httpcore.URL(
                    scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path
                ),
                headers=request.headers.raw,
                content=request.stream,
                extensions=request.extensions,
            )
        )
        return httpx.Response(
            answer.status, headers=answer.headers, stream=_Body(answer), extensions=answer.extensions
        )

    def close(self) -> None:
        for pool in self._pools.values():
            pool.close()

    def _pool(self, scheme: str, proxy: str) -> httpcore.ConnectionPool:
        key = (scheme, proxy)
        with self._lock:
            return self._pools.get(key) or self._open(key)

    def _open(self, key: tuple[str, str]) -> httpcore.ConnectionPool:
        scheme, proxy = key
        if scheme == "https" and self._context is None:
            self._context = tls_context(self._environment)
        context = self._context if scheme == "https" else None
        if proxy:
            pool = _through(proxy, context, Backend(self._remark, proxy=True))
        else:
            backend = Backend(self._remark)
            pool = httpcore.ConnectionPool(context, max_keepalive_connections=0, network_backend=backend)
        self._pools[key] = pool
        return pool


def _through(proxy: str, context: ssl.SSLContext | None, backend: Backend) -> httpcore.ConnectionPool:
    shown = without_credentials(proxy)
    if names_script(shown):
        raise errors.proxy_script(shown)
    try:
        parts = urlsplit(proxy)
        host, port = (parts.hostname or "").encode("idna"), parts.port
    except ValueError:
        host, port = b"", None
    if not host:
        raise errors.proxy(shown, _("Its address cannot be understood."))
    if parts.scheme != "http":
        raise errors.proxy(
            shown,
            _("gowizard speaks to proxies over http:// only, not {scheme}://").format(scheme=parts.scheme),
        )
    auth = (unquote(parts.username), unquote(parts.password or "")) if parts.username else None
    return httpcore.HTTPProxy(
        proxy_url=httpcore.URL(scheme=b"http", host=host, port=port or 80, target=b"/"),
        proxy_auth=auth,
        ssl_context=context,
        max_keepalive_connections=0,  # so that nothing has to be closed later
        network_backend=backend,
    )


class _Body(httpx.SyncByteStream):
    def __init__(self, answer: httpcore.Response) -> None:
        self._answer = answer

    def __iter__(self) -> Iterator[bytes]:
        assert not isinstance(self._answer.stream, bytes)
        yield from self._answer.stream  # type: ignore[misc]

    def close(self) -> None:
        self._answer.close()
