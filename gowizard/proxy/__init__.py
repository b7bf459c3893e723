"""Which module proxy? A catalogue, measured answers, a proposal, and checked settings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

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

_MODULES = {
    "CATALOGUE": "catalogue",
    "Choice": "choosing",
    "DEFAULT": "catalogue",
    "Entry": "catalogue",
    "ProxyAnswer": "probing",
    "SUMDB": "catalogue",
    "SUMDB_COMPANION": "catalogue",
    "SumdbAnswer": "probing",
    "addresses": "goproxy",
    "check_goproxy": "goproxy",
    "check_patterns": "patterns",
    "choose": "choosing",
    "custom": "catalogue",
    "named": "catalogue",
    "probe": "probing",
    "probe_all": "probing",
    "probe_sumdb": "probing",
    "reachable_sumdb": "probing",
    "who_sees": "choosing",
}

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


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    value = getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
    globals()[name] = value
    return value
