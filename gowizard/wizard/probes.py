"""Asks sources and module proxies for the pages, side by side, and hands on each answer as a row.

Daemon threads: those of a pool are joined when the interpreter ends, and quitting would wait.
"""

from __future__ import annotations

import contextlib
import queue
import threading
from collections.abc import Callable, Iterator, Sequence

from gowizard import environment, proxy, releases
from gowizard.cancellation import Cancel, Cancelled
from gowizard.host import Host
from gowizard.net import Client
from gowizard.wizard import offers
from gowizard.wizard.backend import ProxyOffer, SourceOffer


def ask_sources(
    host: Host, client: Client, names: tuple[str, ...], tell: Callable[[SourceOffer], None], cancel: Cancel
) -> None:
    """Ask those sources."""
    for answer in releases.probe_sources(
        names, client=client, cache=host.dirs.cache, environment=host.environment, cancel=cancel
    ):
        tell(offers.answered_source(answer))


def ask_proxies(
    host: Host,
    client: Client,
    rows: Sequence[ProxyOffer],
    names: tuple[str, ...],
    tell: Callable[[ProxyOffer], None],
    cancel: Cancel,
) -> None:
    """Ask those module proxies of the rows."""
    if offers.SET in names:  # what the user has set is asked by its own address
        for address in proxy.addresses(environment.effective(host, "GOPROXY", None).value)[:1]:
            answer = proxy.probe(client, address, cancel)
            tell(offers.answered_proxy(rows, answer, None, offers.SET))
    entries = [entry for entry in proxy.CATALOGUE if entry.name in names]
    others = any(not entry.official for entry in entries)
    sumdb = proxy.reachable_sumdb(client, cancel) if others else None
    for _asked, answer in _side_by_side(client, entries, cancel):
        tell(offers.answered_proxy(rows, answer, sumdb, answer.entry.name))


def try_goproxy(client: Client, value: str, tell: Callable[[ProxyOffer], None], cancel: Cancel) -> None:
    """Ask every address in a value that check_goproxy gave; `tell` gets a row for each, and again as it answers."""
    rows = {address: offers.typed_proxy(address) for address in dict.fromkeys(proxy.addresses(value))}
    for row in rows.values():
        tell(row)
    sumdb: proxy.SumdbAnswer | None = None
    for address, answer in _side_by_side(client, list(rows), cancel):
        if answer.ok and not answer.sumdb and sumdb is None:
            sumdb = proxy.reachable_sumdb(client, cancel)
        tell(offers.tried_proxy(rows[str(address)], answer, sumdb))


def _side_by_side(
    client: Client, asked: Sequence[proxy.Entry | str], cancel: Cancel
) -> Iterator[tuple[proxy.Entry | str, proxy.ProxyAnswer]]:
    """Each with its answer, as they come. Raises Cancelled."""
    answers: queue.SimpleQueue[tuple[proxy.Entry | str, proxy.ProxyAnswer]] = queue.SimpleQueue()

    def ask(one: proxy.Entry | str) -> None:
        with contextlib.suppress(Cancelled):
            answers.put((one, proxy.probe(client, one, cancel)))

    for one in asked:
        threading.Thread(target=ask, args=(one,), daemon=True).start()
    for _one in asked:
        while True:
            cancel.check()
            with contextlib.suppress(queue.Empty):
                yield answers.get(timeout=0.1)
                break
