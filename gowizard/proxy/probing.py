"""Asks module proxies, side by side, whether they answer properly and how fast."""

from __future__ import annotations

import re
import secrets
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from urllib.parse import unquote, urlsplit

from gowizard.cancellation import Cancel
from gowizard.dataclass import dataclass
from gowizard.errors import GowizardError
from gowizard.locales import _
from gowizard.net import Client, NetError, Response
from gowizard.proxy.catalogue import CATALOGUE, SUMDB, SUMDB_COMPANION, Entry, custom, named

_KNOWN = "golang.org/x/text"  # every public proxy has it; its list is 1 kB
_KNOWN_VERSION = "v0.14.0"
_VERSION = re.compile(rb"v\d+\.\d+\.\d+\S*(?:[ \t]\S+)?")
_LIMIT = 200_000  # bytes
_ABSENT = (404, 410)


@dataclass(frozen=True, kw_only=True)
class ProxyAnswer:
    """What a probe found. `seconds` is the time for one small request, None where there was no answer.

    `sumdb` says whether it passes on the checksum database; None where that was not found out. `message` is
    plain words, for success too. `bar`: it must be followed by `|` if Go is to go on after an unknown module.
    `failings` says, in plain words, where a proxy that can be used does not keep to the protocol: of two such
    proxies the one with fewer is better, whatever their speed.
    """

    entry: Entry
    ok: bool
    seconds: float | None
    message: str
    sumdb: bool | None = None
    bar: bool = False
    failings: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class SumdbAnswer:
    """Whether the checksum database can be reached directly."""

    host: str
    ok: bool
    seconds: float | None
    message: str


def probe(client: Client, entry_or_url: Entry | str, cancel: Cancel | None = None) -> ProxyAnswer:
    """Ask one proxy. Never raises for a proxy that fails; raises Cancelled."""
    entry = entry_or_url if isinstance(entry_or_url, Entry) else named(entry_or_url) or custom(entry_or_url)
    if entry.url.startswith("file:"):
        return _folder(entry)
    begin = time.monotonic()
    has_known = True
    try:
        answer = client.get(f"{entry.url}/{_KNOWN}/@v/list", limit=_LIMIT, cancel=cancel)
    except NetError as error:
        if error.status not in _ABSENT or named(entry.url) is not None:
            seconds = time.monotonic() - begin if error.status else None
            return ProxyAnswer(entry=entry, ok=False, seconds=seconds, message=error.title)
        has_known = False  # a proxy for private modules only need not have it
    else:
        if problem := _implausible(answer):
            return ProxyAnswer(entry=entry, ok=False, seconds=time.monotonic() - begin, message=problem)
    seconds = time.monotonic() - begin
    message = _("answers") if has_known else _("answers, but does not have {module}").format(module=_KNOWN)
    judged = _Judged() if entry.official else _judge(client, entry.url, has_known, cancel)
    if judged.wrong:
        return ProxyAnswer(entry=entry, ok=False, seconds=seconds, message=judged.wrong)
    sumdb = _status(client, f"{entry.url}/sumdb/{SUMDB}/supported", cancel)
    failings = judged.failings
    if sumdb == 200 and not entry.official and not _passes_on(client, entry.url, cancel):
        sumdb = 0
        failings = (*failings, _("says that it passes on the checksum database, but does not"))
    return ProxyAnswer(
        entry=entry,
        ok=True,
        seconds=seconds,
        message="; ".join(failings) or message,
        sumdb=None if sumdb is None else sumdb == 200,
        bar=judged.bar,
        failings=failings,
    )


@dataclass(frozen=True)
class _Judged:
    """How a proxy keeps to the protocol; `wrong` says why it cannot be used at all."""

    wrong: str = ""
    bar: bool = False
    failings: tuple[str, ...] = ()


def _judge(client: Client, base: str, has_known: bool, cancel: Cancel | None) -> _Judged:
    """Ask for what cannot exist, and for what must have one answer only."""
    failings: list[str] = []
    status = _status(client, f"{base}/gowizard.invalid/{secrets.token_hex(6)}/@v/list", cancel)
    if status == 200:
        return _Judged(_("claims to have a module that does not exist: another server answers in its place"))
    bar = status is not None and status not in _ABSENT
    if bar:
        reason = _("answers, but with {status} for what it does not have: only “|” leads on then, not “,”")
        failings.append(reason.format(status=status))
    elif status is None:
        failings.append(_("gave no answer about a module that does not exist"))
    if has_known:
        try:
            info = client.get(f"{base}/{_KNOWN}/@v/{_KNOWN_VERSION}.info", limit=_LIMIT, cancel=cancel).body
        except NetError:
            failings.append(_("does not have {version} of {module}").format(version=_KNOWN_VERSION, module=_KNOWN))
        else:
            if _version_in(info) != _KNOWN_VERSION:
                return _Judged(_("answers wrongly about a version that everybody knows"))
    return _Judged(bar=bar, failings=tuple(failings))


