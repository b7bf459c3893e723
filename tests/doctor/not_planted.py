"""Entries of the catalogue for which the table can plant no case on one Linux machine, and why."""

from __future__ import annotations

_WINDOWS = "Windows only: planted in a registry by tests/doctor/test_windows_fake.py"
SIMULATED_MAC = "macOS only: planted on a simulated Mac, tests/doctor/test_mac.py"

NOT_PLANTED = {
    25: SIMULATED_MAC,
    73: SIMULATED_MAC,
    74: SIMULATED_MAC,
    75: _WINDOWS,
    76: _WINDOWS,
    77: _WINDOWS,
    78: _WINDOWS,
    79: _WINDOWS,
    80: "WSL only: judged from facts in the tests of that check",
    81: "WSL only: judged from facts in the tests of that check",
    82: SIMULATED_MAC,
    83: SIMULATED_MAC,
    89: f"{_WINDOWS}: on Linux such names work",
    90: _WINDOWS,
    91: _WINDOWS,
    105: _WINDOWS,
    106: SIMULATED_MAC,
}
