"""What the questions in lines know at this moment."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from gowizard.answers import Existing
from gowizard.cli.asking import Asker
from gowizard.cli.context import Context
from gowizard.cli.output import Output
from gowizard.folders import with_tilde
from gowizard.wizard.backend import Look, ProxyOffer, SourceOffer, VersionList
from gowizard.wizard.core import CoreBackend

if TYPE_CHECKING:
    from gowizard.plan import Plan


class Trip:
    """One walk through the questions; the pages write the answers."""

    def __init__(self, context: Context, asker: Asker, backend: CoreBackend) -> None:
        self.context, self.asker, self.backend = context, asker, backend
        self.answers = backend.defaults()
        self.only_prove = False
        self.versions: VersionList | None = None
        self.sources: dict[str, SourceOffer] = {offer.name: offer for offer in backend.sources()}
        self.proxies: dict[str, ProxyOffer] = {}
        self.plan: Plan | None = None

    @property
    def out(self) -> Output:
        """Where the words go."""
        return self.context.out

    @cached_property
    def look(self) -> Look:
        """What earlier runs left."""
        return self.backend.look()

    @property
    def fetches(self) -> bool:
        """Whether a version is going to be installed."""
        return not self.only_prove and self.answers.existing is Existing.BESIDE

    @property
    def sets_up(self) -> bool:
        """Whether shells and Go's settings are asked about."""
        used = self.answers.use or self.answers.existing is Existing.ADOPT
        return not self.only_prove and used and self.answers.existing is not Existing.KEEP

    def short(self, path: object) -> str:
        """A path with ~ for the home folder."""
        return with_tilde(str(path), self.backend.host.user.home)