def _version_in(info: bytes) -> str:
    import json

    try:
        found = json.loads(info)
    except (ValueError, RecursionError):
        return ""
    return str(found.get("Version", "")) if isinstance(found, dict) else ""


def _passes_on(client: Client, base: str, cancel: Cancel | None) -> bool:
    """Whether a lookup in the checksum database, what the go command asks first, comes through."""
    place = f"{base}/sumdb/{SUMDB}/lookup/{_KNOWN}@{_KNOWN_VERSION}"
    try:
        body = client.get(place, limit=_LIMIT, cancel=cancel).body
    except NetError:
        return False
    return f"\n{_KNOWN} {_KNOWN_VERSION} h1:".encode() in body and b"\ngo.sum database tree\n" in body


def probe_all(
    client: Client,
    entries: Iterable[Entry | str] = CATALOGUE,
    *,
    emit: Callable[[ProxyAnswer], None] = lambda answer: None,
    cancel: Cancel | None = None,
) -> tuple[ProxyAnswer, ...]:
    """Ask several at the same time; `emit` gets each answer as it comes, in this thread. In the order asked.

    Asking a third party's proxy tells its operator that this machine is here: only do it when the user wants
    to see the list, or when Go's default does not answer.
    """
    from concurrent.futures import ThreadPoolExecutor, as_completed

    asked = list(entries)
    pool = ThreadPoolExecutor(max_workers=max(1, len(asked)), thread_name_prefix="proxy")
    try:
        order = {pool.submit(probe, client, entry, cancel): index for index, entry in enumerate(asked)}
        answers: dict[int, ProxyAnswer] = {}
        for future in as_completed(order):
            answers[order[future]] = future.result()
            emit(answers[order[future]])
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
    return tuple(answers[index] for index in range(len(asked)))


def probe_sumdb(client: Client, host: str = SUMDB, cancel: Cancel | None = None) -> SumdbAnswer:
    """Ask whether the checksum database answers at its own host (or at SUMDB_COMPANION, the same log)."""
    base = host if "://" in host else f"https://{host}"
    begin = time.monotonic()
    try:
        answer = client.get(f"{base}/latest", limit=_LIMIT, cancel=cancel)
    except NetError as error:
        return SumdbAnswer(host=host, ok=False, seconds=None, message=error.title)
    seconds = time.monotonic() - begin
    if not answer.body.startswith(b"go.sum database tree\n"):
        message = _("something else answers in its place (a sign-in page?)")
        return SumdbAnswer(host=host, ok=False, seconds=seconds, message=message)
    return SumdbAnswer(host=host, ok=True, seconds=seconds, message=_("answers"))


def reachable_sumdb(client: Client, cancel: Cancel | None = None) -> SumdbAnswer:
    """The checksum database at its own host, or where that fails at its companion, the same log."""
    first = probe_sumdb(client, SUMDB, cancel)
    if first.ok:
        return first
    second = probe_sumdb(client, SUMDB_COMPANION, cancel)
    return second if second.ok else first


def _implausible(answer: Response) -> str:
    lines = [line for line in answer.body.split(b"\n") if line.strip()]
    if lines and all(_VERSION.fullmatch(line.strip()) for line in lines):
        return ""
    if "html" in answer.headers.get("content-type", "") or answer.body.lstrip()[:1] == b"<":
        return _("answers with a web page instead of a list of versions (a sign-in page?)")
    return _("answers, but not with a list of versions")


def _status(client: Client, url: str, cancel: Cancel | None) -> int | None:
    try:
        return client.get(url, limit=_LIMIT, cancel=cancel).status
    except NetError as error:
        return error.status


def _folder(entry: Entry) -> ProxyAnswer:
    path = Path(unquote(urlsplit(entry.url).path))
    try:
        ok = path.is_dir()
        message = _("a folder") if ok else _("{path} is not a folder").format(path=path)
    except (OSError, GowizardError) as error:
        ok, message = False, str(error)
    return ProxyAnswer(entry=entry, ok=ok, seconds=0.0 if ok else None, message=message, sumdb=False)
