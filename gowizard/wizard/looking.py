"""Looking round before anything is done: earlier runs, versions, sources, proxies; each once, side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gowizard.cancellation import Cancel
from gowizard.wizard import messages
from gowizard.wizard.backend import Reach
from gowizard.wizard.background import Background, Post
from gowizard.wizard.session import Session, Trial

if TYPE_CHECKING:
    from textual.screen import Screen

    Base = Screen[None]
else:
    Base = object


class Looking(Base):
    """A part of the wizard's screen; see screen.py for the others."""

    session: Session
    background: Background

    if TYPE_CHECKING:

        def refresh_page(self) -> None: ...
        def ask_unfinished(self) -> None: ...

    def start_looking(self) -> None:
        """Ask for earlier runs, the list of versions and the official sources, side by side."""
        backend = self.session.backend
        self.background.start("look", lambda post, cancel: post(messages.Looked(backend.look())))
        self.ask_versions()
        self.ask_official_sources()

    def ask_versions(self) -> None:
        """Ask the source of the present answers for its list."""
        session, answers = self.session, self.session.answers
        self.background.start(
            "versions", lambda post, cancel: post(messages.VersionsArrived(session.backend.versions(answers, cancel)))
        )

    def ask_official_sources(self) -> None:
        """Probe the official hosts, once."""
        self._ask_sources("official-sources", lambda offer: offer.official)

    def ask_other_sources(self) -> None:
        """Probe the user's own package index too: the official ones failed, or the highlight moved."""
        self._ask_sources("other-sources", lambda offer: not offer.official and not offer.more)

    def ask_mirrors(self) -> None:
        """Probe third parties: the official ones failed, or the user opened the list."""
        self._ask_sources("mirrors", lambda offer: offer.more)

    def _ask_sources(self, job: str, chosen: Any) -> None:
        session = self.session
        names = tuple(o.name for o in session.sources.values() if chosen(o) and o.reach is Reach.UNASKED)
        if names:
            session.asking_sources(names)

            def work(post: Post, cancel: Cancel) -> None:
                session.backend.ask_sources(names, lambda offer: post(messages.SourceAnswered(offer)), cancel)

            self.background.start(job, work)

    def ask_default_proxy(self) -> None:
        """Probe Go's default module proxy, once."""
        self._ask_proxies("default-proxy", tuple(self.session.proxies)[:1])

    def ask_other_proxies(self) -> None:
        """Probe the others too."""
        self._ask_proxies("other-proxies", tuple(self.session.proxies)[1:])

    def _ask_proxies(self, job: str, names: tuple[str, ...]) -> None:
        session = self.session
        names = tuple(name for name in names if session.proxies[name].reach is Reach.UNASKED)
        if names:
            session.asking_proxies(names)

            def work(post: Post, cancel: Cancel) -> None:
                session.backend.ask_proxies(names, lambda offer: post(messages.ProxyAnswered(offer)), cancel)

            self.background.start(job, work)

    def try_goproxy(self, value: str) -> None:
        """Ask the addresses of a value that was typed."""
        session = self.session
        session.trial = Trial(value=value, state="running")

        def work(post: Post, cancel: Cancel) -> None:
            session.backend.try_goproxy(value, lambda offer: post(messages.AddressAnswered(value, offer)), cancel)

        self.background.start("trial", work)

    def on_address_answered(self, event: messages.AddressAnswered) -> None:
        """One more address of the typed value is known."""
        if event.value == self.session.trial.value:
            self.session.trial.rows[event.offer.name] = event.offer
            self.refresh_page()

    def on_looked(self, event: messages.Looked) -> None:
        """Earlier runs are known."""
        self.session.look = event.look
        self.refresh_page()
        if event.look.unfinished is not None:
            self.ask_unfinished()

    def on_versions_arrived(self, event: messages.VersionsArrived) -> None:
        """The list is here."""
        self.session.versions, self.session.versions_error = event.versions, None
        self.refresh_page()

    def on_source_answered(self, event: messages.SourceAnswered) -> None:
        """One more source is known; when no official one answers and the user named none, the others are asked."""
        self.session.learn_source(event.offer)
        official = [offer for offer in self.session.sources.values() if offer.official]
        if all(offer.reach is Reach.NO for offer in official) and not self.session.needs_no_network:
            self.ask_other_sources()
            self.ask_mirrors()
        self.refresh_page()

    def on_proxy_answered(self, event: messages.ProxyAnswered) -> None:
        """One more proxy is known; when Go's default does not answer, the others are asked."""
        self.session.learn_proxy(event.offer)
        if next(iter(self.session.proxies.values())).reach is Reach.NO:
            self.ask_other_proxies()
        self.refresh_page()
