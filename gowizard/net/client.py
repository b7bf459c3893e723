"""The client: what is asked, how long it may take, where a redirect may lead."""

from __future__ import annotations

import os
import sys
import threading
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from gowizard import __version__
from gowizard.cancellation import Cancel
from gowizard.log import logger
from gowizard.net import errors
from gowizard.net.ahead import Ahead
from gowizard.net.errors import NetError
from gowizard.net.proxies import proxy_for, script_in
from gowizard.net.response import Headers, Response, Stream
from gowizard.net.watch import OutOfTime, Watch, watch
from gowizard.redact import redacted, without_credentials

if TYPE_CHECKING:
    import httpx

# httpx loads its own command line with click and rich, where they exist: half of its time to load. httpcore does
# without anyio where there is none; we ask from threads.
for _needless in ("httpx._main", "anyio"):
    sys.modules.setdefault(_needless, None)  # type: ignore[arg-type]

_MOST_REDIRECTS = 5
_AS_SENT = {"Accept-Encoding": "identity"}
_NO_WAY = {"dns", "refused", "unreachable", "timeout"}
_REDIRECTS = {301, 302, 303, 307, 308}
_ARCHES = {"x86_64": "amd64", "amd64": "amd64", "aarch64": "arm64", "arm64": "arm64"}


def user_agent() -> str:
    """What we call ourselves; some mirrors answer 403 to programs without a name."""
    if sys.platform == "win32":
        import platform

        machine = platform.machine().lower()
    else:  # what platform would say too, which takes two milliseconds to load
        machine = os.uname().machine.lower()
    system = "windows" if sys.platform == "win32" else sys.platform
    return f"gowizard/{__version__} (+https://go.dev/dl client; {system}/{_ARCHES.get(machine, machine)})"


class Client:
    """Asks servers. May be used from several threads at once.

    `seconds` limits connecting and each wait for the next bytes; `environment` holds the proxies and
    SSL_CERT_FILE (default: this process's). Every failure is a NetError. With `offline` every request is one.
    """

    def __init__(
        self, *, seconds: float = 10.0, offline: bool = False, environment: Mapping[str, str] | None = None
    ) -> None:
        self.seconds = seconds
        self.offline = offline
        self._environment = os.environ if environment is None else environment
        self._httpx: httpx.Client | None = None
        self._ahead: Ahead | None = None
        self._lock = threading.Lock()
        self._remarks: dict[str, None] = {}

    @property
    def remarks(self) -> tuple[str, ...]:
        """What was odd on ways that led somewhere all the same: IPv6 that leads nowhere, a slow name server."""
        return tuple(self._remarks)

    def _remark(self, text: str) -> None:
        if text not in self._remarks:
            logger.warning("%s", text)
            self._remarks[text] = None

    def get(
        self,
        url: str,
        *,
        limit: int = 20_000_000,
        cancel: Cancel | None = None,
        headers: Mapping[str, str] | None = None,
        total: float | None = None,
    ) -> Response:
        """The whole answer, at most `limit` bytes of body after decoding.

        `total` seconds for everything (default: three times `seconds`). Raises NetError, also for every
        status from 400 on, and Cancelled.
        """
        allowed = self.seconds * 3 if total is None else total
        fields = {"Accept-Encoding": "gzip", **(headers or {})}
        with self._exchange(url, fields, Watch(cancel, allowed), allowed) as answer:
            body = _whole(answer, limit)
            return Response(status=answer.status, headers=answer.headers, body=body, url=answer.url)

    @contextmanager
    def stream(
        self, url: str, headers: Mapping[str, str] | None = None, cancel: Cancel | None = None
    ) -> Iterator[Stream]:
        """An answer whose body is read with `chunks()`, as sent (`Accept-Encoding: identity`).

        There is no total limit. Leaving the block closes the connection. Raises NetError, also for every
        status from 400 on, and Cancelled.
        """
        fields = {**_AS_SENT, **(headers or {})}
        with self._exchange(url, fields, Watch(cancel), self.seconds) as answer:
            yield answer

    def ahead(self, url: str) -> None:
        """Begin what `stream(url)` will be asked for in a moment. What goes wrong shows only then."""

        def told(dropped: Cancel) -> AbstractContextManager[None]:
            return _told(_host_of(url), Watch(dropped), self.seconds, proxy_for(url, self._environment))

        if not self.offline and self._ahead is None:
            self._ahead = Ahead(url, lambda: self._follow(url, _AS_SENT), told)

    def _begun(
        self, url: str, fields: dict[str, str], check: Callable[[], None]
    ) -> tuple[httpx.Response, Iterator[bytes]] | None:
        """The answer that was begun ahead and its body, where it is this one; any other is dropped."""
        ahead, self._ahead = self._ahead, None
        if ahead is None:
            return None
        try:
            if (ahead.url, fields) == (url, _AS_SENT) and (begun := ahead.take(check)) is not None:
                return begun
        except BaseException:
            ahead.drop()
            raise
        ahead.drop()
        return None

    def close(self) -> None:
        """Let go of everything; no connection outlives its request anyway."""
        if self._ahead is not None:
            self._ahead.drop()
            self._ahead = None
        if self._httpx is not None:
            self._httpx.close()
            self._httpx = None

    def __enter__(self) -> Client:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextmanager
    def _exchange(self, url: str, fields: dict[str, str], limits: Watch, seconds: float) -> Iterator[Stream]:
        host = _host_of(url)
        if self.offline:
            raise errors.offline(host)
        full = proxy_for(url, self._environment)
        proxy, named = without_credentials(full), "@" in full
        try:
            with _told(host, limits, seconds, proxy, named):
                begun = self._begun(url, fields, limits.check)
                answer, raw = begun or ((fresh := self._follow(url, fields)), fresh.iter_raw())
        except NetError as error:
            if error.kind in _NO_WAY and not proxy and (script := script_in(self._environment)):
                errors.point_to_script(error, without_credentials(script))
            raise
        try:
            final = without_credentials(str(answer.url))
            logger.debug("%s %s", answer.status_code, final)
            if answer.status_code >= 300:
                raise errors.bad_status(_host_of(final), answer.status_code, answer.reason_phrase, proxy, named=named)

            def pieces() -> Iterator[bytes]:
                while True:
                    with _told(host, limits, seconds, proxy):
                        piece = next(raw, None)
                    if piece is None:
                        return
                    yield piece

            yield Stream(
                status=answer.status_code, headers=Headers(dict(answer.headers)), url=final, pieces=pieces
            )
        finally:
            answer.close()

    def _follow(self, url: str, fields: dict[str, str]) -> httpx.Response:
        import httpx

        target = httpx.URL(url)
        for _turn in range(_MOST_REDIRECTS + 1):
            _host_of(str(target))  # a redirect may name anything: a port beyond 65535, another scheme
            request = self._ready().build_request("GET", target, headers=fields)
            answer = self._ready().send(request, stream=True)
            if answer.status_code not in _REDIRECTS or "Location" not in answer.headers:
                return answer
            place = answer.headers["Location"]
            answer.close()
            logger.debug("%s redirects to %s", target.host, redacted(place))
            following = target.join(place)
            if (target.scheme, following.scheme) == ("https", "http"):
                raise errors.downgraded(target.host, without_credentials(str(following)))
            same = (target.scheme, target.host, target.port) == (
                following.scheme,
                following.host,
                following.port,
            )
            target = following.copy_with(userinfo=target.userinfo if same else b"")
        raise errors.redirected_in_circles(target.host, _MOST_REDIRECTS)

    def _ready(self) -> httpx.Client:
        with self._lock:
            if self._httpx is None:
                import httpx

                from gowizard.net.transport import Transport

                self._httpx = httpx.Client(
                    transport=Transport(self._environment, self._remark),
                    trust_env=False,
                    follow_redirects=False,
                    timeout=self.seconds,
                    headers={"User-Agent": user_agent()},
                )
            return self._httpx


