"""The steps as data: what is asked, in which order, and when a step does not apply."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING

from gowizard.answers import Existing
from gowizard.dataclass import dataclass
from gowizard.locales import N_
from gowizard.wizard.session import Session

if TYPE_CHECKING:
    from gowizard.wizard.widgets.marks import Marks
    from gowizard.wizard.widgets.page import Page


def _always(session: Session) -> bool:
    return True


def _changes_something(session: Session) -> bool:
    return session.answers.existing is not Existing.KEEP and not session.only_prove


def _fetches(session: Session) -> bool:
    return session.answers.existing is Existing.BESIDE and not session.only_prove


def _serves_shells(session: Session) -> bool:
    return _changes_something(session) and session.answers.use


def _mends(session: Session) -> bool:
    """Whether there is, or may be, a repair to prove."""
    return session.answers.proof and (session.care.mended is None or bool(session.care.mended.run))


@dataclass(frozen=True)
class Step:
    """One page of the wizard. A step that does not apply is passed over in both directions."""

    id: str
    title: str
    page: str  # module of this package and class, loaded when first asked for
    applies: Callable[[Session], bool] = _always

    @property
    def kind(self) -> type[Page]:
        """The class of the page."""
        module, _dot, name = self.page.partition(".")
        kind: type[Page] = getattr(import_module(f"{__name__}.{module}"), name)
        return kind

    def build(self, session: Session, marks: Marks) -> Page:
        """A new page, from what the session knows."""
        return self.kind(session, marks)


STEPS = (
    Step("machine", N_("Machine"), "machine.MachinePage"),
    Step("version", N_("Version"), "version.VersionPage", _fetches),
    Step("place", N_("Source and place"), "place.PlacePage", _fetches),
    Step("environment", N_("Environment"), "environment.EnvironmentPage", _serves_shells),
    Step("proxy", N_("Module proxy"), "proxy.ProxyPage", _serves_shells),
    Step("review", N_("Review"), "review.ReviewPage", _changes_something),
    Step("install", N_("Install"), "install.InstallPage", _changes_something),
    Step("proof", N_("Proof"), "proof.ProofPage", lambda session: session.answers.proof),
    Step("done", N_("Done"), "done.DonePage"),
)

REPAIR = (
    Step("findings", N_("What is wrong"), "findings.FindingsPage"),
    Step("mending", N_("Repair"), "mending.MendingPage"),
    Step("mending-proof", N_("Proof"), "proof.ProofPage", _mends),
    Step("mended", N_("Done"), "mended.MendedPage"),
)


def flow_of(step: Step) -> tuple[Step, ...]:
    """The steps among which a step stands: those of the setup, or those of the repair."""
    return REPAIR if step in REPAIR else STEPS


def step_named(name: str) -> Step:
    """The step of that id."""
    return next(step for step in (*STEPS, *REPAIR) if step.id == name)


def step_after(name: str, session: Session) -> Step | None:
    """The next step that applies."""
    flow = flow_of(step_named(name))
    return _first(flow[flow.index(step_named(name)) + 1 :], session)


def step_before(name: str, session: Session) -> Step | None:
    """The step before that applies; before the findings lies the machine's page where that was open."""
    if name == "findings":
        return step_named("machine") if "machine" in session.opened else None
    flow = flow_of(step_named(name))
    return _first(flow[: flow.index(step_named(name))][::-1], session)


def _first(steps: tuple[Step, ...], session: Session) -> Step | None:
    return next((step for step in steps if step.applies(session)), None)


def load_pages() -> None:
    """Load the modules of all pages."""
    for step in (*STEPS, *REPAIR):
        step.kind  # noqa: B018
