"""Entries of the catalogue for which the table can plant no case on one Linux machine, and why."""

from __future__ import annotations

REAL_WINDOWS = "Windows only: planted in a real registry under Wine, tests/doctor/windows_table.py"
SIMULATED_MAC = "macOS only: planted on a simulated Mac, tests/doctor/test_mac.py"

NOT_PLANTED = {
    25: SIMULATED_MAC,
    73: SIMULATED_MAC,
    74: SIMULATED_MAC,
    75: REAL_WINDOWS,
    76: REAL_WINDOWS,
    77: REAL_WINDOWS,
    78: REAL_WINDOWS,
    79: REAL_WINDOWS,
    80: "WSL only: judged from facts in the tests of that check",
    81: "WSL only: judged from facts in the tests of that check",
    82: SIMULATED_MAC,
    83: SIMULATED_MAC,
    89: f"{REAL_WINDOWS}: on Linux such names work",
    90: REAL_WINDOWS,
    91: REAL_WINDOWS,
    105: REAL_WINDOWS,
    106: SIMULATED_MAC,
}
