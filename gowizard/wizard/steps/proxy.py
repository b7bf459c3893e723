"""Module proxy: where Go fetches the modules your programs import."""

from __future__ import annotations

from collections.abc import Iterable

from textual.containers import Horizontal
from textual.widget import Widget
from textual.widgets import Input, Static

from gowizard.answers import Answers
from gowizard.dataclass import replace
from gowizard.errors import GowizardError
from gowizard.locales import _
from gowizard.wizard.backend import ProxyOffer, Reach
from gowizard.wizard.steps.offering import OfferPage
from gowizard.wizard.widgets.field import Field
from gowizard.wizard.widgets.measure import duration
from gowizard.wizard.widgets.page import Detail
from gowizard.wizard.widgets.rows import Choice

CUSTOM, OFF = "custom", "off"


class ProxyPage(OfferPage):
    """Go's default is asked at once; the others only when it fails or the list is opened."""

    offers_id, own = "proxies", CUSTOM

    def heading(self) -> str:
        return _("Which module proxy?")

    def sentence(self) -> str:
        default = next(iter(self.session.proxies.values()), None)
        if default is not None and default.reach is Reach.YES:
            return _("Go's default works from here. Keeping it writes nothing.")
        if default is not None and default.reach is Reach.NO and self.wanted() != default.name:
            return _("Go's default does not answer from here. This one does; read who runs it.")
        if default is not None and default.reach is Reach.NO:
            return _("Go's default does not answer from here. Without a proxy that does, modules cannot be fetched.")
        return _("Programs import modules; this is who Go fetches them from.")

    def body(self) -> Iterable[Widget]:
        yield from self.list_and_field("GOPROXY", self._custom_text(), "https://proxy.example,direct")
        with Horizontal(classes="field"):
            yield Static("GOPRIVATE", classes="label", markup=False)
            yield Field(
                self.session.answers.goprivate,
                id="private",
                placeholder=_("none: git.example.com/*"),
            )
        yield Static(_("Modules that no proxy and no public log may hear of."), classes="hint", markup=False)

    def opened(self) -> None:
        self.wizard.ask_default_proxy()
        self.refresh_facts()
        self.choices.focus()

    def refresh_facts(self) -> None:
        super().refresh_facts()
        if self.own_chosen:
            self.query_one(Detail).show(self._about_custom())

    def meaning(self, choice: Choice) -> str:
        return self._about_custom() if choice.id == CUSTOM else super().meaning(choice)

    def looked_further(self) -> None:
        self.wizard.ask_other_proxies()

    def _value(self) -> str | None:
        """What was typed, made whole; None where it cannot be used."""
        try:
            return self.session.backend.check_goproxy(self.field.value)[0]
        except GowizardError:
            return None

    def settled(self) -> bool:
        """A value that was typed is asked first; with its answers on the screen, Enter goes on."""
        value, trial = self._value() if self.own_chosen else "", self.session.trial
        if not value or value in {OFF, "direct"}:
            return True
        if trial.value != value or trial.state == "none":
            self.wizard.try_goproxy(value)
            self.refresh_facts()
            return False
        return trial.state == "done"

    def _about_custom(self) -> str:
        """How what was typed answered, once it was asked; what it means before."""
        text = self.field.value
        try:
            value, meaning = self.session.backend.check_goproxy(text)
        except GowizardError as error:
            return error.one_line if text else self._row_detail_custom()
        trial = self.session.trial
        asked = bool(value) and trial.state != "none" and trial.value == value
        return self._trial() if asked else meaning if text else self._row_detail_custom()

    def _trial(self) -> str:
        trial = self.session.trial
        lines = []
        for offer in trial.rows.values():
            mark = {Reach.YES: self.marks.done, Reach.NO: self.marks.failed}.get(offer.reach, self.marks.coming)
            told = offer.message or _("asking") + self.marks.dots
            if offer.reach is Reach.YES:
                told = _("{answer} ({time})").format(answer=told, time=duration(offer.seconds))
            lines.append(f"{mark} " + _("{name}: {message}").format(name=offer.title, message=told))
        if trial.state != "done":
            return "\n".join(lines) or _("asking") + self.marks.dots
        good = all(offer.reach is Reach.YES for offer in trial.rows.values())
        lines.append(_("Enter goes on.") if good else _("Change it, or press Enter again to take it all the same."))
        return "\n".join(lines)

    def on_input_changed(self, event: Input.Changed) -> None:
        if event.input.id == "custom":
            self.query_one(Detail).show(self._about_custom())

    def take(self) -> Answers:
        row = self.chosen
        private = self.session.backend.check_patterns(self.query_one("#private", Input).value)
        value, gosumdb = self.session.answers.goproxy, self.session.answers.gosumdb
        if row is not None and row.id == CUSTOM:
            value, _meaning = self.session.backend.check_goproxy(self.field.value)
        elif row is not None and row.id == OFF:
            value = "off"
        elif row is not None:
            value = self.session.proxies[row.id].value
            gosumdb = self.session.proxies[row.id].gosumdb or gosumdb
        return replace(self.session.answers, goproxy=value, gosumdb=gosumdb, goprivate=private)

    def wanted(self) -> str:
        named, offers = self.session.answers.goproxy, self.session.proxies
        if named == "off":
            return OFF
        if named:
            return next((o.name for o in offers.values() if o.value == named), CUSTOM)
        default = next(iter(offers.values()), None)
        if default is not None and default.reach is Reach.NO:
            working = [offer for offer in offers.values() if offer.reach is Reach.YES]
            default = min(working, key=lambda offer: offer.seconds, default=default)
        return default.name if default is not None else ""

    def _custom_text(self) -> str:
        named = self.session.answers.goproxy
        known = {offer.value for offer in self.session.proxies.values()} | {"off"}
        return "" if named in known else named

    def rows(self) -> list[Choice]:
        rows = [self._row(offer) for offer in self.session.proxies.values()]
        rows.append(Choice(id=CUSTOM, label=_("Another"), note=_("your company's"), detail=self._row_detail_custom()))
        rows.append(
            Choice(
                id=OFF,
                label=_("off"),
                note=_("never download"),
                detail=_("Go uses only modules that are already in its cache or vendored. GOPROXY=off."),
            )
        )
        return rows

    def _row_detail_custom(self) -> str:
        return _(
            "URLs in the order they are tried. A comma goes on to the next only when a module is not there "
            "(404, 410); a bar | goes on after any error. “direct” means the module's own repository."
        )

    def _row(self, offer: ProxyOffer) -> Choice:
        told = {
            Reach.UNASKED: "",
            Reach.ASKING: _("asking") + self.marks.dots,
            Reach.YES: duration(offer.seconds),
            Reach.NO: offer.message or _("no answer"),
        }[offer.reach]
        first = next(iter(self.session.proxies), "") == offer.name
        between = f" {self.marks.between} "
        note = between.join(filter(None, (_("default") if first else "", told)))
        return Choice(id=offer.name, label=offer.title, note=note, detail=offer.detail)
