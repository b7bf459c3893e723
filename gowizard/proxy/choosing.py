"""Which proxy to propose: Go's default while it works, and then nothing is written."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from gowizard.dataclass import dataclass
from gowizard.locales import _
from gowizard.proxy.catalogue import SUMDB, SUMDB_COMPANION

if TYPE_CHECKING:
    from gowizard.proxy.probing import ProxyAnswer, SumdbAnswer


@dataclass(frozen=True, kw_only=True)
class Choice:
    """What is proposed. An empty `goproxy` or `gosumdb` means: leave Go's own, write nothing.

    `third_party` names who would see the modules' names: without the user's consent it is not to be taken.
    """

    goproxy: str
    gosumdb: str
    reason: str
    third_party: str = ""


def choose(answers: Sequence[ProxyAnswer], sumdb: SumdbAnswer | None = None) -> Choice:
    """The proposal that follows from what was measured; verification is never switched off.

    A proxy that does not pass on the checksum database is passed over only where the database itself cannot
    be reached (`sumdb` None: not asked, taken as reachable).
    """
    companion = sumdb is not None and sumdb.ok and sumdb.host == SUMDB_COMPANION
    gosumdb = SUMDB_COMPANION if companion else ""
    blocked = sumdb is not None and not sumdb.ok
    default = next((answer for answer in answers if answer.entry.official), None)
    if default is not None and default.ok and not blocked:
        reason = _("Go's default proxy answers in {seconds:.2f} s.").format(seconds=default.seconds or 0)
        return Choice(goproxy="", gosumdb=gosumdb, reason=reason + _about(gosumdb))
    others = [answer for answer in answers if answer.ok and not answer.entry.official]
    if blocked:
        others = [answer for answer in others if answer.sumdb]
    if not others:
        return Choice(goproxy="", gosumdb=gosumdb, reason=_nothing(default, blocked) + _about(gosumdb))
    best = min(others, key=_rank)
    gosumdb = "" if best.sumdb else gosumdb
    mark = "|" if best.bar else ","
    reason = _("Go's default proxy does not answer here; {name} does, in {seconds:.2f} s.").format(
        name=_(best.entry.title), seconds=best.seconds or 0
    )
    if default is not None and default.ok:
        reason = _("The checksum database cannot be reached from here, except through {name}.").format(
            name=_(best.entry.title)
        )
    return Choice(
        goproxy=f"{best.entry.url}{mark}direct",
        gosumdb=gosumdb,
        reason=reason + _about(gosumdb),
        third_party=_(best.entry.operator),
    )


def _rank(answer: ProxyAnswer) -> tuple[bool, int, float]:
    """Keeping to the protocol counts before speed: a proxy that misleads Go costs hours, a slow one seconds."""
    return answer.bar, len(answer.failings), answer.seconds or 0.0


def who_sees(operator: str) -> str:
    """The sentence that says what choosing a third party's proxy means."""
    return _("{operator} will see the name and version of every module you fetch, and your address.").format(
        operator=operator[:1].upper() + operator[1:]
    )


def _about(gosumdb: str) -> str:
    if not gosumdb:
        return ""
    return " " + _("{sumdb} cannot be reached, its companion {companion} can: GOSUMDB names that.").format(
        sumdb=SUMDB, companion=gosumdb
    )


def _nothing(default: ProxyAnswer | None, blocked: bool) -> str:
    if default is not None and default.ok and blocked:
        return _(
            "Go's default proxy answers, but the checksum database does not, and nothing here passes it on: "
            "modules cannot be verified until it is reachable."
        )
    return _("No module proxy answers here. Go itself works without one; the setting is left as it is.")
