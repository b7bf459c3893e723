"""What is odd on a way that led somewhere all the same, in plain words."""

from __future__ import annotations

from gowizard.locales import _


def slow_names(host: str, seconds: float) -> str:
    """The name was found, late."""
    return _("Looking up {host} took {seconds:.0f} s: this network's name server is slow.").format(
        host=host, seconds=seconds
    )


def ipv6_silent(host: str) -> str:
    """The connection over IPv6 carried nothing."""
    return _("IPv6 to {host} leads nowhere from here; IPv4 is used instead.").format(host=host)


def ipv6_slow(host: str) -> str:
    """For a connection that IPv4 made while IPv6 was still silent."""
    return _("IPv6 to {host} did not answer within a quarter of a second; IPv4 is used instead.").format(host=host)
