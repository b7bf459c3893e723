"""Entries of the catalogue for which no case can be planted on one Linux machine, and why."""

from __future__ import annotations

_WINDOWS = "Windows only"
_MAC = "macOS only"

NOT_PLANTED = {
    25: _MAC,
    73: _MAC,
    74: _MAC,
    75: _WINDOWS,
    76: _WINDOWS,
    77: _WINDOWS,
    78: _WINDOWS,
    79: _WINDOWS,
    80: "WSL only: judged from facts in the tests of that check",
    81: "WSL only: judged from facts in the tests of that check",
    82: _MAC,
    83: _MAC,
    89: f"{_WINDOWS}: on Linux such names work",
    90: _WINDOWS,
    91: _WINDOWS,
    105: _WINDOWS,
    106: _MAC,
}