def _host_of(url: str) -> str:
    """The host to name in errors. Raises NetError for what is no http or https URL."""
    shown = without_credentials(url)
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        shown_host = f"{host}:{parts.port}" if parts.port else host
    except ValueError:
        raise errors.bad_url(shown) from None
    if parts.scheme not in {"http", "https"} or not host or not url.isprintable():
        raise errors.bad_url("".join(sign if sign.isprintable() else "?" for sign in shown))
    return shown_host


@contextmanager
def _told(host: str, limits: Watch, seconds: float, proxy: str, named: bool = False) -> Iterator[None]:
    """Watch over the waits inside, and tell what the libraries raise as NetErrors."""
    import httpcore
    import httpx

    token = watch.set(limits)
    try:
        limits.check()
        yield
    except OutOfTime:
        raise errors.timed_out(host, seconds, phase=limits.phase) from None
    except httpcore.ProxyError as error:
        status = int(text[:3]) if (text := str(error))[:3].isdecimal() else None
        raise errors.proxy(proxy, text, status, named=named) from None
    except (httpcore.TimeoutException, httpx.TimeoutException):
        raise errors.timed_out(host, seconds) from None
    except (
        httpx.InvalidURL,
        httpcore.UnsupportedProtocol,
        httpcore.LocalProtocolError,
        UnicodeError,
    ) as error:
        raise errors.bad_url(host, str(error)) from None
    except (httpcore.NetworkError, httpcore.ProtocolError, httpx.HTTPError, httpx.StreamError) as error:
        raise errors.reset(host, str(error)) from None
    finally:
        watch.reset(token)


def _whole(answer: Stream, limit: int) -> bytes:
    host = urlsplit(answer.url).hostname or ""
    inflate = zlib.decompressobj(31) if answer.headers.get("Content-Encoding") == "gzip" else None
    body = bytearray()
    for piece in answer.chunks():
        try:
            # One byte beyond the limit is enough to know: a bomb is never inflated.
            body += inflate.decompress(piece, limit + 1 - len(body)) if inflate else piece
        except zlib.error:
            raise errors.reset(host, "gzip") from None
        if len(body) > limit:
            raise errors.too_large(host, limit)
    return bytes(body)


__all__ = ["Client", "NetError", "user_agent"]
