"""The first questions in lines: the language, and what to do about what is here."""

from __future__ import annotations

from pathlib import Path

from gowizard.answers import Existing
from gowizard.cli.asking import Back, Leave, Row
from gowizard.cli.plain_trip import Trip
from gowizard.dataclass import replace
from gowizard.host.facts import FoundGo
from gowizard.host.words import adopt_words, beside_words, processor_words, system_words
from gowizard.locales import _, available_languages, set_language
from gowizard.locales import language as language_now

_NAMES = {"en": "English", "zh_CN": "简体中文"}


def language(trip: Trip) -> None:
    """Which language? The locale's is the default."""
    if len(available_languages()) < 2 or trip.out.ascii_only:
        return  # a terminal without Chinese characters has nothing to choose
    rows = [Row(id=name, label=_NAMES.get(name, name)) for name in available_languages()]
    set_language(trip.asker.choose(_("Language?"), rows, language_now()))


def machine(trip: Trip) -> None:
    """What was found here, and what to do about a Go that is already here."""
    _tell_facts(trip)
    rows = _ours(trip) if any(go.current for go in trip.look.installed) else _others(trip)
    if rows:
        _take(trip, trip.asker.choose(_("What would you like to do?"), rows, rows[0].id))
    else:
        trip.out.prose(_("No Go was found on this machine. Nothing is changed before the review."))
        trip.asker.read(_("Enter to go on, or “?”: "), lambda: trip.out.prose(_about()))
    if trip.look.conflicts and not trip.only_prove and trip.answers.existing is not Existing.KEEP:
        trip.out.line(_("Lines that would defeat the new Go"))
        for change in trip.look.conflicts:
            trip.out.prose(change.why or change.title)
        about = _("The review shows the exact lines; undo brings them back.")
        wanted = trip.asker.yes(_("Comment them out?"), trip.answers.disable_lines, about)
        trip.answers = replace(trip.answers, disable_lines=wanted)


def _about() -> str:
    return _(
        "Next come the version, where it comes from and where it goes, your shells and the module "
        "proxy. Each page names a default: Enter takes it. The review shows every change before it is made, "
        "and one command takes all of it back."
    )


def _tell_facts(trip: Trip) -> None:
    host, out = trip.backend.host, trip.out
    facts = [
        (_("System"), system_words(host.system)),
        (_("Processor"), processor_words(host.system)),
        (_("Shell"), host.shell),
    ]
    facts += [(_("Go here"), _describe(trip, go)) for go in host.gos]
    if host.project is not None:
        wanted = (host.project.pinned or host.project.minimum).removeprefix("go")
        facts.append((_("Project"), f"{trip.short(host.project.path)}: Go {wanted}"))
    for label, detail in facts:
        out.prose(_("{label}: {detail}").format(label=label, detail=detail))


def _describe(trip: Trip, go: FoundGo) -> str:
    version = go.version.removeprefix("go") or _("unknown version")
    problem = f" ({_(go.problem)})" if go.problem else ""
    return f"{version}, {trip.short(go.root or go.binary)}{problem}"


def _ours(trip: Trip) -> list[Row]:
    current = next(go.version for go in trip.look.installed if go.current)
    name = "Go " + current.removeprefix("go")
    trip.out.prose(_("{go} is what your shells find. What would you like to do?").format(go=name))
    rows = [
        Row(
            id="prove", label=_("Run the proof again"),
            detail=_("Starts fresh shells, runs hello.go and fetches a module. Changes nothing."),
        ),
        Row(
            id="beside", label=_("Install another version"),
            detail=_("It is placed beside {go}, which stays; the new one becomes the current one.").format(go=name),
        ),
    ]  # fmt: skip
    if trip.look.last_run:
        told = _("Takes back “{title}”. You are asked once more.").format(title=trip.look.last_run)
        rows.append(Row(id="undo", label=_("Undo the last run"), detail=told))
    return rows


def _others(trip: Trip) -> list[Row]:
    gos = trip.backend.host.gos
    if not gos:
        return []
    name = "Go " + (gos[0].version.removeprefix("go") or "?")
    where = trip.short(gos[0].root or gos[0].binary)
    told = beside_words(trip.backend.host, name, where)
    rows = [Row(id="beside", label=_("Install beside it, ours first"), detail=told)]
    link = trip.short((trip.answers.dir or trip.backend.defaults().dir or Path()) / "go")
    usable = [(i, go) for i, go in enumerate(gos) if go.complete and go.root and not go.is_shim and not go.problem]
    for number, go in usable:
        label = _("Adopt Go {version}").format(version=go.version.removeprefix("go"))
        about = adopt_words(trip.backend.host, link)
        rows.append(Row(id=f"adopt:{number}", label=label, note=trip.short(go.root), detail=about))
    if any(go.path_index is not None for _i, go in usable):
        about = _("Changes nothing at all: goes straight to the proof with the Go your PATH finds now.")
        rows.append(Row(id="keep", label=_("Keep it and prove that it works"), detail=about))
    return rows


def _take(trip: Trip, chosen: str) -> None:
    trip.only_prove = chosen == "prove"
    if chosen == "undo":
        _undo(trip)
    elif chosen == "keep":
        trip.answers = replace(trip.answers, existing=Existing.KEEP, adopt=None)
    elif chosen.startswith("adopt:"):
        go = trip.backend.host.gos[int(chosen.removeprefix("adopt:"))]
        trip.answers = replace(trip.answers, existing=Existing.ADOPT, adopt=go.root)
    else:
        trip.answers = replace(trip.answers, existing=Existing.BESIDE, adopt=None)


def _undo(trip: Trip) -> None:
    if not trip.asker.yes(_("Take back “{title}”?").format(title=trip.look.last_run), default=False):
        raise Back
    result = trip.backend.undo(lambda event: None)
    for title in result.reverted:
        trip.out.mark("done", title)
    for path, reason in result.kept:
        trip.out.mark("warning", _("Kept: {path}: {reason}").format(path=trip.short(path), reason=reason))
    raise Leave(1 if result.kept else 0)
