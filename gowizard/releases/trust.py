"""Who may be believed (design section 3): the rules between finding an archive and fetching it."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from gowizard.dataclass import replace
from gowizard.errors import GowizardError, UsageError
from gowizard.locales import _
from gowizard.releases.model import Archive, Voucher

_RANK = {voucher: rank for rank, voucher in enumerate(Voucher)}
_STRONG = {Voucher.OFFICIAL, Voucher.LOGGED, Voucher.PINNED}


class NotTrusted(GowizardError):
    """Nobody vouches well enough for the bytes."""


class Insecure(NotTrusted):
    """Plain http, and nobody but the server vouches: a person may take it all the same (`trust_source`)."""


class Contradiction(NotTrusted):
    """Two vouchers disagree about one file."""


def pinned(archive: Archive, sha256: str) -> Archive:
    """The archive with the digest that the user gave; a better voucher that agrees stays.

    Raises UsageError where `sha256` is no digest, Contradiction where the source's own differs.
    """
    wanted = sha256.strip().lower()
    if not re.fullmatch(r"[0-9a-f]{64}", wanted):
        raise UsageError(
            _("--sha256 is not a SHA-256 digest"),
            _("It has 64 hexadecimal digits."),
            _("Copy it again from where you trust it."),
        )
    if archive.sha256 and archive.sha256 != wanted:
        raise Contradiction(
            _("{name} is not the file you named").format(name=archive.filename),
            _("Your digest: {yours}\nThe source's: {theirs}").format(yours=wanted, theirs=archive.sha256),
            _("Check the version and the digest. Nothing was fetched."),
        )
    best = min(archive.voucher, Voucher.PINNED, key=_RANK.__getitem__)
    return replace(archive, sha256=wanted, voucher=best)


def check_allowed(
    archive: Archive, *, source_named: bool, trust_source: bool = False, interactive: bool = False
) -> None:
    """Return where the archive may be fetched; raise NotTrusted, which says why not and what would help.

    `source_named`: an option, a variable or an answers file names the source. `interactive`: a person has
    seen on the screen who vouches, and went on.
    """
    if not archive.sha256:
        raise NotTrusted(
            _("Nobody says which bytes {name} must have").format(name=archive.filename),
            _("The source gives no SHA-256 digest for it."),
            _("Give one that you trust with --sha256, or take another version or source.")
            if urlsplit(archive.locations[0]).scheme in {"http", "https"}
            else _(
                "Put the digest beside the archive, as {name}.sha256 (the downloads page of go.dev shows it), or give "
                "it with --sha256."
            ).format(name=archive.filename),
        )
    if archive.voucher in _STRONG:
        return
    if archive.source == "kit" and not (source_named or interactive):
        raise NotTrusted(
            _("Nobody but the kit itself vouches for it"),
            _("Whoever had the stick in their hands could have changed it."),
            _("Type the code from the teacher's screen: --kit-code CODE. To take it without: --source kit"),
        )
    if not (source_named or interactive):
        raise NotTrusted(
            _("{source} is not taken without being asked for").format(source=archive.source),
            _("It is repackaged by one person, not by the Go project.")
            if archive.voucher is Voucher.COMMUNITY
            else _("Only the server that sends the archive vouches for it."),
            _("To take it: --source {source}").format(source=archive.source),
        )
    insecure = [place for place in archive.locations if is_insecure(place)]
    if archive.voucher is Voucher.SELF and insecure and not trust_source:
        raise Insecure(
            _("{host} can be changed by anybody on the way").format(host=urlsplit(insecure[0]).hostname),
            _("It is plain http, and the digest comes from the same server as the archive."),
            _("Use https, give the digest with --sha256, or accept the risk with --trust-source."),
        )


def is_insecure(place: str) -> bool:
    """Whether a location is plain http beyond this machine's own loopback."""
    import ipaddress

    parts = urlsplit(place)
    if parts.scheme != "http":
        return False
    host = parts.hostname or ""
    try:
        return not ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host != "localhost"


allowed = check_allowed
