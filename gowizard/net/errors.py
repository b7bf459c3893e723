"""What can go wrong on the way to a server, in plain words."""

from __future__ import annotations

from gowizard.errors import GowizardError
from gowizard.locales import _, sentences

KINDS = (
    "offline", "dns", "refused", "unreachable", "timeout", "tls", "proxy", "status", "redirect", "downgrade",
    "reset", "too-large", "bad-url",
)  # fmt: skip
_PASSING = {408, 425, 429, 500, 502, 503, 504}


class NetError(GowizardError):
    """A request that failed. `kind` is one of KINDS; `status` the HTTP status where there was one.

    `retryable` says whether the same request may well succeed a moment later. Of a secure connection, `issuer` is who
    signed a certificate that nobody here knows, and `clock` the server's time where this machine's is wrong.
    """

    issuer = ""
    clock: float | None = None  # seconds since the epoch

    def __init__(
        self,
        kind: str,
        title: str,
        cause: str = "",
        remedy: str = "",
        *,
        status: int | None = None,
        retryable: bool = False,
    ) -> None:
        super().__init__(title, cause, remedy)
        self.kind = kind
        self.status = status
        self.retryable = retryable


def offline(host: str) -> NetError:
    """The answer to every request of a client that was told to stay offline."""
    return NetError(
        "offline",
        _("{host} was not asked").format(host=host),
        _("gowizard was told to stay offline."),
        _("Run again without --offline, or name a folder with --source."),
    )


def bad_url(shown: str, why: str = "") -> NetError:
    """A text that is no usable http or https URL; `shown` holds no credentials."""
    return NetError(
        "bad-url",
        _("“{url}” is not a usable address").format(url=shown[:200]),
        why or _("An address begins with https:// or http:// and names a host."),
        _("Correct the address and run again."),
    )


def not_found_by_name(host: str, passing: bool, proxy: bool) -> NetError:
    """The host has no address. `passing`: the name server did not answer, rather than denied the name."""
    cause = (
        _("No name server answers: this machine may have no network.")
        if passing
        else _("The name server does not know this name, or there is no network.")
    )
    if proxy:
        return _proxy(host, cause)
    remedy = _(
        "Check the network connection; behind a company proxy, set HTTPS_PROXY. Or name another --source."
    )
    return NetError("dns", _("Cannot find {host}").format(host=host), cause, remedy, retryable=passing)


def refused(host: str, proxy: bool) -> NetError:
    """Nothing listens at the port."""
    cause = _("The machine answers, but nothing listens at that port; a firewall may say no as well.")
    if proxy:
        return _proxy(host, cause)
    return NetError(
        "refused", _("{host} refuses the connection").format(host=host), cause, _try_other_source()
    )


def unreachable(host: str, why: str, proxy: bool) -> NetError:
    """There is no route to the host."""
    if proxy:
        return _proxy(host, why)
    return NetError("unreachable", _("Cannot reach {host}").format(host=host), why, _try_other_source())


def timed_out(host: str, seconds: float, proxy: bool = False, phase: str = "") -> NetError:
    """No answer, or no further byte, within the limit. `phase` is what was waited for (see Watch)."""
    waited = max(seconds, 1)
    cause = _("Nothing came for {seconds:.0f} s.").format(seconds=waited)
    if phase == "dns":
        return slow_names(host, waited, proxy)
    if phase == "connect":
        why = _("No connection could be made: something on the way may drop it in silence.")
        cause = sentences(cause, why)
    elif phase == "tls":
        why = _("The connection stands, but nothing passes through it: a firewall may hold it up.")
        cause = sentences(cause, why)
    if proxy:
        return _proxy(host, cause)
    title = _("{host} does not answer in time").format(host=host)
    return NetError(
        "timeout",
        title,
        cause,
        _("Try again, give it longer with --timeout, or name another --source."),
        retryable=True,
    )


def slow_names(host: str, seconds: float, proxy: bool = False) -> NetError:
    """The name servers were still thinking when the time was up."""
    cause = _("Looking up {host} took more than {seconds:.0f} s; nothing was connected yet.").format(
        host=host, seconds=seconds
    )
    if proxy:
        return _proxy(host, cause)
    return NetError(
        "dns",
        _("The name server does not answer in time"),
        cause,
        _("Check this network's name servers (a VPN may have changed them), or try again."),
        retryable=True,
    )


