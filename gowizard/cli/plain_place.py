"""Which Go, where from and where to: the questions in lines."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from gowizard.cli.asking import Leave, Row
from gowizard.cli.output import size_text
from gowizard.cli.plain_trip import Trip
from gowizard.cli.render import voucher_text
from gowizard.dataclass import replace
from gowizard.errors import GowizardError, UsageError
from gowizard.locales import _
from gowizard.redact import redacted
from gowizard.releases import Voucher
from gowizard.releases.local import looks_like_path
from gowizard.wizard.backend import Reach, SourceOffer, VersionOffer

_SHORT = 6
_VOUCHERS = [voucher.value for voucher in Voucher]  # the best first
_NEEDED = 260e6  # bytes of an unpacked tree


def version(trip: Trip) -> None:
    """Which version? The latest that runs here is the default; any other may be typed too."""
    if trip.versions is None:
        trip.out.line(_("Asking for the list of versions"))
        try:
            with trip.context.stoppable() as cancel:
                trip.versions = trip.backend.versions(trip.answers, cancel)
        except GowizardError as error:
            trip.asker.refuse(error)
            trip.out.prose(_("No list of versions could be had; the source you choose next is asked."))
            asked = trip.answers.version or "latest"
            trip.answers = replace(trip.answers, version=trip.asker.text(_("Which version of Go?"), asked, str.strip))
            return
    listed = trip.versions
    trip.out.prose(_("Versions from {origin}:").format(origin=listed.origin))
    if listed.note:
        trip.out.prose(listed.note)
    if listed.offers and all(offer.refusal for offer in listed.offers):
        trip.asker.refuse(GowizardError(_("No Go of this list can run on this machine"), listed.offers[0].refusal))
        raise Leave(1)
    names = [offer.name for offer in listed.offers]
    asked = "go" + trip.answers.version.removeprefix("go")
    proposed = listed.proposed or next((o.name for o in listed.offers if not o.refusal), names[0] if names else "")
    default = asked if asked in names else proposed
    why = _("your project asks for it") if listed.for_project else _("default")
    rows = [_version_row(offer, why if offer.name == proposed else "") for offer in listed.offers]
    chosen = trip.asker.choose(_("Which version of Go?"), rows, default, short=_SHORT)
    trip.answers = replace(trip.answers, version=chosen.removeprefix("go"))


def _version_row(offer: VersionOffer, why: str) -> Row:
    notes = [offer.note, why, _("end of life") if offer.end_of_life else ""]
    note = _(", ").join(filter(None, notes))
    return Row(id=offer.name, label=offer.number, note=note, detail=offer.detail, refusal=offer.refusal)


def source(trip: Trip) -> None:
    """Where from? Only the official hosts are asked before the list is opened or they failed."""
    official = [offer.name for offer in trip.sources.values() if offer.official]
    named = trip.answers.source
    if named == "auto" and all(trip.sources[name].reach is Reach.UNASKED for name in official):
        trip.out.line(_("Asking go.dev"))
        _ask(trip, official)
    if named == "auto" and not any(trip.sources[name].reach is Reach.YES for name in official):
        trip.out.prose(_("go.dev does not answer from here. Asking the others"))
        _ask(trip, (name for name, offer in trip.sources.items() if offer.reach is Reach.UNASKED))
        if any(offer.more and offer.reach is Reach.YES for offer in _offers(trip)):
            told = _("go.dev does not answer from here, but a mirror of it does.")
        elif trip.sources["pip"].reach is Reach.YES:
            told = _("go.dev does not answer from here, but your Python package index does. That works too.")
        else:
            told = _("go.dev does not answer from here. A folder or a URL of your own works too.")
        trip.out.prose(told)
    opened = any(offer.more and not offer.refusal and offer.reach is not Reach.UNASKED for offer in _offers(trip))
    rows = [_source_row(offer) for offer in _offers(trip) if opened or not offer.more]
    if named not in {"auto", *trip.sources}:
        rows.insert(0, Row(id=named, label=redacted(named), note=_("named by you")))
    if not opened:
        told = _("mirrors in China; asked only if you choose this")
        rows.append(Row(id="more", label=_("More sources"), note=told, detail=_MORE()))
    rows.append(Row(id="other", label=_("A folder or a URL"), detail=_OTHER()))
    working = [offer for offer in _offers(trip) if offer.reach is Reach.YES]
    best = min(working, key=lambda o: (not o.official, _VOUCHERS.index(o.voucher), o.seconds), default=None)
    default = named if named != "auto" else best.name if best is not None else "other"
    chosen = trip.asker.choose(_("Where should Go come from?"), rows, default, free=_folder_or_url)
    if chosen == "more":
        trip.out.line(_("Asking the mirrors"))
        _ask(trip, (offer.name for offer in _offers(trip) if offer.more and not offer.refusal))
        return source(trip)
    if chosen == "other":
        chosen = trip.asker.text(_("Folder or URL"), "", _folder_or_url, _OTHER())
    elif chosen == "kit" and trip.sources["kit"].reach is Reach.YES:
        code = trip.asker.text(
            _("Code of the kit, from the teacher's screen"), trip.answers.kit_code, trip.backend.check_kit_code, _CODE()
        )
        if not code:
            trip.out.mark("warning", _("Nobody but the kit itself vouches for it"))
            if not trip.asker.yes(_("Take it all the same?"), default=False):
                return source(trip)
        trip.answers = replace(trip.answers, kit_code=code)
    elif chosen in trip.sources and trip.sources[chosen].reach is Reach.UNASKED:
        _ask(trip, [chosen])
        if trip.sources[chosen].reach is Reach.NO:
            trip.out.mark("warning", _("{source} does not answer").format(source=trip.sources[chosen].title))
            return source(trip)
    trusted = trip.answers.trust_source and chosen == trip.answers.source
    trip.answers = replace(trip.answers, source=chosen, trust_source=trusted)
    return None


def _offers(trip: Trip) -> list[SourceOffer]:
    return list(trip.sources.values())


def _MORE() -> str:
    return _(
        "Copies of Go's archives, kept by universities and companies in China. They send the bytes only: the "
        "digest still comes from the Go project. None of them is asked before you open this list."
    )


def _OTHER() -> str:
    return _(
        "A folder with an official archive, or a URL that answers like go.dev/dl. "
        "Who vouches for its digest is said on the review."
    )


def _CODE() -> str:
    return _(
        "With the code the archive must be the one that the teacher's computer put there. Without it whoever had the "
        "kit in their hands could have changed it."
    )


def _folder_or_url(text: str) -> str:
    if not looks_like_path(text) and not text.startswith(("http://", "https://", "file://")):
        raise UsageError(_("Name the folder or the URL"), f"“{text}”", _("Or choose another source."))
    return str(Path(text).expanduser()) if text.startswith("~") else text


def _ask(trip: Trip, names: Iterable[str]) -> None:
    def tell(offer: SourceOffer) -> None:
        trip.sources[offer.name] = offer

    with trip.context.stoppable() as cancel:
        trip.backend.ask_sources(tuple(names), tell, cancel)


def _source_row(offer: SourceOffer) -> Row:
    told = {
        Reach.UNASKED: _("not asked"),
        Reach.ASKING: _("not asked"),
        Reach.YES: offer.message or _("answers in {time}").format(time=_("{n} s").format(n=f"{offer.seconds:.1f}")),
        Reach.NO: offer.message or _("no answer"),
    }[offer.reach]
    if offer.refusal:
        return Row(id=offer.name, label=offer.title, note=told, refusal=offer.refusal)
    refusal = ""
    if offer.reach is Reach.NO:
        refusal = offer.detail if offer.more else _("{source} does not answer").format(source=offer.title)
    about = f"{offer.detail} {voucher_text(Voucher(offer.voucher))}"
    note = _("{voucher}, {answer}").format(voucher=_voucher(offer.voucher), answer=told)
    return Row(id=offer.name, label=offer.title, note=note, detail=about, refusal=refusal)


def _voucher(name: str) -> str:
    names = {"official": _("official"), "logged": _("logged"), "pinned": _("pinned"), "community": _("community")}
    return names.get(name, _("self"))


def place(trip: Trip) -> None:
    """Where to? Says how much room there is."""

    usual = trip.short(trip.backend.host.user.home / "sdk")
    another = _("Name another folder, such as {folder}.").format(folder=usual)

    def check(text: str) -> str:
        folder = trip.backend.check_folder(text, what="dir")
        room = trip.backend.room(folder)
        if not room.writable:
            raise UsageError(_("You may not write there"), str(folder), another)
        if room.no_exec:
            raise UsageError(_("Programs cannot be run from there (noexec)"), str(folder), another)
        told = _("{free} free, about {need} needed")
        trip.out.prose(told.format(free=size_text(room.free_bytes), need=size_text(_NEEDED)))
        return str(folder)

    about = _("The folder that holds the Go trees and the link “go” to the current one.")
    folder = trip.asker.text(_("Put it into which folder?"), trip.short(trip.answers.dir), check, about)
    trip.answers = replace(trip.answers, dir=Path(folder))
