"""The wizard in lines: the same questions, review and proof, without a full screen and without redrawing.

For screen readers (ACCESSIBLE), serial lines (TERM=dumb) and whoever says --plain.
"""

from __future__ import annotations

import sys
from collections.abc import Callable

from gowizard import install, releases
from gowizard.cancellation import Cancelled
from gowizard.cli import plain_environment, plain_machine, plain_place, plain_review
from gowizard.cli.asking import Asker, Back, Leave
from gowizard.cli.context import Context
from gowizard.cli.plain_trip import Trip
from gowizard.cli.state import state_of_machine
from gowizard.dataclass import dataclass, replace
from gowizard.errors import GowizardError, UsageError
from gowizard.locales import _
from gowizard.wizard.core import CoreBackend


@dataclass(frozen=True)
class _Page:
    ask: Callable[[Trip], None]
    applies: Callable[[Trip], bool] = lambda trip: True


_PAGES = (
    _Page(plain_machine.language, lambda trip: "lang" not in trip.context.given),
    _Page(plain_machine.machine),
    _Page(plain_place.version, lambda trip: trip.fetches),
    _Page(plain_place.source, lambda trip: trip.fetches),
    _Page(plain_place.place, lambda trip: trip.fetches),
    _Page(plain_environment.gopath, lambda trip: trip.sets_up),
    _Page(plain_environment.shells, lambda trip: trip.sets_up),
    _Page(plain_environment.module_proxy, lambda trip: trip.sets_up),
    _Page(plain_environment.private, lambda trip: trip.sets_up),
    _Page(plain_review.review, lambda trip: not trip.only_prove),
)


def run(context: Context) -> int:
    """Ask, install and prove; return the exit status."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError(
            _("gowizard cannot ask here, because this is no terminal"),
            _("Standard input or output is a file or a pipe."),
            _("Without questions: gowizard install --yes\nTo look first: gowizard install --dry-run"),
        )
    out = context.out
    try:
        given = context.offered_answers()
        install.require_root(context.host, given, context.command)
        context.settle_interrupted()
        backend = CoreBackend(context.host, given, client=context.client, log_path=context.log_path, ascii_only=True)
        trip = Trip(context, Asker(out), backend)
        out.prose(_("gowizard sets up Go. Nothing is changed before you type “install” at the end."))
        out.prose(_("Every question takes “back”, “quit” and “?”. Enter takes the named answer."))
        try:
            _ask_all(trip)
            return plain_review.carry_out(trip)
        finally:
            backend.close()
    except (KeyboardInterrupt, Leave, Cancelled) as end:
        if isinstance(end, Leave) and end.status is not None:
            return end.status
        if isinstance(end, KeyboardInterrupt | Cancelled):  # behind the terminal's ^C
            out.line()
        out.line(state_of_machine(context))
        return 130


def _ask_all(trip: Trip) -> None:
    index, direction = 0, 1
    while index < len(_PAGES):
        if _PAGES[index].applies(trip):
            trip.out.line()
            try:
                direction = _ask(trip, _PAGES[index])
            except Back:
                direction = -1
            except _OtherSource:
                index, direction = [page.ask for page in _PAGES].index(plain_place.source), 0
        elif direction < 0 and index == 0:
            direction = 1
        index = index + direction
        if index < 0:
            trip.out.line(_("This is the first question."))
            index, direction = 0, 1


class _OtherSource(Exception):
    """The user wants another source."""


def _ask(trip: Trip, page: _Page) -> int:
    """Ask a page's questions; 1 for the next page, 0 for the same again. Raises Back, Leave and _OtherSource."""
    try:
        page.ask(trip)
        return 1
    except releases.Insecure as error:
        trip.out.mark("warning", error.title)
        trip.out.prose(error.cause)
        told = _("Nobody else says what Go must be: what arrives may be something else, and it would be run here.")
        trip.out.prose(told)
        if not trip.asker.yes(_("Take it all the same?"), default=False):
            raise _OtherSource from None
        trip.answers = replace(trip.answers, trust_source=True)
        return 0
    except GowizardError as error:
        trip.asker.refuse(error)
        if not trip.asker.yes(_("Try again? “back” changes an answer.")):
            raise Leave from None
        return 0
