"""A secure connection over IPv6 that stays silent is raced against one over IPv4."""

from __future__ import annotations

import queue
import socket
import ssl
import threading
import time
from collections.abc import Callable
from contextlib import suppress

from gowizard.net.watch import SLICE, watch

PATIENCE = 1.0  # seconds of silence before IPv4 is tried beside; a handshake takes two round trips


def over_ipv4(host: str, port: int, seconds: float) -> socket.socket:
    """A connected socket to an IPv4 address of the host. Raises OSError."""
    failure: OSError = OSError("no IPv4 address")
    for *_what, address in socket.getaddrinfo(host, port, socket.AF_INET, socket.SOCK_STREAM):
        try:
            return socket.create_connection((str(address[0]), int(address[1])), seconds)
        except OSError as error:
            failure = error
    raise failure


def first_secure(
    plain: socket.socket,
    secured: Callable[[socket.socket], ssl.SSLSocket],
    other: Callable[[], socket.socket],
    seconds: float,
) -> tuple[ssl.SSLSocket, bool]:
    """The secure socket that is ready first, and whether it is the other one.

    A connection may be made over IPv6 and then carry nothing (large packets get lost on the way, golang/go#76375);
    RFC 8305 looks at connecting only. Raises what `secured(plain)` raises, TimeoutError, or what the watch raises.
    """
    done: queue.SimpleQueue[tuple[bool, ssl.SSLSocket | BaseException]] = queue.SimpleQueue()
    over = threading.Event()

    def run(is_other: bool) -> None:
        try:
            ready = secured(other() if is_other else plain)
        except BaseException as error:
            done.put((is_other, error))
            return
        done.put((is_other, ready))
        if over.is_set():  # nobody waits any more
            with suppress(OSError):
                ready.close()

    begin, beside = time.monotonic(), False
    threading.Thread(target=run, args=(False,), daemon=True).start()
    try:
        while time.monotonic() - begin < seconds:
            watch.get().check()
            if not beside and time.monotonic() - begin >= PATIENCE:
                beside = True
                threading.Thread(target=run, args=(True,), daemon=True).start()
            with suppress(queue.Empty):
                is_other, result = done.get(timeout=SLICE)
                if isinstance(result, ssl.SSLSocket):
                    if is_other:
                        with suppress(OSError):
                            plain.shutdown(socket.SHUT_RDWR)  # wakes the thread that waits on it
                        plain.close()
                    return result, is_other
                if not is_other:
                    raise result
        raise TimeoutError
    finally:
        over.set()
