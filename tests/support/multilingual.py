"""The pretend machine with the words of the real core, in the language that is chosen: for pictures and for Chinese."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from gowizard.answers import Answers
from gowizard.cancellation import Cancel
from gowizard.changes.model import Change
from gowizard.errors import GowizardError
from gowizard.locales import N_, _
from gowizard.proof.events import StepStarted
from gowizard.wizard import offers
from gowizard.wizard.backend import Emit, Look, ProxyOffer, Reach, SourceOffer, UndoResult, VersionList
from tests.support.fake_backend import FakeBackend

TITLES = {
    "toolchain": lambda number: _("Put Go {number} into {place}").format(number=number, place="~/sdk/go" + number),
    "current": lambda number: _("Make Go {number} the current one: {link}").format(number=number, link="~/sdk/go"),
    "script:posix": lambda _number: _("Write {place}").format(place="~/.config/gowizard/env.sh"),
    "startup:bash": lambda _number: _("Let {shells} find Go: {place}").format(shells="bash", place="~/.bashrc"),
    "startup:zsh": lambda _number: _("Let {shells} find Go: {place}").format(shells="zsh", place="~/.zshrc"),
}
WHY = {
    "toolchain": N_("A folder of its own for each version; nothing that is there is overwritten."),
    "current": N_("Shells find Go through this link; switching versions later is one rename."),
    "script:posix": "",
}
NOTES = {"go1.27.3": N_("latest stable"), "go1.26.9": N_("oldstable"), "go1.28rc1": N_("release candidate")}
DETAILS = {
    "go1.27.3": N_("Supported until two newer lines are out: about a year."),
    "go1.26.9": N_("The line before the latest; it still gets security fixes."),
    "go1.28rc1": N_("For trying out what comes next, not for real work."),
}
STEP_TITLES = {
    "version:login": N_("A new login shell finds Go"),
    "version:interactive": N_("A new terminal window finds Go"),
    "env": N_("Go has the settings that were made"),
    "run": N_("Run a first program"),
    "build": N_("Build it, and run what was built"),
    "module": N_("A module comes through the module proxy"),
}
SECONDS = {"official": 0.08, "google-cn": 0.31, "pip": 0.12, "default": 0.34, "goproxy.cn": 0.24, "goproxy.io": 0.61}


@dataclass
class Multilingual(FakeBackend):
    """Everything answers, unless `silent` names it."""

    silent: frozenset[str] = frozenset()
    kit: bool = False  # whether it was started beside one

    def defaults(self) -> Answers:
        return replace(super().defaults(), source="kit") if self.kit else super().defaults()

    def look(self) -> Look:
        seen = super().look()
        told = tuple(
            replace(
                change,
                title=_("Comment out GOROOT in {place}").format(place="~/.profile"),
                why=_("A fixed GOROOT stops every other Go; Go finds its own tree."),
            )
            for change in seen.conflicts
        )
        run = replace(seen.unfinished, title=_set_up("go1.27.3")) if seen.unfinished else None
        last = _set_up(seen.last_run.replace("Set up Go ", "go")) if seen.last_run else ""
        return replace(seen, conflicts=told, unfinished=run, last_run=last)

    def sources(self) -> tuple[SourceOffer, ...]:
        detail = "/media/usb/gowizard\nlinux/amd64, windows/amd64, darwin/arm64"
        kit = SourceOffer(
            name="kit", title=_("The kit here"), voucher="self", detail=detail, reach=Reach.YES, message="Go 1.27.3"
        )
        return (*((kit,) if self.kit else ()), *offers.source_offers())

    def ask_sources(self, names: tuple[str, ...], tell: Callable[[SourceOffer], None], cancel: Cancel) -> None:
        self._pass("sources", cancel)
        self.asked += names
        for offer in self.sources():
            if offer.name not in names or offer.refusal:
                continue
            if offer.name in self.silent:
                tell(replace(offer, reach=Reach.NO, message=_("does not answer")))
            else:
                tell(replace(offer, reach=Reach.YES, seconds=SECONDS.get(offer.name, 0.17)))

    def proxies(self) -> tuple[ProxyOffer, ...]:
        return offers.proxy_offers(self.host)

    def ask_proxies(self, names: tuple[str, ...], tell: Callable[[ProxyOffer], None], cancel: Cancel) -> None:
        self._pass("proxies", cancel)
        for offer in self.proxies():
            if offer.name in names and offer.name in self.silent:
                tell(replace(offer, reach=Reach.NO, message=_("does not answer")))
            elif offer.name in names:
                tell(replace(offer, reach=Reach.YES, seconds=SECONDS.get(offer.name, 0.42)))

    def versions(self, answers: Answers, cancel: Cancel) -> VersionList:
        listed = super().versions(answers, cancel)
        old = N_("Gets no security fixes any more. Take it only for a project that needs it.")
        told = [
            replace(
                offer,
                note=_(NOTES[offer.name]) if offer.name in NOTES else "",
                detail=_(DETAILS.get(offer.name, old)),
                refusal=offer.refusal
                and _("{version} is not made for {port}.").format(version=offer.name, port="linux/amd64"),
            )
            for offer in listed.offers
        ]
        return replace(listed, offers=tuple(told))

    def compose(self, answers: Answers, cancel: Cancel) -> Any:
        plan = super().compose(answers, cancel)
        return replace(plan, changes=tuple(self._told(change, plan.version.number_text) for change in plan.changes))

    def preview(self, change: Any) -> Any:
        shown = super().preview(change)
        if change.id != "toolchain":
            return shown
        return (replace(shown[0], lines=(_("Make the folder {path}").format(path=shown[0].path),)),)

    def prove(self, answers: Answers, plan: Any, emit: Emit, cancel: Cancel) -> Any:
        def told(event: Any) -> None:
            emit(replace(event, title=_(STEP_TITLES[event.id])) if isinstance(event, StepStarted) else event)

        return super().prove(answers, plan, told, cancel)

    def undo(self, emit: Emit) -> UndoResult:
        done = super().undo(emit)
        return replace(done, title=_set_up("go1.27.3"), reverted=(TITLES["toolchain"]("1.27.3"),))

    def _told(self, change: Change, number: str) -> Change:
        name = change.id.partition(":")[2]
        why = WHY.get(change.id, N_("{shells} reads this file when it starts."))
        title = TITLES.get(change.id)
        return replace(
            change, title=title(number) if title else change.title, why=_(why).format(shells=name) if why else ""
        )


def _set_up(name: str) -> str:
    return _("Set up {version}").format(version=name)


def no_room() -> GowizardError:
    """A failure in the middle of the work, as the real one tells it."""
    return GowizardError(
        _("Go could not be unpacked in {place}").format(place="~/sdk"),
        _("The disk is full."),
        _("What was unpacked so far is removed again. Make room or choose another folder with --dir."),
    )
