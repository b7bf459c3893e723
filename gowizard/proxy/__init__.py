"""Which module proxy? A catalogue, measured answers, a proposal, and checked settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gowizard.late import late

if TYPE_CHECKING:
    from gowizard.proxy.catalogue import CATALOGUE, DEFAULT, SUMDB, SUMDB_COMPANION, Entry, custom, named
    from gowizard.proxy.choosing import Choice, choose, who_sees
    from gowizard.proxy.goproxy import addresses, check_goproxy
    from gowizard.proxy.patterns import check_patterns
    from gowizard.proxy.probing import (
        ProxyAnswer,
        SumdbAnswer,
        probe,
        probe_all,
        probe_sumdb,
        reachable_sumdb,
    )

__getattr__ = late(
    __name__,
    {
        "catalogue": ("CATALOGUE", "DEFAULT", "Entry", "SUMDB", "SUMDB_COMPANION", "custom", "named"),
        "choosing": ("Choice", "choose", "who_sees"),
        "goproxy": ("addresses", "check_goproxy"),
        "patterns": ("check_patterns",),
        "probing": ("ProxyAnswer", "SumdbAnswer", "probe", "probe_all", "probe_sumdb", "reachable_sumdb"),
    },
)

__all__ = [
    "CATALOGUE",
    "DEFAULT",
    "SUMDB",
    "SUMDB_COMPANION",
    "Choice",
    "Entry",
    "ProxyAnswer",
    "SumdbAnswer",
    "addresses",
    "check_goproxy",
    "check_patterns",
    "choose",
    "custom",
    "named",
    "probe",
    "probe_all",
    "probe_sumdb",
    "reachable_sumdb",
    "who_sees",
]
