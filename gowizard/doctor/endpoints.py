"""Asks the servers that Go would ask, side by side, and says which of them answer, and how the others fail."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Mapping, Sequence
from ipaddress import ip_address
from urllib.parse import urlsplit

from gowizard import net
from gowizard.cancellation import Cancel
from gowizard.dataclass import dataclass
from gowizard.redact import without_credentials

SECONDS = 3.4  # for all of them together; a server that answers does so in far less
_KNOWN = "golang.org/x/text/@v/list"
_LIMIT = 200_000  # bytes
NO_WAY = frozenset({"dns", "unreachable", "timeout", "refused", "reset"})


@dataclass(frozen=True, kw_only=True)
class Endpoint:
    """A server and what is asked of it.

    `role` is "proxy" for a module proxy, "default" for Go's own, "sums" for the checksum database, "companion" for the
    same under the name that answers where Google's servers do not.
    """

    role: str
    base: str  # credentials included: never show it

    @property
    def shown(self) -> str:
        """The address without credentials."""
        return without_credentials(self.base)

    @property
    def host(self) -> str:
        return urlsplit(self.base).hostname or ""

    @property
    def is_local(self) -> bool:
        """Whether it is on this very machine."""
        try:
            return ip_address(self.host).is_loopback
        except ValueError:
            return self.host == "localhost"

    @property
    def question(self) -> str:
        return f"{self.base}/latest" if self.holds_sums else f"{self.base}/{_KNOWN}"

    @property
    def holds_sums(self) -> bool:
        return self.role in {"sums", "companion"}


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What came of it. `kind` is "ok", "page" for a web page in the answer's place, "odd", or a NetError's kind."""

    endpoint: Endpoint
    kind: str
    title: str = ""  # in plain words, where it failed
    cause: str = ""
    status: int | None = None
    passing: bool = False  # may well succeed a moment later
    issuer: str = ""  # of a certificate that nobody here knows
    clock: float | None = None  # the server's time, in seconds since the epoch

    @property
    def ok(self) -> bool:
        return self.kind == "ok"


def ask_all(
    endpoints: Sequence[Endpoint], environment: Mapping[str, str], cancel: Cancel, *, seconds: float = SECONDS
) -> tuple[tuple[Answer, ...], tuple[str, ...]]:
    """The answers in order, and what was odd on ways that led somewhere all the same. Raises Cancelled."""
    client = net.Client(seconds=seconds * 0.8, environment=environment)
    deadline = time.monotonic() + seconds
    found: dict[Endpoint, Answer] = {}

    def one(endpoint: Endpoint) -> None:
        found[endpoint] = _ask(client, endpoint, deadline, cancel)

    threads = [threading.Thread(target=one, args=(item,), daemon=True, name=item.host) for item in endpoints]
    for thread in threads:
        thread.start()
    for thread in threads:
        while thread.is_alive() and time.monotonic() < deadline + 0.3:
            cancel.check()
            thread.join(0.05)
    silent = {item: Answer(endpoint=item, kind="timeout", passing=True) for item in endpoints}
    return tuple((silent | found)[item] for item in endpoints), client.remarks


def _ask(client: net.Client, endpoint: Endpoint, deadline: float, cancel: Cancel) -> Answer:
    try:
        left = max(deadline - time.monotonic(), 0.1)
        got = client.get(endpoint.question, limit=_LIMIT, cancel=cancel, total=left)
    except net.NetError as error:
        if error.status in {404, 410} and not endpoint.holds_sums:
            return Answer(endpoint=endpoint, kind="ok")  # one for private modules only need not have it
        return Answer(
            endpoint=endpoint,
            kind=error.kind,
            title=error.title,
            cause=error.cause,
            status=error.status,
            passing=error.retryable,
            issuer=error.issuer,
            clock=error.clock,
        )
    begins = rb"go\.sum database tree\n" if endpoint.holds_sums else rb"v\d+\.\d+\.\d+"
    kind = "ok" if re.match(begins, got.body) else "page" if _is_page(got) else "odd"
    return Answer(endpoint=endpoint, kind=kind, clock=_clock(got))


def _is_page(got: net.Response) -> bool:
    return "html" in got.headers.get("content-type", "") or got.body.lstrip()[:1] == b"<"


def _clock(got: net.Response) -> float | None:
    from email.utils import parsedate_to_datetime

    try:
        return parsedate_to_datetime(got.headers.get("date", "")).timestamp()
    except (ValueError, TypeError):
        return None
