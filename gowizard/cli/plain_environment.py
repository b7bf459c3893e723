"""Shells, GOPATH and the module proxy: the questions in lines."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from gowizard.cli.asking import Row, word_of
from gowizard.cli.plain_trip import Trip
from gowizard.dataclass import replace
from gowizard.errors import UsageError
from gowizard.host.facts import Shell
from gowizard.locales import _
from gowizard.redact import redacted
from gowizard.wizard.backend import ProxyOffer, Reach


def gopath(trip: Trip) -> None:
    """Where does your own Go code lie?"""
    about = _("Modules and programs you `go install` go there.")
    folder = trip.asker.text(
        _("GOPATH: which folder?"),
        trip.short(trip.answers.gopath),
        lambda text: str(trip.backend.check_folder(text, what="gopath")),
        about,
    )
    trip.answers = replace(trip.answers, gopath=Path(folder))


def shells(trip: Trip) -> None:
    """Which shells should find Go? Numbers or names, or none."""
    host = trip.backend.host
    if host.windows is not None:
        about = _("The review shows the old and the new value; undo brings the old one back.")
        wanted = trip.asker.yes(_("Put Go's folder first in your Path, for every new window?"), True, about)
        trip.answers = replace(trip.answers, modify_path=wanted)
        return
    found = sorted(host.shells, key=lambda shell: (shell.name != host.shell, not shell.served))
    trip.out.prose(_("Shells that should find Go get three marked lines in a startup file."))
    for number, shell in enumerate(found, 1):
        trip.out.prose(f"{number}. " + _("{label}: {detail}").format(label=shell.name, detail=_about(trip, shell)))

    def check(text: str) -> str:
        words = text.replace(",", " ").split()
        if word_of(text) == "none":
            return ""
        names = [found[int(w) - 1].name if w.isdecimal() and 0 < int(w) <= len(found) else w for w in words]
        for name in names:
            if name not in {shell.name for shell in found}:
                known = _(", ").join(shell.name for shell in found)
                raise UsageError(
                    _("There is no shell “{name}” on this machine").format(name=name), "",
                    _("Found: {names}.").format(names=known),
                )  # fmt: skip
        return " ".join(dict.fromkeys(names))

    default = " ".join(trip.answers.shells) if trip.answers.modify_path and trip.answers.shells else _("none")
    about = _("No startup file is changed. The line to add is shown at the end.")
    told = _("Which shells? Numbers or names, or “none”")
    names = trip.asker.text(told, default, check, _("{label}: {detail}").format(label=_("none"), detail=about))
    if names:
        trip.answers = replace(trip.answers, shells=tuple(names.split()), modify_path=True)
    else:
        trip.answers = replace(trip.answers, modify_path=False)


def _about(trip: Trip, shell: Shell) -> str:
    files = [file for file in shell.startup_files if file.exists]
    told = _(", ").join(trip.short(file.path) for file in files) or _("no startup file yet")
    locked = _(", ").join(trip.short(file.path) for file in files if not file.writable)
    if locked:
        told += _(", ") + _("{file} is read-only: its line is shown for you to paste.").format(file=locked)
    return told


def module_proxy(trip: Trip) -> None:
    """Where are modules fetched from? Go's default is asked; the others when it fails or with `more`."""
    if not trip.proxies:
        trip.proxies = {offer.name: offer for offer in trip.backend.proxies()}
        first = next(iter(trip.proxies))
        trip.out.line(_("Asking the module proxy"))
        _ask(trip, [first])
        if trip.proxies[first].reach is Reach.NO:
            trip.out.line(_("It does not answer from here. Asking the others"))
            _ask(trip, [name for name in trip.proxies if name != first])
    while True:
        names = list(trip.proxies)
        unasked = [name for name in names if trip.proxies[name].reach is Reach.UNASKED]
        rows = [_row(trip.proxies[name], number == 0) for number, name in enumerate(names)]
        if _wanted(trip) not in {*trip.proxies, "off"}:
            rows.insert(0, Row(id=_wanted(trip), label=redacted(_wanted(trip)), note=_("named by you")))
        if unasked:
            rows.append(Row(id="test", label=_("Ask all of them and show how fast they answer")))
        rows.append(Row(id="off", label=_("off"), detail=_("Nothing is fetched from any network.")))
        told = _("Which module proxy? A URL or a list may be typed too.")
        chosen = trip.asker.choose(told, rows, _wanted(trip), free=lambda text: _typed(trip, text))
        if chosen != "test":
            break
        _ask(trip, unasked)
    if chosen in trip.proxies:
        offer = trip.proxies[chosen]
        trip.out.prose(offer.detail)
        trip.answers = replace(trip.answers, goproxy=offer.value, gosumdb=offer.gosumdb or trip.answers.gosumdb)
    else:
        trip.answers = replace(trip.answers, goproxy=chosen)


def _typed(trip: Trip, text: str) -> str:
    value, meaning = trip.backend.check_goproxy(text)
    for line in meaning.splitlines():
        trip.out.prose(line)
    if value and value not in {"off", "direct"}:
        _try(trip, value)
    return value


def _try(trip: Trip, value: str) -> None:
    """Ask what was typed, say how it answers, and where it does not well, ask whether to take it all the same."""
    found: dict[str, ProxyOffer] = {}
    trip.out.line(_("Asking the module proxy"))
    with trip.context.stoppable() as cancel:
        trip.backend.try_goproxy(value, lambda offer: found.update({offer.name: offer}), cancel)
    for offer in found.values():
        told = _("{name}: {message}").format(name=offer.title, message=offer.message)
        trip.out.mark("done" if offer.reach is Reach.YES else "warning", told)
    bad = any(offer.reach is not Reach.YES for offer in found.values())
    if bad and not trip.asker.yes(_("Take it all the same?"), default=False):
        raise UsageError(_("That proxy is not taken"), "", _("Choose another."))


def _ask(trip: Trip, names: Iterable[str]) -> None:
    def tell(offer: ProxyOffer) -> None:
        trip.proxies[offer.name] = offer

    with trip.context.stoppable() as cancel:
        trip.backend.ask_proxies(tuple(names), tell, cancel)


def _wanted(trip: Trip) -> str:
    named, offers = trip.answers.goproxy, list(trip.proxies.values())
    if named:
        return next((offer.name for offer in offers if offer.value == named), named)
    if offers[0].reach is Reach.NO:
        working = [offer for offer in offers if offer.reach is Reach.YES]
        return min(working, key=lambda offer: offer.seconds, default=offers[0]).name
    return offers[0].name


def _row(offer: ProxyOffer, first: bool) -> Row:
    told = {
        Reach.UNASKED: "",
        Reach.ASKING: "",
        Reach.YES: _("answers in {time}").format(time=_("{n} s").format(n=f"{offer.seconds:.1f}")),
        Reach.NO: offer.message or _("no answer"),
    }[offer.reach]
    note = _(", ").join(filter(None, (_("default") if first else "", told)))
    return Row(id=offer.name, label=offer.title, note=note, detail=offer.detail)


def private(trip: Trip) -> None:
    """Modules that nobody may hear of."""
    about = _("Modules that no proxy and no public log may hear of.")
    told = _("GOPRIVATE: patterns of private modules, such as git.example.com/*")
    patterns = trip.asker.text(told, trip.answers.goprivate, trip.backend.check_patterns, about)
    trip.answers = replace(trip.answers, goprivate=patterns)
