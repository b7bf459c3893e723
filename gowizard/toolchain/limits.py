"""What a Go release can be at most, and how long fetching one may take."""

from __future__ import annotations

from gowizard.dataclass import dataclass

MOST_BYTES = 1536 << 20  # unpacked; go1.27.3 has 217 MiB
MOST_ENTRIES = 40_000  # go1.27.3 has 12,000
MOST_COMPRESSED = 512 << 20  # where nobody says how long the archive is
MOST_RATIO = 40  # unpacked to compressed; Go's archives have 3 to 4
RATIO_COUNTS_FROM = 32 << 20  # unpacked bytes; below, a ratio says nothing
LONGEST_NAME = 1000  # characters of a whole path
LONGEST_PART = 255  # bytes of one name, what every usual file system takes
DEEPEST = 40  # folders in folders


@dataclass(frozen=True, kw_only=True)
class Limits:
    """How patient a download is; in seconds. How long one wait may be is the client's business."""

    attempts: int = 4  # in a row without a single new byte, at one location
    most_attempts: int = 20  # altogether, at one location
    first_wait: float = 0.5  # doubled with each attempt that brought nothing, and varied by half
    longest_wait: float = 8.0
    total: float = 6 * 3600.0
    slow_window: float = 60.0  # fewer than slow_bytes in this time count as a stall
    slow_bytes: int = 16 << 10