def reset(host: str, why: str) -> NetError:
    """The connection ended in the middle."""
    return NetError(
        "reset",
        _("The connection to {host} broke off").format(host=host),
        why,
        _("Try again."),
        retryable=True,
    )


def _proxy(host: str, cause: str, status: int | None = None) -> NetError:
    return NetError(
        "proxy",
        _("The proxy {host} does not help").format(host=host),
        cause,
        _("Check HTTP_PROXY, HTTPS_PROXY and NO_PROXY; special characters in a password are written as %XX."),
        status=status,
    )


def proxy(host: str, why: str, status: int | None = None, *, named: bool = False) -> NetError:
    """The proxy itself fails or refuses; `host` is the proxy's. `named`: it was given a name and a password."""
    if status == 407 and named:
        why = _(
            "It does not accept the user name and the password in its address, or it wants another way than "
            "Basic (NTLM, Kerberos), which gowizard does not speak."
        )
    elif status == 407:
        why = _("It wants a user name and a password: HTTPS_PROXY=http://NAME:PASSWORD@HOST:PORT.")
    return _proxy(host, why, status)


def proxy_script(shown: str) -> NetError:
    """A proxy variable that holds the address of a PAC file; `shown` holds no credentials."""
    return NetError("proxy", _("{url} is a script, not a proxy").format(url=shown[:200]), *_about_script())


def point_to_script(error: NetError, script: str) -> None:
    """Add to a failure that no proxy was used although the environment names a PAC file."""
    told = _("This system names a proxy script ({url}).").format(url=script[:200])
    error.remedy = "\n".join([error.remedy, sentences(told, *_about_script())])


def _about_script() -> tuple[str, str]:
    return (
        _("A PAC file is a program for browsers that says which proxy to take; neither Go nor gowizard runs it."),
        _("Open it in a browser, look for “PROXY host:port”, and set HTTPS_PROXY=http://host:port."),
    )


def bad_status(host: str, status: int, reason: str, via: str = "", *, named: bool = False) -> NetError:
    """A server that answers with an error; `via` is the proxy's host where one was used."""
    if status == 407:
        return proxy(via or host, "", 407, named=named)
    causes = {
        401: _("It wants a user name and a password."),
        403: _("The server refuses this program (some servers refuse programs they do not know)."),
        404: _("It does not have that file."),
        410: _("It does not have that file any more."),
        429: _("It was asked too often for now."),
    }
    cause = causes.get(status, _("Something is wrong at the server, not here.") if status >= 500 else "")
    passing = status in _PASSING
    return NetError(
        "status",
        _("{host} answers {status} {reason}").format(host=host, status=status, reason=reason).rstrip(),
        cause,
        _("Try again in a moment.") if passing else _try_other_source(),
        status=status,
        retryable=passing,
    )


def redirected_in_circles(host: str, most: int) -> NetError:
    """More than `most` redirects."""
    return NetError(
        "redirect",
        _("{host} only sends us elsewhere").format(host=host),
        _("More than {count} redirects, one after another.").format(count=most),
        _("A sign-in page of the network can do this: open any page in a browser, then try again."),
    )


def downgraded(host: str, target: str) -> NetError:
    """A secure address that leads to one anybody on the way can change; `target` holds no credentials."""
    return NetError(
        "downgrade",
        _("{host} leads to an insecure address").format(host=host),
        _("It redirects from https to {target}; gowizard does not follow.").format(target=target[:200]),
        _("A sign-in page of the network can do this: open any page in a browser, then try again."),
    )


def too_large(host: str, limit: int) -> NetError:
    """More body than the request allows."""
    return NetError(
        "too-large",
        _("{host} sends too much").format(host=host),
        _("The answer is larger than {limit} bytes, more than it can rightly be.").format(limit=limit),
        _try_other_source(),
    )


def _try_other_source() -> str:
    return _("Try again, or name another source with --source.")
