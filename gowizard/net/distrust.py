"""Secure connections that cannot be trusted: inspected, out of date, or seen by a clock that is wrong."""

from __future__ import annotations

import sys

from gowizard.locales import _, sentences
from gowizard.net.errors import NetError

_CLOCKS = {
    "win32": "w32tm /resync",
    "darwin": "sudo sntp -sS time.apple.com",
    "linux": "`timedatectl set-ntp true`; WSL: `sudo hwclock -s`",
}


def clock_wrong(host: str, ours: float, theirs: float) -> NetError:
    """This machine's clock is so far off that certificates seem not to be valid; both in seconds since the epoch."""
    import time

    def shown(seconds: float) -> str:
        return time.strftime("%Y-%m-%d %H:%M UTC", time.gmtime(seconds))

    cause = _("It says {ours}; {host} says {theirs}. Secure connections only work with the right time.")
    error = NetError(
        "tls",
        _("This machine's clock is wrong"),
        cause.format(ours=shown(ours), host=host, theirs=shown(theirs)),
        _("Set the clock ({command}), then try again.").format(command=_CLOCKS.get(sys.platform, _CLOCKS["linux"])),
    )
    error.clock = theirs
    return error


def out_of_date(host: str, early: bool, clock_known: bool, issuer: str = "") -> NetError:
    """A certificate before or after its time. `clock_known`: the server's clock agrees with ours."""
    why = _("Its certificate is not valid yet.") if early else _("Its certificate has expired.")
    if clock_known:
        why = sentences(why, _("This machine's clock agrees with the server's: the mistake is there, not here."))
    if issuer:
        why += "\n" + _("The certificate was issued by: {issuer}").format(issuer=issuer)
    remedy = _("Name another --source, or tell whoever runs {host}.").format(host=host)
    if not clock_known:
        remedy = sentences(_("Check this machine's clock first."), remedy)
    return NetError("tls", _("The secure connection to {host} cannot be trusted").format(host=host), why, remedy)


def tls(host: str, why: str, issuer: str = "", *, unknown: bool = False) -> NetError:
    """The secure connection cannot be trusted or made. `unknown`: nobody here knows who issued the certificate."""
    cause = why
    if issuer:
        cause += "\n" + _("The certificate was issued by: {issuer}").format(issuer=issuer)
    if issuer and unknown:
        cause += "\n" + _(
            "This system does not know that issuer: probably a company or a security program reads secure "
            "connections here, or somebody pretends to be {host}."
        ).format(host=host)
    error = NetError(
        "tls",
        _("The secure connection to {host} cannot be trusted").format(host=host),
        cause,
        _(
            "If a company inspects secure connections here, install its certificate in the system's trust "
            "store or name it in SSL_CERT_FILE. Check the clock as well. Verification is never switched off."
        ),
    )
    error.issuer = issuer if unknown else ""
    return error
